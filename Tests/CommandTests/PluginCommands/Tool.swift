import CommandSupport

/// Runs the tools that people build plugins with.
enum Tool {
  static let include = "\(Repository.root)/Sources/CSwpipePlugin/include"
  /// Where Python finds the package of plugins.
  static let pythonPath = "\(Repository.root)/Sources/python/src"

  /// Whether Rust's build tool is there, which not every machine has.
  static let hasCargo = (try? Compiler.run(["cargo", "--version"], log: "/dev/null"))?.status == 0

  /// Runs a program of /usr/bin from start to end.
  static func run(
    _ words: [String],
    in folder: Folder,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    let program = words[0].hasPrefix("/") ? words[0] : "/usr/bin/\(words[0])"
    return try await Child(
      Array(words.dropFirst()),
      in: folder,
      program: program,
      environment: environment
    ).finish()
  }
}
