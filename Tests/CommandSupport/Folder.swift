internal import Glibc
internal import GoldenSupport

/// A fresh folder for one test, removed with its last reference.
package final class Folder: Sendable {
  package let path: String

  package init(files: [String: String] = [:]) throws {
    var template = Array("/tmp/swpipe-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw HarnessError("no folder could be made: errno \(errno)")
    }
    path = String(cString: made)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    Folder.remove(path)
  }

  /// Writes a file; folders in its name are made.
  package func write(_ text: String, to name: String) throws {
    let parts = name.split(separator: "/")
    var folder = path
    for part in parts.dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    guard TextFile.write(text, to: "\(path)/\(name)") else {
      throw HarnessError("cannot write \(name)")
    }
  }

  /// Writes a file of any bytes.
  package func write(_ bytes: [UInt8], to name: String) throws {
    guard TextFile.write(bytes, to: "\(path)/\(name)") else {
      throw HarnessError("cannot write \(name)")
    }
  }

  /// The text of a file; nil if it is not there.
  package func text(_ name: String) -> String? {
    TextFile.read("\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names of what is in it, sorted.
  package var names: [String] { TextFile.names(in: path) }

  /// Makes a path of the repository reachable under the same name.
  package func link(_ name: String) throws {
    guard symlink("\(Repository.root)/\(name)", "\(path)/\(name)") == 0 else {
      throw HarnessError("cannot link \(name): errno \(errno)")
    }
  }

  /// Makes all of specs/ reachable.
  package func linkSpecs() throws {
    for folder in ["specs", "specs/plugins"] {
      mkdir("\(path)/\(folder)", 0o755)
      for name in TextFile.names(in: "\(Repository.root)/\(folder)") where name != "plugins" {
        try link("\(folder)/\(name)")
      }
    }
  }

  private static func remove(_ path: String) {
    for name in TextFile.names(in: path) {
      let entry = "\(path)/\(name)"
      if unlink(entry) != 0 { remove(entry) }
    }
    rmdir(path)
  }
}
