internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// Patterns of paths: those of glob(3), `{a,b}`, and `**` for any number of directories.
///
/// What cannot be looked into is an error: a pattern never stands for a part of its files.
enum PathPattern {
  /// Whether a path has a character that makes it a pattern.
  static func isPattern(_ path: String) -> Bool {
    BraceAlternatives.all(of: path).count > 1
      || path.utf8.contains { byte in
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
      }
  }

  /// The files that a pattern matches now, sorted, each once.
  static func matches(of pattern: String) throws(RunFailure) -> [String] {
    let alternatives = BraceAlternatives.all(of: pattern)
    guard alternatives.count > 1 else { return try matches(ofOne: pattern) }
    var files: Set<String> = []
    for alternative in alternatives {
      let found = try matches(ofOne: alternative)
      if found.isEmpty, !isPattern(alternative) {
        throw RunFailure(
          .input,
          "cannot open \(alternative), which the pattern \(pattern) names: no such file",
          help: "take it out of the braces, or write `*` where it need not be there"
        )
      }
      files.formUnion(found)
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The same for a pattern whose braces stand for themselves.
  private static func matches(ofOne pattern: String) throws(RunFailure) -> [String] {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    guard let deep = parts.firstIndex(where: { $0.utf8.contains("**".utf8) }) else {
      return try glob(pattern)
    }
    guard parts[deep] == "**" else {
      throw RunFailure(
        .input,
        "the pattern \(pattern) has `**` beside other characters, where it means no more than `*`",
        help: "write `**` between slashes for directories at any depth, such as `logs/**/*.txt`"
      )
    }
    let base = parts[..<deep].joined(separator: "/") + (deep > 0 ? "/" : "")
    let rest = parts[(deep + 1)...].joined(separator: "/")
    var files: Set<String> = []
    for start in isPattern(base) ? try glob(base) : [base] {
      for directory in try directories(below: start, of: pattern) {
        let matches = try matches(ofOne: escaped(directory) + (rest.isEmpty ? "*" : rest))
        files.formUnion(matches.filter { !isDirectory($0) })
      }
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A directory, empty or with its slash, and all below it but for hidden and linked ones.
  private static func directories(below start: String, of pattern: String) throws(RunFailure)
    -> [String]
  {
    var found: [String] = []
    var waiting = [start]
    while let directory = waiting.popLast() {
      guard let stream = opendir(directory.isEmpty ? "." : directory) else {
        let error = SystemError.last
        if error.number == ENOENT || error.number == ENOTDIR { continue }
        throw unreadable(pattern, error)
      }
      defer { closedir(stream) }
      found.append(directory)
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        var status = stat()
        guard !name.hasPrefix("."), lstat(directory + name, &status) == 0,
          status.st_mode & S_IFMT == S_IFDIR
        else { continue }
        waiting.append(directory + name + "/")
      }
    }
    return found
  }

  private static func glob(_ pattern: String) throws(RunFailure) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    let status = Glibc.glob(
      pattern,
      0,
      { _, error in error == ENOENT || error == ENOTDIR ? 0 : 1 },
      &found
    )
    if status == GLOB_ABORTED { throw unreadable(pattern, .last) }
    guard status == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { position in
      paths[position].map { String(cString: $0) }
    }
  }

  private static func unreadable(_ pattern: String, _ error: SystemError) -> RunFailure {
    RunFailure(
      .input,
      "cannot look for \(pattern): \(error.words) for a directory that may hold such files",
      help: "check the permissions of the directories, or name the files"
    )
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// A path whose characters stand for themselves in a pattern.
  private static func escaped(_ path: String) -> String {
    var text = ""
    for character in path.unicodeScalars {
      if "*?[]\\".unicodeScalars.contains(character) { text += "\\" }
      text.unicodeScalars.append(character)
    }
    return text
  }
}
