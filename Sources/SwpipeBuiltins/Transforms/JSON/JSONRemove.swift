internal import SwpipeCore

/// `json.remove`: no members with some values.
struct JSONRemove: MapTransform {
  static let kinds = Parameter<[String]>.texts(
    "values",
    of: .choice(["nulls", "empty_texts", "empty_arrays", "empty_objects"]),
    default: ["nulls"],
    "What goes: members that are null, `\"\"`, `[]` or `{}`."
  )
  static let deep = Parameter<Bool>.boolean(
    "deep",
    default: true,
    "Also in the objects and arrays within the element."
  )

  static let definition = Definition(
    name: "json.remove",
    summary: "Drops members that are null or empty",
    details: """
      Looks at the members of objects; the values of arrays stay, so that their positions do. An object \
      counts as empty once it has lost its last member. `json.omit` drops members by their paths. What \
      changes is written without blanks.
      """,
    parameters: [kinds.info, deep.info],
    examples: [
      .stage(
        "Nulls",
        "map: json.remove",
        format: "jsonl",
        input: [#"{"a":null,"b":{"c":null,"d":1.0},"e":[null]}"#],
        output: [#"{"b":{"d":1.0},"e":[null]}"#]
      ),
      .stage(
        "All that is empty",
        "map: {json.remove: [nulls, empty_texts, empty_arrays, empty_objects]}",
        format: "jsonl",
        input: [#"{"a":"","b":[],"c":{"d":null},"e":0,"f":false}"#],
        output: [#"{"e":0,"f":false}"#]
      ),
      .stage(
        "edge: not within, and nothing left",
        "map: {json.remove: {deep: false}}",
        format: "jsonl",
        input: [#"{"a":{"b":null}}"#, #"{"a": null}"#],
        output: [#"{"a":{"b":null}}"#, "{}"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) { arguments, _, _ in
        JSONRemove(kinds: Set(arguments[kinds]), isDeep: arguments[deep])
      }
    )
  )

  private let nulls: Bool
  private let texts: Bool
  private let arrays: Bool
  private let objects: Bool
  private let isDeep: Bool
  private let index = JSONIndex()
  private var open: [Level] = []

  /// A container whose values are being written.
  private struct Level {
    var end: Int
    var isObject: Bool
    var isFirst = true
    /// How much was written before its member began, and whether it was the first one.
    var memberStart: Int
    var wasFirst: Bool
  }

  private init(kinds: Set<String>, isDeep: Bool) {
    nulls = kinds.contains("nulls")
    texts = kinds.contains("empty_texts")
    arrays = kinds.contains("empty_arrays")
    objects = kinds.contains("empty_objects")
    self.isDeep = isDeep
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try element.withUnsafeBufferPointer { bytes throws(ElementFailure) in
      let document = try index.read(bytes)
      guard document.isObject(0) || document.isArray(0) else {
        return output.append(document.range(0), of: document)
      }
      append(document, &output)
    }
  }

  private mutating func append(_ document: JSONDocument, _ output: inout BatchBuilder) {
    open.removeAll(keepingCapacity: true)
    enter(0, from: output.unfinishedByteCount, wasFirst: true, document, &output)
    var at = 1
    while let level = open.last {
      if at >= level.end {
        leave(&output)
        continue
      }
      let start = output.unfinishedByteCount
      let value = level.isObject ? at + 1 : at
      if level.isObject, isRemoved(value, document) {
        at = document.next(value)
        continue
      }
      if !level.isFirst { output.append(UInt8(ascii: ",")) }
      open[open.count - 1].isFirst = false
      if level.isObject {
        let key = document.inside(at)
        output.append(key.lowerBound - 1..<key.upperBound + 1, of: document)
        output.append(UInt8(ascii: ":"))
      }
      if isDeep, document.isObject(value) || document.isArray(value) {
        enter(value, from: start, wasFirst: level.isFirst, document, &output)
        at = value + 1
      } else {
        output.append(document.range(value), of: document)
        at = document.next(value)
      }
    }
  }

  private func isRemoved(_ value: Int, _ document: JSONDocument) -> Bool {
    switch document.kind(value) {
    case .null: nulls
    case .string: texts && document.inside(value).isEmpty
    case .array: arrays && document.next(value) == value + 1
    case .object: objects && document.next(value) == value + 1
    case .boolean, .number: false
    }
  }

  private mutating func enter(
    _ value: Int,
    from start: Int,
    wasFirst: Bool,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) {
    let isObject = document.isObject(value)
    output.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
    open.append(
      Level(
        end: document.next(value),
        isObject: isObject,
        memberStart: start,
        wasFirst: wasFirst
      )
    )
  }

  private mutating func leave(_ output: inout BatchBuilder) {
    guard let level = open.popLast() else { return }
    if level.isObject, level.isFirst, objects, let outer = open.last, outer.isObject {
      // It has lost all it had, so it goes too.
      output.cutUnfinished(to: level.memberStart)
      open[open.count - 1].isFirst = level.wasFirst
      return
    }
    output.append(level.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
  }
}
