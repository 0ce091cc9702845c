import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct `The first bytes of an input` {
  @Test(
    arguments: [
      ([0x1f, 0x8b, 0x08, 0, 1, 2], "gzip"), ([0x28, 0xb5, 0x2f, 0xfd, 4], "zstd"),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0], "xz"),
      (Array("BZh6".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 1], "bzip2"),
      ([0x50, 0x4b, 3, 4, 0x14, 0, 6, 0], "ZIP"), ([0xff, 0xfe, 0x69, 0, 0x64, 0], "UTF-16"),
      ([0xfe, 0xff, 0, 0x69, 0, 0x64], "UTF-16"),
    ] as [([UInt8], String)],
    ["lines", "nul", "jsonl", "csv", "tsv"]
  )
  func `name what is no text, wherever the reads end`(
    _ input: (bytes: [UInt8], name: String),
    _ format: String
  ) throws {
    let definition = try #require(Formats.all.first { $0.name == format })
    for chunks in splits(input.bytes) {
      let result = try decode(definition, chunks)
      #expect(result.failure?.contains(input.name) == true, "\(result)")
      #expect(result.elements.isEmpty)
    }
  }

  @Test(arguments: ["jsonl", "csv", "tsv"])
  func `name UTF-16 without a mark`(_ format: String) throws {
    let definition = try #require(Formats.all.first { $0.name == format })
    let bytes = Array("{name;id}\n".utf8).flatMap { [$0, 0] as [UInt8] }
    for chunks in splits(bytes) {
      #expect(try decode(definition, chunks).failure?.contains("UTF-16") == true)
    }
  }

  @Test(arguments: ["(", "PK", "BZh", "\u{1f}", "\u{ef}\u{bb}", "\u{feff}", "a\0b"])
  func `that only look like it are text`(_ text: String) throws {
    for bytes in [
      Array(text.utf8), text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) },
    ] {
      for chunks in splits(bytes) + [[bytes]] {
        #expect(try decode(.lines, chunks).failure == nil)
        #expect(try decode(.nul, chunks + [[0]]).failure == nil)
      }
    }
  }

  @Test(arguments: [
    ("[\n", "[", 1), ("\n {\n\"a\": 1\n}\n", "{", 2), ("\u{feff}[{\r\n\"a\": 1}]", "[{", 1),
    ("\n\n[ [ \n1]]", "[ [ ", 3),
  ])
  func `of jsonl tell values that span lines`(_ text: String, _ opening: String, _ line: Int) throws
  {
    for chunks in splits(Array(text.utf8)) {
      let result = try decode(.jsonl, chunks)
      #expect(result.failure?.contains("goes on in the next line") == true, "\(result)")
      #expect(result.failure?.contains("\"\(opening)") == true, "\(result)")
      #expect(result.failurePlace == "in:\(line)")
    }
  }

  @Test(arguments: ["[]\n{\n", "{}\n", "[[[1]]]\n[\n", "1\n[\n", "["])
  func `of jsonl are whole values in most files`(_ text: String) throws {
    for chunks in splits(Array(text.utf8)) {
      #expect(try decode(.jsonl, chunks).failure == nil)
    }
  }
}
