import Glibc

/// A folder of golden cases: `<group>/<case>.yaml` holds the input, `<group>/<case>.out` the output.
///
/// With `GOLDEN=record` in the environment the outputs are written anew, and every case that
/// changed still fails, so that nothing is recorded unseen.
package struct GoldenFolder: Sendable {
  /// One input with the output that is expected of it.
  package struct Case: Sendable, CustomStringConvertible {
    /// The folder that the case stands in.
    package let group: String
    /// The input's file name, such as `twice.yaml`.
    package let name: String
    package let input: [UInt8]
    let outputPath: String

    package var description: String { "\(group)/\(name)" }
  }

  /// A case that gave something else than was recorded.
  package struct Mismatch: Sendable, CustomStringConvertible {
    package let description: String
  }

  private let path: String
  private let inputExtension: String

  /// The folder of a name under `Tests/Goldens`.
  package init(_ name: String, inputExtension: String = "yaml") {
    path = Self.goldensPath + "/" + name
    self.inputExtension = inputExtension
  }

  /// The groups that have at least one case.
  package var groups: Set<String> { Set(cases.map(\.group)) }

  /// All cases, sorted by group and name.
  package var cases: [Case] {
    TextFile.names(in: path).flatMap { group in
      TextFile.names(in: "\(path)/\(group)").compactMap { name in
        guard name.hasSuffix("." + inputExtension),
          let input = TextFile.read("\(path)/\(group)/\(name)")
        else { return nil }
        let stem = name.dropLast(inputExtension.count + 1)
        return Case(
          group: group,
          name: name,
          input: input,
          outputPath: "\(path)/\(group)/\(stem).out"
        )
      }
    }
  }

  /// Runs a case; nil if the output is the recorded one.
  package func check(_ golden: Case, _ output: (Case) -> String) -> Mismatch? {
    let actual = output(golden)
    let expected = TextFile.read(golden.outputPath).map { String(decoding: $0, as: UTF8.self) }
    if actual == expected { return nil }
    if Self.isRecording {
      let isWritten = TextFile.write(actual, to: golden.outputPath)
      return Mismatch(description: "\(golden): \(isWritten ? "recorded" : "cannot be recorded")")
    }
    return Mismatch(
      description: """
        \(golden): the output is not the recorded one; GOLDEN=record writes it anew
        --- recorded
        \(expected ?? "(nothing)")
        +++ now
        \(actual)
        """
    )
  }

  private static var isRecording: Bool {
    getenv("GOLDEN").map { String(cString: $0) } == "record"
  }

  /// `Tests/Goldens`, found from where this file stands.
  private static var goldensPath: String {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(2).joined(separator: "/") + "/Goldens"
  }
}
