internal import SwpipeCore

/// What a lookup works in; reused, so that after the first ones nothing is allocated.
struct TableScratch: ~Copyable {
  /// The row that was found, as compact JSON.
  var row = BatchBuilder()
  /// Its values, where the table's columns are chosen.
  var chosen = TableScratchRow()
  /// The key that is looked for.
  var wanted = BatchBuilder()
  /// The key of the row that may be the one.
  var key = BatchBuilder()
}
