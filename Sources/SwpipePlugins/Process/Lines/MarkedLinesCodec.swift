private import Glibc
internal import SwpipeCore

/// Elements and answers as lines: each line in gives any lines, and then one that says that they are all.
struct MarkedLinesCodec: PluginCodec {
  /// The bytes of the line that ends an answer.
  private let end: [UInt8]
  private let work: Operator
  /// The id of the element that the next line is for.
  private var next: UInt64?
  /// What a filter has said of that element, and how many lines it took.
  private var verdict: (isKept: Bool, count: Int) = (false, 0)
  /// What was wrong with that.
  private var objection: String?

  /// The most bytes of a line that is waited for.
  private let mostReceived: Int

  init(end: String, work: Operator, mostReceived: Int = 1 << 30) {
    self.end = Array(end.utf8)
    self.work = work
    self.mostReceived = mostReceived
  }

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
      let stop = UnsafeRawPointer(found) - base
      try take(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]), id, say)
      start = stop + 1
    }
    guard bytes.count - start <= mostReceived else {
      throw .broke("wrote a line of more than \(mostReceived) bytes")
    }
    return start
  }

  private mutating func take(
    _ line: UnsafeRawBufferPointer,
    _ id: UInt64,
    _ say: (PluginAnswer) throws(ProcessLoss) -> Void
  ) throws(ProcessLoss) {
    guard line.count == end.count, line.elementsEqual(end) else {
      guard work == .filter else { return try say(.emit(id, line)) }
      verdict.count += 1
      if let answer = Verdict(line) {
        verdict.isKept = answer.isKept
      } else {
        objection = objection ?? Verdict.objection(to: line)
      }
      return
    }
    next = id &+ 1
    let (isKept, count) = verdict
    let problem =
      objection ?? (work == .filter && count != 1 ? "\(count) lines came where one is due" : nil)
    verdict = (false, 0)
    objection = nil
    if let problem { return try say(.failed(id, problem)) }
    try say(.done(id, isKept: work != .filter || isKept))
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
