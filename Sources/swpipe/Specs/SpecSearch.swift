private import Glibc

/// Finds the specs that paths on a command line stand for.
enum SpecSearch {
  /// The paths, with each folder replaced by the *.yaml and *.yml files in it and below, sorted.
  ///
  /// Names that begin with a dot are passed over. A link to a folder is not followed below the
  /// paths themselves, so that a loop of links ends. A folder that cannot be read stays as it is:
  /// reading it as a spec says why.
  static func files(_ paths: [String]) -> [String] {
    paths.flatMap { path in
      path != "-" && kind(path, followsLinks: true) == S_IFDIR ? below(path) : [path]
    }
  }

  private static func below(_ folder: String) -> [String] {
    guard let names = names(in: folder) else { return [folder] }
    var found: [String] = []
    for name in names {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      switch kind(path, followsLinks: false) {
      case S_IFDIR: found += below(path)
      case S_IFREG, S_IFLNK:
        if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { found.append(path) }
      default: break
      }
    }
    return found
  }

  private static func names(in folder: String) -> [String]? {
    guard let directory = opendir(folder) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func kind(_ path: String, followsLinks: Bool) -> mode_t {
    var status = stat()
    let result = followsLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? status.st_mode & S_IFMT : 0
  }
}
