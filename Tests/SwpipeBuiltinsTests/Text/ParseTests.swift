import SwpipeCore
import Testing

@testable import SwpipeBuiltins

/// Transforms that read lines of logs.
@Suite struct ParseTests {
  @Test(arguments: [
    (#"a=1 b="x y" c"#, #"{"a":"1","b":"x y","c":true}"#),
    ("  a=b\t\tc=d\r", #"{"a":"b","c":"d"}"#),
    (#"a="\n\\\"\u00e9\ud83d\ude00\q" b=\n"#, #"{"a":"\n\\\"é😀\\q","b":"\\n"}"#),
    ("k=a=b url=/x?y=z", #"{"k":"a=b","url":"/x?y=z"}"#), ("é=日", #"{"é":"日"}"#),
    (#"a="" a=2"#, #"{"a":"","a":"2"}"#), ("a=\"tab\there\"", #"{"a":"tab\there"}"#),
  ])
  func `logfmt pairs come out in their order`(_ text: String, _ expected: String) throws {
    #expect(try Harness("parse.logfmt", .map).run([text]).texts == [expected])
  }

  @Test func `logfmt without a key or a closing quote is an error, and rubbish becomes valid JSON`()
    throws
  {
    let harness = try Harness("parse.logfmt", .map)
    let outcome = try harness.run([
      Array("=1".utf8), Array("a=\"1".utf8), Array("a=\"1\\".utf8), Array("a=\"1\"b".utf8),
      [0x61, 0x3d, 0xff, 0x01],
    ])
    #expect(outcome.failures.keys.sorted() == [0, 1, 2, 3])
    #expect(outcome.texts == ["{\"a\":\"\u{FFFD}\\u0001\"}"])
    let infer = try Harness("parse.logfmt", .map, ["types": .text("infer")])
    #expect(
      try infer.run(["a=1e5 b=nan c=- d=true1 e=-0 f="]).texts == [
        #"{"a":1e5,"b":"nan","c":"-","d":"true1","e":-0,"f":""}"#
      ]
    )
  }

  @Test(arguments: [
    (
      #"h i "u v" [31/Dec/1999:23:59:60 +0530] "GET /a b HTTP/1.1" 200 1 "r" "a" "x" y"#,
      #"{"host":"h","ident":"i","user":"\"u v\"","time":"1999-12-31T23:59:60+05:30","request":"GET /a b HTTP/1.1","method":null,"path":null,"protocol":null,"status":200,"bytes":1,"referer":"r","agent":"a","rest":"\"x\" y"}"#
    ),
    (
      #"h - - [01/Feb/2024:00:00:00 -0000] "-" 408 - "-" "\x22\xC3\xA9\\""#,
      #"{"host":"h","ident":null,"user":null,"time":"2024-02-01T00:00:00-00:00","request":null,"method":null,"path":null,"protocol":null,"status":408,"bytes":null,"referer":null,"agent":"\"é\\"}"#
    ),
    (
      #"h - - [01/Feb/2024:00:00:00 +0000] "A B C" 200 0 7"#,
      #"{"host":"h","ident":null,"user":null,"time":"2024-02-01T00:00:00+00:00","request":"A B C","method":"A","path":"B","protocol":"C","status":200,"bytes":0,"rest":"7"}"#
    ),
  ])
  func `lines of access logs keep what is in them`(_ line: String, _ expected: String) throws {
    #expect(try Harness("parse.common_log", .map).run([line]).texts == [expected])
  }

  @Test func `lines cut off anywhere are errors, and never more`() throws {
    let log = Array(#"h i u [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 12 "r" "a""#.utf8)
    let short = log.firstRange(of: Array(#" 12 "#.utf8)).map { $0.lowerBound + 2 } ?? 0
    let outcome = try Harness("parse.common_log", .map).run((0..<short).map { Array(log[..<$0]) })
    #expect(outcome.texts.isEmpty)
    let message = Array(#"<34>1 2003-10-11T22:14:15Z h a 1 m [x@1 a="\]"][y] text"#.utf8)
    let syslog = try Harness("parse.syslog", .map).run(
      (0..<message.count).map { Array(message[..<$0]) }
    )
    // From the end of the data on it is whole, without a message.
    let whole = message.count - " text".utf8.count
    #expect(syslog.failures.keys.allSatisfy { $0 < whole })
    #expect(
      syslog.texts.last?.hasSuffix(#""data":{"x@1":{"a":"]"},"y":{}},"message":"tex"}"#) == true
    )
  }

  @Test(arguments: [
    ("10/Oct/2000:13:55:36 -0700", true), ("32/Oct/2000:13:55:36 -0700", false),
    ("10/Okt/2000:13:55:36 -0700", false), ("10/Oct/2000:24:55:36 -0700", false),
    ("10/Oct/2000:13:55:36", false), ("10/Oct/2000:13:55:36 -07é", false),
  ])
  func `a time of an access log is checked`(_ time: String, _ isRight: Bool) throws {
    let outcome = try Harness("parse.common_log", .map).run([#"h - - [\#(time)] "x" 200 1"#])
    #expect(outcome.failures.isEmpty == isRight)
  }

  @Test(arguments: [
    (
      "<0>1 - - - - - -",
      #""facility":"kern","severity":"emerg","time":null,"host":null,"app":null,"process_id":null,"message_id":null,"data":null,"message":null}"#
    ),
    (
      "<191>1 t h a p m - \u{FEFF}é",
      #""facility":"local7","severity":"debug","time":"t","host":"h","app":"a","process_id":"p","message_id":"m","data":null,"message":"é"}"#
    ),
    (
      "<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!",
      #""facility":"user","severity":"notice","time":"Feb  5 17:32:18","host":"10.0.0.99","app":null,"process_id":null,"message":"Use the BFG!"}"#
    ),
    (
      "<13>Feb 05 17:32:18 h a[b:c",
      #""facility":"user","severity":"notice","time":"Feb 05 17:32:18","host":"h","app":null,"process_id":null,"message":"a[b:c"}"#
    ),
  ])
  func `both forms of syslog are read`(_ line: String, _ expected: String) throws {
    #expect(try Harness("parse.syslog", .map).run([line]).texts == ["{" + expected])
  }

  @Test(arguments: [
    "", "<", "<1", "<192>1 - - - - - -", "<>x", "<1>", "<1>x y", "<1>1 - - - - - [",
    "<1>1 - - - - - []", "<1>1  - - - - -",
  ])
  func `other lines are errors of syslog`(_ line: String) throws {
    #expect(try Harness("parse.syslog", .map).run([line]).failures.count == 1)
  }

  private func grok(_ pattern: String, _ own: [(String, String)] = []) throws -> Harness {
    var arguments: [String: Argument] = ["pattern": .text(pattern)]
    if !own.isEmpty {
      arguments["patterns"] = .value(
        .mapping(own.map { Value.Field(key: $0.0, value: .text($0.1)) })
      )
    }
    return try Harness("parse.grok", .map, arguments)
  }

  @Test func `every named pattern compiles alone`() throws {
    for name in GrokPatterns.known.keys.sorted() {
      let harness = try grok("%{\(name):x}")
      #expect(harness.problems.isEmpty, "\(name)")
      #expect(harness.definition.details.contains(" \(name)"), "\(name)")
    }
  }

  @Test(arguments: [
    ("%{TIMESTAMP_ISO8601:x}$", "2024-02-30 23:59:59,123+01:00"), ("^%{IP:x}$", "2001:db8::1"),
    ("%{HTTPDATE:x}$", "10/Oct/2000:13:55:36 -0700"), ("^%{URI:x}$", "https://a.b:80/c?d=e"),
    ("^%{SYSLOGTIMESTAMP:x}$", "Feb  5 17:32:18"), ("^%{QS:x}$", #""a \" b""#),
    ("^%{MAC:x}$", "00:1a:2B:3c:4d:5e"),
    ("^%{UUID:x}$", "123e4567-e89b-12d3-a456-426614174000"), ("^%{LOGLEVEL:x}$", "WARN"),
    ("^%{HOSTPORT:x}$", "a.b-c.de:443"),
    ("^%{EMAILADDRESS:x}$", "a+b@c.de"), ("^%{NUMBER:x}$", "-.5"), ("^%{PATH:x}$", "/a/b.c"),
  ])
  func `named patterns match what they are called`(_ pattern: String, _ text: String) throws {
    let outcome = try grok(pattern).run([text])
    #expect(outcome.texts == ["{\"x\":\(String(decoding: Value.text(text).json, as: UTF8.self))}"])
  }

  @Test func `fields of groups, of patterns of one's own and with odd names come out`() throws {
    let harness = try grok("%{PAIR} (?<rest>.*)", [("PAIR", "%{WORD:a.b}=%{INT:\"n\":number}")])
    #expect(harness.problems.isEmpty)
    #expect(try harness.run(["x=-5 é"]).texts == [#"{"a.b":"x","\"n\"":-5,"rest":"é"}"#])
  }

  @Test(arguments: [
    ("%{IPX:a}", "there is no pattern `IPX`"), ("%{IP}", "the pattern gives no field"),
    ("%{IP:a", "is not closed"),
    ("%{IP:a} %{IP:a}", "the pattern has two fields `a`"), ("%{:a}", "is no named pattern"),
    ("%{IP:a:date}", "`date` is not a type"),
    ("%{IP:a}(", "becomes no regular expression"), ("%{LOOP:a}", "contains itself"),
  ])
  func `what is wrong with a pattern is said`(_ pattern: String, _ message: String) throws {
    let problems = try grok(pattern, [("LOOP", "a%{LOOP}")]).problems
    #expect(problems.contains { $0.message.contains(message) }, "\(problems)")
  }
}
