import SwpipeCore
import SwpipeYAML
import Testing

@Suite struct RefusedYAMLTests {
  @Test(arguments: [
    "a: b\n\t\nc: d\n", "a: 'b'\n\t\t\n \t\nc: d\n", "a: b\n\t# x\n\t\n\t # y\nc: d\n",
    "a: b\nc: d\n\t", "a: b # z\n\t\nc: d", "\t\na: b\nc: d\n",
  ])
  func `tabs on lines that hold nothing else mean nothing`(text: String) throws {
    #expect(brief(try compose(text)) == "{a: b, c: d}")
  }

  @Test func `places behind such lines are those of the file`() throws {
    let text = "a:\n\t\n  - x\n\t# y\n  - \"\\ud83e\\udd95 z\"\n\t\nb: c\n"
    let node = try compose(text)
    #expect(brief(node) == "{a: [x, 🦕 z], b: c}")
    #expect(node["b"]?.span.start.line == 7)
    #expect(node["b"]?.span.text == "c")
    guard case .sequence(let items)? = node["a"]?.content else {
      Issue.record("no list")
      return
    }
    #expect(items.map(\.span.text) == ["x", "\"\\ud83e\\udd95 z\""])
  }

  @Test func `a tab in a block of text stays in it`() throws {
    #expect(brief(try compose("a: |\n  x\n  \t\n  y\nb: c\n\t\n")) == "{a: x\n\t\ny\n, b: c}")
  }

  @Test func `a tab that indents is refused where it stands`() {
    #expect(findings("a: b\n\tc: d\n").hasPrefix("spec.yaml:2:1: error[yaml-tab]"))
    #expect(findings("a:\n  -\tb: c\n").hasPrefix("spec.yaml:2:4: error[yaml-tab]"))
  }

  @Test func `a tab may part a dash from its text`() throws {
    #expect(brief(try compose("a:\n  -\tb\n  -\t'c d'\n")) == "{a: [b, c d]}")
  }

  @Test func `a pair of escapes is one character, in each text of a JSON file`() throws {
    let text = #"{"a\ud83e\udd95": ["\ud83e\udd95\ud83d\ude80", 1, true, "\\ud83e\\udd95"]}"#
    #expect(brief(try compose(text)) == #"{a🦕: [🦕🚀, 1, true, \ud83e\udd95]}"#)
  }

  @Test func `only double quotes have escapes`() throws {
    let text =
      "a: '\\ud83e\\udd95'\nb: \\ud83e\\udd95\nc: \"\\ud83e\\udd95\"\nd: \"x\\ud83e\\udd95\"\n"
    #expect(
      brief(try compose(text)) == "{a: \\ud83e\\udd95, b: \\ud83e\\udd95, c: 🦕, d: x🦕}"
    )
  }

  @Test func `ten thousand pairs in a JSON file cost one reading more`() throws {
    let one = #""\ud83e\udd95 \ud83d\ude80""#
    let text = "[" + Array(repeating: one, count: 10_000).joined(separator: ",\n") + "]"
    guard case .sequence(let items) = try compose(text).content else {
      Issue.record("no list")
      return
    }
    #expect(items.count == 10_000)
    #expect(items.last?.span.start.line == 10_000)
    #expect(items.allSatisfy { brief($0) == "🦕 🚀" && $0.span.text == one })
  }

  @Test func `half a pair is named as such, without advice on quotes`() {
    let found = findings(#"a: "\udd95 x""#)
    #expect(found.hasPrefix("spec.yaml:1:5: error[yaml-escape]: `\\udd95` is half of a pair"))
    #expect(!found.contains("single quotes"))
  }

  @Test func `a large file without an alias is not told of aliases`() {
    let text = "a:\n" + String(repeating: "- 1\n", count: YAMLLimits.nodes)
    #expect(findings(text).contains("the file holds more than \(YAMLLimits.nodes) values"))
  }

  @Test func `line ends of YAML 1.1 are refused, which YAML 1.2 keeps as characters`() {
    for scalar in ["\u{85}", "\u{2028}", "\u{2029}"] {
      #expect(findings("a: \"b\(scalar)c\"\n").hasPrefix("spec.yaml:1:6: error[yaml-encoding]"))
    }
  }
}
