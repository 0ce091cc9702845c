import SwpipeCore

extension SpecParser {
  /// The actions of an `on_done:`; one alone stands for a list of one.
  func onDone(_ entry: SpecEntry) -> [ComponentSpec] {
    if entry.value.isNull { return [] }
    let example = "`[{log: 'worker {{ $worker_info.index }} is done'}]`"
    guard case .list(let nodes) = entry.value.content else {
      return action(entry.value, entry.key, example).map { [$0] } ?? []
    }
    return nodes.compactMap { action($0, entry.key, example) }
  }

  private func action(_ node: SpecNode, _ key: String, _ example: String) -> ComponentSpec? {
    guard case .mapping(let entries) = node.content, entries.count > 1 else {
      return component(node, for: key, example: example)
    }
    let names = entries.map(\.key)
    guard names.allSatisfy({ catalog.actions[$0] != nil }) else {
      return component(node, for: key, example: example)
    }
    findings.error(
      .wrongShape,
      "each action of `\(key)` needs an entry of its own",
      at: entries[1].keySpan,
      help: "make a list: `[\(names.map { "{\($0): …}" }.joined(separator: ", "))]`",
      related: node.related
    )
    return nil
  }
}
