private import Glibc
internal import SwpipeCore

/// Elements and answers as lines: each line in gives one line out, in order.
struct LinesCodec: PluginCodec {
  /// The id of the element that the next line answers.
  private var next: UInt64?
  /// The longest line that is waited for.
  private static let longest = 1 << 30

  mutating func encode(
    _ slice: borrowing Slice,
    _ range: Range<Int>,
    firstID: UInt64,
    to output: inout [UInt8]
  ) {
    next = next ?? firstID
    for position in range {
      slice.withElement(position) { element in
        element.withUnsafeBufferPointer { output.append(contentsOf: $0) }
      }
      output.append(UInt8(ascii: "\n"))
    }
  }

  mutating func decode(
    _ bytes: UnsafeRawBufferPointer,
    _ say: (PluginAnswer) throws(ProcessLoss) -> Void
  ) throws(ProcessLoss) -> Int {
    var start = 0
    while start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
    {
      guard let id = next else { throw .broke("wrote a line before it was given one") }
      let end = UnsafeRawPointer(found) - base
      try say(.emit(id, UnsafeRawBufferPointer(rebasing: bytes[start..<end])))
      try say(.done(id, isKept: true))
      next = id &+ 1
      start = end + 1
    }
    if bytes.count - start > LinesCodec.longest {
      throw .broke("wrote a line of more than 1 GiB")
    }
    return start
  }

  func encodeCancel(_ id: UInt64, to output: inout [UInt8]) {
    preconditionFailure("a filter of lines works on one element at a time")
  }

  func refusal(of element: Span<UInt8>) -> String? {
    let hasNewline = element.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { memchr($0, Int32(UInt8(ascii: "\n")), bytes.count) != nil } ?? false
    }
    return hasNewline ? "has a newline in it, so it is not one line" : nil
  }
}
