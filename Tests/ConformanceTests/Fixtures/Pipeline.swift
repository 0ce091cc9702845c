import CommandSupport
import Testing

/// Runs of the binary that hold what every run has to: the report balances, and no queue ever holds
/// more than its maxsize.
struct Pipeline {
  let outcome: Outcome
  let report: Report
  let folder: Folder

  /// Runs a spec from start to end in a fresh folder.
  static func run(
    _ spec: String,
    input: String = "",
    status: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Pipeline {
    try await start(spec).finish(input, status: status, sourceLocation: sourceLocation)
  }

  private static let arguments = ["run", "--quiet", "spec.yaml", "--report", "report.json"]

  /// Starts a spec in a fresh folder.
  static func start(_ spec: String, files: [String: String] = [:], outputCapacity: Int32? = nil)
    async throws -> PipelineChild
  {
    let folder = try Folder(files: files.merging(["spec.yaml": spec]) { $1 })
    let child = try await Child(arguments, in: folder, outputCapacity: outputCapacity)
    return PipelineChild(child: child, folder: folder)
  }

  /// The same with one processor, so that Swift's tasks have one thread for all of them.
  static func startOnOneProcessor(_ spec: String) async throws -> PipelineChild {
    // The first of those that there are, in the words `pid 42's current affinity list: 0-3,6`.
    let script = #"""
      first=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
      exec taskset -c "$first" "$0" "$@"
      """#
    let folder = try Folder(files: ["spec.yaml": spec])
    let child = try await Child(
      ["-euc", script, Repository.binary] + arguments,
      in: folder,
      program: "/bin/sh"
    )
    return PipelineChild(child: child, folder: folder)
  }

  /// The numbers on standard output.
  var numbers: [Int] { outcome.lines.compactMap { Int($0) } }

  /// The numbers in a file that the run wrote.
  func numbers(in file: String) -> [Int] {
    (folder.text(file) ?? "").split(separator: "\n").compactMap { Int($0) }
  }

  /// The messages of a stage in the log.
  func log(_ stage: String) -> [Substring] {
    let start = "info: \(stage): "
    return outcome.errors.split(separator: "\n").filter { $0.hasPrefix(start) }
      .map { $0.dropFirst(start.count) }
  }
}
