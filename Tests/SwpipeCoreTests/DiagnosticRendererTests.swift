import SwpipeCore
import Testing

@Suite struct DiagnosticRendererTests {
  /// A text with a finding at the first place of a part of it.
  private func finding(
    _ text: String,
    _ part: String,
    severity: Diagnostic.Severity = .error,
    help: String? = nil,
    name: String = "spec.yaml"
  ) -> Diagnostic {
    let source = SourceText(name: name, bytes: Array(text.utf8))
    return Diagnostic(
      .duplicateKey,
      severity,
      "this is wrong",
      at: span(source, part),
      help: help
    )
  }

  private func span(_ source: SourceText, _ part: String) -> SourceSpan {
    let wanted = Array(part.utf8)
    let start =
      source.bytes.indices.first { source.bytes[$0...].starts(with: wanted) } ?? 0
    return SourceSpan(source: source, range: start..<start + wanted.count)
  }

  private func frame(_ text: String, _ part: String) -> [Substring] {
    DiagnosticRenderer().render([finding(text, part)])
      .split(separator: "\n", omittingEmptySubsequences: false).dropFirst(3).dropLast()
  }

  @Test func `a frame shows the line and a caret run as wide as the thing`() {
    #expect(
      DiagnosticRenderer().render([finding("a: b\nkey: value\n", "value", help: "one\ntwo")]) == """
        error[duplicate-key]: this is wrong
         --> spec.yaml:2:6
          |
        2 | key: value
          |      ^^^^^
        help: one
              two

        """
    )
  }

  @Test func `the frames of one finding share a gutter`() {
    var diagnostic = finding(
      String(repeating: "x\n", count: 9) + "here",
      "here",
      severity: .warning
    )
    let source = diagnostic.span.source
    diagnostic.related = [.init(span: span(source, "x"), message: "first here")]
    #expect(
      DiagnosticRenderer().render([diagnostic]) == """
        warning[duplicate-key]: this is wrong
          --> spec.yaml:10:1
           |
        10 | here
           | ^^^^
        note: first here
          --> spec.yaml:1:1
           |
         1 | x
           | -

        """
    )
  }

  @Test func `carets stand under wide characters and behind tabs`() {
    #expect(frame("数字: 値\n", "値") == ["1 | 数字: 値", "  |       ^^"])
    #expect(frame("a\tb: c\n", "b") == ["1 | a   b: c", "  |     ^"])
    #expect(frame("e\u{301}: x\n", "x") == ["1 | e\u{301}: x", "  |    ^"])
    #expect(frame("👍: x\n", "👍") == ["1 | 👍: x", "  | ^^"])
  }

  @Test func `a span over several lines is underlined to the end of the first`() {
    #expect(frame("a: [1,  \n  2]\n", "[1,  \n  2]") == ["1 | a: [1,", "  |    ^^^"])
  }

  @Test func `a span without width gets one caret`() {
    #expect(frame("a:\n", "")[1] == "  | ^")
    let source = SourceText(name: "spec.yaml", bytes: Array("a:\n".utf8))
    let end = Diagnostic(.yamlEmpty, "x", at: SourceSpan(source: source, range: 3..<3))
    #expect(
      DiagnosticRenderer().render([end]).hasSuffix(" --> spec.yaml:2:1\n  |\n2 |\n  | ^\n")
    )
  }

  @Test func `of a very long line a window around the thing is shown`() {
    let text = String(repeating: "a", count: 500) + "HERE" + String(repeating: "b", count: 500)
    let lines = frame(text, "HERE")
    #expect(lines[0].count == 4 + 1 + 120 + 1)
    #expect(lines[0].hasPrefix("1 | …aaa") && lines[0].hasSuffix("bbb…"))
    #expect(lines[1] == "  | " + String(repeating: " ", count: 41) + "^^^^")
    let whole = frame(text, text)
    #expect(whole[0].hasSuffix("…"))
    #expect(whole[1].filter { $0 == "^" }.count == 120)
  }

  @Test func `control characters of a text never reach the terminal`() {
    let shown = DiagnosticRenderer().render([finding("a: \u{1B}[31m\u{202E}x\n", "x")])
    #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(!shown.unicodeScalars.contains("\u{202E}"))
  }

  @Test func `colour is added only if it is asked for`() {
    let diagnostic = finding("a: b", "b", help: "c")
    let coloured = DiagnosticRenderer(colour: true).render([diagnostic])
    #expect(coloured.contains("\u{1B}[1;31merror[duplicate-key]\u{1B}[0m"))
    #expect(!DiagnosticRenderer(colour: false).render([diagnostic]).contains("\u{1B}"))
    #expect(
      !DiagnosticRenderer(format: .json, colour: true).render([diagnostic]).contains("\u{1B}")
    )
  }

  @Test func `findings come by file and place, each once`() {
    let late = finding("a: b\nc: d", "d", name: "one.yaml")
    let early = finding("a: b\nc: d", "b", name: "one.yaml")
    let other = finding("a: b\nc: d", "a", name: "two.yaml")
    #expect(
      DiagnosticRenderer(format: .short).render([late, other, early, late]) == """
        one.yaml:1:4: error[duplicate-key]: this is wrong
        one.yaml:2:4: error[duplicate-key]: this is wrong
        two.yaml:1:1: error[duplicate-key]: this is wrong

        """
    )
  }

  @Test func `nothing found is nothing printed, and an empty array in JSON`() {
    #expect(DiagnosticRenderer().render([]).isEmpty)
    #expect(DiagnosticRenderer(format: .short).render([]).isEmpty)
    #expect(DiagnosticRenderer(format: .json).render([]) == "[]\n")
  }

  @Test func `JSON has all fields in characters from 1`() {
    var diagnostic = finding("数: \"x\"\n", "\"x\"", help: "say \"y\"\n")
    diagnostic.related = [.init(span: span(diagnostic.span.source, "数"), message: "here")]
    #expect(
      DiagnosticRenderer(format: .json).render([diagnostic]) == #"""
        [
          {"code": "duplicate-key", "severity": "error", "message": "this is wrong", "help": "say \"y\"\n", "file": "spec.yaml", "line": 1, "column": 4, "end_line": 1, "end_column": 7, "related": [{"message": "here", "file": "spec.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 2}]}
        ]

        """#
    )
  }

  @Test(arguments: [
    (nil, ""), ("did you mean `b`?", "; help: did you mean `b`?"), ("add:\n  - a", "; help: add"),
    ("\u{1B}[1m", "; help: \u{241B}[1m"),
  ])
  func `the short format ends in the first line of the help`(_ help: String?, _ end: String) {
    let output = DiagnosticRenderer(format: .short).render([finding("a: b\n", "b", help: help)])
    #expect(output == "spec.yaml:1:4: error[duplicate-key]: this is wrong\(end)\n")
  }
}
