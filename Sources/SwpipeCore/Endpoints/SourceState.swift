/// Whether a source has more to give.
package enum SourceState: Sendable {
  case more
  /// A row is none, behind the elements that the read gave, which may be none; more may follow it.
  ///
  /// It takes a position of its own.
  case badRow(BadRow)
  /// All was given, what the read gave included.
  case end
  /// It was asked to stop before its end.
  case stopped
}
