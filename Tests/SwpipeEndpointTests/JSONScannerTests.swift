import SwpipeCore
import Testing

@Suite struct `Scanning JSON` {
  private func problem(_ bytes: [UInt8]) -> Int? {
    var scanner = JSONScanner()
    do throws(JSONProblem) {
      try scanner.skipValue(bytes.span)
      try scanner.skipEnd(bytes.span)
      return nil
    } catch {
      return error.offset
    }
  }

  private func unescaped(_ text: String) -> String? {
    var builder = BatchBuilder()
    guard (try? builder.append(unescapingJSON: Array(text.utf8).span)) != nil else { return nil }
    return builder.withUnfinished { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
  }

  @Test(arguments: [
    "null", " true ", "false", "0", "-0", "10", "1.5e-3", "2E+7", #""""#,
    #""a\"\\\/\b\f\n\r\t\u00e9""#,
    "[]", "[ 1 , [ ] ]", "{}", #"{ "a" : { } , "b":[null]}"#, "\"\u{7f}\u{e9}\"",
    #""\ud800\u0041\udc00""#,
  ])
  func `what RFC 8259 allows passes`(_ text: String) {
    #expect(problem(Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    ("", 0), (" ", 1), ("nul", 0), ("nulll", 4), ("01", 1), ("1.", 2), (".5", 0), ("-", 1),
    ("1e", 2),
    ("+1", 0), ("\"", 1), ("\"a", 2), ("\"\\", 2), (#""\x""#, 1), (#""\u12"#, 5), (#""\u12g4""#, 5),
    ("\"\n\"", 1), ("[", 1), ("[1", 2), (#""\ud800\u004""#, 12),
    ("[1,]", 3), ("[1 2]", 3), ("{", 1), ("{1:2}", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5),
    (#"{"a":1,}"#, 7), (#"{"a":1"#, 6), ("]", 0), ("1 2", 2), ("NaN", 0), ("'a'", 0),
  ])
  func `what is not JSON is found where it begins`(_ text: String, _ offset: Int) {
    #expect(problem(Array(text.utf8)) == offset)
  }

  @Test func `values within each other have a limit`() {
    let deep = JSONScanner.depthLimit
    let brackets = { (count: Int) in
      Array(String(repeating: "[", count: count) + String(repeating: "]", count: count)).map {
        $0.asciiValue ?? 0
      }
    }
    #expect(problem(brackets(deep)) == nil)
    #expect(problem(brackets(deep + 1)) == deep)
    #expect(problem(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) == deep)
    #expect(problem(Array(String(repeating: #"{"a":"#, count: 100_000).utf8)) == deep * 5)
  }

  @Test func `rubbish never passes the end`() {
    var random = SplitMix(state: 3)
    let alphabet = Array(#"{}[]",:\u0dD8e-+. tfn1"#.utf8) + [0x0a, 0x00, 0xff]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...24, using: &random)
      let bytes = (0..<count).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      if let offset = problem(bytes) { #expect((0...count).contains(offset)) }
    }
  }

  @Test func `strings become what they stand for`() {
    #expect(unescaped(#" "a\u00e9\ud83d\ude00\n\"" "#) == "a\u{e9}\u{1f600}\n\"")
    #expect(unescaped(#""\u0000\u20ac""#) == "\0\u{20ac}")
    #expect(unescaped(#""\ud800" "#) == "\u{fffd}")
    let halves = #""\ud83d\u0041\ude00\ud83d\ud83d\ude00""#
    #expect(unescaped(halves) == "\u{fffd}A\u{fffd}\u{fffd}\u{1f600}")
    #expect(unescaped(#""a" b"#) == nil)
    #expect(unescaped("1") == nil)
  }

  @Test func `a text comes back from its escaped form`() {
    var random = SplitMix(state: 11)
    for _ in 0..<2000 {
      let text = random.text() + random.text() + random.text()
      var builder = BatchBuilder()
      builder.append(json: text)
      let json = builder.withUnfinished { span in
        String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
      }
      #expect(problem(Array(json.utf8)) == nil)
      #expect(unescaped(json).map { Array($0.utf8) } == Array(text.utf8))
    }
  }

  @Test(arguments: 0...20)
  func `a run of plain bytes ends at every special one`(_ length: Int) {
    for special in [0, 0x1f, 0x22, 0x5c, 0x2c] as [UInt8] {
      let bytes = Array(repeating: 0xe9 as UInt8, count: length) + [special, 0x61]
      var hasHighBytes = false
      let run = JSONEscape.plainRun(
        in: bytes.span,
        from: 0,
        stoppingAt: 0x2c,
        hasHighBytes: &hasHighBytes
      )
      #expect(run == length)
      #expect(hasHighBytes == (length > 0))
    }
    for plain in [0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xff] as [UInt8] {
      let bytes = Array(repeating: plain, count: length)
      var ignored = false
      #expect(JSONEscape.plainRun(in: bytes.span, from: 0, hasHighBytes: &ignored) == length)
    }
  }
}
