internal import SwpipeCore

/// `parse.common_log`: lines of a web server's access log.
struct ParseCommonLog: MapTransform {
  static let definition = Definition(
    name: "parse.common_log",
    summary: "Reads lines of an access log in the common or the combined format",
    details: """
      As Apache and nginx write them by default: host, ident, user, time, request, status and bytes, and in \
      the combined format the referer and the agent. `-` becomes null, status and bytes are numbers, the time \
      is written as RFC 3339 has it. A request that is not a method, a path and a protocol stands in `request` \
      alone. What follows the agent, or the bytes, is in `rest`. The escapes `\\"`, `\\\\` and `\\xHH` are undone.
      """,
    examples: [
      .stage(
        "Common",
        "map: parse.common_log",
        input: [
          #"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326"#
        ],
        output: [
          #"{"host":"127.0.0.1","ident":null,"user":"frank","time":"2000-10-10T13:55:36-07:00","#
            + #""request":"GET /a.gif HTTP/1.0","method":"GET","path":"/a.gif","protocol":"HTTP/1.0","#
            + #""status":200,"bytes":2326}"#
        ]
      ),
      .stage(
        "Combined",
        "map: parse.common_log",
        input: [
          #"::1 - - [01/Jan/2024:00:00:00 +0000] "GET / HTTP/2" 304 - "-" "Mozilla/5.0 \"x\"""#
        ],
        output: [
          #"{"host":"::1","ident":null,"user":null,"time":"2024-01-01T00:00:00+00:00","#
            + #""request":"GET / HTTP/2","method":"GET","path":"/","protocol":"HTTP/2","status":304,"#
            + #""bytes":null,"referer":null,"agent":"Mozilla/5.0 \"x\""}"#
        ]
      ),
      .stage(
        "edge: a request that is none",
        "map: parse.common_log",
        input: [#"h - - [01/Jan/2024:00:00:00 +0000] "\x16\x03" 400 0"#],
        output: [
          #"{"host":"h","ident":null,"user":null,"time":"2024-01-01T00:00:00+00:00","#
            + #""request":"\u0016\u0003","method":null,"path":null,"protocol":null,"status":400,"bytes":0}"#
        ]
      ),
      .stage(
        "edge: another line",
        "map: parse.common_log",
        input: ["hello world"],
        error: "the ident is missing"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .json) { _, _, _ in ParseCommonLog() }
    )
  )

  private let scratch = Scratch()

  /// Holds a text without its escapes, which cannot be copied.
  private final class Scratch {
    var text = BatchBuilder()
  }

  private static let blank = UInt8(ascii: " ")

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    var cursor = FieldCursor()
    output.append(field: "host", element, try word("the host", &cursor, element))
    output.append(field: "ident", element, try word("the ident", &cursor, element))
    output.append(field: "user", element, try user(&cursor, element))
    let time = cursor.take(until: UInt8(ascii: "]"), element)
    guard cursor.pass(UInt8(ascii: "]"), element), cursor.pass(Self.blank, element) else {
      throw cursor.failure("a closing bracket", element)
    }
    output.append(field: "time")
    guard let moment = LogTime(element.extracting(time)) else {
      throw ElementFailure(
        "\(Excerpt.quoted(element.extracting(time))) is no time such as 10/Oct/2000:13:55:36 -0700"
      )
    }
    moment.append(element.extracting(time), to: &output)
    guard cursor.pass(UInt8(ascii: "\""), element), let request = cursor.takeQuoted(element) else {
      throw cursor.failure("the request in quotes", element)
    }
    appendRequest(element, request, &output)
    for field in ["status", "bytes"] as [StaticString] {
      guard cursor.pass(Self.blank, element) else { throw cursor.failure("the \(field)", element) }
      output.append(field: field)
      let digits = cursor.takeDigits(element)
      if !digits.isEmpty, JSONLiteral.isNumber(element.extracting(digits)) {
        output.append(element.extracting(digits))
      } else if digits.isEmpty, cursor.pass(UInt8(ascii: "-"), element) {
        output.append(utf8: "null")
      } else {
        throw cursor.failure("the \(field)", element)
      }
    }
    try appendRest(element, &cursor, &output)
    output.append(UInt8(ascii: "}"))
  }

  private func appendRest(
    _ element: Span<UInt8>,
    _ cursor: inout FieldCursor,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    guard cursor.offset < element.count else { return }
    guard cursor.pass(Self.blank, element) else { throw cursor.failure("a blank", element) }
    for field in ["referer", "agent"] as [StaticString] {
      guard cursor.pass(UInt8(ascii: "\""), element) else { break }
      guard let text = cursor.takeQuoted(element) else {
        throw cursor.failure("a closing quote", element)
      }
      appendUnescaped(field, element, text, &output)
      guard cursor.offset == element.count || cursor.pass(Self.blank, element) else {
        throw cursor.failure("a blank", element)
      }
    }
    if cursor.offset < element.count {
      output.append(field: "rest", element, cursor.takeRest(element))
    }
  }

  /// A word, with the blank behind it; nil for `-`.
  private func word(_ what: String, _ cursor: inout FieldCursor, _ line: Span<UInt8>)
    throws(ElementFailure) -> Range<Int>?
  {
    let word = cursor.take(until: Self.blank, line)
    guard !word.isEmpty, cursor.pass(Self.blank, line) else { throw cursor.failure(what, line) }
    return word.count == 1 && line[word.lowerBound] == UInt8(ascii: "-") ? nil : word
  }

  /// The user, whose name may hold blanks: all up to the time's bracket, which is passed.
  private func user(_ cursor: inout FieldCursor, _ line: Span<UInt8>) throws(ElementFailure)
    -> Range<Int>?
  {
    let start = cursor.offset
    while true {
      _ = cursor.take(until: Self.blank, line)
      let end = cursor.offset
      guard cursor.pass(Self.blank, line) else { throw cursor.failure("the user", line) }
      guard cursor.pass(UInt8(ascii: "["), line) else { continue }
      guard end > start else { throw cursor.failure("the user", line) }
      return end == start + 1 && line[start] == UInt8(ascii: "-") ? nil : start..<end
    }
  }

  private func appendRequest(
    _ line: Span<UInt8>,
    _ range: Range<Int>,
    _ output: inout BatchBuilder
  ) {
    appendUnescaped("request", line, range, &output)
    guard let (first, second) = twoBlanks(line, range) else {
      for field in ["method", "path", "protocol"] as [StaticString] {
        output.append(field: field, line, nil)
      }
      return
    }
    appendUnescaped("method", line, range.lowerBound..<first, &output)
    appendUnescaped("path", line, first + 1..<second, &output)
    appendUnescaped("protocol", line, second + 1..<range.upperBound, &output)
  }

  /// The two blanks between three words; nil where there are not as many.
  private func twoBlanks(_ line: Span<UInt8>, _ range: Range<Int>) -> (Int, Int)? {
    var (first, second) = (-1, -1)
    for offset in range where line[offset] == Self.blank {
      if first < 0 { first = offset } else if second < 0 { second = offset } else { return nil }
    }
    guard first > range.lowerBound, second > first + 1, second + 1 < range.upperBound else {
      return nil
    }
    return (first, second)
  }

  /// A text without the escapes that servers write; null for `-`.
  private func appendUnescaped(
    _ field: StaticString,
    _ line: Span<UInt8>,
    _ range: Range<Int>,
    _ output: inout BatchBuilder
  ) {
    let text = line.extracting(range)
    if text.count == 1, text[0] == UInt8(ascii: "-") {
      return output.append(field: field, line, nil)
    }
    guard text.indices.contains(where: { text[$0] == UInt8(ascii: "\\") }) else {
      return output.append(field: field, line, range)
    }
    scratch.text.rollBack()
    var at = 0
    while at < text.count {
      guard text[at] == UInt8(ascii: "\\"), at + 1 < text.count else {
        scratch.text.append(text[at])
        at += 1
        continue
      }
      if text[at + 1] == UInt8(ascii: "x"), at + 3 < text.count,
        let high = HexDigits.value(text[at + 2]), let low = HexDigits.value(text[at + 3])
      {
        scratch.text.append(high << 4 | low)
        at += 4
      } else if text[at + 1] == UInt8(ascii: "\"") || text[at + 1] == UInt8(ascii: "\\") {
        scratch.text.append(text[at + 1])
        at += 2
      } else {
        scratch.text.append(text[at])
        at += 1
      }
    }
    output.append(field: field)
    scratch.text.withUnfinished { output.append(jsonString: $0) }
  }
}
