import SwpipeCore
import SwpipeYAML
import Testing

@Suite struct YAMLComposerTests {
  @Test func `block and flow collections compose alike`() throws {
    let block = try compose("a:\n  - 1\n  - b: 'x: y'\n    c: |\n      two\n      lines\n")
    let flow = try compose("{a: [1, {b: 'x: y', c: \"two\\nlines\\n\"}]}")
    #expect(brief(block) == brief(flow))
  }

  @Test func `the style of a scalar is kept`() throws {
    let node = try compose("[a, 'b', \"c\"]")
    guard case .sequence(let elements) = node.content else { return #expect(Bool(false)) }
    let styles = elements.compactMap { element -> YAMLScalar.Style? in
      if case .scalar(let scalar) = element.content { scalar.style } else { nil }
    }
    #expect(styles == [.plain, .singleQuoted, .doubleQuoted])
  }

  @Test func `a literal block keeps its lines and a folded one joins them`() throws {
    #expect(try brief(compose("a: |\n  x\n  y\nb: >-\n  x\n  y\n")) == "{a: x\ny\n, b: x y}")
  }

  @Test func `an alias gives the node of its anchor and keeps both places`() throws {
    let node = try compose("one: &a {x: 1}\ntwo: *a\n")
    let two = try #require(node["two"])
    #expect(brief(two) == "{x: 1}")
    #expect(two.span.place.description == "spec.yaml:1:9")
    #expect(two.aliasSpan?.place.description == "spec.yaml:2:6")
    #expect(node["one"]?.aliasSpan == nil)
  }

  @Test func `a later anchor of the same name replaces the first`() throws {
    #expect(
      try brief(compose("[&a 1, *a, &a 2, *a]")) == "[1, 1, 2, 2]"
    )
  }

  @Test(arguments: [
    ("base: &b {x: 1, y: 2}\nd: {<<: *b, x: 3}", "{x: 3, y: 2}"),
    ("base: &b {x: 1, y: 2}\nd: {x: 3, <<: *b}", "{x: 3, y: 2}"),
    ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nd: {<<: [*a, *b]}", "{x: 1, y: 2}"),
    ("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nd: {<<: *b, z: 3}", "{z: 3, y: 2, x: 1}"),
    ("d: {<<: {x: 1}, y: 2}", "{y: 2, x: 1}"),
    ("d: {<<: [], y: 2}", "{y: 2}"),
    ("d: {'<<': 1}", "{<<: 1}"),
  ])
  func `merge keys add what is not there`(text: String, expected: String) throws {
    let node = try #require(try compose(text)["d"])
    #expect(brief(node) == expected)
  }

  @Test func `a merged entry knows where its alias stands`() throws {
    let node = try compose("a: &a {x: 1}\nd:\n  <<: *a\n")
    #expect(node["d"]?["x"]?.span.place.line == 1)
    #expect(node["d"]?["x"]?.aliasSpan?.place.description == "spec.yaml:3:7")
  }

  @Test(arguments: [
    ("a: &x !!str 12", "12"), ("a: !!str &x 12  # note", "12"), ("a: &x\n  b: 1\nc: 2", "b: 1"),
    ("a: &x\n  - 1\n  - 2\n", "- 1\n  - 2"), ("a: |\n  x\n  y\n\n\nb: 1", "|\n  x\n  y"),
    ("a: [1,\n  2]  # end", "[1,\n  2]"), ("a:\n  b:\n    c: d\n\n\ne: f", "b:\n    c: d"),
    ("a: one\n  two\nb: c", "one\n  two"), ("a:\nb: c", ""), ("a: 'x''y' # z", "'x''y'"),
  ])
  func `a span covers the node and nothing else`(text: String, expected: String) throws {
    let node = try #require(try compose(text)["a"])
    #expect(node.span.text == expected)
  }

  @Test func `columns count characters, not bytes`() throws {
    let node = try compose("{größe: 'e\u{301}e', 数: 👨‍👩‍👧, z: 1}")
    let end = try #require(node["z"])
    #expect(end.span.text == "1")
    #expect(end.span.place.column == 24)
  }

  @Test func `offsets stay right over many characters of several bytes`() throws {
    let text = "k: " + String(repeating: "ü数👍a", count: 200) + "\nlast: here"
    let node = try compose(text)
    #expect(node["last"]?.span.text == "here")
  }

  @Test func `a byte order mark is no part of the first line`() throws {
    let node = try compose("\u{FEFF}ä: b\nc: d\n")
    #expect(node["ä"]?.span.place.description == "spec.yaml:1:4")
    #expect(node["ä"]?.span.text == "b")
    #expect(node["c"]?.span.text == "d")
  }

  @Test func `lines may end in carriage return and newline`() throws {
    let node = try compose("a: 1\r\nb:\r\n  - x\r\n  - |\r\n    y\r\n")
    #expect(brief(node) == "{a: 1, b: [x, y\n]}")
    #expect(node["b"]?.span.place.description == "spec.yaml:3:3")
    #expect(findings("a: 1\r\nb: @x\r\n").hasPrefix("spec.yaml:2:4: error[forgotten-quotes]"))
  }

  @Test func `a document may be marked and may follow directives`() throws {
    #expect(try brief(compose("%YAML 1.2\n---\na: 1\n...\n")) == "{a: 1}")
  }

  @Test func `a node with findings is what was meant`() throws {
    let (node, diagnostics) = YAMLDocument.compose(
      source("a: x: y\nb: {{ .c }}\nd: 1\nd: 2\ne: f # (\n")
    )
    #expect(diagnostics.count == 3)
    #expect(brief(try #require(node)) == "{a: x: y, b: {{ .c }}, d: 1, e: f}")
    #expect(node?["b"]?.span.place.description == "spec.yaml:2:4")
    #expect(node?["e"]?.span.text == "f")
  }

  @Test func `text that is not YAML to its end gives no node`() {
    #expect(YAMLDocument.compose(source("a: \"1\nb: 2")).node == nil)
  }
}
