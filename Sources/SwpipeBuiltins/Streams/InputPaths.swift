internal import Glibc
internal import SwpipeCore

/// The files that the paths of a source stand for.
enum InputPaths {
  /// Replaces patterns by the files that they match, sorted.
  ///
  /// A path that exists is taken as it is, whatever characters it has.
  static func expand(_ paths: [String]) throws(RunFailure) -> [String] {
    var files: [String] = []
    for path in paths {
      guard PathPattern.isPattern(path), access(path, F_OK) != 0 else {
        files.append(path)
        continue
      }
      let matches = try PathPattern.matches(of: path)
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

  /// The files that a pattern matches now; none where it cannot be read.
  static func matches(of pattern: String) -> [String] {
    (try? PathPattern.matches(of: pattern)) ?? []
  }
}
