package import SwpipeCore

/// A value of a manifest that knows where it stands, so that problems can say so.
package struct ManifestNode {
  package let value: Value
  package let path: String

  package init(value: Value, path: String) {
    self.value = value
    self.path = path
  }

  /// The members of an object.
  package func members() throws(ManifestProblem) -> [String: ManifestNode] {
    guard case .mapping(let fields) = value else { throw problem("an object is needed") }
    var members: [String: ManifestNode] = [:]
    for field in fields {
      let path = path.isEmpty ? field.key : "\(path).\(field.key)"
      members[field.key] = ManifestNode(value: field.value, path: path)
    }
    return members
  }

  package func items() throws(ManifestProblem) -> [ManifestNode] {
    guard case .list(let items) = value else { throw problem("a list is needed") }
    return items.enumerated().map { ManifestNode(value: $1, path: "\(path)[\($0)]") }
  }

  package func text() throws(ManifestProblem) -> String {
    guard case .text(let text) = value else { throw problem("a text is needed") }
    return text
  }

  package func flag() throws(ManifestProblem) -> Bool {
    guard case .boolean(let flag) = value else { throw problem("true or false is needed") }
    return flag
  }

  /// A whole number from 1 on.
  package func count() throws(ManifestProblem) -> Int {
    guard case .integer(let number) = value, number >= 1, let count = Int(exactly: number) else {
      throw problem("a whole number from 1 on is needed")
    }
    return count
  }

  package func number() throws(ManifestProblem) -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    case .digits(let digits):
      guard let number = Double(digits) else { throw problem("a number is needed") }
      return number
    default: throw problem("a number is needed")
    }
  }

  /// One of some words.
  package func word<Word: RawRepresentable>(of words: [Word]) throws(ManifestProblem) -> Word
  where Word.RawValue == String {
    let text = try text()
    if let word = Word(rawValue: text), words.contains(where: { $0.rawValue == text }) {
      return word
    }
    let choices = words.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    throw problem("it is one of \(choices), not `\(text)`")
  }

  func problem(_ message: String) -> ManifestProblem {
    ManifestProblem(path: path, message: message)
  }
}
