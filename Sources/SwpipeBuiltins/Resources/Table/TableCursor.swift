internal import SwpipeCore

/// One worker's place in a table: the row that it found last.
///
/// A class, because a transform may be copied and the scratch may not; it is looked at once an
/// element, where the lookup itself costs ten times as much.
final class TableCursor {
  private let table: LookupTable
  private let key: TableKeyTemplates
  private var scratch = TableScratch()

  init(_ arguments: Arguments, _ context: TransformContext) throws(RunFailure) {
    table = try LookupTable.request.find(LookupTable.self, in: context)
    key = try TableKeyTemplates(arguments[TableKeyTemplates.key], for: table, context)
  }

  /// Goes to the row of an element; false if there is none.
  func find(_ slice: borrowing Slice, _ position: Int) throws(ElementFailure) -> Bool {
    try key.write(slice, position, to: &scratch.wanted)
    return try table.content.find(&scratch)
  }

  /// The key that was looked for, as messages show it.
  var keyExcerpt: String { scratch.wanted.withUnfinished { Excerpt.quoted($0) } }

  /// Where a column's value stands in the row that was found; nil if it has none.
  func column(_ name: [UInt8]) -> Range<Int>? {
    scratch.row.withUnfinished { row in
      guard row.count > 0, row[0] == UInt8(ascii: "{") else { return nil }
      return try? JSONMember.find(name, in: row).value
    }
  }

  /// Appends the row that was found, or a part of it.
  func append(_ range: Range<Int>?, to output: inout BatchBuilder) {
    scratch.row.withUnfinished { row in output.append(row.extracting(range ?? 0..<row.count)) }
  }
}
