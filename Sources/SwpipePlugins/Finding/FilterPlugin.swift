internal import SwpipeCore

/// A Unix filter as a plugin: what it offers is known without asking it.
enum FilterPlugin {
  /// The plugin of a filter whose transform has this name; `end` is the line that ends each of its
  /// answers, where not each is one line.
  static func plan(_ name: String, _ words: [String], gives: ResultType, end: String?) -> PluginPlan
  {
    var transform = PluginTransform(
      name: name,
      summary: "Puts each line through `\(words.joined(separator: " "))`",
      operators: end == nil ? [.map, .filter, .each] : [.map, .filter, .flatMap, .each]
    )
    transform.details =
      "A filter: it gets each element as a line on its standard input and answers it by "
      + (end.map { "lines on its standard output, and the line `\($0)` behind them" }
        ?? "one line on its standard output, at once and in order")
      + ". Where the stage is a `filter`, the answer is `true` or `false`."
    transform.gives = gives
    var plan = PluginPlan(name: name, program: .lines(words), transforms: [transform])
    plan.end = end
    return plan
  }
}
