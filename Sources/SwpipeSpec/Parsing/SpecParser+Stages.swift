import SwpipeCore
import SwpipeYAML

extension SpecParser {
  static let operators = Operator.allCases.map(\.rawValue)
  private static let stageKeys = SpecKey.names(in: .stage)

  /// The stages of a spec; those that make no sense at all are there, too, as unreadable.
  func stages(_ entry: SpecEntry) -> [StageSpec] {
    switch entry.value.content {
    case .list(let nodes): return nodes.map(stage)
    case .unknown: return []
    case .scalar where entry.value.isNull: return []
    case .scalar, .mapping:
      findings.error(
        .wrongShape,
        "`stages` needs a list, not \(entry.value.description)",
        at: entry.value.span,
        help: "each stage begins with `- `, as in `- map: text.upper`"
      )
      return []
    }
  }

  private func stage(_ node: SpecNode) -> StageSpec {
    var stage = StageSpec(
      span: node.aliasSpan ?? node.span,
      headSpan: node.span,
      work: .unreadable(nil),
      settings: StageSettings()
    )
    guard case .mapping(let entries) = node.content else {
      notAMapping(node)
      return stage
    }
    let beside = argumentsBeside(entries)
    checkStageKeys(entries.filter { entry in !beside.contains { $0.key == entry.key } })
    stage.settings = settings(entries)
    for entry in entries {
      switch entry.key {
      case "id":
        let text = reader.text(entry.value, for: entry.key)
        let id = text.flatMap { checkId($0, at: entry.value.span) ? $0 : nil }
        stage.id = Setting(key: entry.keySpan, span: entry.value.span, value: id)
      case "from": stage.from = from(entry)
      case "on_start": stage.onStart = onStart(entry)
      case "on_done": stage.onDone = onDone(entry)
      default: break
      }
    }
    let operators = entries.filter { Self.operators.contains($0.key) }
    let later = entries.first { Availability.missingOperators.contains($0.key) }
    if let later { stage.headSpan = later.keySpan }
    guard let first = operators.first else {
      if later == nil { withoutOperator(node, entries, &stage) }
      return stage
    }
    stage.headSpan = first.value.span.range.isEmpty ? first.keySpan : first.value.span
    guard operators.count == 1, later == nil else {
      if let second = operators.dropFirst().first {
        findings.error(
          .severalOperators,
          "a stage has one operator, this one has "
            + Wording.list(operators.map(\.key)),
          at: second.keySpan,
          help: "make a stage of each",
          related: [Diagnostic.Related(span: first.keySpan, message: "the first stands here")]
        )
      }
      return stage
    }
    readWork(first, entries, beside, &stage)
    return stage
  }

  private func readWork(
    _ first: SpecEntry,
    _ entries: [SpecEntry],
    _ beside: [SpecEntry],
    _ stage: inout StageSpec
  ) {
    guard let operation = Operator(rawValue: first.key) else { return }
    stage.work = .unreadable(operation)
    if operation == .route { return readRoutes(first, entries, &stage) }
    let example = Self.example(operation)
    guard var component = work(first.value, for: first.key, example: example) else { return }
    stage.headSpan = component.nameSpan
    if let with = entries.first(where: { $0.key == "with" }) {
      readWith(with, &component)
    }
    component.take(beside)
    stage.work = .transform(operation, component)
  }

  /// The transform of an operator, which may also be a program in jq's language.
  private func work(_ node: SpecNode, for key: String, example: String) -> ComponentSpec? {
    let programs = ProgramText(catalog: catalog)
    if case .scalar(let scalar) = node.content, !node.isNull, let transform = programs.transform,
      programs.isProgram(scalar.text)
    {
      return ComponentSpec(name: transform.name, nameSpan: node.span, arguments: .first(node))
    }
    if let finding = programs.unquoted(node) {
      findings.add([finding])
      return nil
    }
    return component(node, for: key, example: example)
  }

  /// Two right forms of an operator, one without arguments where it has one.
  private static func example(_ operation: Operator) -> String {
    switch operation {
    case .map: "`map: text.upper` or `map: {text.pad: {width: 8}}`"
    case .filter: "`filter: {take: 5}` or `filter: {text.contains: {text: error}}`"
    case .flatMap: "`flat_map: text.words` or `flat_map: {text.split: {separator: ','}}`"
    case .each: "`each: {sleep: 1s}` or `each: {log: {message: done}}`"
    case .reduce: "`reduce: count` or `reduce: {sum: .amount}`"
    case .route: "`route: {large: .amount > 50, small: otherwise}`"
    }
  }

  private func readWith(_ with: SpecEntry, _ component: inout ComponentSpec) {
    switch component.arguments {
    case .first, .named:
      findings.error(
        .conflictingKeys,
        "the arguments of `\(component.name)` stand beside its name and in `with`",
        at: with.keySpan,
        help: "keep all of them in one place",
        related: [
          Diagnostic.Related(span: component.nameSpan, message: "the name stands here")
        ]
      )
      component.arguments = .unreadable
    case .unreadable: break
    case .none, .null:
      if with.value.isNull { return }
      let form = "`{width: 8}`"
      component.arguments =
        mapping(with.value, for: with.key, form: form).map { .named($0) } ?? .unreadable
    }
  }

  private func checkStageKeys(_ entries: [SpecEntry]) {
    // Whoever leaves the operator out writes the transform's name in its place.
    let transforms = entries.filter {
      !Self.stageKeys.contains($0.key) && operation(of: $0.key) != nil
    }
    for entry in transforms {
      guard let operation = operation(of: entry.key) else { continue }
      findings.error(
        .unknownKey,
        "`\(entry.key)` is a transform and needs an operator before it",
        at: entry.keySpan,
        help: "write `\(operation.rawValue): \(entry.key)`, "
          + "or `\(operation.rawValue): {\(entry.key): …}` with arguments"
      )
    }
    let others = entries.filter { entry in !transforms.contains { $0.key == entry.key } }
    checkKeys(others, in: .stage, missing: Availability.missingOperators)
  }

  /// The first operator that a transform serves; nil for what is none.
  private func operation(of name: String) -> Operator? {
    guard let definition = catalog.transforms[name], case .transform(let role) = definition.role
    else { return nil }
    return role.operators.first
  }

  private func withoutOperator(_ node: SpecNode, _ entries: [SpecEntry], _ stage: inout StageSpec) {
    guard let ordered = entries.first(where: { $0.key == "ordered" }) else {
      // A key that is unknown, or a transform's name, was reported and was most likely it.
      if entries.contains(where: { !Self.stageKeys.contains($0.key) }) { return }
      findings.error(
        .missingOperator,
        "the stage has no operator",
        at: entries.first.map { $0.keySpan } ?? node.span,
        help: "an operator is \(Wording.list(Self.operators, joinedBy: "or")), "
          + "as in `map: text.upper`"
      )
      return
    }
    stage.headSpan = ordered.keySpan
    let others = entries.filter {
      !["ordered", "id", "from", "maxsize"].contains($0.key) && Self.stageKeys.contains($0.key)
    }
    for other in others {
      findings.error(
        .missingOperator,
        "`ordered: true` as a stage of its own takes only `id`, `from` and `maxsize`, "
          + "not `\(other.key)`",
        at: other.keySpan,
        help: "add an operator such as `map`, or remove `\(other.key)`"
      )
    }
    if stage.settings.ordered?.value == false {
      findings.error(
        .missingOperator,
        "`ordered: false` as a stage of its own does nothing",
        at: ordered.keySpan.union(ordered.value.span),
        help: "remove the stage, or write `ordered: true`"
      )
    }
    if others.isEmpty, stage.settings.ordered?.value == true { stage.work = .ordered }
  }

  private func notAMapping(_ node: SpecNode) {
    var help = "such as `- map: text.upper`"
    if case .unknown = node.content { return }
    if case .scalar(let scalar) = node.content {
      if scalar.text == "ordered" {
        help = "write `- ordered: true`"
      } else if let operation = operation(of: scalar.text) {
        help = "write `- \(operation.rawValue): \(scalar.text)`"
      }
    }
    findings.error(
      .wrongShape,
      node.isNull
        ? "the stage is empty"
        : "a stage is a mapping with an operator, not \(node.description)",
      at: node.span,
      help: help,
      related: node.related
    )
  }

  /// The names of a `from:`.
  func from(_ entry: SpecEntry) -> Setting<NameList> {
    var setting = Setting<NameList>(key: entry.keySpan, span: entry.value.span)
    let nodes: [SpecNode]
    if case .list(let list) = entry.value.content { nodes = list } else { nodes = [entry.value] }
    guard !nodes.isEmpty else {
      findings.error(
        .wrongShape,
        "`from` names nothing",
        at: entry.value.span,
        help: "name a stage or source, or leave `from` out to read the stage before"
      )
      return setting
    }
    let names = nodes.map { node -> NameList.Name? in
      guard let scalar = reader.scalar(node, for: "from", needs: "the name of a stage or source")
      else { return nil }
      guard !scalar.text.isEmpty else {
        findings.error(
          .wrongType,
          "`from` needs the name of a stage or source, not an empty text",
          at: node.span,
          related: node.related
        )
        return nil
      }
      return NameList.Name(text: scalar.text, span: node.aliasSpan ?? node.span)
    }
    let known = names.compactMap { $0 }
    if known.count == names.count {
      setting.value = NameList(names: known, span: entry.value.span)
    }
    return setting
  }

  /// Whether an id has the form that ids have; reports it otherwise.
  @discardableResult
  func checkId(_ id: String, at span: SourceSpan) -> Bool {
    let isFine = id.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
    if isFine, !id.isEmpty { return true }
    findings.error(
      .invalidId,
      "\(Wording.quote(id)) cannot be an id",
      at: span,
      help: "an id consists of letters, digits, `_`, `-` and `.`"
    )
    return false
  }
}
