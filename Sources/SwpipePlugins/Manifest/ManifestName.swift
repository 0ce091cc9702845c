/// The names that a manifest gives, which specs write without quotes.
package enum ManifestName {
  /// The name of a transform, parameter or resource.
  package static func read(_ name: ManifestNode?, in node: ManifestNode) throws(ManifestProblem)
    -> String
  {
    guard let name else { throw node.problem("it has no `name`") }
    let text = try name.text()
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    let isName = words.allSatisfy { word in
      word.first.map { isLetter($0) || $0 == "_" } ?? false
        && word.allSatisfy { isLetter($0) || $0.isWholeNumber && $0.isASCII || "_-".contains($0) }
    }
    guard isName else {
      throw name.problem(
        "a name has words of letters, digits, `_` and `-`, joined by dots, not `\(text)`"
      )
    }
    return text
  }

  private static func isLetter(_ character: Character) -> Bool {
    character.isASCII && character.isLetter
  }
}
