internal import SwpipeCore

/// `json.flatten`: one object without objects in it.
struct JSONFlatten: MapTransform {
  static let separator = Parameter<String>.text(
    "separator",
    default: ".",
    "What stands between the keys."
  )
  static let arrays = Parameter<Bool>.boolean(
    "arrays",
    default: true,
    "Takes arrays apart, too, with positions as keys; otherwise they stay values."
  )

  static let definition = Definition(
    name: "json.flatten",
    summary: "Makes one object without objects in it",
    details: """
      The new keys are those on the way to each value, with the separator between them. Empty objects and \
      arrays stay values, so that `json.unflatten` makes the same element of it again. Values are copied as \
      they are written. Keys that come out equal stay both, as in `{"a.b": 1, "a": {"b": 2}}`; most readers \
      take the last one.
      """,
    parameters: [separator.info, arrays.info],
    examples: [
      .stage(
        "Rows for csv",
        "map: json.flatten",
        format: "jsonl",
        input: [#"{"id": 1.0, "user": {"name": "Ada", "tags": ["x", "y"]}}"#],
        output: [#"{"id":1.0,"user.name":"Ada","user.tags.0":"x","user.tags.1":"y"}"#]
      ),
      .stage(
        "Arrays stay",
        "map: {json.flatten: {separator: _, arrays: false}}",
        format: "jsonl",
        input: [#"{"a": {"b": [1, {"c": 2}]}}"#],
        output: [#"{"a_b":[1, {"c": 2}]}"#]
      ),
      .stage(
        "edge: empty ones, and an array on the outside",
        "map: json.flatten",
        format: "jsonl",
        input: [#"{"a": {}, "b": []}"#, #"[{"x": 1}, 2]"#, "{}"],
        output: [#"{"a":{},"b":[]}"#, #"{"0.x":1,"1":2}"#, "{}"]
      ),
      .stage(
        "edge: neither an object nor an array",
        "map: json.flatten",
        format: "jsonl",
        input: ["7"],
        error: #""7" is no object"#
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) { arguments, _, _ in
        JSONFlatten(separator: arguments[separator], takesArrays: arguments[arrays])
      }
    )
  )

  private let separator: [UInt8]
  private let takesArrays: Bool
  private let index = JSONIndex()
  /// The keys on the way, as they stand within quotes.
  private var way: [UInt8] = []
  private var open: [Level] = []

  private struct Level {
    var end: Int
    var wayCount: Int
    /// The position of the next value; nil for an object.
    var position: Int?
  }

  private init(separator: String, takesArrays: Bool) {
    // Within quotes, as the keys are.
    self.separator = Array(Value.text(separator).json.dropFirst().dropLast())
    self.takesArrays = takesArrays
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try element.withUnsafeBufferPointer { bytes throws(ElementFailure) in
      let document = try index.read(bytes)
      guard document.isObject(0) || (takesArrays && document.isArray(0)) else {
        throw ElementFailure("\(document.excerpt(0)) is no object")
      }
      append(document, &output)
    }
  }

  private mutating func append(_ document: JSONDocument, _ output: inout BatchBuilder) {
    way.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    open.append(
      Level(end: document.next(0), wayCount: 0, position: document.isObject(0) ? nil : 0)
    )
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    var at = 1
    while let level = open.last {
      way.removeLast(way.count - level.wayCount)
      if at >= level.end {
        open.removeLast()
        continue
      }
      let isMember = level.position == nil
      let value = isMember ? at + 1 : at
      if open.count > 1 { way += separator }
      if let position = level.position {
        appendDigits(position)
        open[open.count - 1].position = position + 1
      } else {
        way.append(contentsOf: document.bytes(document.inside(at)))
      }
      if isWay(value, document) {
        open.append(
          Level(
            end: document.next(value),
            wayCount: way.count,
            position: document.isObject(value) ? nil : 0
          )
        )
        at = value + 1
        continue
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output.append(UInt8(ascii: "\""))
      way.withUnsafeBufferPointer { output.append($0.span) }
      output.append(UInt8(ascii: "\""))
      output.append(UInt8(ascii: ":"))
      output.append(document.range(value), of: document)
      at = document.next(value)
    }
    output.append(UInt8(ascii: "}"))
  }

  private mutating func appendDigits(_ position: Int) {
    var divisor = 1
    while position / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      way.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: position / divisor % 10))
      divisor /= 10
    }
  }

  /// Whether a value is taken apart.
  private func isWay(_ value: Int, _ document: JSONDocument) -> Bool {
    guard document.next(value) > value + 1 else { return false }
    return document.isObject(value) || (takesArrays && document.isArray(value))
  }
}
