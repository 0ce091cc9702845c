internal import SwpipeCore

/// `json.explode`: an element for each value of an array.
struct JSONExplode: FlatMapTransform {
  static let path = Parameter<String>.text("path", "The array. " + JSONPaths.help)
  static let keep = Parameter<Bool>.boolean(
    "keep",
    default: true,
    "Gives the whole element each time, with one value in the array's place; otherwise the value alone."
  )
  static let empty = Parameter<Bool>.boolean(
    "empty",
    default: false,
    "Gives an element without a value, null or with an empty array once, with null in its place."
  )

  static let definition = Definition(
    name: "json.explode",
    summary: "Gives an element for each value of an array in it",
    details: """
      Everything beside the array is copied as it is written. A value that is no array counts as an array of \
      it; what is missing, null or empty gives nothing, unless `empty: true` says so.
      """,
    parameters: [path.info, keep.info, empty.info],
    examples: [
      .stage(
        "One row for each item",
        "flat_map: {json.explode: .items}",
        format: "jsonl",
        input: [#"{"order": 7, "items": [{"sku": "a"}, {"sku": "b"}]}"#],
        output: [#"{"order": 7, "items": {"sku": "a"}}"#, #"{"order": 7, "items": {"sku": "b"}}"#]
      ),
      .stage(
        "The values alone",
        "flat_map: {json.explode: {path: .a.b, keep: false}}",
        format: "jsonl",
        input: [#"{"a": {"b": [1.0, [2]]}}"#],
        output: ["1.0", "[2]"]
      ),
      .stage(
        "edge: nothing to give, and one value",
        "flat_map: {json.explode: .a}",
        format: "jsonl",
        input: [#"{"a": []}"#, "{}", #"{"a": null}"#, #"{"a": 5}"#],
        output: [#"{"a": 5}"#]
      ),
      .stage(
        "edge: elements without a value stay",
        "flat_map: {json.explode: {path: .a, empty: true}}",
        format: "jsonl",
        input: [#"{"a": []}"#, #"{"b": 1}"#],
        output: [#"{"a": null}"#, #"{"b": 1,"a":null}"#]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.flatMap], accepts: .json, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        let paths = try JSONPaths.paths([arguments[path]])
        return JSONExplode(
          steps: paths[0],
          keepsElement: arguments[keep],
          givesEmpty: arguments[empty]
        )
      }
    ),
    check: { arguments in
      let problems = JSONPaths.problems([arguments[path]], path.info.name)
      guard problems.isEmpty, let steps = try? JSONPathText(arguments[path]).steps,
        steps.contains(.each)
      else { return problems }
      return [
        ArgumentProblem(
          parameter: path.info.name,
          message: "the path goes through an array itself",
          help: "take that one apart first, in a stage of its own"
        )
      ]
    }
  )

  private let tree: JSONPathTree
  private var setter: JSONEditor
  private let keepsElement: Bool
  private let givesEmpty: Bool
  private let index = JSONIndex()

  private init(steps: JSONPathText, keepsElement: Bool, givesEmpty: Bool) {
    tree = JSONPathTree([steps])
    setter = JSONEditor(.set, [steps], values: [Array("null".utf8)])
    self.keepsElement = keepsElement
    self.givesEmpty = givesEmpty
  }

  /// The cursor is the offset of the next value's node in the document, and never 0.
  mutating func flatMap(
    _ element: Span<UInt8>,
    from cursor: Int,
    into output: inout BatchBuilder
  ) throws(ElementFailure) -> Int? {
    try element.withUnsafeBufferPointer { bytes throws(ElementFailure) -> Int? in
      let document = try index.read(bytes)
      guard document.isObject(0) else {
        throw ElementFailure("\(document.excerpt(0)) is no object")
      }
      guard let value = find(document), !isEmpty(value, document) else {
        if givesEmpty { try appendEmpty(element, &output) }
        return nil
      }
      guard document.isArray(value) else {
        append(value, at: value, document, &output)
        return nil
      }
      var item = cursor == 0 ? value + 1 : cursor
      let end = document.next(value)
      while item < end {
        append(item, at: value, document, &output)
        item = document.next(item)
        if output.isFull, item < end { return item }
      }
      return nil
    }
  }

  private func isEmpty(_ value: Int, _ document: JSONDocument) -> Bool {
    document.isNull(value) || (document.isArray(value) && document.next(value) == value + 1)
  }

  private mutating func appendEmpty(_ element: Span<UInt8>, _ output: inout BatchBuilder)
    throws(ElementFailure)
  {
    if keepsElement {
      try setter.append(element, to: &output)
    } else {
      output.append(utf8: "null")
    }
    output.endElement()
  }

  private func append(
    _ item: Int,
    at value: Int,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) {
    let place = document.range(value)
    if keepsElement { output.append(0..<place.lowerBound, of: document) }
    output.append(document.range(item), of: document)
    if keepsElement { output.append(place.upperBound..<document.count, of: document) }
    output.endElement()
  }

  /// The value at the path; of a key that stands twice the last one counts.
  private func find(_ document: JSONDocument) -> Int? {
    var (value, step) = (0, 0)
    while !tree.steps[step].children.isEmpty {
      guard document.isObject(value) else { return nil }
      var found: Int?
      var key = value + 1
      let end = document.next(value)
      while key < end {
        if tree.child(step, key, in: document) != nil { found = key + 1 }
        key = document.next(key + 1)
      }
      guard let found else { return nil }
      value = found
      step = tree.steps[step].children.lowerBound
    }
    return value
  }
}
