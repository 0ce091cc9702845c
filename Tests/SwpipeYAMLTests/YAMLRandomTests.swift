import SwpipeCore
import SwpipeYAML
import Testing

@Suite struct YAMLRandomTests {
  /// SplitMix64: small, and the same on every run.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// Reads and renders the bytes, and checks that each finding lies in the text.
  private func read(_ bytes: [UInt8]) {
    let (source, unreadable) = SourceText.reading(bytes: bytes, name: "random.yaml")
    let (node, found) =
      unreadable.isEmpty ? YAMLDocument.compose(source) : (nil, unreadable)
    #expect(node != nil || !found.isEmpty, "nothing is said of \(bytes)")
    for finding in found {
      #expect(finding.span.range.upperBound <= finding.span.source.bytes.count)
      if let node { _ = ForgottenQuotes.help(for: node) }
    }
    for format in DiagnosticRenderer.Format.allCases {
      _ = DiagnosticRenderer(format: format, colour: true).render(found)
    }
  }

  @Test func `random bytes never crash composing`() {
    var generator = Generator(state: 1)
    for _ in 0..<500 {
      let count = Int.random(in: 0...60, using: &generator)
      read((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }

  @Test func `random pieces of YAML never crash composing`() throws {
    let pieces = [
      "a", "b: ", "- ", "\n", "\n  ", "\n\t", "[", "]", "{", "}", "{{ ", " }}", ", ", ": ", "'",
      "\"",
      "\\d", "\\", "&a ", "*a", "*b", "!!str ", "!x ", "<<: ", "| ", "> ", "|\n", " #", "#", "@",
      "`",
      "%", "---\n", "...\n", "? ", "ü", "数", "👍", "\r\n", "${X}", "~", "12", "\u{85}", "\u{FEFF}",
    ]
    var generator = Generator(state: 2)
    for _ in 0..<4000 {
      let count = Int.random(in: 1...14, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      read(Array(text.utf8))
    }
  }
}
