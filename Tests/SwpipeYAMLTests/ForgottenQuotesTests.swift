import SwpipeYAML
import Testing

@Suite struct ForgottenQuotesTests {
  private static let advice = "put it in single quotes or in a `|` block"

  @Test(arguments: [
    ("a: {b: c}  # note", "a: '{b: c}'  # note"),
    ("a: [x, 'y']", "a: '[x, ''y'']'"),
    ("a: #tag", "a: '#tag'"),
    ("{a: {b: c}, d: e}", "{a: '{b: c}', d: e}"),
  ])
  func `what stands where a text is due is shown with quotes`(
    text: String,
    mended: String
  ) throws {
    let node = try #require(try compose(text)["a"])
    #expect(ForgottenQuotes.help(for: node) == Self.advice + ":\n" + mended)
  }

  @Test func `a list entry that became a mapping is shown with quotes`() throws {
    guard case .sequence(let entries) = try compose("- done: all\n- x\n").content else {
      return #expect(Bool(false))
    }
    #expect(ForgottenQuotes.help(for: entries[0]) == Self.advice + ":\n- 'done: all'")
  }

  @Test func `of what stands on several lines no line is shown`() throws {
    let node = try #require(try compose("a:\n  b: c\n  d: e\n")["a"])
    #expect(ForgottenQuotes.help(for: node) == Self.advice)
    let missing = try #require(try compose("a:\nb: c\n")["a"])
    #expect(ForgottenQuotes.help(for: missing) == Self.advice)
  }

  @Test(arguments: [
    "a: b # c", "a: it's # don't", "a: (b) # (c)", "a: 5\" # wide", "a: {b: c} # }",
  ])
  func `a comment behind a finished text is left alone`(text: String) throws {
    _ = try compose(text)
  }
}
