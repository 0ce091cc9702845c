internal import SwpipeCore

/// `parse.grok`: the parts of a line that named patterns match, as an object.
struct ParseGrok: MapTransform {
  static let pattern = Parameter<String>.text(
    "pattern",
    "A regular expression in PCRE2's syntax with named patterns, such as `%{IP:client} %{GREEDYDATA:message}`."
  )
  static let patterns = Parameter<Value?>.optional(
    .value("patterns", "Named patterns of your own: a mapping of names to regular expressions.")
  )

  static let definition = Definition(
    name: "parse.grok",
    summary: "Makes an object of what named patterns match",
    details: """
      `%{NAME:field}` matches the pattern NAME and makes a field of it, `%{NAME}` only matches. With \
      `%{NAME:field:number}` or `:int` the field is a number where its text is one as JSON writes it, and a text \
      otherwise. A group `(?<field>…)` is a field, too. A field that took no part is null. The pattern may match \
      anywhere in the element; `^` and `$` bind it. `text.extract` does the same without named patterns.

      The patterns are BASE10NUM, BASE16NUM, BOOLEAN, DATA, DAY, EMAILADDRESS, GREEDYDATA, HOST, HOSTNAME, HOSTPORT, \
      HOUR, HTTPDATE, INT, IP, IPORHOST, IPV4, IPV6, ISO8601_TIMEZONE, LOGLEVEL, MAC, MINUTE, MONTH, MONTHDAY, \
      MONTHNUM, NONNEGINT, NOTSPACE, NUMBER, PATH, POSINT, PROG, QS, QUOTEDSTRING, SECOND, SPACE, SYSLOGPROG, \
      SYSLOGTIMESTAMP, TIME, TIMESTAMP_ISO8601, URI, URIPARAM, URIPATH, URIPATHPARAM, USER, USERNAME, UUID, WORD, YEAR.
      """,
    parameters: [pattern.info, patterns.info],
    examples: [
      .stage(
        "A line of a log",
        "map: {parse.grok: '%{IP:client} %{WORD:method} %{URIPATHPARAM:path} %{INT:bytes:int} %{NUMBER:took:number}'}",
        input: ["10.0.0.1 GET /a?b=1 1024 0.50"],
        output: [
          #"{"client":"10.0.0.1","method":"GET","path":"/a?b=1","bytes":1024,"took":0.50}"#
        ]
      ),
      .stage(
        "A pattern of one's own",
        #"map: parse.grok"# + "\n"
          + #"with: {pattern: '^%{TIMESTAMP_ISO8601:time} \[%{JOB:job}\]', patterns: {JOB: 'job-\d+'}}"#,
        input: ["2024-01-02T03:04:05Z [job-7] done"],
        output: [#"{"time":"2024-01-02T03:04:05Z","job":"job-7"}"#]
      ),
      .stage(
        "edge: a part that is not there, and a number that is none in JSON",
        "map: {parse.grok: '^%{WORD:a}(?: %{INT:b:int})?$'}",
        input: ["x", "x 007"],
        output: [#"{"a":"x","b":null}"#, #"{"a":"x","b":"007"}"#]
      ),
      .stage(
        "edge: no match",
        "map: {parse.grok: '%{IP:ip}'}",
        input: ["none"],
        error: "\"none\" does not match the pattern"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .json) {
        (arguments, _, _) throws(RunFailure) in
        try ParseGrok(arguments)
      }
    ),
    check: problems
  )

  private struct Field {
    var opening: [UInt8]
    var group: Int
    var kind: GrokText.Kind
  }

  private let matcher: PatternMatcher
  private let fields: [Field]

  private init(_ arguments: Arguments) throws(RunFailure) {
    let text: GrokText
    let compiled: Pattern
    do throws(GrokText.Problem) {
      text = try Self.text(arguments)
    } catch {
      throw RunFailure(.spec, error.message)
    }
    do throws(Pattern.Problem) {
      compiled = try Pattern.shared(text.expression)
    } catch {
      throw RunFailure(.spec, error.message)
    }
    matcher = try PatternMatcher(compiled)
    fields = text.fields.enumerated().map { order, field in
      Field(
        opening: Array((order == 0 ? "{" : ",").utf8) + Value.text(field.name).json + [0x3a],
        group: compiled.names.first { $0.name == field.group }?.group ?? 0,
        kind: field.kind
      )
    }
  }

  private static func text(_ arguments: Arguments) throws(GrokText.Problem) -> GrokText {
    var own: [String: String] = [:]
    if let value = arguments[patterns] {
      guard let fields = JSONPaths.fields(value) else {
        throw GrokText.Problem(message: "`patterns` is a mapping of names to regular expressions")
      }
      for field in fields {
        guard case .text(let text) = field.value else {
          throw GrokText.Problem(message: "the pattern `\(field.key)` is no text")
        }
        own[field.key] = text
      }
    }
    return try GrokText(arguments[pattern], own: own)
  }

  private static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    do throws(GrokText.Problem) {
      let text = try text(arguments)
      do throws(Pattern.Problem) {
        _ = try Pattern.shared(text.expression)
        return []
      } catch {
        return [
          ArgumentProblem(
            parameter: pattern.info.name,
            message: "the pattern becomes no regular expression: \(error.message)"
          )
        ]
      }
    } catch {
      return [
        ArgumentProblem(parameter: pattern.info.name, message: error.message, help: error.help)
      ]
    }
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    guard try matcher.find(in: element, isASCII: element.isASCII) else {
      throw ElementFailure("\(Excerpt.quoted(element)) does not match the pattern")
    }
    for field in fields {
      field.opening.withUnsafeBufferPointer { output.append($0.span) }
      guard let range = matcher.range(of: field.group) else {
        output.append(utf8: "null")
        continue
      }
      let text = element.extracting(range)
      if field.kind != .text, JSONLiteral.isNumber(text),
        field.kind == .number || !Self.hasFraction(text)
      {
        output.append(text)
      } else {
        output.append(jsonString: text)
      }
    }
    output.append(UInt8(ascii: "}"))
  }

  private static func hasFraction(_ number: Span<UInt8>) -> Bool {
    for offset in number.indices {
      switch number[offset] {
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return true
      default: continue
      }
    }
    return false
  }
}
