internal import CSwpipePlugin

/// What a spec gives for a parameter, copied out of what is valid during the start alone.
struct Argument: Sendable {
  let text: String
  let integer: Int64
  let number: Double

  init(_ argument: swpipe_argument) {
    text = String(argument.text)
    integer = argument.integer
    number = argument.number
  }
}

extension String {
  /// A copy of a text.
  init(_ text: swpipe_text) {
    let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.count)
    self = String(decoding: bytes, as: UTF8.self)
  }
}
