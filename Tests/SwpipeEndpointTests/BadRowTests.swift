import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct `Rows that are none` {
  private func element(_ text: String) -> Decoded { .element(Array(text.utf8)) }

  @Test func `are values with their line and bytes, and the rows behind them come`() throws {
    var bytes = Array("id,v\n1,a\n2\n3,\"x\n\"y,\"z\n4,d\r\n5,".utf8)
    bytes += [0xff]
    bytes += Array("\n\n6,f,g\r\n7,h\n8,\"".utf8)
    let expected: [Decoded] = [
      element(#"{"id":"1","v":"a"}"#),
      .bad("the row has 1 field, but the header has 2", line: 3, Array("2".utf8)),
      .bad(
        "the field \"v\" goes on behind its closing quote",
        line: 5,
        Array("3,\"x\n\"y,\"z\n4,d\r\n5,".utf8) + [0xff] + Array("\n\n6,f,g\r\n7,h\n8,\"".utf8)
      ),
    ]
    // An odd quote takes what follows with it, up to the newline behind the fault; without it every row
    // stands for itself.
    for chunks in splits(bytes) {
      #expect(try decodeRaw(.csv, chunks) == expected)
    }
    let even = bytes.map { $0 == UInt8(ascii: "z") ? UInt8(ascii: "\"") : $0 }
    for chunks in splits(even) {
      #expect(
        try decodeRaw(.csv, chunks) == [
          element(#"{"id":"1","v":"a"}"#),
          .bad("the row has 1 field, but the header has 2", line: 3, Array("2".utf8)),
          .bad(
            "the field \"v\" goes on behind its closing quote",
            line: 5,
            Array("3,\"x\n\"y,\"\"".utf8)
          ),
          element(#"{"id":"4","v":"d"}"#),
          .bad("the field \"v\" is not UTF-8", line: 7, Array("5,".utf8) + [0xff]),
          .bad("the row has 3 fields, but the header has 2", line: 9, Array("6,f,g".utf8)),
          element(#"{"id":"7","v":"h"}"#),
          .bad("the quoted field that begins here never ends", line: 11, Array("8,\"".utf8)),
        ]
      )
    }
  }

  @Test func `are whole, however long, and so is the row behind them`() throws {
    let long = String(repeating: "x", count: 300_000)
    let decoded = try decodeRaw(.tsv, "a\tb\n\(long)\n1\t2\n".utf8.chunks(of: 50_000))
    #expect(
      decoded == [
        .bad("the row has 1 field, but the header has 2", line: 2, Array(long.utf8)),
        element(#"{"a":"1","b":"2"}"#),
      ]
    )
  }

  @Test(arguments: ["x", "x\n", "x\r\n"])
  func `of which the last has an open quote are rows as long as no line follows`(_ end: String)
    throws
  {
    let bytes = Array("a,b\n1,2\n3,\"\(end)".utf8)
    for chunks in splits(bytes) {
      let decoded = try decodeRaw(.csv, chunks)
      #expect(decoded.count == 2)
      #expect(
        decoded.last
          == .bad("the quoted field that begins here never ends", line: 3, Array("3,\"x".utf8))
      )
    }
  }

  @Test func `with an open quote that takes rows with it end the source`() throws {
    for chunks in splits(Array("a,b\n1,2\n3\n4,\"x\n5,6\n".utf8)) {
      let failure = #expect(throws: RunFailure.self) { try decodeRaw(.csv, chunks) }
      #expect(failure?.message == "the quoted field that begins here never ends")
      #expect(failure?.input == InputPlace(file: "in", line: 4))
      #expect(failure?.help?.contains("takes the 1 line behind it with it") == true)
    }
  }

  /// Rows of two fields of which some are none, and what a reader should make of them.
  private struct RandomTable {
    var bytes: [UInt8]
    var expected: [Decoded] = []

    init(_ format: FormatDefinition, rows: Int, _ random: inout SplitMix) {
      let isCSV = format.name == "csv"
      let separator = isCSV ? "," : "\t"
      bytes = Array("id\(separator)v\n".utf8)
      var line = 2
      for id in 0..<rows {
        let good: [(String, String)] =
          isCSV
          ? [("a", "a"), (#""b""c""#, #"b\"c"#), ("\"d\n,e\"", #"d\n,e"#), ("", ""), ("é", "é")]
          : [("a", "a"), (#"b\tc"#, #"b\tc"#), (#"d\ne"#, #"d\ne"#), ("", ""), ("é", "é")]
        let value = good.randomElement(using: &random) ?? ("", "")
        var text = Array("\(id)\(separator)\(value.0)".utf8)
        var (fault, faultLine): (String?, Int) = (nil, 0)
        switch Int.random(in: 0..<(isCSV ? 16 : 8), using: &random) {
        case 0:
          text += Array("\(separator)x\(separator)y".utf8)
          fault = "the row has 4 fields, but the header has 2"
        case 1:
          text = Array("\(id)".utf8)
          fault = "the row has 1 field, but the header has 2"
        case 2:
          text = Array("\(id)\(separator)".utf8) + [0xc3, 0x28]
          fault = "the field \"v\" is not UTF-8"
        case 3:
          text = Array("\(id)\(separator)a\rb".utf8)
          fault = "the field \"v\" holds a carriage return that no newline follows"
        case 8, 9:
          text = Array("\(id),\"a\n\nb\"c".utf8)
          fault = "the field \"v\" goes on behind its closing quote"
          faultLine = 2
        default: break
        }
        if let fault {
          expected.append(.bad(fault, line: line + faultLine, text))
        } else {
          expected.append(.element(Array(#"{"id":"\#(id)","v":"\#(value.1)"}"#.utf8)))
        }
        let end = ["\n", "\r\n", "\n\n"].randomElement(using: &random) ?? ""
        line += TableProblem.newlines(in: text.span, 0..<text.count) + end.filter(\.isNewline).count
        bytes += text + Array(end.utf8)
      }
    }
  }

  @Test(arguments: ["csv", "tsv"])
  func `at random places of a table come whole and in order, however it is read`(_ name: String)
    throws
  {
    let format = name == "csv" ? FormatDefinition.csv : .tsv
    var random = SplitMix(state: 20_261_128)
    for _ in 0..<300 {
      let table = RandomTable(format, rows: Int.random(in: 0..<12, using: &random), &random)
      let length = Int.random(in: 1...11, using: &random)
      let chunks = stride(from: 0, to: table.bytes.count, by: length).map {
        Array(table.bytes[$0..<min($0 + length, table.bytes.count)])
      }
      #expect(
        try decodeRaw(format, chunks) == table.expected,
        "\(String(decoding: table.bytes, as: UTF8.self).debugDescription) by \(length)"
      )
    }
  }

  @Test func `end a run that has no policy for them, behind the rows before them`() throws {
    let result = try decode(.csv, "a,b\n1,2\n3\n4,5\n")
    #expect(result.elements == [#"{"a":"1","b":"2"}"#])
    #expect(result.failure == "the row has 1 field, but the header has 2")
    #expect(result.failurePlace == "in:3")
  }
}
