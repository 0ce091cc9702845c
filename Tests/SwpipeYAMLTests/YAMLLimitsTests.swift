import SwpipeCore
import SwpipeYAML
import Testing

@Suite struct YAMLLimitsTests {
  @Test func `collections may stand 100 deep and not 101`() throws {
    _ = try compose(String(repeating: "[", count: 100) + String(repeating: "]", count: 100))
    #expect(
      findings(String(repeating: "[", count: 101) + String(repeating: "]", count: 101))
        .hasPrefix("spec.yaml:1:101: error[yaml-limit]")
    )
  }

  @Test func `depth counts what an alias brings in`() {
    let half = String(repeating: "[", count: 60) + "*a" + String(repeating: "]", count: 60)
    let anchor = String(repeating: "[", count: 50) + String(repeating: "]", count: 50)
    #expect(findings("x: &a \(anchor)\ny: \(half)").contains("error[yaml-limit]"))
  }

  @Test func `a hundred thousand open brackets are refused without ado`() {
    #expect(findings(String(repeating: "[", count: 100_000)).contains("error[yaml-limit]"))
    #expect(findings(String(repeating: "{", count: 100_000)).contains("error["))
    #expect(findings("a: " + String(repeating: "- ", count: 5000)).contains("error["))
  }

  @Test func `an alias bomb is refused before it is expanded`() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...90 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(findings(text).contains("error[yaml-limit]: the aliases of the file expand"))
  }

  @Test func `a bomb of merge keys is refused`() {
    var text = "a0: &a0 {k: [x, x, x, x, x, x, x, x, x, x]}\n"
    for level in 1...40 {
      let sources = Array(repeating: "*a\(level - 1)", count: 5).joined(separator: ", ")
      text += "a\(level): &a\(level) {<<: [\(sources)]}\n"
    }
    #expect(findings(text).contains("error[yaml-limit]"))
  }

  @Test func `a file of more than 16 MiB is refused`() {
    let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: YAMLLimits.bytes + 1)
    let (node, diagnostics) = YAMLDocument.compose(SourceText(name: "big.yaml", bytes: bytes))
    #expect(node == nil)
    #expect(diagnostics.map(\.code) == [.yamlLimit])
  }

  @Test func `findings end where nobody would read on`() {
    let text = String(repeating: "a: 1\n", count: 5000)
    #expect(YAMLDocument.compose(source(text)).diagnostics.count == 200)
  }

  @Test func `a NUL, a control character and a stray mark are each found once`() {
    let lines = findings("a: \u{0}\u{1}\u{1}\nb: \u{FEFF}\n").split(separator: "\n")
    let found = [
      "spec.yaml:1:4: error[yaml-encoding]: the file holds a NUL byte, which YAML does not allow",
      "spec.yaml:1:5: error[yaml-encoding]: the character U+0001 is not allowed in YAML",
      "spec.yaml:2:4: error[yaml-encoding]: a byte order mark stands inside the file",
    ]
    #expect(lines.count == found.count)
    for (line, start) in zip(lines, found) { #expect(line.hasPrefix(start + "; help: ")) }
  }
}
