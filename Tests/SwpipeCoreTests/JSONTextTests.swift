import SwpipeCore
import Testing

@Suite struct JSONTextTests {
  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
    ("ü数👍", #""ü数👍""#), ("\r\n", #""\r\n""#),
  ])
  func `a text is quoted as JSON demands`(text: String, expected: String) {
    #expect(JSONText.quoted(text) == expected)
  }
}
