import SwpipeCore
import Testing

@testable import SwpipePlugins

@Suite struct MarkedLinesCodecTests {
  /// What a codec says of a text that comes in parts of so many bytes, after it was given elements.
  private static func said(_ text: String, work: Operator, by size: Int) throws
    -> [String]
  {
    var codec = MarkedLinesCodec(end: "--", work: work)
    var sent: [UInt8] = []
    let batch = LibraryHarness.batch([Array("x".utf8), Array("y".utf8)])
    codec.encode(Slice(batch, 0..<2), 0..<2, firstID: 5, to: &sent)
    var said: [String] = []
    var rest: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      rest += bytes.prefix(size)
      bytes = bytes.dropFirst(size)
      let count = try rest.withUnsafeBytes { rest in
        try codec.decode(rest) { answer in
          switch answer {
          case .emit(let id, let line):
            said.append("\(id) gives \(String(decoding: line, as: UTF8.self))")
          case .done(let id, let isKept): said.append("\(id) done \(isKept)")
          case .failed(let id, let message): said.append("\(id) failed: \(message)")
          case .started, .manifest, .ended, .refused: said.append("?")
          }
        }
      }
      rest.removeFirst(count)
    }
    return said
  }

  @Test(arguments: 1...7)
  func `an answer goes to the line that ends it`(_ size: Int) throws {
    let said = try Self.said("a\n\n---\n--\n--\n", work: .flatMap, by: size)
    #expect(said == ["5 gives a", "5 gives ", "5 gives ---", "5 done true", "6 done true"])
  }

  @Test func `a filter's verdict is one line`() throws {
    #expect(
      try Self.said("false\n--\ntrue\n--\n", work: .filter, by: 100) == [
        "5 done false", "6 done true",
      ]
    )
    #expect(
      try Self.said("--\ntrue\nfalse\n--\n", work: .filter, by: 100) == [
        "5 failed: 0 lines came where one is due", "6 failed: 2 lines came where one is due",
      ]
    )
  }

  @Test func `a line without an end is waited for only as long as memory allows`() {
    var codec = MarkedLinesCodec(end: "--", work: .map, mostReceived: 3)
    #expect(throws: ProcessLoss.broke("wrote a line of more than 3 bytes")) {
      _ = try Array("abcd".utf8).withUnsafeBytes { bytes in
        try codec.decode(bytes) { _ in }
      }
    }
  }
}
