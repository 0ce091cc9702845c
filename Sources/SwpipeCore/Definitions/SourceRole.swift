/// What the planner and the engine need to know of a source.
package struct SourceRole: Sendable {
  /// Whether it is the source of a spec that names none; one of the catalog is.
  package var isDefault: Bool
  /// Whether it gives what a terminal, a pipe or a file holds, which may be any amount.
  package var isUnbounded: Bool
  /// Whether these arguments make it read standard input, which only one source of a run can.
  package var readsStandardInput: @Sendable (Arguments) -> Bool
  /// The parameter that paths on the command line are put into; nil for a source that takes none.
  package var pathList: String?
  /// The argument that makes it give elements of a type, as a spec has it, such as `format: jsonl`; nil
  /// where none does.
  package var argumentGiving: @Sendable (ElementType) -> String?
  /// What help says where text is needed and it gives JSON, which no argument changes; no full stop.
  package var jsonNote: String?
  /// The element type that these arguments (the format, the values) give.
  package var gives: @Sendable (Arguments) -> ElementType
  /// The files that these arguments make it read, so that no sink overwrites one.
  package var paths: @Sendable (Arguments) -> [String]
  /// Whether the files of `paths` were read to their end before the run, so that its dead letters may
  /// take the place of one.
  package var hasReadPaths: Bool
  /// Whether what these arguments (the format) make it read may have rows that are none, so that it can
  /// have an `on_error`.
  package var hasBadRows: @Sendable (Arguments) -> Bool
  /// Opens the source; an input that cannot be opened is thrown here.
  package var make: @Sendable (Arguments, SourceContext) throws(RunFailure) -> any Source

  package init(
    isDefault: Bool = false,
    isUnbounded: Bool = false,
    readsStandardInput: @escaping @Sendable (Arguments) -> Bool = { _ in false },
    pathList: String? = nil,
    argumentGiving: @escaping @Sendable (ElementType) -> String? = { _ in nil },
    jsonNote: String? = nil,
    gives: @escaping @Sendable (Arguments) -> ElementType,
    paths: @escaping @Sendable (Arguments) -> [String] = { _ in [] },
    hasReadPaths: Bool = false,
    hasBadRows: @escaping @Sendable (Arguments) -> Bool = { _ in false },
    make: @escaping @Sendable (Arguments, SourceContext) throws(RunFailure) -> any Source
  ) {
    self.isDefault = isDefault
    self.isUnbounded = isUnbounded
    self.readsStandardInput = readsStandardInput
    self.pathList = pathList
    self.argumentGiving = argumentGiving
    self.jsonNote = jsonNote
    self.gives = gives
    self.paths = paths
    self.hasReadPaths = hasReadPaths
    self.hasBadRows = hasBadRows
    self.make = make
  }
}
