internal import SwpipeCore

/// Goes through one sorted run, in memory or on disk, a record at a time.
final class SortCursor {
  private enum Rest {
    case memory([SortBuffer.Entry], next: Int)
    case file(SpillFile)
  }

  /// What the record at hand is compared by.
  private(set) var key = SortKey()
  /// The number of the shape of the record at hand.
  private(set) var shape = 0
  /// The place of the run among all, by arrival.
  private let run: Int
  private let readSize: Int
  private var rest: Rest
  private var buffer: [UInt8]
  /// Where the record at hand stands in the buffer.
  private var record = 0..<0
  private var elementStart = 0

  /// Goes through a buffer that was sorted.
  init(run: Int, buffer: borrowing SortBuffer) {
    self.run = run
    self.buffer = buffer.bytes
    rest = .memory(buffer.entries, next: 0)
    readSize = 0
  }

  /// Goes through a file that was rewound, reading about `readSize` bytes at once.
  init(run: Int, file: SpillFile, readSize: Int) {
    self.run = run
    self.readSize = readSize
    rest = .file(file)
    buffer = []
  }

  /// Moves on to the next record; false when there is none.
  func advance() throws(RunFailure) -> Bool {
    switch rest {
    case .memory(let entries, let next):
      guard next < entries.count else { return false }
      rest = .memory(entries, next: next + 1)
      look(at: entries[next].offset)
      return true
    case .file(let file):
      guard try fill(from: file, SortHeader.size) else { return false }
      let start = record.upperBound
      let size = buffer.withUnsafeBytes { SortHeader.read($0, at: start).recordSize }
      guard try fill(from: file, size) else { throw file.isCutShort }
      look(at: record.upperBound)
      return true
    }
  }

  /// Whether the record at hand comes before that of another run.
  func precedes(_ other: SortCursor) -> Bool {
    if key < other.key { return true }
    return key == other.key && run < other.run
  }

  /// Appends the record at hand to a file.
  func append(to file: SpillFile) throws(RunFailure) {
    try file.append(buffer[record])
  }

  /// Ends an element of `builder` that is a copy of the one at hand.
  func append(to builder: inout BatchBuilder) {
    builder.append(buffer.span.extracting(elementStart..<record.upperBound))
    let numbers = key.numbers
    builder.endElement { numbers[$0] }
  }

  private func look(at start: Int) {
    let header = buffer.withUnsafeBytes { SortHeader.read($0, at: start) }
    record = start..<start + header.recordSize
    elementStart = start + header.elementOffset
    shape = Int(header.shape)
    key.input = Int(header.input)
    key.numbers.removeAll(keepingCapacity: true)
    for level in 0..<Int(header.depth) {
      key.numbers.append(
        buffer.withUnsafeBytes { SortHeader.number($0, at: start, level: level) }
      )
    }
  }

  /// Sees to it that `count` bytes behind the record at hand are in the buffer; false where the file
  /// has less.
  private func fill(from file: SpillFile, _ count: Int) throws(RunFailure) -> Bool {
    guard buffer.count - record.upperBound < count else { return true }
    buffer.removeFirst(record.upperBound)
    record = 0..<0
    while buffer.count < count {
      let wanted = max(readSize, count) - buffer.count
      if try file.read(wanted, into: &buffer) == 0 { return false }
    }
    return true
  }
}
