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
    ("{{ .a | b }}", 6..<9), ("{{ 1 }}", 3..<4), ("{{ .a + .b }}", 6..<10), ("{{ .[] }}", 4..<6),
    ("{{ .a? }}", 5..<6), ("{{ length }}", 3..<9), ("{{ ..}}", 4..<5),
  ])
  func `the rest of jq is refused where it begins`(text: String, range: Range<Int>) {
    let problem = #expect(throws: TemplateProblem.self) { try parts(text) }
    #expect(problem?.code == .notAvailableYet)
    #expect(problem?.range == range)
  }
}
