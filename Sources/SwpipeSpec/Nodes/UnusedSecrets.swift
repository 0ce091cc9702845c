import SwpipeCore

/// Warns of names in `secrets:` that nothing in the spec uses: a name with a typing error hides nothing.
struct UnusedSecrets {
  /// The variables that stand in the spec as `${NAME}`.
  let uses: VariableUses
  /// Those that have a value, by name.
  let variables: [String: String]
  let findings: Findings

  /// `startsPrograms` says whether the spec runs programs, which read the environment themselves.
  func run(on root: SpecNode, startsPrograms: Bool) {
    guard case .mapping(let entries) = root.content,
      let entry = entries.first(where: { $0.key == "secrets" }),
      case .list(let nodes) = entry.value.content
    else { return }
    let texts = Self.templates(in: root)
    for node in nodes {
      guard case .scalar(let scalar) = node.content, SecretNames.isName(scalar.text) else {
        continue
      }
      let name = scalar.text
      let isForPrograms = startsPrograms && variables[name] != nil
      guard !isForPrograms, !uses.names.contains(name),
        !texts.contains(where: { Self.names(name, in: $0) })
      else { continue }
      let near = DidYouMean.suggestion(for: name, among: uses.names.sorted())
      findings.warning(
        .unusedSecret,
        "the spec does not use the secret `\(name)`",
        at: node.span,
        help: near.map { "did you mean `\($0)`, which the spec uses?" }
          ?? "put it in as `${\(name)}` or `{{ $env.\(name) }}`, or remove it",
        related: node.related
      )
    }
  }

  /// The texts below a node that may hold a template with `$env`.
  private static func templates(in node: SpecNode) -> [String] {
    switch node.content {
    case .scalar(let scalar): scalar.text.contains("$env") ? [scalar.text] : []
    case .list(let nodes): nodes.flatMap { templates(in: $0) }
    case .mapping(let entries): entries.flatMap { templates(in: $0.value) }
    case .unknown: []
    }
  }

  /// Whether a template reads the variable: `$env.NAME` or `$env."NAME"`.
  private static func names(_ name: String, in text: String) -> Bool {
    text.split(separator: "$env.").dropFirst().contains { rest in
      let rest = rest.hasPrefix("\"") ? rest.dropFirst() : rest
      guard rest.hasPrefix(name) else { return false }
      let next = rest.dropFirst(name.count).first
      return next.map { !($0.isASCII && ($0.isLetter || $0.isNumber)) && $0 != "_" } ?? true
    }
  }
}
