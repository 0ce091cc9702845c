internal import SwpipeCore

/// The bytes that a table compares keys by.
///
/// A key of one column is the column's text. Of several columns each text is followed by its length
/// in four bytes, so that no two keys have the same bytes.
enum TableKey {
  /// Ends a part of a key of `count` parts: what was appended from `start` on.
  static func endPart(from start: Int, of count: Int, in key: inout BatchBuilder) {
    guard count > 1 else { return }
    let length = UInt32(truncatingIfNeeded: key.unfinishedByteCount - start)
    for shift: UInt32 in [0, 8, 16, 24] { key.append(UInt8(truncatingIfNeeded: length >> shift)) }
  }

  /// Appends the key of a row: its columns' texts, numbers and booleans as they are written.
  static func append(
    _ columns: [[UInt8]],
    of row: Span<UInt8>,
    to key: inout BatchBuilder
  ) throws(TableProblem) {
    for column in columns {
      let start = key.unfinishedByteCount
      let name = String(decoding: column, as: UTF8.self)
      guard row.count > 0, row[0] == UInt8(ascii: "{") else {
        throw TableProblem("the row \(Excerpt.quoted(row)) is no object, so it has no key", at: 0)
      }
      let value: Range<Int>?
      do throws(JSONProblem) {
        value = try JSONMember.find(column, in: row).value
      } catch {
        throw TableProblem(error)
      }
      guard let value, row[value.lowerBound] != UInt8(ascii: "n") else {
        throw TableProblem("the row has no `\(name)`, which is its key", at: 0)
      }
      switch row[value.lowerBound] {
      case UInt8(ascii: "\""):
        key.append(unescaping: row.extracting(value.lowerBound + 1..<value.upperBound - 1))
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        throw TableProblem(
          "`\(name)` is no text, number or boolean, so it is no key",
          at: 0
        )
      default: key.append(row.extracting(value))
      }
      endPart(from: start, of: columns.count, in: &key)
    }
  }
}
