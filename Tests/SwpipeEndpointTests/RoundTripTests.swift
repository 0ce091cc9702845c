import SwpipeCore
import Testing

@testable import SwpipeBuiltins

/// What a sink writes, a source with the same arguments reads back; or the sink refuses it.
@Suite struct `Writing and reading back` {
  /// Bytes that mean something to some format, and some that are no text at all.
  private static let pieces: [[UInt8]] =
    ["a", "b", ",", ";", "\t", "|", "\"", "'", "\n", "\r", "\r\n", "\\", "\\t", " ", "#", "0", "-"]
    .map { Array($0.utf8) }
    + ["", "\u{e9}", "e\u{301}", "\u{1f600}", "\u{feff}", "\u{2028}", "\0", "\u{1}", "{", "[]"]
    .map { Array($0.utf8) }
    + [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0x1f, 0x8b, 0x08], [0xff, 0xfe]]

  /// A few of them; those that are no UTF-8 are rare.
  private func text(_ random: inout SplitMix) -> [UInt8] {
    let hasAny = Int.random(in: 0..<12, using: &random) == 0
    let pieces = hasAny ? Self.pieces[...] : Self.pieces.dropLast(5)
    let count = Int.random(in: 0...4, using: &random)
    return (0..<count).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
  }

  private func quoted(_ text: [UInt8]) -> [UInt8] {
    var builder = BatchBuilder()
    builder.append(UInt8(ascii: "\""))
    _ = builder.append(escaping: text.span)
    builder.append(UInt8(ascii: "\""))
    return builder.withUnfinished { span in (0..<span.count).map { span[$0] } }
  }

  private func object(_ names: [[UInt8]], _ values: [[UInt8]]) -> [UInt8] {
    let members = zip(names, values).map { $0 + [UInt8(ascii: ":")] + $1 }
    return [UInt8(ascii: "{")] + members.joined(separator: [UInt8(ascii: ",")])
      + [UInt8(ascii: "}")]
  }

  private func array(_ values: [[UInt8]]) -> [UInt8] {
    [UInt8(ascii: "[")] + values.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }

  private func names(_ random: inout SplitMix) -> [[UInt8]] {
    var names: [[UInt8]] = []
    let count = Int.random(in: 1...3, using: &random)
    while names.count < count {
      let name = text(&random)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Writes elements, reads them back in reads of some length, and compares; true if all went out.
  private func goesRound(
    _ format: FormatDefinition,
    _ elements: [[UInt8]],
    _ type: ElementType,
    writing: [String: Argument] = [:],
    reading: [String: Argument]? = nil,
    as expected: [[UInt8]]? = nil,
    _ random: inout SplitMix
  ) throws -> Bool {
    let expected = expected ?? elements
    let (result, bytes) = encodeRaw(format.encoder(writing), elements, type)
    #expect(result.message == nil || result.position != nil)
    let length = Int.random(in: 1...9, using: &random)
    let chunks = stride(from: 0, to: bytes.count, by: length).map {
      Array(bytes[$0..<min($0 + length, bytes.count)])
    }
    let written = expected.prefix(result.position ?? expected.count)
    let read = try decodeRaw(format, chunks, reading ?? writing)
    #expect(
      read == written.map { .element($0) },
      "\(format.name) \(writing): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
    )
    return result.position == nil
  }

  @Test(arguments: ["csv", "tsv"])
  func `objects of strings go through a table`(_ name: String) throws {
    let format = name == "csv" ? FormatDefinition.csv : .tsv
    let variants: [[String: Argument]] = [
      [:], ["delimiter": .text(";")], ["quote": .text("'")], ["quote": .text("none")],
      ["delimiter": .text("|"), "quote": .text("\"")], ["delimiter": .text(" ")],
      ["delimiter": .text("-")], ["delimiter": .text("\u{1}"), "quote": .text("none")],
    ]
    var random = SplitMix(state: 11)
    var passed = 0
    for round in 0..<1600 {
      let writing = variants[round % variants.count]
      let names = names(&random)
      let rows = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        object(names.map(quoted), names.map { _ in quoted(text(&random)) })
      }
      if try goesRound(format, rows, .json, writing: writing, &random) { passed += 1 }
    }
    // A sink that refuses everything is no sink.
    #expect(passed > 700, "\(passed)")
  }

  @Test(arguments: ["csv", "tsv"])
  func `rows without a header go through a table`(_ name: String) throws {
    let format = name == "csv" ? FormatDefinition.csv : .tsv
    var random = SplitMix(state: 12)
    var passed = 0
    for _ in 0..<400 {
      let names = (0..<Int.random(in: 1...3, using: &random)).map { "n\($0)" }
      let rows = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        names.map { _ in quoted(text(&random)) }
      }
      let arrays = rows.map { array($0) }
      if try goesRound(
        format,
        arrays,
        .json,
        writing: ["header": .text("none")],
        reading: ["header": .value(.text("none"))],
        &random
      ) {
        passed += 1
      }
      let objects = rows.map { object(names.map { quoted(Array($0.utf8)) }, $0) }
      let header = Argument.value(.list(names.map { .text($0) }))
      if try goesRound(
        format,
        objects,
        .json,
        writing: ["header": .text("none")],
        reading: ["header": header],
        &random
      ) {
        passed += 1
      }
    }
    #expect(passed > 400, "\(passed)")
  }

  @Test(arguments: ["csv", "tsv"])
  func `numbers, booleans and null come back where types are inferred`(_ name: String) throws {
    let format = name == "csv" ? FormatDefinition.csv : .tsv
    let values = [
      "1", "-0.5", "1e400", "12345678901234567890", "true", "false", "null", "\"a\"", "0",
    ]
    var random = SplitMix(state: 13)
    for delimiter in ["1", "-", "e", "t", ";"] {
      for _ in 0..<40 {
        let rows = (0..<3).map { _ in
          object(
            [quoted([0x61]), quoted([0x62])],
            (0..<2).map { _ in Array((values.randomElement(using: &random) ?? "1").utf8) }
          )
        }
        // In a csv with such a delimiter numbers stand in quotes, and are texts when they are read.
        let infers = delimiter == ";"
        let expected = rows.map { row in
          infers
            ? row
            : Array(
              String(decoding: row, as: UTF8.self)
                .replacing(/:("a"|null|[^,}]+)/) { match in
                  match.1 == "null" ? ":\"\"" : match.1 == "\"a\"" ? ":\"a\"" : ":\"\(match.1)\""
                }.utf8
            )
        }
        let writing = ["delimiter": Argument.text(delimiter)]
        _ = try goesRound(
          format,
          rows,
          .json,
          writing: writing,
          reading: infers
            ? writing.merging(["types": .text("infer")]) { $1 } : writing,
          as: expected,
          &random
        )
      }
    }
  }

  @Test func `texts go through nul and jsonl`() throws {
    var random = SplitMix(state: 14)
    var passed = 0
    for _ in 0..<400 {
      let texts = (0..<3).map { _ in text(&random) }
      if try goesRound(.nul, texts, .text, &random) { passed += 1 }
      let strings = texts.map { quoted($0) }
      if try goesRound(.nul, strings, .json, as: texts, &random) { passed += 1 }
      if try goesRound(.jsonl, texts, .text, as: strings, &random) { passed += 1 }
      if try goesRound(.jsonl, strings, .json, &random) { passed += 1 }
    }
    #expect(passed > 800, "\(passed)")
  }

  @Test func `half of a surrogate pair is refused by a table`() {
    for element in [#"{"a":"\ud800"}"#, #"{"a":"\ude00\ud83d"}"#, #"{"\ud800":1}"#] {
      #expect(encode(FormatDefinition.csv.encoder(), [element], .json).position == 0)
    }
    #expect(
      encode(FormatDefinition.csv.encoder(), [#"{"a":"\ud83d\ude00 \\ud800"}"#], .json).text
        == "a\n\u{1f600} \\ud800\n"
    )
  }
}
