/// Runs the binary from start to end.
package enum Swpipe {
  /// Runs it in a fresh folder that holds these files.
  package static func run(
    _ arguments: String...,
    input: String = "",
    files: [String: String] = [:],
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await run(
      arguments,
      in: Folder(files: files),
      input: Array(input.utf8),
      environment: environment
    )
  }

  /// Runs it in a folder.
  package static func run(
    _ arguments: [String],
    in folder: Folder,
    input: [UInt8] = [],
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await Child(arguments, in: folder, environment: environment).finish(input)
  }
}
