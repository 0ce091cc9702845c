import SwpipeCore
import SwpipeYAML

extension SpecParser {
  private static let framings = ["frames", "lines"]
  private static let pluginForm =
    "`./libgeo.so`, `{command: [python3, score.py]}` or `{python: 'module:function'}`"

  /// The entries of `plugins:` in a spec's root node, read before everything else, because what they
  /// offer is known to all the rest; nil for one that could not be read.
  func plugins(in root: SpecNode) -> [PluginSpec?] {
    guard case .mapping(let entries) = root.content,
      let entry = entries.first(where: { $0.key == "plugins" }), !entry.value.isNull
    else { return [] }
    guard case .list(let nodes) = entry.value.content else {
      if case .unknown = entry.value.content { return [nil] }
      findings.error(
        .wrongShape,
        "`plugins` needs a list, not \(entry.value.description)",
        at: entry.value.span,
        help: "such as `[./libgeo.so, {command: [python3, score.py]}]`",
        related: entry.value.related
      )
      return [nil]
    }
    return nodes.map { plugin($0, SpecPaths(of: root.span.source)) }
  }

  private func plugin(_ node: SpecNode, _ paths: SpecPaths) -> PluginSpec? {
    switch node.content {
    case .unknown: return nil
    case .scalar:
      guard let path = reader.file(node, for: "plugins") else { return nil }
      return PluginSpec(declaration: .path(paths.placed(path)), span: node.span)
    case .list:
      findings.error(
        .wrongShape,
        "a plugin is a path or a mapping, not a list",
        at: node.span,
        help: "such as \(Self.pluginForm)",
        related: node.related
      )
      return nil
    case .mapping(let entries):
      checkKeys(entries, in: .plugin)
      return declared(entries, node, paths)
    }
  }

  private func declared(_ entries: [SpecEntry], _ node: SpecNode, _ paths: SpecPaths)
    -> PluginSpec?
  {
    func entry(_ key: String) -> SpecEntry? { entries.first { $0.key == key } }
    let ways = entries.filter { ["path", "command", "python"].contains($0.key) }
    guard let way = ways.first, ways.count == 1 else {
      // A key that is unknown was reported, and was most likely it.
      let known = SpecKey.names(in: .plugin)
      if ways.isEmpty, entries.contains(where: { !known.contains($0.key) }) { return nil }
      findings.error(
        ways.isEmpty ? .wrongShape : .conflictingKeys,
        ways.isEmpty
          ? "the plugin does not say what it is"
          : "a plugin is one of \(Wording.list(ways.map(\.key)))",
        at: ways.dropFirst().first?.keySpan ?? node.span,
        help: "such as \(Self.pluginForm)"
      )
      return nil
    }
    let name = entry("name").flatMap { self.name($0) }
    let interpreter = interpreter(entries, way: way.key, paths)
    let framing = entry("framing").map {
      reader.choice($0.value, of: Self.framings, for: $0.key)
    }
    if let framing, framing == nil { return nil }
    let isLines = framing == "lines"
    checkFit(entries, way: way.key, isLines: isLines)
    var startTimeout: Int64 = 0
    if let entry = entry("start_timeout") {
      guard let read = self.startTimeout(entry) else { return nil }
      startTimeout = read
    }
    func spec(_ declaration: PluginDeclaration) -> PluginSpec {
      PluginSpec(declaration: declaration, startTimeout: startTimeout, span: way.value.span)
    }
    switch way.key {
    case "path":
      return reader.file(way.value, for: way.key).map { spec(.path(paths.placed($0))) }
    case "python":
      return function(way).map {
        spec(.python(name: name, $0, folder: paths.folder, interpreter: interpreter))
      }
    default:
      guard let words = words(way, paths) else { return nil }
      return isLines ? filter(entries, name, words, node) : spec(.command(name: name, words))
    }
  }

  /// Says which keys do not go with what the plugin is.
  private func checkFit(_ entries: [SpecEntry], way: String, isLines: Bool) {
    for entry in entries {
      switch entry.key {
      case "framing" where way != "command":
        findings.error(
          .conflictingKeys,
          "only a `command` has a `framing`",
          at: entry.keySpan
        )
      case "gives" where !isLines, "end" where !isLines, "keeps_state" where !isLines:
        let words =
          switch entry.key {
          case "end": ("an `end`", nil as String?)
          case "gives": ("a `gives`", "all others say themselves what they give")
          default: ("a `keeps_state`", "all others say themselves whether they keep state")
          }
        findings.error(
          .conflictingKeys,
          "only a plugin with `framing: lines` has \(words.0)",
          at: entry.keySpan,
          help: words.1
        )
      case "start_timeout" where isLines:
        findings.error(
          .conflictingKeys,
          "a plugin with `framing: lines` has no `start_timeout`",
          at: entry.keySpan,
          help: "nothing is waited for at its start; `timeout` of a stage limits each element"
        )
      default: break
      }
    }
  }

  private func startTimeout(_ entry: SpecEntry) -> Int64? {
    guard case .duration(let nanoseconds)? = reader.read(entry.value, as: .duration, for: entry.key)
    else { return nil }
    guard nanoseconds > 0 else {
      findings.error(
        .outOfRange,
        "`start_timeout` must be longer than 0",
        at: entry.value.span,
        help: "such as `start_timeout: 1m`"
      )
      return nil
    }
    return nanoseconds
  }

  private func filter(
    _ entries: [SpecEntry],
    _ name: String?,
    _ words: [String],
    _ node: SpecNode
  ) -> PluginSpec? {
    guard let name else {
      if entries.contains(where: { $0.key == "name" }) { return nil }
      findings.error(
        .missingArgument,
        "a plugin with `framing: lines` needs a `name`, which stages know it by",
        at: node.span,
        help: "such as `{name: \(words[0].split(separator: "/").last ?? "filter"), …}`"
      )
      return nil
    }
    var gives = ResultType.text
    if let entry = entries.first(where: { $0.key == "gives" }) {
      guard let word = reader.choice(entry.value, of: ["text", "json"], for: entry.key) else {
        return nil
      }
      gives = word == "json" ? .json : .text
    }
    var end: String?
    if let entry = entries.first(where: { $0.key == "end" }) {
      guard let text = self.end(entry) else { return nil }
      end = text
    }
    var keepsState = false
    if let entry = entries.first(where: { $0.key == "keeps_state" }) {
      guard case .boolean(let flag)? = reader.read(entry.value, as: .boolean, for: entry.key) else {
        return nil
      }
      keepsState = flag
    }
    let declaration = PluginDeclaration.lines(
      name: name,
      words,
      gives: gives,
      end: end,
      keepsState: keepsState
    )
    return PluginSpec(declaration: declaration, span: node.span)
  }

  /// The line that ends each answer of a filter.
  private func end(_ entry: SpecEntry) -> String? {
    guard let text = reader.text(entry.value, for: entry.key) else { return nil }
    guard !text.isEmpty, !text.utf8.contains(where: { $0 == 0x0A || $0 == 0 }) else {
      findings.error(
        .wrongType,
        "`end` needs a line of its own, not \(Wording.quote(text))",
        at: entry.value.span,
        help: "such as `end: '--'`, a line that no answer has in it"
      )
      return nil
    }
    return text
  }

  /// A name that stages can use.
  private func name(_ entry: SpecEntry) -> String? {
    guard let name = reader.text(entry.value, for: entry.key) else { return nil }
    return checkId(name, at: entry.value.span) ? name : nil
  }

  /// The words of a command, those that name files beside the spec put where they lead.
  private func words(_ entry: SpecEntry, _ paths: SpecPaths) -> [String]? {
    let type = ParameterType.list(.text)
    guard case .list(let items)? = reader.read(entry.value, as: type, for: entry.key) else {
      return nil
    }
    let words = items.map { item in if case .text(let text) = item { text } else { "" } }
    guard let program = words.first, !program.isEmpty else {
      findings.error(
        .wrongShape,
        "`command` names no program",
        at: entry.value.span,
        help: "such as `[python3, score.py]`"
      )
      return nil
    }
    let placed = program.contains("/") ? paths.placed(program) : program
    return [placed] + words.dropFirst().map(paths.placedIfThere)
  }

  /// `module:function`.
  private func function(_ entry: SpecEntry) -> String? {
    guard let text = reader.text(entry.value, for: entry.key) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      findings.error(
        .wrongType,
        "`python` needs a module and a function, not \(Wording.quote(text))",
        at: entry.value.span,
        help: "such as `python: 'scores:score'` for the function `score` of scores.py"
      )
      return nil
    }
    return text
  }
}
