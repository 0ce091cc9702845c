import SwpipeCore
import SwpipeYAML

extension SpecParser {
  /// The Python that runs a function: a program of PATH, or a path, which is relative to the spec.
  ///
  /// Nil where nothing is said, and where what is said was refused.
  func interpreter(_ entries: [SpecEntry], way: String, _ paths: SpecPaths) -> String? {
    guard let entry = entries.first(where: { $0.key == "interpreter" }) else { return nil }
    guard way == "python" else {
      findings.error(
        .conflictingKeys,
        "only a `python` has an `interpreter`",
        at: entry.keySpan,
        help: way == "command"
          ? "a command begins with it, as in `[venv/bin/python, score.py]`"
          : "write `{command: [venv/bin/python, score.py]}` for a file in Python"
      )
      return nil
    }
    guard let program = reader.text(entry.value, for: entry.key) else { return nil }
    guard !program.isEmpty else {
      findings.error(
        .wrongShape,
        "`interpreter` names no program",
        at: entry.value.span,
        help: "such as `venv/bin/python`, relative to the spec, or `python3.11`, found in PATH"
      )
      return nil
    }
    return program.contains("/") ? paths.placed(program) : program
  }
}
