import SwpipeCore

extension SpecParser {
  /// The largest number of workers that a stage may ask for.
  static let workerLimit: Int64 = 100_000
  /// Where counting the workers of sync stages ends; fan-outs that meet again multiply them.
  static let countLimit = 1_000_000_000

  /// The keys that every stage takes over unless it says otherwise.
  func defaults(_ entry: SpecEntry) -> StageSettings {
    guard let entries = mapping(entry.value, for: entry.key, form: "`{kind: thread}`") else {
      return StageSettings()
    }
    for entry in entries where ["id", "from", "with", "on_start", "on_done"].contains(entry.key) {
      findings.error(
        .unknownKey,
        "`\(entry.key)` belongs to one stage and cannot stand in `defaults`",
        at: entry.keySpan,
        help: "the keys here are \(Wording.list(StageSettings.keys))"
      )
    }
    let rest = entries.filter {
      !["id", "from", "with", "on_start", "on_done"].contains($0.key)
    }
    checkKeys(rest, known: StageSettings.keys, missing: [], in: "`defaults`")
    return settings(rest)
  }

  /// The settings among the keys of a stage.
  func settings(_ entries: [SpecEntry]) -> StageSettings {
    var settings = StageSettings()
    for entry in entries {
      switch entry.key {
      case "kind":
        settings.kind = setting(entry, kind(entry))
      case "workers":
        let count = reader.integer(entry.value, in: 1...Self.workerLimit, for: entry.key)
        settings.workers = setting(entry, count.map { Int($0) })
      case "maxsize":
        let count = reader.integer(entry.value, in: 0 ... .max, for: entry.key)
        settings.maxsize = setting(entry, count.map { Int($0) })
      case "ordered":
        settings.ordered = setting(entry, reader.boolean(entry.value, for: entry.key))
      case "timeout":
        let limit = reader.duration(entry.value, for: entry.key)
        // A bare 0 is off, which is how things are.
        if limit != 0 { settings.timeout = setting(entry, limit) }
        if let limit, limit != 0 { later(entry) }
      case "on_error": checkPolicy(entry)
      default: break
      }
    }
    checkSync(settings)
    return settings
  }

  private func setting<Value: Sendable>(_ entry: SpecEntry, _ value: Value?) -> Setting<Value> {
    Setting(key: entry.keySpan, span: entry.value.span, value: value)
  }

  private func later(_ entry: SpecEntry) {
    findings.error(.notAvailableYet, "`\(entry.key)` is not available yet", at: entry.keySpan)
  }

  private func kind(_ entry: SpecEntry) -> WorkerKind? {
    let names = WorkerKind.allCases.map(\.rawValue)
    guard let name = reader.choice(entry.value, of: names, for: entry.key),
      let kind = WorkerKind(rawValue: name)
    else { return nil }
    guard !Availability.missingKinds.contains(kind) else {
      let rest = WorkerKind.allCases.filter { !Availability.missingKinds.contains($0) }
      findings.error(
        .notAvailableYet,
        "workers of kind `\(name)` are not available yet",
        at: entry.value.span,
        help: "the kinds so far are \(Wording.list(rest.map(\.rawValue)))",
        related: entry.value.related
      )
      return nil
    }
    return kind
  }

  private func checkPolicy(_ entry: SpecEntry) {
    switch entry.value.content {
    case .scalar(let scalar) where scalar.text == "fail": return
    case .scalar(let scalar) where Availability.missingPolicies.contains(scalar.text):
      findings.error(
        .notAvailableYet,
        "`on_error: \(scalar.text)` is not available yet",
        at: entry.value.span,
        help: "`on_error: fail`, which stops the run, is what happens without it"
      )
    case .scalar:
      let words = ["fail"] + Availability.missingPolicies.sorted()
      _ = reader.choice(entry.value, of: words, for: entry.key)
    case .mapping(let entries):
      checkKeys(entries, known: ["retry", "then"], missing: [], in: "`on_error`")
      later(entry)
    case .list:
      findings.error(
        .wrongShape,
        "`on_error` needs one word or a mapping, not a list",
        at: entry.value.span,
        help: "such as `fail`"
      )
    case .unknown: return
    }
  }

  private func checkSync(_ settings: StageSettings) {
    guard let kind = settings.kind, kind.value == .sync else { return }
    let note = Diagnostic.Related(span: kind.span, message: "the kind is named here")
    if let workers = settings.workers {
      findings.error(
        .syncWithQueue,
        "a sync stage has no workers of its own, it runs in those that feed it",
        at: workers.whole,
        help: "remove `workers`, or write `kind: thread`",
        related: [note]
      )
    }
    if let maxsize = settings.maxsize {
      findings.error(
        .syncWithQueue,
        "a sync stage has no queue, so it takes no `maxsize`",
        at: maxsize.whole,
        help: "remove `maxsize`, or write `kind: thread`",
        related: [note]
      )
    }
    if let timeout = settings.timeout {
      findings.error(
        .syncWithQueue,
        "a sync stage cannot be stopped on its own, so it takes no `timeout`",
        at: timeout.whole,
        help: "remove `timeout`, or write `kind: thread`",
        related: [note]
      )
    }
  }
}
