internal import SwpipeCore

/// How the spec wants a table read or written.
struct TableOptions: Hashable, Sendable {
  /// Where the names of the columns stand.
  enum Header: Hashable, Sendable {
    /// In the first row.
    case row
    /// Nowhere: rows are arrays.
    case none
    /// In the spec; the first row is one of data.
    case names([String])
    /// They were read before, and are known without the file that they stood in.
    case read(BadRow.Columns)
  }

  var style: TableStyle
  var header = Header.row
  /// The columns to give or to write, in their order; nil for all.
  var columns: [String]?
  /// Whether numbers, booleans and empty fields become JSON's own, where they are not quoted.
  var infersTypes = false
  /// Whether a key without a column is an error, although `columns` chooses some.
  var isStrict = false

  init(_ style: TableStyle) {
    self.style = style
  }
}
