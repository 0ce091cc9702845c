internal import SwpipeCore

/// `text.replace`: other text for what a pattern matches.
struct TextReplace: MapTransform {
  static let pattern = Parameter<String>.pattern(
    "pattern",
    "A regular expression in PCRE2's syntax, or a text where literal is true."
  )
  static let replacement = Parameter<String>.text(
    "replacement",
    "What stands there instead; \\1 and \\g<name> are what a group matched, \\\\ is a backslash, \\$ a dollar sign."
  )
  static let literal = Parameter<Bool>.boolean(
    "literal",
    default: false,
    "Takes pattern and replacement as they are."
  )
  static let count = Parameter<Int64?>.optional(
    .integer("count", in: 1 ... .max, "How many of the first matches; all where it is missing.")
  )

  static let definition = Definition(
    name: "text.replace",
    summary: "Replaces what a regular expression or a text matches",
    details: """
      Replaces all matches from left to right unless count says how many. A group that took no part \
      in the match is empty.
      """,
    parameters: [pattern.info, replacement.info, literal.info, count.info],
    examples: [
      .stage(
        "Groups by number",
        "map: text.replace\nwith: {pattern: '(\\w+)@(\\w+)', replacement: '\\2 at \\1'}",
        input: ["bob@home ann@work"],
        output: ["home at bob work at ann"]
      ),
      .stage(
        "A group by name, only the first match",
        "map: text.replace\nwith: {pattern: '(?<year>\\d{4})-\\d\\d', replacement: '\\g<year>', count: 1}",
        input: ["2026-01 2027-02"],
        output: ["2026 2027-02"]
      ),
      .stage(
        "Literally",
        "map: {text.replace: {pattern: '.', replacement: '\\1', literal: true}}",
        input: ["a.b.c"],
        output: ["a\\1b\\1c"]
      ),
      .stage(
        "edge: empty matches",
        "map: {text.replace: {pattern: 'x*', replacement: '-'}}",
        input: ["abc", ""],
        output: ["-a-b-c-", "-"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) {
        arguments,
        _,
        _ throws(RunFailure) in
        let count = arguments[count].map { Int($0) } ?? .max
        if arguments[literal] {
          return LiteralReplace(
            finder: LiteralFinder(Array(arguments[pattern].utf8)),
            replacement: Array(arguments[replacement].utf8),
            count: count
          )
        }
        let matcher = try PatternArgument.matcher(pattern, arguments)
        do throws(Replacement.Problem) {
          let replacement = try Replacement(arguments[replacement], for: matcher.pattern)
          return TextReplace(matcher, replacement, count)
        } catch {
          throw RunFailure(.spec, error.message)
        }
      }
    ),
    check: problems
  )

  private let matcher: PatternMatcher
  private let finder: LiteralFinder?
  private let replacement: Replacement
  private let count: Int

  private init(_ matcher: PatternMatcher, _ replacement: Replacement, _ count: Int) {
    self.matcher = matcher
    self.replacement = replacement
    self.count = count
    finder = matcher.pattern.literal.map { LiteralFinder($0) }
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    if let finder, finder.find(in: element) == nil {
      output.append(element)
      return
    }
    let isASCII = element.isASCII
    var copied = 0
    var position = 0
    var replaced = 0
    var wasEmpty = false
    while replaced < count, position <= element.count,
      try matcher.find(in: element, from: position, isASCII: isASCII, afterEmpty: wasEmpty),
      // A \K in a lookaround can put a match before the last one; nothing is replaced twice.
      let match = matcher.range(of: 0), match.lowerBound >= copied
    {
      output.append(element.extracting(copied..<match.lowerBound))
      replacement.append(element, matcher, to: &output)
      copied = match.upperBound
      position = match.upperBound
      wasEmpty = match.isEmpty
      replaced += 1
    }
    output.append(element.extracting(copied..<element.count))
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    if arguments[literal] { return NonEmptyText.problems(pattern, arguments) }
    do {
      _ = try Replacement(arguments[replacement], for: try Pattern.shared(arguments[pattern]))
      guard let group = Replacement.foreignGroup(in: arguments[replacement]) else {
        return PatternArgument.problems(pattern, arguments)
      }
      return PatternArgument.problems(pattern, arguments) + [
        ArgumentProblem(
          parameter: replacement.info.name,
          range: group.range,
          message: "a `$` in a replacement is a `$`, and no group",
          help: "the group is `\(group.meant)`; if the text is meant, write `\\$`",
          isWarning: true
        )
      ]
    } catch let problem as Replacement.Problem {
      return [
        ArgumentProblem(
          parameter: replacement.info.name,
          range: problem.range,
          message: problem.message
        )
      ]
    } catch {
      return PatternArgument.problems(pattern, arguments)
    }
  }
}
