import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct RedactTests {
  private func redact(_ texts: [String], _ type: ElementType = .text, own: [String] = []) throws
    -> Harness.Outcome
  {
    var harness = try Harness(
      "redact",
      .map,
      ["replacement": .text("#"), "own": .list(own.map { .text($0) })]
    )
    harness.inputType = type
    return try harness.run(texts)
  }

  @Test(arguments: [
    ("mail: o'neil+x@sub.example.co.uk.", "mail: #."), ("a@b", "a@b"),
    ("@a.de a@.de", "@a.de a@.de"),
    ("<é@b.de>", "<#>"), ("5500-0000-0000-0004,", "#,"), ("378282246310005", "#"),
    ("5500-0000-0000-0005", "5500-0000-0000-0005"), ("14111111111111111", "14111111111111111"),
    ("0 4111 1111 1111 1111 0", "0 # 0"), ("v1.2.3.4.5 1.2.3", "v1.2.3.4.5 1.2.3"),
    ("(255.255.255.255).", "(#)."), ("192.168.0.256", "192.168.0.256"), ("fe80::1%eth0", "#%eth0"),
    ("[2001:db8::ff00:42:8329]:443", "[#]:443"), ("::ffff:10.0.0.1", "#"), ("a::b::c", "a::b::c"),
    ("std::vector 12:30:45 1:2:3:4:5:6:7:8", "std::vector 12:30:45 #"), ("", ""),
  ])
  func `what has the form goes and the rest stays`(_ text: String, _ expected: String) throws {
    #expect(try redact([text]).texts == [expected])
  }

  @Test func `a card number behind digits that are none is found`() throws {
    #expect(
      try redact(["4111 1111 1111 1112 4111 1111 1111 1111"]).texts == ["4111 1111 1111 1112 #"]
    )
  }

  @Test func `JSON stays JSON, its keys and escapes too`() throws {
    let element =
      #"{"a@b.de":["\n10.0.0.1\"","\u0061@b.de",4111111111111111,-1.0,null],"b":{"c":"::1"}}"#
    #expect(
      try redact([element, #""x@y.de""#, "4111111111111111"], .json).texts
        == [##"{"a@b.de":["\n#\"","#","#",-1.0,null],"b":{"c":"#"}}"##, "\"#\"", "\"#\""]
    )
    #expect(try redact([#"{"a":"x@y.de"#], .json).failures.count == 1)
  }

  @Test func `patterns of the spec's come behind, and an empty match changes nothing`() throws {
    #expect(
      try redact(["id-77 and 10.0.0.1", "é"], own: [#"id-\d*"#, "x*"]).texts == ["# and #", "é"]
    )
  }

  @Test func `a pattern that is none is said`() throws {
    let harness = try Harness("redact", .map, ["own": .list([.text("(")])])
    #expect(harness.problems.first?.message.contains("`(` is no regular expression") == true)
  }

  @Test(arguments: [
    ("\u{1B}[38;5;196mred\u{1B}[m", "red"), ("a\u{1B}[2J\u{1B}[1;1Hb", "ab"),
    ("\u{1B}(Bx\u{1B}=y", "xy"),
    ("\u{1B}]0;t\u{1B}[0mz", "z"), ("\u{1B}", ""), ("x\u{1B}[1", "x"), ("\u{1B}é", "é"),
    ("\u{1B}Pq#0\u{1B}\\k", "k"), ("no [31m", "no [31m"), ("\u{1B}[31\u{1B}[0mx", "x"),
  ])
  func `escape sequences go, whole or broken off`(_ text: String, _ expected: String) throws {
    #expect(try Harness("text.strip_ansi", .map).run([text]).texts == [expected])
  }
}
