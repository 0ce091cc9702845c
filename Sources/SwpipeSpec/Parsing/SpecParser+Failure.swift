import SwpipeCore

extension SpecParser {
  private static let policies = ErrorPolicy.Final.allCases.map(\.rawValue)

  /// What an `on_error:` says.
  func policy(_ entry: SpecEntry) -> ErrorPolicy? {
    switch entry.value.content {
    case .unknown: return nil
    case .list:
      findings.error(
        .wrongShape,
        "`\(entry.key)` needs one word or a mapping, not a list",
        at: entry.value.span,
        help: "such as `skip` or `{retry: 3, then: skip}`",
        related: entry.value.related
      )
      return nil
    case .scalar(let scalar):
      if scalar.text == "retry" {
        findings.error(
          .wrongShape,
          "`retry` does not say how often",
          at: entry.value.span,
          help: "write `on_error: {retry: 3}`, or with what follows: "
            + "`on_error: {retry: 3, then: skip}`",
          related: entry.value.related
        )
        return nil
      }
      return final(entry).map { ErrorPolicy(then: $0) }
    case .mapping(let entries):
      return policy(entries, of: entry)
    }
  }

  /// What the `on_error:` of a source says, which reads its input once.
  func sourcePolicy(_ entry: SpecEntry) -> Setting<ErrorPolicy.Final> {
    var setting = Setting<ErrorPolicy.Final>(key: entry.keySpan, span: entry.value.span, value: nil)
    let retry: SourceSpan? =
      switch entry.value.content {
      case .mapping(let entries): entries.first { $0.key == "retry" }?.keySpan
      case .scalar(let scalar) where scalar.text == "retry": entry.value.span
      default: nil
      }
    if let retry {
      findings.error(
        .unservedPolicy,
        "a source tries no row again, because it would read the same bytes",
        at: retry,
        help: "write `on_error: skip` or `on_error: dead_letter`"
      )
      return setting
    }
    if case .scalar = entry.value.content {
      setting.value = final(entry)
    } else {
      setting.value = policy(entry)?.then
    }
    return setting
  }

  private func final(_ entry: SpecEntry) -> ErrorPolicy.Final? {
    reader.choice(entry.value, of: Self.policies, for: entry.key)
      .flatMap { ErrorPolicy.Final(rawValue: $0) }
  }

  private func policy(_ entries: [SpecEntry], of entry: SpecEntry) -> ErrorPolicy? {
    checkKeys(entries, in: .onError)
    let known = SpecKey.names(in: .onError)
    let isKnown = entries.allSatisfy { known.contains($0.key) }
    let last = entries.first { $0.key == "then" }
    let then = last.map(final) ?? .fail
    guard let retryEntry = entries.first(where: { $0.key == "retry" }) else {
      if isKnown {
        findings.error(
          .wrongShape,
          "`on_error` has no `retry`",
          at: last?.keySpan ?? entry.value.span,
          help: "write `on_error: \(then?.rawValue ?? "skip")` where nothing is tried again",
          related: entry.value.related
        )
      }
      return nil
    }
    guard let retry = retry(retryEntry), let then, isKnown else { return nil }
    return ErrorPolicy(retry: retry, then: then)
  }

  private func retry(_ entry: SpecEntry) -> ErrorPolicy.Retry? {
    switch entry.value.content {
    case .unknown: return nil
    case .list:
      _ = mapping(entry.value, for: entry.key, form: "`3` or `{attempts: 3, backoff: 100ms}`")
      return nil
    case .scalar:
      return attempts(entry).map { ErrorPolicy.Retry(attempts: $0) }
    case .mapping(let entries):
      checkKeys(entries, in: .retry)
      let known = SpecKey.names(in: .retry)
      guard entries.allSatisfy({ known.contains($0.key) }) else { return nil }
      return retry(entries, of: entry)
    }
  }

  private func attempts(_ entry: SpecEntry) -> Int? {
    reader.integer(entry.value, in: 2 ... .max, for: entry.key).map { Int($0) }
  }

  private func retry(_ entries: [SpecEntry], of entry: SpecEntry) -> ErrorPolicy.Retry? {
    guard let count = entries.first(where: { $0.key == "attempts" }) else {
      findings.error(
        .missingArgument,
        "`retry` needs `attempts`",
        at: entry.keySpan,
        help: "`attempts`: how often an element is tried in all, the first time included"
      )
      return nil
    }
    var isComplete = true
    func read<Value>(_ key: String, _ value: (SpecEntry) -> Value?) -> Value? {
      guard let entry = entries.first(where: { $0.key == key }) else { return nil }
      let value = value(entry)
      if value == nil { isComplete = false }
      return value
    }
    let duration = { (entry: SpecEntry) in reader.duration(entry.value, for: entry.key) }
    let attempts = attempts(count)
    let backoff = read("backoff", duration)
    let maxBackoff = read("max_backoff", duration)
    let maxElapsed = read("max_elapsed", duration)
    let jitter = read("jitter") { reader.boolean($0.value, for: $0.key) }
    guard isComplete, let attempts else { return nil }
    var retry = ErrorPolicy.Retry(attempts: attempts)
    if let backoff { retry.backoff = backoff }
    // A first wait that is longer than the usual limit is meant.
    retry.maxBackoff = maxBackoff ?? max(retry.maxBackoff, retry.backoff)
    if let jitter { retry.hasJitter = jitter }
    if let maxElapsed { retry.maxElapsed = maxElapsed }
    if retry.maxBackoff < retry.backoff {
      let place = entries.first { $0.key == "max_backoff" }
      findings.error(
        .invalidArgument,
        "`max_backoff` is \(DurationText.text(retry.maxBackoff)), "
          + "less than the first wait of \(DurationText.text(retry.backoff))",
        at: place?.value.span ?? entry.value.span,
        help: "`backoff` is the first wait, which doubles up to `max_backoff`"
      )
      return nil
    }
    return retry
  }

  /// The sink of a `dead_letter:`.
  func deadLetter(_ entry: SpecEntry) -> DeadLetterSpec {
    var result = DeadLetterSpec(keySpan: entry.keySpan)
    let example = "`{file: {path: failed.jsonl}}`"
    if entry.value.isNull {
      result.component = discard(entry, entry.value)
      return result
    }
    if case .mapping(let entries) = entry.value.content,
      let from = entries.first(where: { $0.key == "from" })
    {
      findings.error(
        .unknownKey,
        "`dead_letter` gets what fails in any stage, so it has no `from`",
        at: from.keySpan,
        help: "set `on_error: dead_letter` on the stages that are meant"
      )
      return result
    }
    result.component = component(entry.value, for: entry.key, example: example)
    return result
  }
}
