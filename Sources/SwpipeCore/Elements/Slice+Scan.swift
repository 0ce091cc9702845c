extension Slice {
  /// How often a byte stands in all elements and separators together.
  package func count(of byte: UInt8) -> Int {
    withBytes { bytes in
      var total = 0
      var start = 0
      while start < bytes.count {
        // Few enough for a byte to count, and whole vectors of bytes.
        let end = min(start + 192, bytes.count)
        var hits: UInt8 = 0
        for offset in start..<end { hits &+= bytes[offset] == byte ? 1 : 0 }
        total += Int(hits)
        start = end
      }
      return total
    }
  }

  /// Whether an element is a JSON string.
  ///
  /// Costs a look at each element's first byte.
  package var hasJSONString: Bool {
    for position in range where withElement(position, { JSONScanner.startsString($0) }) {
      return true
    }
    return false
  }
}
