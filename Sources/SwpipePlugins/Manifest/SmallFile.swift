private import Glibc
private import SwpipeSystem

/// Reads and replaces files of a few kilobytes.
package enum SmallFile {
  /// The whole content; nil if it cannot be read.
  package static func read(_ path: String) -> [UInt8]? {
    guard let file = try? Descriptor.open(path, O_RDONLY) else { return nil }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { try? Descriptor.read(file.number, into: $0) }
      guard let count else { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Puts a content in the place of a file, whole or not at all; false where that fails.
  static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
    let temporary = "\(path).\(getpid())"
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    guard let file = try? Descriptor.open(temporary, flags, mode: 0o600) else { return false }
    let isWritten = bytes.withUnsafeBytes { bytes in
      (try? Descriptor.writeAll(file.number, bytes)) != nil
    }
    guard isWritten, rename(temporary, path) == 0 else {
      unlink(temporary)
      return false
    }
    return true
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) {
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      mkdir(String(path[..<end]), 0o700)
    }
  }
}
