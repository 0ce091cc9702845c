import SwpipeCore

extension SpecParser {
  /// The keys that every stage takes over unless it says otherwise.
  func defaults(_ entry: SpecEntry) -> StageSettings {
    guard let entries = mapping(entry.value, for: entry.key, form: "`{kind: thread}`") else {
      return StageSettings()
    }
    let known = SpecKey.names(in: .defaults)
    let ofStages = SpecKey.names(in: .stage).filter { !known.contains($0) }
    for entry in entries where ofStages.contains(entry.key) {
      findings.error(
        .unknownKey,
        "`\(entry.key)` belongs to one stage and cannot stand in `defaults`",
        at: entry.keySpan,
        help: "the keys here are \(Wording.list(known))"
      )
    }
    let rest = entries.filter { !ofStages.contains($0.key) }
    checkKeys(rest, in: .defaults)
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
        let count = reader.integer(entry.value, in: 1...SpecLimits.workers, for: entry.key)
        settings.workers = setting(entry, count.map { Int($0) })
      case "maxsize":
        let count = reader.integer(entry.value, in: 0 ... .max, for: entry.key)
        settings.maxsize = setting(entry, count.map { Int($0) })
      case "ordered":
        settings.ordered = setting(entry, reader.boolean(entry.value, for: entry.key))
      case "timeout":
        settings.timeout = setting(entry, reader.duration(entry.value, for: entry.key))
      case "memory":
        settings.memory = setting(entry, reader.size(entry.value, for: entry.key))
      case "on_error":
        settings.onError = setting(entry, policy(entry))
      default: break
      }
    }
    checkSync(settings)
    return settings
  }

  private func setting<Value: Sendable>(_ entry: SpecEntry, _ value: Value?) -> Setting<Value> {
    Setting(key: entry.keySpan, span: entry.value.span, value: value)
  }

  private func kind(_ entry: SpecEntry) -> WorkerKind? {
    let names = WorkerKind.allCases.map(\.rawValue)
    return reader.choice(entry.value, of: names, for: entry.key)
      .flatMap { WorkerKind(rawValue: $0) }
  }

  private func checkSync(_ settings: StageSettings) {
    guard let kind = settings.kind, kind.value?.hasWorkers == false else { return }
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
    if settings.limitsTime, let timeout = settings.timeout {
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
