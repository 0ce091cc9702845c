import SwpipeJQ
import Testing

/// What is wrong with a program: the place, the words, the way out.
@Suite struct ProblemTests {
  @Test(arguments: [
    (".user-name", "`name`", "name"), (".a.0", "brackets", ".0"), ("foo.bar", "`foo`", "foo"),
    ("'x'", "double quotes", "'x'"), (".a bar", "found `bar`", "bar"),
    (".a && .b", "`&&`", "&&"), ("lenght", "`lenght`", "lenght"), ("map()", "no parentheses", ")"),
    ("split(1;2;3)", "`split` takes 1 or 2 arguments", "split(1;2;3)"),
    ("$element_inde", "`$element_inde`", "$element_inde"), ("@base46", "`@base46`", "@base46"),
    ("test(\"(\")", "does not compile", "\"(\""), ("test(\"a\"; \"y\")", "`y`", "\"y\""),
    ("break $out", "label", "break $out"), ("input", "one element", "input"),
    ("import \"a\" as b; 1", "import", "import"), ("[1, 2", "`]`", ""),
    ("{a: 1", "`}`", ""), ("if . then 1 else 2", "`end`", ""), ("\"abc", "closing quote", "\""),
    (".a[", "expected a value", ""), ("1 == 2 == 3", "side by side", "=="),
    ("\"\\d\"", "no escape", "\\d"), ("halt_error", "end the run", "halt_error"),
  ])
  func `a mistake is told at its place`(_ program: String, _ words: String, _ place: String) {
    let problems = Run.problems(program)
    #expect(problems.contains { $0.message.contains(words) }, "\(program): \(problems)")
    let text = Array(program.utf8)
    #expect(
      problems.contains { String(decoding: text[$0.range], as: UTF8.self) == place },
      "\(program): \(problems)"
    )
  }

  @Test func `several mistakes are told at once`() {
    let problems = Run.problems("foo | .a | lenght, $x | @bar")
    #expect(problems.count == 4)
    #expect(problems.map(\.range.lowerBound) == problems.map(\.range.lowerBound).sorted())
  }

  @Test(arguments: [
    ("lenght", "`length`"), ("$element_inde", "`$element_index`"), ("@base46", "`@base64`"),
    (".a.0", "`[0]`"), ("'x'", "`\"x\"`"), ("size", "`length`"),
    (".price / ]", "after `/`"), ("7 -", "after `-`"), ("if .open then end", "after `then`"),
    ("/ 4", "the element itself is `.`"), ("[.a, ]", "after `,`"), (".a + ()", "between"),
    (".tags[", "`[` is still open"), (".a == = 2", "after `==`"), (".a and", "after `and`"),
    ("def total: 1; totl", "`total`"), ("1 as $value | $valu", "`$value`"),
  ])
  func `the help says what was most likely meant`(_ program: String, _ words: String) {
    #expect(Run.problems(program).contains { $0.help?.contains(words) ?? false })
  }

  @Test(arguments: [
    (".a = 1", "is true for every one"), ("\"x\"", "same for every element"),
    (".tags[] == \"x\"", "output for each"),
  ])
  func `a condition that is none is warned of`(_ program: String, _ words: String) {
    let warnings = Run.problems(program, use: .condition)
    #expect(warnings.contains { $0.isWarning && $0.message.contains(words) })
    #expect(Run.problems(program).isEmpty)
  }

  @Test func `a default of true is warned of`() {
    #expect(Run.problems(".enabled // true").contains { $0.isWarning })
    #expect(Run.problems(".enabled // false").isEmpty)
  }

  @Test(arguments: [
    "1 as $x | 2", "def f: .; .a.b?.c[1:2] | f", ".[\"a\"]?",
    "reduce .[] as {a: $x, $y} (0; . + $x)",
    "# a comment\n.a # another", "\"\\(1 + \"\\(2)\")\"", ".a.\"b c\".[0]", "{if: 1, and: .or}",
    "try error(\"x\") catch . | .", ". as [$a] ?// $a | $a", "label $end | break $end",
    "{\"a\": 1 | 2, (\"b\", \"c\"): 3, @json \"x\": 4, $__loc__}", "-1 - -1", ".. == 1",
    "def f(g; $x): g; f(1; 2)",
  ])
  func `what is valid has no problems`(_ program: String) {
    #expect(Run.problems(program).isEmpty)
  }

  @Test(arguments: ["(", "[", "{a:", "-", "if "])
  func `a program that is nested too deeply is a problem and no crash`(_ opening: String) {
    let problems = Run.problems(String(repeating: opening, count: 20_000))
    #expect(!problems.isEmpty)
  }
}
