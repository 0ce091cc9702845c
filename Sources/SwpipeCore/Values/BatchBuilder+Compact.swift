extension BatchBuilder {
  /// Appends JSON that was scanned before, without the white space outside of its strings.
  package mutating func append(compacting json: Span<UInt8>) {
    var scanner = JSONScanner()
    while let byte = scanner.peek(json) {
      let start = scanner.offset
      if byte == UInt8(ascii: "\"") {
        guard (try? scanner.skipString(json)) != nil else { return }
      } else {
        scanner.move(by: 1)
      }
      append(json.extracting(start..<scanner.offset))
    }
  }
}
