private import Glibc
internal import SwpipeCore

/// The plugins that a spec need not declare: those in the folders of SWPIPE_PLUGIN_PATH and in
/// `lib/swpipe/plugins` beside the program's own folder.
///
/// Shared libraries (`*.so`), Python files (`*.py`) and programs, in the order of their names.
enum InstalledPlugins {
  static let variable = "SWPIPE_PLUGIN_PATH"

  /// The paths of all, those of earlier folders first.
  static var paths: [String] {
    folders.flatMap { folder in
      names(in: folder).sorted().map { "\(folder)/\($0)" }.filter(isPlugin)
    }
  }

  private static var folders: [String] {
    let named = getenv(variable).map { String(cString: $0) } ?? ""
    var folders = named.split(separator: ":").map { String($0) }
    if let prefix = Installation.prefix { folders.append("\(prefix)/lib/swpipe/plugins") }
    return folders
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func isPlugin(_ path: String) -> Bool {
    guard FileIdentity(path) != nil else { return false }
    return path.hasSuffix(".so") || path.hasSuffix(".py") || access(path, X_OK) == 0
  }
}
