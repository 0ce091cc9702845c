import SwpipeCore

extension SpecParser {
  private static let variables = TemplateScope.variables + ["env"]

  /// The definitions of `resources:`; nil if none of them could be read.
  func resources(_ entry: SpecEntry) -> [NamedResourceSpec]? {
    let form = "`{users: {table: {path: users.csv}}}`"
    guard let entries = mapping(entry.value, for: entry.key, form: form) else { return nil }
    return entries.map { entry in
      checkId(entry.key, at: entry.keySpan)
      return NamedResourceSpec(
        name: entry.key,
        nameSpan: entry.keySpan,
        span: entry.value.span,
        content: definition(entry)
      )
    }
  }

  /// What the workers of a stage start; nil if none of it could be read.
  func onStart(_ entry: SpecEntry) -> [NamedResourceSpec]? {
    let form = "`{session: users}`, where `users` stands in `resources`"
    if entry.value.isNull { return [] }
    guard let entries = mapping(entry.value, for: entry.key, form: form) else { return nil }
    return entries.map { entry in
      checkLocalName(entry)
      return NamedResourceSpec(
        name: entry.key,
        nameSpan: entry.keySpan,
        span: entry.value.aliasSpan ?? entry.value.span,
        content: reference(entry.value).map { .reference($0) } ?? definition(entry)
      )
    }
  }

  private func reference(_ node: SpecNode) -> String? {
    guard case .scalar(let scalar) = node.content, !node.isNull, !scalar.text.isEmpty else {
      return nil
    }
    return scalar.text
  }

  private func definition(_ entry: SpecEntry) -> NamedResourceSpec.Content {
    var node = entry.value
    var scope: Setting<ResourcePlan.Scope>?
    if case .mapping(let entries) = node.content,
      let written = entries.first(where: { $0.key == "scope" })
    {
      let words = ResourcePlan.Scope.allCases.map(\.rawValue)
      let word = reader.choice(written.value, of: words, for: written.key)
      scope = Setting(
        key: written.keySpan,
        span: written.value.span,
        value: word.flatMap { ResourcePlan.Scope(rawValue: $0) }
      )
      node.content = .mapping(entries.filter { $0.key != "scope" })
    } else if case .mapping(let entries) = node.content {
      node.content = .mapping(
        withoutMisspelled("scope", entries, besides: catalog.resources, in: .resource)
      )
    }
    guard let component = component(node, for: entry.key, example: "`{counter: {}}`") else {
      return .unreadable
    }
    return .definition(ResourceSpec(component: component, scope: scope))
  }

  private func checkLocalName(_ entry: SpecEntry) {
    let letters = entry.key.utf8
    let isName = letters.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    let startsWithDigit = letters.first.map { $0 < UInt8(ascii: "A") } ?? true
    guard isName, !startsWithDigit else {
      findings.error(
        .invalidId,
        "\(Wording.quote(entry.key)) cannot be a name in `on_start`",
        at: entry.keySpan,
        help: "templates use it as a variable, so it consists of letters, digits and `_`"
      )
      return
    }
    if Self.variables.contains(entry.key) {
      findings.error(
        .invalidId,
        "`\(entry.key)` cannot be a name in `on_start`",
        at: entry.keySpan,
        help: "`$\(entry.key)` has a meaning in templates already"
      )
    }
  }
}
