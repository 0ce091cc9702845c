private import CYAMLShim

/// Reads the events of a text; the only place that sees the C shim.
///
/// All text is copied out of libyaml's memory, so nothing of an event dies with the reader.
struct YAMLEventReader: ~Copyable {
  private let reader: OpaquePointer?

  init(_ bytes: [UInt8]) {
    reader = bytes.withUnsafeBytes {
      swp_yaml_reader_create($0.bindMemory(to: CChar.self).baseAddress, $0.count)
    }
  }

  deinit {
    if let reader { swp_yaml_reader_destroy(reader) }
  }

  /// The next event; after the end of the stream, that end again.
  mutating func next() throws(YAMLProblem) -> YAMLEvent {
    var raw = swp_yaml_event()
    guard let reader else {
      throw YAMLProblem(problem: "out of memory", offset: 0, context: nil, contextOffset: 0)
    }
    guard swp_yaml_reader_next(reader, &raw) else {
      throw YAMLProblem(
        problem: raw.problem.map { String(cString: $0) } ?? "",
        offset: raw.problem_offset,
        context: raw.context.map { String(cString: $0) },
        contextOffset: raw.context_offset
      )
    }
    return YAMLEvent(
      kind: Self.kind(of: raw),
      range: raw.start..<max(raw.start, raw.end),
      anchor: raw.anchor.map { String(cString: $0) },
      tag: raw.tag.map { Self.shortTag(String(cString: $0)) }
    )
  }

  private static func kind(of raw: swp_yaml_event) -> YAMLEvent.Kind {
    let isFlow = raw.style == SWP_YAML_STYLE_FLOW
    switch raw.kind {
    case SWP_YAML_STREAM_START: return .streamStart
    case SWP_YAML_DOCUMENT_START: return .documentStart
    case SWP_YAML_DOCUMENT_END: return .documentEnd
    case SWP_YAML_ALIAS: return .alias(raw.anchor.map { String(cString: $0) } ?? "")
    case SWP_YAML_SCALAR: return .scalar(YAMLScalar(text: text(of: raw), style: style(of: raw)))
    case SWP_YAML_SEQUENCE_START: return .sequenceStart(isFlow: isFlow)
    case SWP_YAML_SEQUENCE_END: return .sequenceEnd
    case SWP_YAML_MAPPING_START: return .mappingStart(isFlow: isFlow)
    case SWP_YAML_MAPPING_END: return .mappingEnd
    default: return .streamEnd
    }
  }

  private static func text(of raw: swp_yaml_event) -> String {
    guard let value = raw.value else { return "" }
    let bytes = UnsafeRawBufferPointer(start: value, count: raw.value_length)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func style(of raw: swp_yaml_event) -> YAMLScalar.Style {
    switch raw.style {
    case SWP_YAML_STYLE_SINGLE_QUOTED: .singleQuoted
    case SWP_YAML_STYLE_DOUBLE_QUOTED: .doubleQuoted
    case SWP_YAML_STYLE_LITERAL: .literal
    case SWP_YAML_STYLE_FOLDED: .folded
    default: .plain
    }
  }

  private static func shortTag(_ tag: String) -> String {
    let prefix = "tag:yaml.org,2002:"
    return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
  }
}
