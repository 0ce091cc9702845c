internal import CXXHash

/// The hash functions of xxHash, with the seed 0.
enum XXHash {
  static func xxh64(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    XXH64(bytes.baseAddress, bytes.count, 0)
  }

  static func xxh3(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    XXH3_64bits(bytes.baseAddress, bytes.count)
  }

  static func xxh3(_ bytes: Span<UInt8>) -> UInt64 {
    bytes.withUnsafeBufferPointer { xxh3($0) }
  }

  static func xxh128(_ bytes: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64) {
    let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
    return (hash.high64, hash.low64)
  }
}
