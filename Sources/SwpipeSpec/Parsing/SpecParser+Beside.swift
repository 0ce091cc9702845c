import SwpipeCore

extension SpecParser {
  /// The entries of a stage that are arguments of its transform, which is reported.
  ///
  /// Other tools have arguments beside the name; here they stand under it, or in `with`.
  func argumentsBeside(_ entries: [SpecEntry]) -> [SpecEntry] {
    let operators = Operator.allCases.map(\.rawValue)
    let work = entries.filter { operators.contains($0.key) }
    guard work.count == 1, let name = transformName(work[0].value),
      let definition = catalog.transforms[name]
    else { return [] }
    let parameters = definition.offeredParameters.map(\.name)
    let known = SpecKey.names(in: .stage)
    let beside = entries.filter { parameters.contains($0.key) && !known.contains($0.key) }
    guard let first = beside.first else { return [] }
    let isOne = beside.count == 1
    findings.error(
      .unknownKey,
      "\(Wording.list(beside.map(\.key))) \(isOne ? "is an argument" : "are arguments") of "
        + "`\(name)`, not \(isOne ? "a key" : "keys") of the stage",
      at: first.keySpan,
      help: "put \(isOne ? "it" : "them") under `with:`: "
        + "`with: {\(beside.map { "\($0.key): \(shown($0.value))" }.joined(separator: ", "))}`"
    )
    return beside
  }

  private func transformName(_ node: SpecNode) -> String? {
    switch node.content {
    case .scalar(let scalar): scalar.text
    case .mapping(let entries) where entries.count == 1: entries[0].key
    default: nil
    }
  }

  /// A value as it was written, where it may stand in braces as it is.
  private func shown(_ node: SpecNode) -> String {
    let text = node.span.text
    let isShort = text.utf8.count <= 40 && !text.contains(where: \.isNewline)
    return isShort && !text.isEmpty && !text.contains(where: { "{}[],#".contains($0) })
      ? text : "…"
  }
}

extension ComponentSpec {
  /// Takes further arguments over, unless those that are there are one scalar.
  mutating func take(_ entries: [SpecEntry]) {
    guard !entries.isEmpty else { return }
    switch arguments {
    case .none, .null: arguments = .named(entries)
    case .named(let given):
      let names = given.map(\.key)
      arguments = .named(given + entries.filter { !names.contains($0.key) })
    case .first, .unreadable: break
    }
  }
}
