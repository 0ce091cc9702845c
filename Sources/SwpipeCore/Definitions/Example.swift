/// A small run that a reference page shows and the tests execute.
package struct Example: Sendable {
  /// What it shows, a few words; `edge: ` stands before those of an input that is easily forgotten.
  package var title: String
  /// The spec: YAML of the top level, without `swpipe: 1`; source and sink are stdin and stdout
  /// unless it says otherwise.
  package var spec: String
  /// What stands on standard input.
  package var input: String
  /// What comes out on standard output, byte by byte.
  package var output: String
  /// A part of the message, where the run is to fail.
  package var error: String?

  /// Whether it shows what becomes of an input that is easily forgotten: nothing, too much, not what is
  /// due.
  package var isEdge: Bool { title.hasPrefix("edge: ") }

  package init(
    _ title: String,
    spec: String,
    input: String = "",
    output: String = "",
    error: String? = nil
  ) {
    self.title = title
    self.spec = spec
    self.input = input
    self.output = output
    self.error = error
  }

  /// One stage between stdin and stdout: `stage` is its YAML mapping, each element one line.
  package static func stage(
    _ title: String,
    _ stage: String,
    format: String = "lines",
    input: [String],
    output: [String] = [],
    error: String? = nil
  ) -> Example {
    let source = format == "lines" ? "" : "source: {stdin: {format: \(format)}}\n"
    let lines = stage.split(separator: "\n", omittingEmptySubsequences: false)
    return Example(
      title,
      spec: source + "stages:\n  - " + lines.joined(separator: "\n    ") + "\n",
      input: input.map { $0 + "\n" }.joined(),
      output: output.map { $0 + "\n" }.joined(),
      error: error
    )
  }
}
