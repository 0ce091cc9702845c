internal import SwpipeCore

/// `parse.logfmt`: `level=info msg="it works"` as an object.
struct ParseLogfmt: MapTransform {
  static let types = Parameter<String>.choice(
    "types",
    of: ["text", "infer"],
    default: "text",
    "Whether values without quotes are all texts, or numbers, booleans and null where they look so."
  )

  static let definition = Definition(
    name: "parse.logfmt",
    summary: "Reads pairs such as `level=info msg=\"it works\"`",
    details: """
      Pairs stand between blanks. A value in quotes may hold blanks, and the escapes of JSON; a backslash \
      before another character stands for itself. A key without `=` is true, and `key=` is an empty text. \
      Pairs keep their order, and a key that stands twice comes out twice. Bytes that are not valid UTF-8 \
      become U+FFFD.
      """,
    parameters: [types.info],
    examples: [
      .stage(
        "A line of a log",
        "map: parse.logfmt",
        input: [#"level=info msg="it \"works\"" took=1.50"#],
        output: [#"{"level":"info","msg":"it \"works\"","took":"1.50"}"#]
      ),
      .stage(
        "With types",
        "map: {parse.logfmt: infer}",
        input: ["n=1.50 ok=true id=007 q=\"1\" x=null"],
        output: [#"{"n":1.50,"ok":true,"id":"007","q":"1","x":null}"#]
      ),
      .stage(
        "edge: keys alone, empty values, nothing",
        "map: parse.logfmt",
        input: ["debug a= b=\"\"", ""],
        output: [#"{"debug":true,"a":"","b":""}"#, "{}"]
      ),
      .stage(
        "edge: a quote that is not closed",
        "map: parse.logfmt",
        input: [#"a=1 b="x"#],
        error: "the quote at byte 7 is not closed"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .json) { arguments, _, _ in
        ParseLogfmt(infersTypes: arguments[types] == "infer")
      }
    )
  )

  private let infersTypes: Bool
  private let scratch = Scratch()

  /// Holds a value without its escapes, which cannot be copied.
  private final class Scratch {
    var value = BatchBuilder()
  }

  private init(infersTypes: Bool) {
    self.infersTypes = infersTypes
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    var at = 0
    var isFirst = true
    output.append(UInt8(ascii: "{"))
    while true {
      while at < element.count, Self.isBlank(element[at]) { at += 1 }
      guard at < element.count else { break }
      let start = at
      while at < element.count, !Self.endsKey(element[at]) { at += 1 }
      guard at > start else {
        throw ElementFailure(
          "a key is missing at byte \(at + 1), before `\(Excerpt.plain(element, from: at, limit: 20))`"
        )
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output.append(jsonString: element.extracting(start..<at))
      output.append(UInt8(ascii: ":"))
      guard at < element.count, element[at] == UInt8(ascii: "=") else {
        output.append(utf8: "true")
        continue
      }
      at += 1
      if at < element.count, element[at] == UInt8(ascii: "\"") {
        at = try appendQuoted(element, from: at, &output)
      } else {
        let start = at
        while at < element.count, !Self.isBlank(element[at]) { at += 1 }
        append(element.extracting(start..<at), &output)
      }
    }
    output.append(UInt8(ascii: "}"))
  }

  private func append(_ value: Span<UInt8>, _ output: inout BatchBuilder) {
    if infersTypes, JSONLiteral.isLiteral(value) {
      output.append(value)
    } else {
      output.append(jsonString: value)
    }
  }

  /// Appends the value in quotes that begins at an offset; the offset behind it.
  private func appendQuoted(
    _ element: Span<UInt8>,
    from start: Int,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) -> Int {
    scratch.value.rollBack()
    var at = start + 1
    while true {
      var ignored = false
      let run = JSONEscape.plainRun(in: element, from: at, hasHighBytes: &ignored)
      scratch.value.append(element.extracting(at..<at + run))
      at += run
      guard at < element.count else {
        throw ElementFailure("the quote at byte \(start + 1) is not closed")
      }
      if element[at] == UInt8(ascii: "\"") { break }
      at = element[at] == UInt8(ascii: "\\") ? appendEscape(element, at) : appendByte(element, at)
    }
    at += 1
    guard at == element.count || Self.isBlank(element[at]) else {
      throw ElementFailure("the value at byte \(start + 1) goes on behind its closing quote")
    }
    scratch.value.withUnfinished { output.append(jsonString: $0) }
    return at
  }

  private func appendByte(_ element: Span<UInt8>, _ at: Int) -> Int {
    scratch.value.append(element[at])
    return at + 1
  }

  private func appendEscape(_ element: Span<UInt8>, _ at: Int) -> Int {
    guard at + 1 < element.count else { return appendByte(element, at) }
    var length = 2
    switch element[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      break
    case UInt8(ascii: "u"):
      length = 6
      guard at + 6 <= element.count else { return appendByte(element, at) }
      guard Self.areHexDigits(element, at + 2..<at + 6) else { return appendByte(element, at) }
      // A pair of surrogates is one character.
      if at + 12 <= element.count, let first = HexDigits.value(element[at + 2]),
        let second = HexDigits.value(element[at + 3]), first == 0xd, (0x8...0xb).contains(second),
        element[at + 6] == UInt8(ascii: "\\"),
        element[at + 7] == UInt8(ascii: "u"),
        Self.areHexDigits(element, at + 8..<at + 12)
      {
        length = 12
      }
    default: return appendByte(element, at)
    }
    scratch.value.append(unescaping: element.extracting(at..<at + length))
    return at + length
  }

  private static func areHexDigits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for offset in range where HexDigits.value(bytes[offset]) == nil { return false }
    return true
  }

  private static func endsKey(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "=") || isBlank(byte)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\n")
  }
}
