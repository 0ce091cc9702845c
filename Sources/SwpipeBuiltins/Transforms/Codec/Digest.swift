internal import CNettle

/// One worker's hash function: bytes in, the digest's bytes out.
final class Digest {
  /// The longest digest.
  static let sizeLimit = 64

  /// The algorithms by their names in a spec, in the order of the reference page.
  static let names = [
    "sha256", "sha512", "sha384", "sha224", "sha3-256", "sha3-512", "sha1", "md5", "xxh64", "xxh3",
    "xxh128",
  ]

  private enum Function {
    case nettle(
      state: UnsafeMutableRawPointer,
      update: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafePointer<UInt8>?) -> Void,
      digest: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutablePointer<UInt8>?) -> Void
    )
    case xxh64
    case xxh3
    case xxh128
  }

  /// Bytes of a digest.
  let size: Int
  private let function: Function
  private let result: UnsafeMutablePointer<UInt8>

  /// Takes one of `names`; nil for another.
  init?(_ name: String) {
    switch name {
    case "xxh64": (function, size) = (.xxh64, 8)
    case "xxh3": (function, size) = (.xxh3, 8)
    case "xxh128": (function, size) = (.xxh128, 16)
    default:
      guard let hash = nettle_lookup_hash(String(name.map { $0 == "-" ? "_" : $0 }))?.pointee,
        let start = hash.`init`, let update = hash.update, let digest = hash.digest
      else { return nil }
      let state = UnsafeMutableRawPointer.allocate(
        byteCount: Int(hash.context_size),
        alignment: 16
      )
      start(state)
      (function, size) = (
        .nettle(state: state, update: update, digest: digest), Int(hash.digest_size)
      )
    }
    result = .allocate(capacity: Self.sizeLimit)
    result.initialize(repeating: 0, count: Self.sizeLimit)
  }

  deinit {
    if case .nettle(let state, _, _) = function { state.deallocate() }
    result.deallocate()
  }

  /// Hashes the bytes, then `rounds - 1` times the digest, and calls `body` with the last digest.
  @inline(__always)
  func compute<Result>(_ bytes: Span<UInt8>, rounds: Int64, _ body: (Span<UInt8>) -> Result)
    -> Result
  {
    bytes.withUnsafeBufferPointer { hash($0) }
    var left = rounds - 1
    let digest = UnsafeBufferPointer(start: result, count: size)
    while left > 0 {
      hash(digest)
      left -= 1
    }
    return body(digest.span)
  }

  private func hash(_ bytes: UnsafeBufferPointer<UInt8>) {
    switch function {
    case .nettle(let state, let update, let digest):
      update(state, bytes.count, bytes.baseAddress)
      // It also starts the state anew.
      digest(state, size, result)
    case .xxh64: store(XXHash.xxh64(bytes), at: 0)
    case .xxh3: store(XXHash.xxh3(bytes), at: 0)
    case .xxh128:
      let hash = XXHash.xxh128(bytes)
      store(hash.high, at: 0)
      store(hash.low, at: 8)
    }
  }

  /// xxHash's canonical form is big-endian, as its command prints it.
  private func store(_ word: UInt64, at offset: Int) {
    UnsafeMutableRawPointer(result).storeBytes(
      of: word.bigEndian,
      toByteOffset: offset,
      as: UInt64.self
    )
  }
}
