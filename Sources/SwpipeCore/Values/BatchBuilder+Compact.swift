extension BatchBuilder {
  /// Appends JSON that was scanned before, without the white space outside of its strings.
  package mutating func append(compacting json: Span<UInt8>) {
    var start = 0
    var offset = 0
    while offset < json.count {
      if json[offset] == UInt8(ascii: "\"") {
        var scanner = JSONScanner(at: offset)
        guard (try? scanner.skipString(json)) != nil else { break }
        offset = scanner.offset
      } else if JSONScanner.isWhiteSpace(json[offset]) {
        append(json.extracting(start..<offset))
        offset += 1
        start = offset
      } else {
        offset += 1
      }
    }
    append(json.extracting(start..<json.count))
  }
}
