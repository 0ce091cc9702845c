internal import SwpipeCore

/// `text.matches`: the elements in which a regular expression is found.
struct TextMatches: FilterTransform {
  static let pattern = Parameter<String>.pattern(
    "pattern",
    "A regular expression in PCRE2's syntax; it may match anywhere in the element."
  )

  static let definition = Definition(
    name: "text.matches",
    summary: "Keeps the elements that match a regular expression",
    details: """
      As a map it gives true or false instead. The expression may match anywhere; ^ and $ tie it to \
      the ends. Letters and digits are Unicode's, (?i) ignores case. Of a json element its JSON text \
      is searched, as it stands. An element on which the expression takes too many steps is an error.
      """,
    parameters: [pattern.info],
    examples: [
      .stage(
        "Server errors",
        "filter: {text.matches: ' 5\\d\\d '}",
        input: ["GET / 200 1ms", "GET /a 503 2ms"],
        output: ["GET /a 503 2ms"]
      ),
      .stage(
        "Lines that are not comments",
        "filter: text.matches\nwith: {pattern: '^\\s*#', invert: true}",
        input: ["# a", "b"],
        output: ["b"]
      ),
      .stage(
        "As a map",
        "map: {text.matches: '(?i)^é'}",
        input: ["École", "ecole"],
        output: ["true", "false"]
      ),
      .stage(
        "edge: an expression that takes too long",
        "filter: {text.matches: '^(a+)+$'}",
        input: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"],
        error: "the pattern takes more than"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.filter, .map], accepts: .any, gives: .json) {
        arguments,
        work,
        _ throws(RunFailure) in
        let matcher = try PatternArgument.matcher(pattern, arguments)
        return work == .map ? PatternVerdict(matcher: matcher) : TextMatches(matcher)
      }
    ),
    check: { PatternArgument.problems(pattern, $0) }
  )

  private let matcher: PatternMatcher
  private let finder: LiteralFinder?

  private init(_ matcher: PatternMatcher) {
    self.matcher = matcher
    finder = matcher.pattern.literal.map { LiteralFinder($0) }
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    let matcher = matcher
    if let finder, LiteralSearch.isPossible(finder, in: slice) {
      try LiteralSearch.apply(finder, to: slice, into: &output) { element throws(ElementFailure) in
        try matcher.find(in: element, isASCII: element.isASCII)
      }
      return
    }
    while output.position < slice.range.upperBound, !output.isFull {
      let holds = try slice.withElement(output.position) { element throws(ElementFailure) in
        try matcher.find(in: element, isASCII: element.isASCII)
      }
      output.decide(holds)
      output.position += 1
    }
  }

  mutating func isIncluded(_ element: Span<UInt8>) throws(ElementFailure) -> Bool {
    try matcher.find(in: element, isASCII: element.isASCII)
  }
}
