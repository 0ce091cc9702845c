/// One event of libyaml's parser, with its text copied out.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart(isFlow: Bool)
    case sequenceEnd
    case mappingStart(isFlow: Bool)
    case mappingEnd
  }

  let kind: Kind
  /// The bytes of the event, from its anchor or tag if it has one.
  let range: Range<Int>
  let anchor: String?
  /// The tag in its short form, such as `!!str`.
  let tag: String?
}
