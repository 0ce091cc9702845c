import SwpipeCore
import Testing

@Suite struct PatternTransformTests {
  private func matches(_ pattern: String) throws -> Harness {
    try Harness("text.matches", .filter, ["pattern": .text(pattern)])
  }

  private func replaced(_ pattern: String, _ replacement: String, _ text: String) throws -> String {
    try Harness(
      "text.replace",
      .map,
      ["pattern": .text(pattern), "replacement": .text(replacement)]
    ).run([text]).texts[0]
  }

  @Test func `letters, digits and case are Unicode's`() throws {
    #expect(try matches(#"^\w+$"#).run(["é", "日本", "a-b", "abc"]).texts == ["é", "日本", "abc"])
    #expect(try matches("(?i)ÉA").run(["éa", "Éa", "ea"]).texts == ["éa", "Éa"])
    #expect(try matches("^.$").run(["é", "👩", "ab", "a"]).texts == ["é", "👩", "a"])
  }

  @Test func `bytes that are not UTF-8 neither match nor fail`() throws {
    let elements: [[UInt8]] = [[0xFF, 0x61, 0x62], [0x61, 0xFF, 0x62], [0], [], [0x61, 0xC3]]
    #expect(try matches("ab").run(elements).elements == [elements[0]])
    #expect(try matches("^a").run(elements).elements == [elements[1], elements[4]])
    #expect(try matches("a.b").run(elements).elements.isEmpty)
    #expect(try matches("").run(elements).elements == elements)
  }

  @Test func `a literal is never found across two elements`() throws {
    var harness = try matches("a\nb[0-9]")
    harness.separator = 0
    #expect(try harness.run(["a\nb1", "a", "b1", "a\nb"]).texts == ["a\nb1"])
    #expect(try matches("a\nb[0-9]").run(["a", "b1"]).texts.isEmpty)
    #expect(try matches("ab[0-9]").run(["a", "b1", "ab", "1", "ab1"]).texts == ["ab1"])
  }

  /// With a `|` in front there is no literal, so that these take the plain path.
  @Test func `searching for a literal finds what matching each element finds`() throws {
    let patterns = [
      "ab", "a+b", "ab*c", "a(b|c)ab", "[ab]ca", "^ab$", "a.c", "a{2}b", "ab{0,2}c", #"a\.b"#,
      "ca?b",
      "(?:ab)+c", #"\bab"#, "(?<=a)b", "(?!ab)ac", "a[]b]c", "a[^]b]c", "a[[:alpha:]]b", "abc??a",
      "(a)(?<x>b)c", "b|ca", "((a|b)c)+ab", "a{1,}bc", "abc{0}", "(?i)AB", #"a\x62"#, "(?x)a b",
      #"a\Qb|c\E"#, "(?:(?i)A)b", "é+b", "é?b", "ab(?#b)c", "a(?=b)bc", #"(a)\1b"#, "a{,2}b", "[a",
    ]
    var random = SplitMix(seed: 9)
    let elements = (0..<600).map { _ in
      (0..<Int.random(in: 0...9, using: &random)).map { _ in
        "abcé.AB".randomElement(using: &random).map { String($0) } ?? ""
      }.joined()
    }
    for pattern in patterns {
      let harness = try matches(pattern)
      guard harness.problems.isEmpty else { continue }
      let plain = try matches("(?!)|(?:\(pattern))")
      #expect(try harness.run(elements).texts == plain.run(elements).texts, "\(pattern)")
    }
  }

  @Test func `too many steps are the element's error`() throws {
    let hard = String(repeating: "a", count: 40) + "b"
    let outcome = try matches("^(a+)+$").run(["aa", hard, "a"])
    #expect(outcome.texts == ["aa", "a"])
    #expect(outcome.failures[1]?.hasPrefix("the pattern takes more than 10000000 steps") == true)
  }

  @Test func `a long element gets a stack of its own`() throws {
    let long = String(repeating: "ab", count: 50_000)
    #expect(try matches("^(?:(a)|(b))*$").run([long]).texts == [long])
  }

  @Test func `an error in a pattern has its place`() throws {
    let problem = try #require(try matches("a(b").problems.first)
    #expect(problem.parameter == "pattern")
    #expect(problem.range == 2..<3)
    #expect(problem.message.contains("missing closing parenthesis"))
    #expect(try matches("x[z-a]").problems.first?.range == 3..<4)
    #expect(try matches("*a").problems.first?.range == 0..<1)
  }

  @Test func `as a map it says true or false`() throws {
    let outcome = try Harness("text.matches", .map, ["pattern": .text("a")]).run(["a", "b"])
    #expect(outcome.texts == ["true", "false"])
    #expect(outcome.type == .json)
  }

  @Test func `replace takes groups by number and name`() throws {
    #expect(try replaced(#"(\w)(?<x>\w)?"#, #"\2\1\\\g<x>\g<1>\0"#, "ab c") == #"ba\baab c\cc"#)
    #expect(try replaced("a", "", "aba") == "b")
    #expect(try replaced("x*", "-", "abc") == "-a-b-c-")
    #expect(try replaced("x*", "-", "axb") == "-a--b-")
    #expect(try replaced("", "-", "é日") == "-é-日-")
    #expect(try replaced("^", "> ", "a") == "> a")
    #expect(try replaced(#"(?<=a)b"#, "c", "ab b") == "ac b")
  }

  @Test func `a replacement that names no group is refused`() throws {
    func problem(_ replacement: String) throws -> ArgumentProblem? {
      try Harness(
        "text.replace",
        .map,
        ["pattern": .text("(a)"), "replacement": .text(replacement)]
      ).problems.first
    }
    #expect(try problem(#"a\2"#)?.range == 1..<3)
    #expect(try problem(#"\g<nope>"#)?.message == "the pattern has no group nope")
    #expect(try problem(#"\n"#)?.range == 0..<2)
    #expect(try problem(#"a\"#)?.range == 1..<2)
    #expect(try problem(#"\1\0\\"#) == nil)
  }

  @Test func `replace stops after its count`() throws {
    for literal in [true, false] {
      let outcome = try Harness(
        "text.replace",
        .map,
        [
          "pattern": .text("a"), "replacement": .text("b"), "count": .integer(2),
          "literal": .boolean(literal),
        ]
      ).run(["aaaa", "xay", ""])
      #expect(outcome.texts == ["bbaa", "xby", ""])
    }
  }

  @Test func `extract writes JSON of the named groups`() throws {
    let arguments = ["pattern": Argument.text(#"(?<a>\w+)=(?<b>[^ ]*)(?<c>!)?"#)]
    let map = try Harness("text.extract", .map, arguments).run(["x=\"\\\u{1}é", "none", "y= z=1"])
    #expect(map.texts == [#"{"a":"x","b":"\"\\\u0001é","c":null}"#, #"{"a":"y","b":"","c":null}"#])
    #expect(map.failures == [1: "\"none\" does not match the pattern"])
    let all = try Harness("text.extract", .flatMap, arguments).run(["x=1 y=2 z=3", "none", "q="])
    #expect(
      all.texts.map { $0.prefix(8) } == [#"{"a":"x""#, #"{"a":"y""#, #"{"a":"z""#, #"{"a":"q""#]
    )
    #expect(all.indices.map { $0.numbers } == [[0, 0], [0, 1], [0, 2], [2, 0]])
    let empty = try Harness("text.extract", .flatMap, ["pattern": .text("(?<a>x*)")]).run(["axxb"])
    #expect(empty.texts == ["", "xx", "", ""].map { "{\"a\":\"\($0)\"}" })
    let invalid = try Harness("text.extract", .map, ["pattern": .text("(?<a>.)")]).run([
      [0xFF, 0x61]
    ])
    #expect(invalid.texts == [#"{"a":"a"}"#])
    #expect(try Harness("text.extract", .map, ["pattern": .text("(a)")]).problems.count == 1)
  }

  @Test func `contains finds a text wherever it stands`() throws {
    var random = SplitMix(seed: 11)
    for length in [1, 2, 3, 5, 17, 40] {
      let text = String(repeating: "ab", count: length).prefix(length)
      let elements = (0..<300).map { _ -> String in
        let around = (0..<2).map { _ in
          String(
            (0..<Int.random(in: 0...40, using: &random)).map { _ in
              "abc".randomElement(using: &random) ?? "a"
            }
          )
        }
        return around[0] + (Bool.random(using: &random) ? text : "") + around[1]
      }
      let harness = try Harness("text.contains", .filter, ["text": .text(String(text))])
      #expect(try harness.run(elements).texts == elements.filter { $0.contains(text) })
      var inverted = harness
      inverted.isInverted = true
      #expect(try inverted.run(elements).texts == elements.filter { !$0.contains(text) })
    }
  }
}
