internal import SwpipeCore

/// `text.extract`: named groups as a JSON object.
struct TextExtract: MapTransform, FlatMapTransform {
  static let pattern = Parameter<String>.pattern(
    "pattern",
    "A regular expression in PCRE2's syntax with at least one named group, (?<name>…)."
  )

  static let definition = Definition(
    name: "text.extract",
    summary: "Makes a JSON object of a regular expression's named groups",
    details: """
      As a map it takes the first match, and an element without one is an error. As a flat_map it \
      gives an object for each match, and nothing where there is none. The values are strings; a \
      group that took no part is null, bytes that are not valid UTF-8 become U+FFFD.
      """,
    parameters: [pattern.info],
    examples: [
      .stage(
        "The parts of a line",
        "map: {text.extract: '(?<method>\\w+) (?<path>\\S+)'}",
        input: ["GET /a?b=\"c\""],
        output: [#"{"method":"GET","path":"/a?b=\"c\""}"#]
      ),
      .stage(
        "Each match",
        "flat_map: {text.extract: '(?<key>\\w+)=(?<value>\\w+)?'}",
        input: ["a=1 b=", "none"],
        output: [#"{"key":"a","value":"1"}"#, #"{"key":"b","value":null}"#]
      ),
      .stage(
        "edge: no match",
        "map: {text.extract: '(?<n>\\d+)'}",
        input: ["none"],
        error: "\"none\" does not match the pattern"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map, .flatMap], accepts: .text, gives: .json) {
        arguments,
        work,
        _ throws(RunFailure) in
        TextExtract(try PatternArgument.matcher(pattern, arguments), work)
      }
    ),
    check: problems
  )

  private let matcher: PatternMatcher
  private let work: Operator
  /// What stands before each group's value: `{"name":` or `,"name":`.
  private let fields: [(opening: [UInt8], group: Int)]

  private init(_ matcher: PatternMatcher, _ work: Operator) {
    self.matcher = matcher
    self.work = work
    fields = matcher.pattern.names.enumerated().map { order, entry in
      (Array("\(order == 0 ? "{" : ",")\"\(entry.name)\":".utf8), entry.group)
    }
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    while output.position < slice.range.upperBound, !output.isFull {
      if work == .map {
        try slice.withElement(output.position) { element throws(ElementFailure) in
          try map(element, into: &output)
        }
        output.endElement()
        output.position += 1
        continue
      }
      let cursor = output.cursor
      let next = try slice.withElement(output.position) { element throws(ElementFailure) in
        try flatMap(element, from: cursor, into: &output)
      }
      if let next {
        output.cursor = next
        return
      }
      output.finishElement()
    }
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    guard try matcher.find(in: element, isASCII: element.isASCII) else {
      throw ElementFailure("\(Excerpt.quoted(element)) does not match the pattern")
    }
    appendObject(element, to: &output)
  }

  /// The cursor is twice the place to go on from, one more behind an empty match, and 2 more so
  /// that it is never 0.
  mutating func flatMap(
    _ element: Span<UInt8>,
    from cursor: Int,
    into output: inout BatchBuilder
  ) throws(ElementFailure) -> Int? {
    let isASCII = element.isASCII
    var position = max(0, cursor - 2) >> 1
    var wasEmpty = cursor & 1 == 1
    while try matcher.find(in: element, from: position, isASCII: isASCII, afterEmpty: wasEmpty),
      let match = matcher.range(of: 0), match.lowerBound >= position
    {
      appendObject(element, to: &output)
      output.endElement()
      position = match.upperBound
      wasEmpty = match.isEmpty
      if output.isFull { return (position << 1) + (wasEmpty ? 3 : 2) }
    }
    return nil
  }

  private func appendObject(_ element: Span<UInt8>, to output: inout BatchBuilder) {
    for field in fields {
      output.append(field.opening.span)
      if let range = matcher.range(of: field.group) {
        output.append(jsonString: element.extracting(range))
      } else {
        output.append(utf8: "null")
      }
    }
    output.append(UInt8(ascii: "}"))
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let problems = PatternArgument.problems(pattern, arguments)
    guard problems.isEmpty, let compiled = try? Pattern.shared(arguments[pattern]),
      compiled.names.isEmpty
    else { return problems }
    return [
      ArgumentProblem(
        parameter: pattern.info.name,
        message: "the pattern has no named group",
        help: "write (?<name>…) around what is to be a field"
      )
    ]
  }
}
