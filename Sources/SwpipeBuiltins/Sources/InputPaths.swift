internal import Glibc
internal import SwpipeCore

/// The files that the paths of a source stand for.
enum InputPaths {
  /// Replaces patterns with `*`, `?` and `[…]` by the files they match, sorted.
  ///
  /// A path that exists is taken as it is, whatever characters it has.
  static func expand(_ paths: [String]) throws(RunFailure) -> [String] {
    var files: [String] = []
    for path in paths {
      guard isPattern(path), access(path, F_OK) != 0 else {
        files.append(path)
        continue
      }
      let matches = matches(of: path)
      if matches.isEmpty {
        throw RunFailure(
          .input,
          "no file matches \(path)",
          help: "check the pattern; it is relative to the working directory"
        )
      }
      files += matches
    }
    return files
  }

  /// The files that a pattern matches now, sorted, by glob(3).
  ///
  /// None where it cannot be read.
  static func matches(of pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { position in
      paths[position].map { String(cString: $0) }
    }
  }

  private static func isPattern(_ path: String) -> Bool {
    path.utf8.contains { byte in
      byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
    }
  }
}
