internal import SwpipeCore

/// A Unix filter as a plugin: what it offers is known without asking it.
enum FilterPlugin {
  /// The plugin of a filter whose transform has this name.
  static func plan(_ name: String, _ words: [String], gives: ResultType) -> PluginPlan {
    var transform = PluginTransform(
      name: name,
      summary: "Puts each line through `\(words.joined(separator: " "))`",
      operators: [.map, .each]
    )
    transform.details =
      "A filter: it gets each element as a line on its standard input and answers it by one line on "
      + "its standard output, at once and in order."
    transform.gives = gives
    return PluginPlan(name: name, program: .lines(words), transforms: [transform])
  }
}
