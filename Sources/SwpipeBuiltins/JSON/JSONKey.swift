internal import SwpipeCore

/// Keys of JSON objects, as they are written.
enum JSONKey {
  /// Whether the inside of a key, as it is written, stands for a name.
  static func matches(_ key: Span<UInt8>, _ name: some Collection<UInt8>) -> Bool {
    // An escape only makes a key longer.
    guard key.count >= name.count else { return false }
    guard key.indices.contains(where: { key[$0] == UInt8(ascii: "\\") }) else {
      return areEqual(key, name)
    }
    // Rare enough for a text of its own.
    var plain = BatchBuilder()
    plain.append(unescaping: key)
    return plain.withUnfinished { areEqual($0, name) }
  }

  private static func areEqual(_ bytes: Span<UInt8>, _ name: some Collection<UInt8>) -> Bool {
    guard bytes.count == name.count else { return false }
    var position = 0
    for byte in name {
      if bytes[position] != byte { return false }
      position += 1
    }
    return true
  }
}
