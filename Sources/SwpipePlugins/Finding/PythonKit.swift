private import Glibc

/// The package for plugins in Python that came with this program, so that a plugin's Python finds it
/// without an installation of its own.
package enum PythonKit {
  /// The folder that Python has to search: of the installation, or of the repository.
  private static var folder: String? {
    let folders = [
      Installation.prefix.map { "\($0)/lib/swpipe/python" },
      Installation.repository.map { "\($0)/Sources/python/src" },
    ]
    return folders.compactMap { $0 }.first { access("\($0)/swpipe_plugin/__init__.py", R_OK) == 0 }
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
