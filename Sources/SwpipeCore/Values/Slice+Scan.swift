extension Slice {
  /// Whether a byte stands in an element; the separators behind them do not count.
  ///
  /// Costs one memchr(3) per element.
  public func hasElement(containing byte: UInt8) -> Bool {
    for position in range {
      let element = buffer(position)
      if let start = element.baseAddress,
        find(byte, in: UnsafeRawPointer(start), count: element.count) != nil
      {
        return true
      }
    }
    return false
  }

  /// Whether an element is a JSON string.
  ///
  /// Costs a look at each element's first byte.
  public var hasJSONString: Bool {
    for position in range where withElement(position, { JSONScanner.startsString($0) }) {
      return true
    }
    return false
  }
}
