import SwpipeCore

/// The form that was meant where something else stands in the place of a component's name.
struct MeantForm {
  let catalog: Catalog

  /// What to write for a source or sink, or nil if that cannot be told.
  func endpoint(_ written: ComponentSpec, isSource: Bool) -> String? {
    let definitions = isSource ? catalog.sources : catalog.sinks
    let stream = isSource ? catalog.defaultSource.name : catalog.defaultSink.name
    let file = definitions.values.filter { $0.parameters.first?.type.isFile ?? false }
      .min { $0.name < $1.name }
    let name = written.name
    if let call = call(name, definitions) { return call }
    if name == "-" { return "write `\(stream)`" }
    if formats(file).contains(name) {
      guard let path = path(of: written) else { return "write `{\(stream): {format: \(name)}}`" }
      return "`\(name)` is a format; write `{file: {path: \(path), format: \(name)}}`"
    }
    if isPath(name) {
      let format = name.split(separator: ".").last.map(String.init) ?? ""
      guard name.contains("."), formats(file).contains(format) else {
        return "write `{file: \(name)}` for a file"
      }
      return "write `{file: {path: \(name), format: \(format)}}` for a file"
    }
    let owners = definitions.values.filter { definition in
      definition.parameters.contains { $0.name == name }
    }
    if let owner = owners.min(by: { $0.name < $1.name }), case .first(let node) = written.arguments
    {
      return "`\(name)` is an argument; write `{\(owner.name): {\(name): \(node.span.text)}}`"
    }
    if let first = name.first, "[{".contains(first), isSource {
      return "write `{values: […]}`, without quotes around the list"
    }
    return nil
  }

  /// What to say where a transform's name is due and something that jq or a template knows stands there.
  func expression(_ name: String) -> (message: String, help: String)? {
    if let call = call(name, catalog.transforms) { return (unknown(name), call) }
    if name.hasPrefix("{{") {
      return (
        "a transform is due here, not the template \(Wording.quote(name))",
        "templates are arguments, as in `log: '{{ .id }}'`; a program stands without braces, as in "
          + "`map: .id`"
      )
    }
    let programs = ProgramText(catalog: catalog)
    guard let transform = programs.transform else { return nil }
    let near = Wording.near(name, among: catalog.transforms.keys.sorted())
    guard programs.compiles(name) else {
      guard near == nil, let meant = programs.meant(name) else { return nil }
      let call = programs.compiles(meant) ? meant : "\(meant)(…)"
      return (
        unknown(name), "did you mean jq's `\(meant)`? It is written `{\(transform.name): \(call)}`"
      )
    }
    return (
      unknown(name),
      (near.map { "did you mean `\($0)`? " } ?? "")
        + "jq's `\(name)` is written `{\(transform.name): \(name)}`, because a word alone is a transform's name"
    )
  }

  private func unknown(_ name: String) -> String {
    "there is no transform \(Wording.quote(name))"
  }

  /// The form of `name(1, 2)` and `name 1` that is right, if the name is that of a component.
  private func call(_ text: String, _ definitions: [String: Definition]) -> String? {
    let end = text.firstIndex { $0 == "(" || $0 == " " } ?? text.endIndex
    let name = String(text[..<end])
    guard end < text.endIndex, let definition = definitions[name] else { return nil }
    var rest = text[text.index(after: end)...]
    if text[end] == "(" {
      guard rest.last == ")" else { return nil }
      rest.removeLast()
    }
    let given = rest.split(separator: ",").map { String($0.drop { $0 == " " }) }
    let names = definition.offeredParameters.map(\.name)
    guard !given.isEmpty else { return "write `\(name)`" }
    guard given.count > 1 else { return "write `{\(name): \(given[0])}`" }
    guard given.count <= names.count else { return "write `\(Wording.definition(definition))`" }
    let pairs = names.prefix(given.count).map { "\($0): …" }
    return "write `{\(name): {\(pairs.joined(separator: ", "))}}`"
  }

  /// The path that is given as the one argument, or as `path`.
  private func path(of written: ComponentSpec) -> String? {
    switch written.arguments {
    case .first(let node):
      guard case .scalar(let scalar) = node.content else { return nil }
      return scalar.text
    case .named(let entries):
      guard let entry = entries.first(where: { $0.key == "path" }) else { return nil }
      return entry.value.span.text
    case .none, .null, .unreadable: return nil
    }
  }

  private func isPath(_ name: String) -> Bool {
    if name.contains("/") { return true }
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return false }
    let end = name[name.index(after: point)...]
    return !end.isEmpty && end.count <= 5 && end.allSatisfy { $0.isLetter || $0.isNumber }
  }

  private func formats(_ definition: Definition?) -> [String] {
    guard let format = definition?.parameters.first(where: { $0.name == "format" }),
      case .choice(let words) = format.type
    else { return [] }
    return words
  }
}
