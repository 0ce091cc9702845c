import Glibc
import SwpipeCore
import Testing

/// text.upper and text.lower against the data of the Unicode standard itself.
@Suite struct `Case by the Unicode Character Database` {
  /// The scalars whose mappings came after the version of the data, with Unicode 16 and 17.
  private static let later: Set<UInt32> = [0x019b, 0x0264, 0xa7d3, 0xa7d5]

  /// The fields of a file's lines, without comments and blanks around them.
  private static func fields(_ name: String) -> [[String]] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/")
    guard let file = fopen("\(root)/specs/data/\(name)", "re") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let text = line.split(separator: "#", omittingEmptySubsequences: false)[0]
      guard text.contains(where: { $0 != " " }) else { return nil }
      return text.split(separator: ";", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    }
  }

  private static func scalar(_ hex: String) -> UInt32? { UInt32(hex, radix: 16) }

  private static func text(_ hex: String) -> String {
    var text = ""
    for part in hex.split(separator: " ") {
      if let value = UInt32(part, radix: 16), let scalar = Unicode.Scalar(value) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  @Test(arguments: ["text.upper", "text.lower"])
  func `every scalar is mapped as the data say`(_ name: String) throws {
    let isUpper = name == "text.upper"
    var expected: [UInt32: String] = [:]
    for fields in Self.fields("UnicodeData.txt") where !fields[1].hasSuffix("Last>") {
      guard let value = Self.scalar(fields[0]), let scalar = Unicode.Scalar(value),
        fields[1] == "<control>" || !fields[1].hasPrefix("<")
      else { continue }
      let mapping = Self.text(fields[isUpper ? 12 : 13])
      expected[value] = mapping.isEmpty ? String(scalar) : mapping
    }
    var special = 0
    for fields in Self.fields("SpecialCasing.txt") {
      // A fifth field that is not empty is a condition: a language, or the end of a word.
      guard fields.count < 5 || fields[4].isEmpty, let value = Self.scalar(fields[0]) else {
        continue
      }
      expected[value] = Self.text(fields[isUpper ? 3 : 1])
      special += 1
    }
    #expect(special > 100 && expected.count > 34_000)
    let values = expected.keys.sorted().filter { !Self.later.contains($0) && $0 != 10 }
    let texts = values.compactMap { Unicode.Scalar($0).map { String($0) } }
    #expect(texts.count > 34_000)
    let outcome = try Harness(name, .map).run(
      texts.map { Array($0.utf8) },
      batches: [texts.count],
      slices: [texts.count]
    )
    let wrong = zip(texts, outcome.texts).filter { value, text in
      let wanted = value.unicodeScalars.first.flatMap { expected[$0.value] } ?? ""
      return !text.unicodeScalars.elementsEqual(wanted.unicodeScalars)
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(10))")
  }

  @Test(arguments: [
    ("\u{39f}\u{394}\u{39f}\u{3a3}", "\u{3bf}\u{3b4}\u{3bf}\u{3c2}"),
    ("A\u{3a3} B", "a\u{3c2} b"), ("A\u{3a3}B", "a\u{3c3}b"), ("\u{3a3}", "\u{3c3}"),
    (" \u{3a3} ", " \u{3c3} "), ("A.\u{3a3}", "a.\u{3c2}"), ("A\u{3a3}'B", "a\u{3c3}'b"),
    ("A\u{3a3}'", "a\u{3c2}'"), ("1\u{3a3}", "1\u{3c3}"),
    ("A\u{301}\u{3a3}\u{301}!", "a\u{301}\u{3c2}\u{301}!"),
    ("\u{3a3}\u{3a3}", "\u{3c3}\u{3c2}"), ("A\u{3a3}\u{345}", "a\u{3c2}\u{345}"),
    ("A-\u{3a3}", "a-\u{3c3}"),
  ])
  func `a sigma at the end of a word is a final one`(_ text: String, _ lower: String) throws {
    let outcome = try Harness("text.lower", .map).run([text])
    #expect(outcome.texts.map { Array($0.unicodeScalars) } == [Array(lower.unicodeScalars)])
  }

  @Test func `bytes that are no UTF-8 belong to no word`() throws {
    let sigma: [UInt8] = [0xce, 0xa3]
    let outcome = try Harness("text.lower", .map).run([
      [0x41] + sigma + [0xff], [0x41, 0xff] + sigma, [0xc3] + sigma,
    ])
    #expect(
      outcome.elements == [
        [0x61, 0xcf, 0x82, 0xff], [0x61, 0xff, 0xcf, 0x83], [0xc3, 0xcf, 0x83],
      ]
    )
  }
}
