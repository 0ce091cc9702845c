import CommandSupport
import Glibc

/// Specs that use raw_plugin.py, which speaks the protocol without a kit and breaks it on demand.
enum RawPlugin {
  /// The program's path.
  static let script = "\(Repository.root)/Tests/CommandTests/Plugins/raw_plugin.py"

  /// A folder with a spec of these stages, each line of which is indented by two.
  static func folder(_ stages: String, top: String = "") throws -> Folder {
    let folder = try Folder(files: [
      "spec.yaml": """
      plugins: [{command: [python3, '\(script)']}]
      \(top)
      stages:
      \(stages)

      """
    ])
    return folder
  }

  /// Runs the stages on the numbers from 1 on, one a line.
  static func run(
    _ stages: String,
    top: String = "",
    count: Int = 10,
    in folder: Folder? = nil
  ) async throws -> (Outcome, report: String) {
    let folder = try folder ?? self.folder(stages, top: top)
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: Array((0..<count).map { "\($0 + 1)\n" }.joined().utf8)
    )
    return (outcome, folder.text("report.json") ?? "")
  }

  /// The processes below one, and those below them.
  static func descendants(of number: pid_t) -> [pid_t] {
    let own = Child.children(of: number)
    return own + own.flatMap { descendants(of: $0) }
  }
}
