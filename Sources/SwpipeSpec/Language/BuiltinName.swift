/// The names of built-in components that the language itself gives a part.
enum BuiltinName {
  /// The source where a spec has none, and that only one can be.
  static let stdin = "stdin"
  /// The source that paths on the command line make, and the sink and source that paths conflict in.
  static let file = "file"
  /// The source of numbers, for help.
  static let range = "range"
  /// The source of what stands in the spec, for help.
  static let values = "values"
  /// The sink where a spec has none, and that only one can be.
  static let stdout = "stdout"
  /// The sink that `null` is another name for.
  static let discard = "discard"
  /// The transform of `--limit`.
  static let take = "take"
  /// The transform that turns text into json, for help.
  static let parse = "json.parse"
}
