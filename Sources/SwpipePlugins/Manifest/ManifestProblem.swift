/// What is wrong with a manifest: where in it, and what.
package struct ManifestProblem: Error, Hashable, Sendable {
  /// The member, as a path: `transforms[0].operators`; empty for the whole.
  package var path: String
  /// What would be right, or what is wrong there.
  package var message: String

  /// `transforms[0].name: …`, to stand behind "its manifest is wrong: ".
  package var description: String { path.isEmpty ? message : "`\(path)`: \(message)" }
}
