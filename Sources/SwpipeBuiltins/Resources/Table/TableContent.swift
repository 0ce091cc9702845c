internal import SwpipeCore

/// A loaded table: its bytes, and the way from a key to its row.
///
/// It never changes, so that workers share it.
final class TableContent: Sendable {
  /// What is done where a key stands twice.
  enum Duplicates: String, CaseIterable, Sendable {
    case error
    case first
    case last
  }

  private let bytes: TableBytes
  private let rows: TableRows
  private let columns: [[UInt8]]
  private let index: TableIndex

  /// How many parts a key has.
  var keyCount: Int { max(columns.count, 1) }
  /// Keys that differ.
  var count: Int { index.count }

  /// Reads all rows and puts them into an index.
  init(
    _ bytes: TableBytes,
    _ reading: TableReading,
    key names: [String],
    duplicates: Duplicates,
    name: String
  ) throws(RunFailure) {
    self.bytes = bytes
    let columns = names.map { Array($0.utf8) }
    self.columns = columns
    (rows, index) = try bytes.withSpan { (span) throws(RunFailure) in
      var start = InputStart(.bytes)
      do throws(RunFailure) {
        _ = try start.look(at: span, isLast: true, of: name)
      } catch {
        throw RunFailure(
          .resource,
          "cannot load the table \(name): \(error.message)",
          help: "make text of it first, such as with zcat, and load that"
        )
      }
      do throws(TableProblem) {
        let rows = try TableRows(reading, span)
        guard rows.areNamed != !columns.isEmpty else {
          throw TableProblem(
            rows.areNamed
              ? "the rows are members of an object, whose names are the keys"
              : "the rows have no key",
            at: 0,
            help: rows.areNamed ? "leave `key` out" : "say which columns are it: `key: id`"
          )
        }
        return (rows, try TableContent.index(rows, columns, span, duplicates))
      } catch {
        throw error.failure(of: name, span)
      }
    }
  }

  /// Finds the row of the key `scratch.wanted`; where true, it stands in `scratch.row`.
  func find(_ scratch: inout TableScratch) throws(ElementFailure) -> Bool {
    do throws(TableProblem) {
      return try bytes.withSpan { (span) throws(TableProblem) in
        let hash = scratch.wanted.withUnfinished { XXHash.xxh3($0) }
        let found = try index.find(hash: hash) { (offset) throws(TableProblem) in
          scratch.row.rollBack()
          _ = try rows.append(rowAt: offset, of: span, to: &scratch)
          return try TableContent.isSame(rows, columns, span, offset, &scratch)
        }
        return found != nil
      }
    } catch {
      throw ElementFailure("the table was changed while it was in use: \(error.message)")
    }
  }

  private static func index(
    _ rows: TableRows,
    _ columns: [[UInt8]],
    _ bytes: Span<UInt8>,
    _ duplicates: Duplicates
  ) throws(TableProblem) -> TableIndex {
    var starts: [Int] = []
    var hashes: [UInt64] = []
    var scratch = TableScratch()
    try rows.forEach(in: bytes) { (offset) throws(TableProblem) in
      scratch.row.rollBack()
      let end = try rows.append(rowAt: offset, of: bytes, to: &scratch)
      try appendKey(rows, columns, bytes, offset, &scratch)
      starts.append(offset)
      hashes.append(scratch.key.withUnfinished { XXHash.xxh3($0) })
      return end
    }
    if starts.count >= Int(UInt32.max) {
      throw TableProblem("there are more than \(UInt32.max - 1) rows", at: 0)
    }
    var index = TableIndex(starts: starts)
    for row in starts.indices {
      let outcome = try index.insert(row, hash: hashes[row], replacing: duplicates == .last) {
        (offset) throws(TableProblem) in
        try appendRowKey(rows, columns, bytes, starts[row], &scratch)
        swap(&scratch.key, &scratch.wanted)
        try appendRowKey(rows, columns, bytes, offset, &scratch)
        return isEqual(scratch.key, scratch.wanted)
      }
      if case .taken(let other) = outcome, duplicates == .error {
        throw TableProblem(
          "the key stands in line \(TableProblem.line(of: other, in: bytes)), too",
          at: starts[row],
          help: "`duplicates: first` or `last` takes one of them"
        )
      }
    }
    return index
  }

  private static func appendRowKey(
    _ rows: TableRows,
    _ columns: [[UInt8]],
    _ bytes: Span<UInt8>,
    _ offset: Int,
    _ scratch: inout TableScratch
  ) throws(TableProblem) {
    scratch.row.rollBack()
    _ = try rows.append(rowAt: offset, of: bytes, to: &scratch)
    try appendKey(rows, columns, bytes, offset, &scratch)
  }

  /// Makes `scratch.key` the key of the row at an offset, which stands in `scratch.row`.
  private static func appendKey(
    _ rows: TableRows,
    _ columns: [[UInt8]],
    _ bytes: Span<UInt8>,
    _ offset: Int,
    _ scratch: inout TableScratch
  ) throws(TableProblem) {
    scratch.key.rollBack()
    if rows.areNamed {
      try rows.append(nameOfRowAt: offset, of: bytes, to: &scratch.key)
      return
    }
    do throws(TableProblem) {
      var key = BatchBuilder()
      swap(&key, &scratch.key)
      defer { swap(&key, &scratch.key) }
      try scratch.row.withUnfinished { (row) throws(TableProblem) in
        try TableKey.append(columns, of: row, to: &key)
      }
    } catch {
      throw TableProblem(error.message, at: offset, help: error.help)
    }
  }

  private static func isSame(
    _ rows: TableRows,
    _ columns: [[UInt8]],
    _ bytes: Span<UInt8>,
    _ offset: Int,
    _ scratch: inout TableScratch
  ) throws(TableProblem) -> Bool {
    try appendKey(rows, columns, bytes, offset, &scratch)
    return isEqual(scratch.key, scratch.wanted)
  }

  private static func isEqual(_ a: borrowing BatchBuilder, _ b: borrowing BatchBuilder) -> Bool {
    a.unfinishedByteCount == b.unfinishedByteCount
      && a.withUnfinished { a in
        b.withUnfinished { b in a.indices.allSatisfy { a[$0] == b[$0] } }
      }
  }
}
