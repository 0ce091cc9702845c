import SwpipeCore

/// A catalog with the names and parameters of the built-in components, which can only be described.
enum Fixture {
  static let catalog = Catalog(transforms + endpoints)

  private static let format = Parameter<String>.choice(
    "format",
    of: ["lines", "nul", "jsonl", "csv", "tsv"],
    default: "lines",
    "How elements stand in the files."
  )

  private static let transforms: [Definition] = [
    transform("identity", [.map], .any, .same),
    transform("text.upper", [.map], .text, .text),
    transform("text.words", [.flatMap], .text, .text),
    transform("text.matches", [.filter], .text, .same, pattern("pattern")),
    transform(
      "text.replace",
      [.map],
      .text,
      .text,
      pattern("pattern") + [
        Parameter<String>.text("replacement", "What stands in its place.").info,
        Parameter<Bool>.boolean("literal", default: false, "Whether it is plain text.").info,
      ]
    ),
    transform(
      "text.pad",
      [.map],
      .text,
      .text,
      [
        Parameter<Int64>.integer("width", in: 0...1_000_000, "The least number of characters.")
          .info,
        Parameter<String>.choice(
          "side",
          of: ["left", "right", "both"],
          default: "right",
          "Where the fill goes."
        ).info,
        Parameter<String>.text("fill", default: " ", "The character to fill with.").info,
      ]
    ),
    transform(
      "text.prefix",
      [.map],
      .text,
      .text,
      [Parameter<String>.text("text", "What comes first.").info]
    ),
    transform("take", [.filter], .any, .same, count, needsOneWorker: true),
    transform("skip", [.filter], .any, .same, count, needsOneWorker: true),
    transform(
      "sample",
      [.filter],
      .any,
      .same,
      [Parameter<Number>.number("rate", in: 0...1, "How many of them.").info]
    ),
    transform("number.add", [.map], .any, .json, number),
    transform("number.greater_than", [.filter], .any, .same, number),
    transform("json.parse", [.map], .text, .json),
    transform("json.keys", [.map], .json, .json),
    transform(
      "sleep",
      [.map, .each],
      .any,
      .same,
      [
        Parameter<Duration?>.optional(.duration("duration", "How long.")).info,
        Parameter<Duration?>.optional(.duration("max", "The longest time.")).info,
      ],
      waiting: .awaits
    ) { arguments in
      arguments.values.isEmpty
        ? [ArgumentProblem(message: "there is no time to wait", help: "add `duration`")] : []
    },
    transform(
      "log",
      [.each],
      .any,
      .same,
      [Parameter<Template>.template("message", "What to say.").info]
    ),
  ]

  private static let endpoints: [Definition] = [
    source("stdin", [format.info]) { $0[format] },
    source(
      "file",
      [
        Parameter<[String]?>.optional(.texts("path", of: .file, "A file.")).info,
        Parameter<[String]?>.optional(.texts("paths", of: .file, "Files.")).info, format.info,
      ]
    ) { $0[format] },
    source("values", [Parameter<[Value]>.values("values", "The elements.").info]) { _ in "lines" },
    source(
      "range",
      [
        Parameter<Int64>.integer("start", default: 0, "The first number.").info,
        Parameter<Int64?>.optional(.integer("stop", "The number behind the last.")).info,
      ]
    ) { _ in "jsonl" },
    sink("stdout", [format.info]),
    sink("file", [Parameter<String>.file("path", "The file to write.").info, format.info]),
    sink("discard", []),
  ]

  private static let count = [
    Parameter<Int64>.integer("count", in: 0 ... .max, "How many elements.").info
  ]
  private static let number = [Parameter<Number>.number("value", "A number.").info]

  private static func pattern(_ name: String) -> [ParameterInfo] {
    [Parameter<String>.pattern(name, "A regular expression.").info]
  }

  private static func transform(
    _ name: String,
    _ operators: [Operator],
    _ accepts: Acceptance,
    _ gives: ResultType,
    _ parameters: [ParameterInfo] = [],
    waiting: Waiting = .computes,
    needsOneWorker: Bool = false,
    check: @escaping @Sendable (Arguments) -> [ArgumentProblem] = checkPattern
  ) -> Definition {
    Definition(
      name: name,
      summary: "For tests",
      parameters: parameters,
      examples: [],
      role: .transform(
        TransformRole(
          operators: operators,
          accepts: accepts,
          gives: gives,
          waiting: waiting,
          needsOneWorker: needsOneWorker
        ) { (_, _, _) throws(RunFailure) in throw RunFailure(.internalCheck, "never made") }
      ),
      check: check
    )
  }

  /// Stands in for a compiler of regular expressions: a closing parenthesis needs an open one.
  @Sendable private static func checkPattern(_ arguments: Arguments) -> [ArgumentProblem] {
    guard case .text(let pattern)? = arguments.values["pattern"] else { return [] }
    var depth = 0
    for (offset, byte) in pattern.utf8.enumerated() {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth < 0 {
        return [
          ArgumentProblem(
            parameter: "pattern",
            range: offset..<(offset + 1),
            message: "unmatched closing parenthesis"
          )
        ]
      }
    }
    return []
  }

  private static func source(
    _ name: String,
    _ parameters: [ParameterInfo],
    format: @escaping @Sendable (Arguments) -> String
  ) -> Definition {
    Definition(
      name: name,
      summary: "For tests",
      parameters: parameters,
      examples: [],
      role: .source(
        SourceRole(
          gives: { ["lines", "nul"].contains(format($0)) ? .text : .json },
          make: { (_, _) throws(RunFailure) in throw RunFailure(.internalCheck, "never made") }
        )
      )
    )
  }

  private static func sink(_ name: String, _ parameters: [ParameterInfo]) -> Definition {
    Definition(
      name: name,
      summary: "For tests",
      parameters: parameters,
      examples: [],
      role: .sink(
        SinkRole(
          accepts: { arguments in
            guard case .text(let word)? = arguments.values["format"] else { return .any }
            return ["csv", "tsv"].contains(word) ? .json : .any
          },
          make: { (_, _) throws(RunFailure) in throw RunFailure(.internalCheck, "never made") }
        )
      )
    )
  }
}
