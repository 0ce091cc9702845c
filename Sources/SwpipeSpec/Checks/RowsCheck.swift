import SwpipeCore

/// Holds what the sources do with rows that are none against what they read.
struct RowsCheck {
  let graph: Graph
  let findings: Findings

  /// Refuses a policy that could never come to anything.
  func run() {
    for source in graph.sources where source.hasBadRows == false { refuse(source) }
  }

  private func refuse(_ source: Graph.Source) {
    guard let policy = source.policy, let value = policy.value, value != .fail else { return }
    let component = source.component
    let name = component.definition.name
    let formats = component.definition.parameters.contains { $0.name == "format" }
    findings.error(
      .unservedPolicy,
      formats
        ? "the elements of \(format(of: component)) are not looked into before a stage does, so that "
          + "no row of `\(name)` can be bad"
        : "`\(name)` reads no rows, so that none can be bad",
      at: policy.whole,
      help: formats
        ? "set `on_error` on the stage that looks into them; `format: csv` and `format: tsv` have rows"
        : "remove `on_error`, or set it on the stages"
    )
  }

  private func format(of component: Component) -> String {
    if case .text(let format)? = component.arguments.values["format"] { return "`\(format)`" }
    return "`lines`"
  }
}
