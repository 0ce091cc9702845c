import SwpipeCore
import Testing

@Suite struct SourceTextTests {
  private func finding(_ bytes: [UInt8]) -> String {
    let (_, diagnostics) = SourceText.reading(bytes: bytes, name: "f")
    return DiagnosticRenderer(format: .short).render(diagnostics)
  }

  @Test func `UTF-8 is read as it is, with or without a byte order mark`() {
    #expect(finding(Array("größe\n数\n".utf8)).isEmpty)
    #expect(finding(Array("\u{FEFF}a: b".utf8)).isEmpty)
    #expect(finding([]).isEmpty)
  }

  @Test(
    arguments: [
      ([0x61, 0x0A, 0x62, 0xFF], "f:2:2: error[yaml-encoding]: byte 4 of the file (0xFF)"),
      ([0xC3, 0x28], "f:1:1: error[yaml-encoding]: byte 1 of the file (0xC3)"),
      ([0x61, 0xED, 0xA0, 0x80], "f:1:2: error[yaml-encoding]: byte 2 of the file (0xED)"),
      ([0x61, 0xE6, 0x95], "f:1:2: error[yaml-encoding]: byte 2 of the file (0xE6)"),
      ([0xC0, 0x80], "f:1:1: error[yaml-encoding]: byte 1 of the file (0xC0)"),
    ] as [([UInt8], String)]
  )
  func `the first byte that is not UTF-8 is shown`(bytes: [UInt8], expected: String) {
    #expect(finding(bytes).hasPrefix(expected))
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x61], "UTF-16"),
      ([0x61, 0, 0x3A, 0], "UTF-16LE"), ([0, 0x61, 0, 0x3A], "UTF-16BE"),
      ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0x61, 0, 0, 0], "UTF-32LE"),
    ] as [([UInt8], String)]
  )
  func `other encodings are named`(bytes: [UInt8], encoding: String) {
    #expect(finding(bytes).contains("the file is \(encoding) text"))
  }

  @Test func `places behind a byte order mark count from 1`() {
    let source = SourceText(name: "f", bytes: Array("\u{FEFF}ab\nc".utf8))
    #expect(source.position(at: 0) == SourcePosition(line: 1, column: 1))
    #expect(source.position(at: 4) == SourcePosition(line: 1, column: 2))
    #expect(source.position(at: 6) == SourcePosition(line: 2, column: 1))
    #expect(source.line(1) == "ab")
  }
}
