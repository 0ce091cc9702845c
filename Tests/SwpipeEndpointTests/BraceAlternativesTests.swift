import Testing

@testable import SwpipeBuiltins

@Suite struct BraceAlternativesTests {
  @Test(arguments: [
    ("plain.txt", ["plain.txt"]),
    ("{a,b}.txt", ["a.txt", "b.txt"]),
    ("x{a,,b}", ["xa", "x", "xb"]),
    ("{a,{b,c}d}e", ["ae", "bde", "cde"]),
    ("{a,b}{1,2}", ["a1", "a2", "b1", "b2"]),
    ("{x}{a,b}", ["{x}a", "{x}b"]),
    ("{a,b", ["{a,b"]),
    ("\\{a,b}", ["\\{a,b}"]),
    ("a,b}", ["a,b}"]),
  ])
  func `braces stand for their alternatives, as in a shell`(
    _ pattern: String,
    _ alternatives: [String]
  ) {
    #expect(BraceAlternatives.all(of: pattern) == alternatives)
  }
}
