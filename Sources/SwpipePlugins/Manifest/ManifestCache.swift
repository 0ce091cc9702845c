private import Glibc
internal import SwpipeCore

/// Keeps what plugins have said of themselves, so that validating a spec starts none of them again.
///
/// An entry is a file in the user's cache folder, named after the plugin; it holds the identities of
/// all files that the manifest came from, and counts only while all of them are as they were. That
/// nothing can be kept, as on a read-only disk, costs time and nothing else.
enum ManifestCache {
  /// The manifest of a plugin, kept or asked for now.
  static func manifest(
    of program: PluginProgram,
    ask: () throws(PluginProblem) -> PluginManifest
  ) throws(PluginProblem) -> PluginManifest {
    let path = path(of: program)
    if let path, let entry = read(path), entry.program == program,
      entry.swpipe == SwpipeVersion.text, entry.files.allSatisfy(\.isCurrent)
    {
      return entry.manifest
    }
    // Looked at before the plugin is asked, so that a change meanwhile is not missed.
    let own = identities(of: program)
    let manifest = try ask()
    let others = manifest.files.compactMap { FileIdentity($0) }
    if let path, !own.isEmpty, others.count == manifest.files.count {
      let entry = Entry(
        swpipe: SwpipeVersion.text,
        program: program,
        files: own + others,
        manifest: manifest
      )
      _ = SmallFile.replace(path, with: JSONCodec.encode(entry))
    }
    return manifest
  }

  /// Drops what is kept of a plugin.
  static func forget(_ program: PluginProgram) {
    if let path = path(of: program) { unlink(path) }
  }

  private struct Entry: Codable {
    var swpipe: String
    var program: PluginProgram
    var files: [FileIdentity]
    var manifest: PluginManifest
  }

  private static func read(_ path: String) -> Entry? {
    SmallFile.read(path).flatMap { JSONCodec.decode(Entry.self, $0) }
  }

  /// The program itself and those of its arguments that are files.
  private static func identities(of program: PluginProgram) -> [FileIdentity] {
    switch program {
    case .library(let path): return [path].compactMap { FileIdentity($0) }
    case .frames(let words), .lines(let words):
      guard let found = try? ProgramPath.find(words), let identity = FileIdentity(found) else {
        return []
      }
      return [identity] + words.dropFirst().compactMap { FileIdentity($0) }
    }
  }

  /// Where the entry of a plugin stands, whose folder is made if need be; nil where there is no
  /// place for it.
  private static func path(of program: PluginProgram) -> String? {
    guard let folder = folder else { return nil }
    SmallFile.makeFolder(folder)
    // What the same words mean depends on these.
    var hash = FNV1a()
    hash.add(program.description)
    hash.add(workingDirectory)
    for name in ["PATH", "PYTHONPATH", "VIRTUAL_ENV"] { hash.add(variable(name) ?? "") }
    return "\(folder)/\(String(hash.value, radix: 16)).json"
  }

  private static var folder: String? {
    if let base = variable("XDG_CACHE_HOME"), base.hasPrefix("/") { return "\(base)/swpipe" }
    return variable("HOME").flatMap { $0.hasPrefix("/") ? "\($0)/.cache/swpipe" : nil }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static var workingDirectory: String {
    guard let buffer = getcwd(nil, 0) else { return "" }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
