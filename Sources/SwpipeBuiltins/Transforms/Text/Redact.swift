internal import SwpipeCore

/// `redact`: nothing that looks like a person's data.
struct Redact: Transform {
  static let patterns = Parameter<[String]>.texts(
    "patterns",
    of: .choice(RedactionPattern.allCases.map(\.rawValue)),
    default: RedactionPattern.allCases.map(\.rawValue),
    "What is looked for."
  )
  static let own = Parameter<[String]>.texts(
    "own",
    of: .pattern,
    default: [],
    "Regular expressions in PCRE2's syntax of what is to go, too."
  )
  static let replacement = Parameter<String>.text(
    "replacement",
    default: "[redacted]",
    "What stands there instead."
  )

  static let definition = Definition(
    name: "redact",
    summary: "Replaces e-mail addresses, card numbers and IP addresses",
    details: """
      `card` takes 13 to 19 digits, with single blanks or hyphens between them or not, whose check digit \
      (Luhn's) is right. `ipv4` and `ipv6` take addresses, and `email` what has the form of one. In a json \
      element the values of strings are looked at, without their escapes, and numbers; keys stay. A number in \
      which something is found becomes a string. It finds forms, not meanings: a version such as 1.2.3.4 goes, \
      and a name stays. `json.omit` drops whole members.
      """,
    parameters: [patterns.info, own.info, replacement.info],
    examples: [
      .stage(
        "A line of a log",
        "map: redact",
        input: ["ada@example.org from 10.0.0.1 paid with 4111 1111 1111 1111"],
        output: ["[redacted] from [redacted] paid with [redacted]"]
      ),
      .stage(
        "Only some, and one of one's own",
        #"map: redact"# + "\n" + #"with: {patterns: email, own: 'IBAN \w+', replacement: '*'}"#,
        input: ["IBAN DE02 a@b.de ::1"],
        output: ["* * ::1"]
      ),
      .stage(
        "Within JSON",
        "map: redact",
        format: "jsonl",
        input: [#"{"to": "\nx@y.org", "card": 4111111111111111, "n": 1.0}"#],
        output: [#"{"to": "\n[redacted]", "card": "[redacted]", "n": 1.0}"#]
      ),
      .stage(
        "edge: only what looks like it",
        "map: redact",
        input: ["4111111111111112 at 12:30:45, 256.1.1.1, @b"],
        output: ["4111111111111112 at 12:30:45, 256.1.1.1, @b"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .any, gives: .same) {
        (arguments, _, _) throws(RunFailure) in
        Redact(
          redactor: try Redactor(
            arguments[patterns].compactMap { RedactionPattern(rawValue: $0) },
            own: arguments[own],
            replacement: arguments[replacement]
          )
        )
      }
    ),
    check: problems
  )

  let redactor: Redactor

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    var problems: [ArgumentProblem] = []
    for text in arguments[own] {
      do throws(Pattern.Problem) {
        _ = try Pattern.shared(text)
      } catch {
        problems.append(
          ArgumentProblem(
            parameter: own.info.name,
            message: "`\(text)` is no regular expression: \(error.message)"
          )
        )
      }
    }
    if problems.isEmpty, arguments[patterns].isEmpty, arguments[own].isEmpty {
      problems.append(
        ArgumentProblem(parameter: patterns.info.name, message: "there is nothing to look for")
      )
    }
    return problems
  }

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    let isJSON = slice.type == .json
    while output.position < slice.range.upperBound, !output.isFull {
      try slice.withElement(output.position) { element throws(ElementFailure) in
        if isJSON {
          try redactor.append(json: element, to: &output)
        } else {
          try redactor.append(element, to: &output)
        }
      }
      output.endElement()
      output.position += 1
    }
  }
}
