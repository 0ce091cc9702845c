private import Glibc
package import SwpipeCore

/// What a path of a plugin, or the name of a Python function, comes to.
package enum PluginPath {
  /// The program of a path: a shared library, a Python file, or a program.
  package static func program(of path: String) throws(PluginProblem) -> PluginProgram {
    guard FileIdentity(path) != nil else {
      throw PluginProblem(
        message: access(path, F_OK) == 0
          ? "`\(path)` is no regular file" : "there is no file `\(path)`",
        help: functionHelp(path) ?? buildHelp(path) ?? "paths of plugins are relative to the spec"
      )
    }
    if isLibrary(path) { return .library(anchored(path)) }
    if path.hasSuffix(".py") { return .frames([python, path]) }
    return .frames([anchored(path)])
  }

  /// The command that serves a function of a Python module, by an interpreter or the usual one.
  static func python(
    _ name: String?,
    _ function: String,
    folder: String,
    _ interpreter: String?
  ) -> [String] {
    let what = name.map { "\($0)=\(function)" } ?? function
    return [interpreter ?? python, "-m", PluginProgram.pythonKit]
      + ["--path", folder.isEmpty ? "." : folder, what]
  }

  /// The way out for a path that is no path, but the name of a Python function.
  private static func functionHelp(_ path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return "a function of a Python module is declared as `{python: '\(name)'}`"
  }

  /// The way out for a library that is most likely not built yet, as what builds it is there.
  private static func buildHelp(_ path: String) -> String? {
    guard isLibrary(path), access(path, F_OK) != 0 else { return nil }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let builders: [(file: String, below: [Substring], command: String)] = [
      (file: "Cargo.toml", below: ["target", "release"], command: "cargo build --release"),
      (file: "Package.swift", below: [".build", "release"], command: "swift build -c release"),
      (file: "Makefile", below: [], command: "make"),
    ]
    for builder in builders where folder.suffix(builder.below.count).elementsEqual(builder.below) {
      let home = folder.dropLast(builder.below.count).joined(separator: "/")
      let prefix = folder.count == builder.below.count ? "" : home + "/"
      guard access(prefix + builder.file, F_OK) == 0 else { continue }
      return "`\(builder.command)` may build it, by \(prefix)\(builder.file)"
    }
    return nil
  }

  /// A name for a plugin that has none.
  package static func stem(of program: PluginProgram) -> String {
    let file =
      switch program {
      case .library(let path): path
      case .frames(let words), .lines(let words): words.last ?? "plugin"
      }
    let name = file.split(separator: "/").last.map { String($0) } ?? file
    return name.split(separator: ".").first.map { String($0) } ?? name
  }

  /// A Python file whose first line does not say otherwise is run by this.
  private static let python = "python3"

  /// Whether a file is a library, by its name.
  private static func isLibrary(_ path: String) -> Bool {
    path.hasSuffix(".so") || path.contains(".so.")
  }

  /// The path with a slash in it, so that it is not looked for anywhere else.
  private static func anchored(_ path: String) -> String {
    path.contains("/") ? path : "./" + path
  }
}
