internal import SwpipeCore

/// What an element has given that nobody may see yet, past what memory may hold: parts on disk that
/// come back in their order once it has succeeded, and are gone with this object if it has not.
final class HeldOutput {
  /// The bytes of one part, so that what comes back is handed on a little at a time.
  static let partSize = 256 << 10

  private let file: SpillFile
  private var parts = 0
  private var reader: FrameReader?

  /// Whether the parts are coming back.
  var isReturning: Bool { reader != nil }

  init(directory: String) throws(RunFailure) {
    file = try SpillFile(for: "held output", in: directory)
  }

  /// Takes a part in, which `next` will read.
  func append(_ part: FrameWriter) throws(RunFailure) {
    try file.append(part.bytes[...])
    parts += 1
  }

  /// Takes in some elements, in several parts if they are large.
  func append(_ batch: Batch, _ range: Range<Int>) throws(RunFailure) {
    var first = range.lowerBound
    while first < range.upperBound {
      let end = Slice(batch, range).end(from: first, fitting: HeldOutput.partSize)
      var part = FrameWriter(.part)
      part.put(Slice(batch, first..<end))
      try append(part)
      first = end
    }
  }

  /// Ends the taking in; from here on `next` gives what there is.
  func finish() throws(RunFailure) {
    try file.rewind()
    reader = FrameReader(file: file.descriptor)
  }

  /// Reads the next part behind its kind; nil when there is none.
  func next<Value>(_ read: (FrameReader) throws(FrameLoss) -> Value) throws(RunFailure) -> Value? {
    guard parts > 0, let reader else { return nil }
    parts -= 1
    do throws(FrameLoss) {
      guard try reader.kind() == .part else { throw .garbled }
      return try read(reader)
    } catch {
      throw file.isCutShort
    }
  }
}
