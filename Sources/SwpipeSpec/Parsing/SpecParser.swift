import SwpipeCore
import SwpipeYAML

/// Turns nodes into a `PipelineSpec`, and says of each key that is none what was perhaps meant.
struct SpecParser {
  let catalog: Catalog
  let findings: Findings
  var reader: ValueReader { ValueReader(findings: findings) }

  /// The spec; nil if the node is no mapping at all.
  func spec(_ root: SpecNode) -> PipelineSpec? {
    guard case .mapping(let entries) = root.content else {
      if case .unknown = root.content { return nil }
      findings.error(
        .wrongShape,
        "a spec is a mapping with keys such as `source`, `stages` and `sink`, "
          + "not \(root.description)",
        at: firstLine(of: root),
        help: "put the list under `stages:`".ifTrue(isList(root))
      )
      return nil
    }
    checkKeys(entries, in: .spec, missing: Availability.missingTopKeys)
    var spec = PipelineSpec(span: root.span)
    for entry in entries {
      switch entry.key {
      case "swpipe": checkVersion(entry)
      case "name": spec.name = line(entry)
      case "description": spec.description = reader.text(entry.value, for: entry.key)
      case "defaults": spec.defaults = defaults(entry)
      case "limits": readLimits(entry, into: &spec)
      case "secrets": checkSecrets(entry)
      case "resources": spec.resources = resources(entry)
      case "stages": spec.stages = stages(entry)
      case "dead_letter": spec.deadLetter = deadLetter(entry)
      default: break
      }
    }
    spec.sources = endpoints(entries, "source", "sources", hasFrom: false)
    spec.sinks = endpoints(entries, "sink", "sinks", hasFrom: true)
    let said: Set = ["source", "sources", "stages", "sink", "sinks"]
    // A key that is unknown was reported, and was most likely one of them.
    let isKnown = entries.allSatisfy {
      SpecKey.isKey($0.key, in: .spec) || Availability.missingTopKeys.contains($0.key)
    }
    if isKnown, !entries.contains(where: { said.contains($0.key) }) {
      findings.error(
        .emptySpec,
        "the spec has neither a source, nor stages, nor a sink",
        at: firstLine(of: root),
        help: "add at least one stage:\nstages:\n  - map: text.upper"
      )
    }
    return spec
  }

  /// Reports the keys of a mapping that mean nothing, and those that mean nothing yet.
  func checkKeys(
    _ entries: [SpecEntry],
    in place: SpecKey.Place,
    missing: Set<String> = []
  ) {
    var isListed = false
    for entry in entries {
      if missing.contains(entry.key) {
        findings.error(.notAvailableYet, "`\(entry.key)` is not available yet", at: entry.keySpan)
      } else if !SpecKey.isKey(entry.key, in: place) {
        let meant = meant(by: entry.key, in: place)
        findings.error(
          .unknownKey,
          "\(place.title) has no key \(Wording.quote(entry.key))",
          at: entry.keySpan,
          // All of them are shown once, however many keys mean nothing.
          help: meant.map { "did you mean `\($0)`?" }
            ?? (isListed
              ? nil : Wording.choice(entry.key, among: SpecKey.names(in: place), called: "keys"))
        )
        if meant == nil { isListed = true }
      }
    }
  }

  /// The key that somebody had in mind who misspelled it, or knows it from elsewhere.
  func meant(by key: String, in place: SpecKey.Place) -> String? {
    let lower = key.lowercased()
    return SpecKey.keys(in: place).first { $0.elsewhere.contains(lower) }?.name
      ?? DidYouMean.suggestion(for: key, among: SpecKey.names(in: place))
  }

  /// The entries of a value that has to be a mapping.
  func mapping(_ node: SpecNode, for name: String, form: String) -> [SpecEntry]? {
    switch node.content {
    case .mapping(let entries): return entries
    case .unknown: return nil
    case .scalar, .list:
      findings.error(
        .wrongShape,
        "`\(name)` needs a mapping, not \(node.description)",
        at: node.span,
        help: "such as \(form)",
        related: node.related
      )
      return nil
    }
  }

  private func isList(_ node: SpecNode) -> Bool {
    if case .list = node.content { true } else { false }
  }

  private func firstLine(of node: SpecNode) -> SourceSpan {
    let bytes = node.span.source.bytes[node.span.range]
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    return SourceSpan(source: node.span.source, range: node.span.range.lowerBound..<end)
  }

  private func checkVersion(_ entry: SpecEntry) {
    guard case .scalar(let scalar) = entry.value.content else {
      if case .unknown = entry.value.content { return }
      _ = reader.integer(entry.value, in: 1...1, for: entry.key)
      return
    }
    if scalar.value == .integer(1) { return }
    findings.error(
      .unsupportedVersion,
      "this swpipe reads specs of version 1, not \(scalar.description)",
      at: entry.value.span,
      help: "write `swpipe: 1`, or leave the key out"
    )
  }

  private func line(_ entry: SpecEntry) -> String? {
    guard let text = reader.text(entry.value, for: entry.key) else { return nil }
    guard !text.isEmpty, !text.contains(where: \.isNewline) else {
      findings.error(
        .wrongType,
        "`\(entry.key)` needs one line of text",
        at: entry.value.span,
        related: entry.value.related
      )
      return nil
    }
    return text
  }

  private func readLimits(_ entry: SpecEntry, into spec: inout PipelineSpec) {
    let form = "`{memory: 512MiB}`"
    guard let entries = mapping(entry.value, for: entry.key, form: form) else { return }
    checkKeys(entries, in: .limits)
    for entry in entries where ["memory", "element", "evaluation"].contains(entry.key) {
      guard let bytes = reader.size(entry.value, for: entry.key) else { continue }
      // A program needs room for its first values.
      let least = entry.key == "evaluation" ? 64 << 10 : 1
      guard bytes >= least else {
        findings.error(
          .outOfRange,
          "`\(entry.key)` is \(bytes == 0 ? "0" : SizeText.text(bytes)), it must be at least "
            + SizeText.text(least),
          at: entry.value.span,
          help: "leave the key out for the usual limit"
        )
        continue
      }
      switch entry.key {
      case "memory": spec.memoryLimit = bytes
      case "element": spec.elementLimit = bytes
      default: spec.evaluationLimit = bytes
      }
    }
  }
}

extension String {
  fileprivate func ifTrue(_ condition: Bool) -> String? { condition ? self : nil }
}
