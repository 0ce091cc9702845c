import Glibc
import SwpipeCore

@testable import SwpipeBuiltins

/// What a sink wrote, and how it failed.
struct Encoded: Equatable {
  var text = ""
  var position: Int?
  var message: String?
}

/// A batch of some elements.
func batch(_ elements: [[UInt8]], _ type: ElementType, separator: UInt8 = 0x0a) -> Batch? {
  var builder = BatchBuilder()
  builder.begin(source: 0, firstIndex: 0, type: type, separator: separator)
  for element in elements {
    builder.append(element.span)
    builder.endElement()
  }
  return builder.freeze()
}

/// Writes elements through an encoder to a pipe; short enough for the pipe to hold them.
func encode(
  _ encoder: consuming any Encoder & ~Copyable,
  _ elements: [String],
  _ type: ElementType,
  separator: UInt8 = 0x0a
) -> Encoded {
  encode(encoder, bytes: elements.map { Array($0.utf8) }, type, separator: separator)
}

func encode(
  _ encoder: consuming any Encoder & ~Copyable,
  bytes elements: [[UInt8]],
  _ type: ElementType,
  separator: UInt8 = 0x0a
) -> Encoded {
  encodeRaw(encoder, elements, type, separator: separator).result
}

/// The same with the bytes that were written.
func encodeRaw(
  _ encoder: consuming any Encoder & ~Copyable,
  _ elements: [[UInt8]],
  _ type: ElementType,
  separator: UInt8 = 0x0a
) -> (result: Encoded, bytes: [UInt8]) {
  var ends: [Int32] = [0, 0]
  precondition(pipe(&ends) == 0)
  defer { close(ends[0]) }
  var result = Encoded()
  let sink = StreamSink(Output(descriptor: ends[1], name: "out", isOwned: true), encoder: encoder)
  do throws(SinkFailure) {
    if let batch = batch(elements, type, separator: separator) {
      try sink.write(Slice(batch, 0..<batch.count))
    }
    try sink.finish(.complete)
  } catch {
    sink.abandon()
    switch error {
    case .closed: result.message = "closed"
    case .output(let message): result.message = message
    case .element(let position, let failure):
      result.position = position
      result.message = failure.message
    }
  }
  let bytes = readAll(ends[0])
  result.text = String(decoding: bytes, as: UTF8.self)
  return (result, bytes)
}

/// Reads a descriptor to its end.
func readAll(_ descriptor: Int32) -> [UInt8] {
  var all: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    guard count > 0 else { return all }
    all += chunk[..<count]
  }
}
