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
    // An odd quote takes what follows with it; without it every row stands for itself.
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

  @Test func `of a long file are cut, and the row behind them is whole`() throws {
    let long = String(repeating: "x", count: 300_000)
    let decoded = try decodeRaw(.tsv, "a\tb\n\(long)\n1\t2\n".utf8.chunks(of: 50_000))
    guard case .bad(_, line: 2, let bytes)? = decoded.first else {
      Issue.record("\(decoded.count)")
      return
    }
    #expect(bytes.count == BadRow.limit)
    #expect(decoded.dropFirst() == [element(#"{"a":"1","b":"2"}"#)])
  }

  @Test func `end a run that has no policy for them, behind the rows before them`() throws {
    let result = try decode(.csv, "a,b\n1,2\n3\n4,5\n")
    #expect(result.elements == [#"{"a":"1","b":"2"}"#])
    #expect(result.failure == "the row has 1 field, but the header has 2")
    #expect(result.failurePlace == "in:3")
  }
}
