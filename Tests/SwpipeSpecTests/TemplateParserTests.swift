import SwpipeCore
import Testing

@testable import SwpipeSpec

@Suite struct TemplateParserTests {
  private func parts(_ text: String, literal: [Range<Int>] = []) throws -> [Template.Part] {
    var parser = TemplateParser(text, literal: literal)
    return try parser.template().parts
  }

  @Test func `text without braces is one literal`() throws {
    #expect(try parts("a } b { c") == [.literal("a } b { c")])
    #expect(try parts("") == [])
  }

  @Test func `paths lead into the element`() throws {
    #expect(try parts("{{.}}") == [.element([])])
    #expect(try parts("{{ .a.b }}") == [.element([.name("a"), .name("b")])])
    #expect(
      try parts("{{ .\"na me\"[0].c[-1][\"d\"] }}")
        == [.element([.name("na me"), .position(0), .name("c"), .position(-1), .name("d")])]
    )
    #expect(try parts("{{ .[2] }}") == [.element([.position(2)])])
  }

  @Test func `variables have fields`() throws {
    #expect(
      try parts("{{ $worker_info.index }}") == [.variable("worker_info", [.name("index")])]
    )
    #expect(try parts("{{$element_index}}") == [.variable("element_index", [])])
    #expect(try parts("{{ $env.HOME }}") == [.variable("env", [.name("HOME")])])
  }

  @Test func `literal braces and their neighbours become one literal`() throws {
    #expect(try parts("a {{ \"{{\" }} b") == [.literal("a {{ b")])
    #expect(try parts("{{ \"}} \\u00e4\\n\" }}") == [.literal("}} ä\n")])
  }

  @Test func `what came out of a variable is never an expression`() throws {
    #expect(
      try parts("{{.x}}{{.y}}", literal: [0..<6]) == [.literal("{{.x}}"), .element([.name("y")])]
    )
    #expect(try parts("{{.y}}", literal: [1..<2]) == [.literal("{{.y}}")])
  }

  @Test func `a template is written as it was read`() throws {
    let text = "a {{ .b.\"c d\"[0] }} {{ $worker_info.kind }} {{ . }} {{ \"{{\" }}"
    #expect(TemplateText.text(Template(parts: try parts(text))) == text)
  }

  @Test(arguments: [
    (".a | length", ".a | length"), (" 1 ", "1"), (".a + .b", ".a + .b"), (".[]", ".[]"),
    (".a?", ".a?"), (" length\n", "length"), ("..", ".."), (".+1", ".+1"),
    ("$ENV.HOME", "$ENV.HOME"),
    ("{a: {b: {}}}", "{a: {b: {}}}"), ("\"\\(.a + \"}}\")}}\"", "\"\\(.a + \"}}\")}}\""),
    ("{a:{b:1}}", "{a:{b:1}}"), (".a # it's }a\n | .b", ".a # it's }a\n | .b"),
  ])
  func `what is no path is a program`(text: String, program: String) throws {
    #expect(try parts("<{{\(text)}}>") == [.literal("<"), .expression(program), .literal(">")])
  }

  @Test(
    arguments: [
      ("{{ .a | lenght }}", 8..<14), ("{{ (.a }}", 7..<7), ("é {{ .a) }}", 8..<9),
      ("{{ \"\\x\" }}", 4..<6),
      ("{{ .a # }}", nil), ("{{ $nobody | .a }}", 3..<10), ("{{ . ", 0..<2), ("{{ \"}}\" ", 0..<2),
    ] as [(String, Range<Int>?)]
  )
  func `an error in an expression is told where it is`(text: String, range: Range<Int>?) {
    var parser = TemplateParser(text)
    do throws(TemplateProblem.List) {
      _ = try parser.template()
      #expect(range == nil)
    } catch {
      #expect(error.problems.map(\.range) == [range])
    }
  }

  @Test func `all errors of a template are told`() {
    let problems = #expect(throws: TemplateProblem.List.self) {
      try parts("{{ lenght }} {{ }} {{ $worker_info.indx }} {{ .a | }} {{ $x")
    }?.problems
    #expect(problems?.count == 5)
    #expect(problems?.map(\.range.lowerBound) == [3, 13, 34, 51, 54])
  }

  @Test func `without an element, an expression that reads it is refused`() {
    for text in [
      "{{ . }}", "{{ .a | length }}", "{{ [$env.X, .] }}", "{{ \"\\(.)\" }}", "{{ .. }}",
    ] {
      var parser = TemplateParser(text, scope: TemplateScope(.onDone))
      #expect(throws: TemplateProblem.List.self) { try parser.template() }
    }
    for text in ["{{ $env | .X }}", "{{ now | . + 1 }}", "{{ $stage_status.in * 2 }}"] {
      var parser = TemplateParser(text, scope: TemplateScope(.onDone))
      #expect(throws: Never.self) { try parser.template() }
    }
  }
}
