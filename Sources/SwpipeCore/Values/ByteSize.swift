/// A number of bytes, as sizes in specs are (`64KiB`, `1MB`).
package struct ByteSize: Hashable, Sendable, Codable, Comparable {
  package var bytes: Int

  package init(bytes: Int) {
    self.bytes = bytes
  }

  package static func < (a: ByteSize, b: ByteSize) -> Bool { a.bytes < b.bytes }
}
