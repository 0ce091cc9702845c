import SwpipeCore
import Testing

@Suite struct TextTransformTests {
  static let strange: [[UInt8]] = [
    [], [0], Array("a\0b".utf8), Array("a\r".utf8), [0xFF], [0xC3], [0x61, 0xE2, 0x82, 0x62],
    Array("\r\n".utf8), Array(repeating: 0x61, count: 100_000),
    Array(String(repeating: "é", count: 30_000).utf8), [0xED, 0xA0, 0x80],
    [0xF4, 0x90, 0x80, 0x80],
  ]

  @Test func `letters beyond ASCII change their case`() throws {
    let upper = try Harness("text.upper", .map).run(["é", "straße", "日本ａ", "ŉ", "abcÿ", "ǆ", "ᾳ"])
    #expect(upper.texts == ["É", "STRASSE", "日本Ａ", "ʼN", "ABCŸ", "Ǆ", "ΑΙ"])
    let lower = try Harness("text.lower", .map).run(["É", "İ", "ÀB", "Ⓐ"])
    #expect(lower.texts == ["é", "i̇", "àb", "ⓐ"])
  }

  @Test func `every scalar changes its case as String does`() throws {
    let texts = (0..<0x11_0000 as Range<UInt32>).filter { $0 != 10 }
      .compactMap { Unicode.Scalar($0) }.map { String($0) }
    let harness = try Harness("text.upper", .map)
    let upper = try harness.run(
      texts.map { Array($0.utf8) },
      batches: [texts.count],
      slices: [texts.count]
    )
    #expect(upper.texts.elementsEqual(texts.map { $0.uppercased() }))
  }

  @Test func `bytes that are not UTF-8 keep their case and place`() throws {
    let upper = try Harness("text.upper", .map).run([
      [0xFF, 0x61, 0xC3], [0x62, 0xE2, 0x82, 0x63],
    ])
    #expect(upper.elements == [[0xFF, 0x41, 0xC3], [0x42, 0xE2, 0x82, 0x43]])
  }

  @Test(arguments: ["text.upper", "text.lower", "text.trim", "text.reverse", "text.length"])
  func `strange elements give one element each`(_ name: String) throws {
    let outcome = try Harness(name, .map).run(Self.strange)
    #expect(outcome.elements.count == Self.strange.count)
    #expect(outcome.failures.isEmpty)
    #expect(outcome.indices == Self.strange.indices.map { ElementIndex([$0]) })
  }

  @Test func `trim removes all kinds of white space`() throws {
    let outcome = try Harness("text.trim", .map).run([
      "\u{85}\u{A0}\u{1680}\u{2003}\u{2028}\u{3000} a b \u{202F}\u{205F}\t\r", "\u{200B}a", "  ",
      "",
    ])
    #expect(outcome.texts == ["a b", "\u{200B}a", "", ""])
    let invalid = try Harness("text.trim", .map).run([[0x20, 0x85, 0x20], [0xA0]])
    #expect(invalid.elements == [[0x85], [0xA0]])
  }

  @Test func `reversing twice gives what was there`() throws {
    var random = SplitMix(seed: 1)
    let elements = (0..<200).map { _ in
      (0..<Int.random(in: 0...30, using: &random)).flatMap { _ -> [UInt8] in
        Array(
          "abc é日👩‍👩‍👧🇨🇭\r".unicodeScalars.randomElement(using: &random).map { String($0).utf8 }
            ?? "".utf8
        )
      }.filter { $0 != 10 }
    }
    let once = try Harness("text.reverse", .map).run(elements)
    #expect(once.elements.map { $0.sorted() } == elements.map { $0.sorted() })
    let valid = ["abc", "日本é", "e\u{301}x👩‍👩‍👧"]
    let twice = try Harness("text.reverse", .map)
      .run(Harness("text.reverse", .map).run(valid).elements)
    #expect(twice.texts == valid)
    #expect(
      try Harness("text.reverse", .map).run([[0x61, 0xFF, 0xC3, 0xA9]]).elements
        == [[0xC3, 0xA9, 0xFF, 0x61]]
    )
  }

  @Test func `length counts characters or bytes`() throws {
    let texts = ["", "abc", "é", "e\u{301}", "👩‍👩‍👧", "\r\n", "a\rb"]
    var harness = try Harness("text.length", .map)
    harness.separator = 0
    #expect(try harness.run(texts).texts == texts.map { String($0.count) })
    harness.arguments = Arguments(["unit": .text("bytes")])
    #expect(try harness.run(texts).texts == texts.map { String($0.utf8.count) })
    #expect(try Harness("text.length", .map).run([[0xFF, 0x61, 0xE2, 0x82]]).texts == ["3"])
  }

  @Test func `split gives the parts, also the empty ones`() throws {
    let harness = try Harness("text.split", .flatMap, ["separator": .text("--")])
    let outcome = try harness.run(["a--b", "", "--", "a---b--", "x"])
    #expect(outcome.texts == ["a", "b", "", "", "", "a", "-b", "", "x"])
    #expect(outcome.indices.map { $0.numbers }.prefix(3) == [[0, 0], [0, 1], [1, 0]])
  }

  @Test func `joining what split gave is what was there`() throws {
    var random = SplitMix(seed: 3)
    for length in 1...3 {
      let separator = Array(repeating: UInt8(ascii: ","), count: length)
      let harness = try Harness(
        "text.split",
        .flatMap,
        ["separator": .text(String(repeating: ",", count: length))]
      )
      for _ in 0..<20 {
        let element = (0..<Int.random(in: 0...200, using: &random)).map { _ in
          Bool.random(using: &random) ? UInt8(ascii: ",") : UInt8(ascii: "a")
        }
        let parts = try harness.run([element]).elements
        #expect(Array(parts.joined(separator: separator)) == element)
      }
    }
  }

  @Test func `an empty separator is refused`() throws {
    let harness = try Harness("text.split", .flatMap, ["separator": .text("")])
    #expect(harness.problems.map(\.message) == ["separator must not be empty"])
  }

  @Test func `words are what white space separates`() throws {
    let outcome = try Harness("text.words", .flatMap).run([" a  b\u{2003}c ", "", " ", "x"])
    #expect(outcome.texts == ["a", "b", "c", "x"])
    #expect(outcome.indices.map { $0.numbers } == [[0, 0], [0, 1], [0, 2], [3, 0]])
  }

  @Test func `pad fills by characters`() throws {
    let both: [String: Argument] = [
      "width": .integer(4), "side": .text("both"), "fill": .text("é"),
    ]
    #expect(
      try Harness("text.pad", .map, both).run(["a", "日本", "12345", ""]).texts
        == ["éaéé", "é日本é", "12345", "éééé"]
    )
    #expect(
      try Harness("text.pad", .map, ["width": .integer(1), "fill": .text("ab")])
        .problems.count == 1
    )
  }

  @Test func `prefix and suffix stand around the element`() throws {
    #expect(
      try Harness("text.prefix", .map, ["text": .text("<")]).run(["", "a"]).texts
        == ["<", "<a"]
    )
    #expect(
      try Harness("text.suffix", .map, ["text": .text(">")]).run(["", "a"]).texts
        == [">", "a>"]
    )
  }

  @Test func `starts_with and ends_with compare bytes`() throws {
    var harness = try Harness("text.starts_with", .filter, ["text": .text("ab")])
    #expect(try harness.run(["ab", "a", "", "abc", "xab"]).texts == ["ab", "abc"])
    harness.isInverted = true
    #expect(try harness.run(["ab", "a", "", "abc", "xab"]).texts == ["a", "", "xab"])
    let end = try Harness("text.ends_with", .filter, ["text": .text("ab")])
    #expect(try end.run(["ab", "b", "", "abc", "xab"]).texts == ["ab", "xab"])
  }
}
