private import Glibc

/// The package for plugins in Python that came with this program, so that a plugin's Python finds it
/// without an installation of its own.
package enum PythonKit {
  /// The folder that Python has to search: of the installation, or of the repository.
  private static var folder: String? {
    folders.first { access("\($0)/swpipe_plugin/__init__.py", R_OK) == 0 }
  }

  /// Where it may be, for a program that lies where this one does.
  private static var folders: [String] {
    [
      Installation.prefix.map { "\($0)/lib/swpipe/python" },
      Installation.repository.map { "\($0)/Sources/python/src" },
    ].compactMap { $0 }
  }

  /// Where it was looked for, or why nowhere: a sentence without a full stop.
  static var search: String {
    let found = folders.map { "`\($0)`" }.joined(separator: " and ")
    return found.isEmpty
      ? "swpipe brings it along in `PREFIX/lib/swpipe/python`, where it looks if it is "
        + "`PREFIX/bin/swpipe`, and this one is `\(Installation.path)`"
      : "swpipe looked for it in \(found)"
  }

  /// Puts the folder behind those of PYTHONPATH, for the program that this process becomes.
  ///
  /// Python searches it before the packages that are installed, so that the kit is of this swpipe's
  /// version. Nothing else is in the folder.
  package static func offer() {
    guard let folder else { return }
    let given = getenv("PYTHONPATH").map { String(cString: $0) } ?? ""
    setenv("PYTHONPATH", given.isEmpty ? folder : "\(given):\(folder)", 1)
  }
}
