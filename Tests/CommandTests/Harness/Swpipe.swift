/// Runs the binary from start to end.
enum Swpipe {
  /// Runs it in a fresh folder that holds these files.
  static func run(
    _ arguments: String...,
    input: String = "",
    files: [String: String] = [:],
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(
      arguments,
      in: Folder(files: files),
      input: Array(input.utf8),
      environment: environment
    )
  }

  /// Runs it in a folder.
  static func run(
    _ arguments: [String],
    in folder: Folder,
    input: [UInt8] = [],
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try Child(arguments, in: folder, environment: environment).finish(input)
  }
}
