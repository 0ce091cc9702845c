extension JSONEscape {
  /// What the inside of a JSON string stands for; invalid UTF-8 becomes U+FFFD.
  static func text(of inside: Span<UInt8>) throws(JSONProblem) -> String {
    var output = ""
    var scanner = JSONScanner()
    var ignored = false
    while scanner.offset < inside.count {
      let start = scanner.offset
      let run = plainRun(in: inside, from: start, hasHighBytes: &ignored)
      output += inside.extracting(start..<start + run).withUnsafeBufferPointer {
        String(decoding: $0, as: UTF8.self)
      }
      scanner.move(by: run)
      if scanner.offset < inside.count {
        output.unicodeScalars.append(try scanner.readEscape(inside))
      }
    }
    return output
  }
}
