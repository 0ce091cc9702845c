extension Span<UInt8> {
  /// Whether no byte is above 127; written so that the loop vectorises.
  @inlinable
  public var isASCII: Bool {
    withUnsafeBufferPointer { bytes in
      var all: UInt8 = 0
      for i in 0..<bytes.count { all |= bytes[i] }
      return all < 0x80
    }
  }
}
