import Testing

@testable import SwpipeBuiltins

@Suite struct RequiredLiteralTests {
  @Test(arguments: [
    (" 50[0-9] [0-9]+ms", " 50"), ("abc", "abc"), ("ab?cd", "cd"), ("ab+c", "ab"), ("a(b)cd", "cd"),
    (#"\d+\.txt$"#, ".txt"), ("é+x", "é"), ("ab{2,3}", "ab"), ("(a|b)ERROR", "ERROR"),
    ("a.bcd", "bcd"),
    ("^#include", "#include"), (#"\n\tx"#, "\n\tx"), ("[]a]bc", "bc"), ("x[[:digit:]]yz", "yz"),
  ])
  func `the longest sure run of bytes is found`(_ pattern: String, _ literal: String) {
    #expect(RequiredLiteral.find(in: Array(pattern.utf8)) == Array(literal.utf8))
  }

  @Test(arguments: [
    "", "a|b", "(?i)abc", "(*UTF)abc", #"\Qa|b\E"#, "(?x)a b", "a?", "a*", "[abc]", #"\x61bc"#,
    "(abc)",
    "abc|", #"(a)\1bc"#, "a{x", "(?#a)bc", "(?(1)a|b)cd", "abc)", "(?|a)bc", #"[\Qa]\E]bc"#,
    "[[:a]bc",
  ])
  func `where nothing is sure nothing is found`(_ pattern: String) {
    #expect(RequiredLiteral.find(in: Array(pattern.utf8)) == nil)
  }
}
