private import Glibc
internal import SwpipeCore
internal import SwpipeSpec
private import SwpipeSystem

/// A spec's text, read from a file or from standard input (`-`).
struct SpecFile {
  let source: SourceText
  /// What keeps the text from being read as a spec at all.
  let problems: [Diagnostic]
  /// Whether the file belongs to neither this user nor root: its plugins are not to run unseen.
  let isForeign: Bool

  /// Reads a file; that it can't be read is a diagnostic, as all that is wrong with a spec.
  static func read(_ path: String) -> SpecFile {
    let (bytes, number) = bytes(of: path)
    guard number == 0 else { return unreadable(path, number) }
    let (source, problems) = SourceText.reading(bytes: bytes, name: path)
    return SpecFile(source: source, problems: problems, isForeign: FileOwner.isForeign(path))
  }

  /// What a file holds, `-` is standard input, and an error number or 0; of a file that is larger than
  /// any spec the beginning.
  static func bytes(of path: String) -> (bytes: [UInt8], number: Int32) {
    var descriptor: Int32 = 0
    if path != "-" {
      do throws(SystemError) {
        descriptor = try Descriptor.open(path, O_RDONLY).release()
      } catch {
        return ([], error.number)
      }
    }
    defer { if descriptor > 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    // One byte past the limit is enough for the composer to refuse it.
    while bytes.count <= SpecFile.largest {
      var failed: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { room, count in
        let got = Glibc.read(descriptor, room.baseAddress, room.count)
        if got < 0 { failed = errno }
        count = max(0, got)
      }
      if failed == EINTR { continue }
      if failed != 0 { return ([], failed) }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return (bytes, 0)
  }

  /// Checks the text, and plans it if it is right.
  func load(_ options: SpecOptions) -> SpecResult {
    if !problems.isEmpty { return SpecResult(diagnostics: problems) }
    return Spec.load(source: source, options: options)
  }

  /// More than a spec may have.
  private static let largest = 17 << 20

  private static func unreadable(_ path: String, _ number: Int32) -> SpecFile {
    let source = SourceText(name: path, bytes: [])
    let name = path == "-" ? "standard input" : path
    return SpecFile(
      source: source,
      problems: [
        Diagnostic(
          .fileUnreadable,
          "cannot read \(name): \(SystemError(number).words)",
          at: SourceSpan(source: source, range: 0..<0)
        )
      ],
      isForeign: false
    )
  }
}
