internal import SwpipeCore

/// A pattern of `parse.grok` as a regular expression, and the fields that it gives.
struct GrokText {
  /// What becomes of a field's text.
  enum Kind: String {
    case text
    /// A number as it is written.
    case number
    case integer = "int"
  }

  /// A field of the object.
  struct Field {
    var name: String
    var kind: Kind
    /// The name of its group.
    var group: String
  }

  /// Why a text is no such pattern.
  struct Problem: Error {
    var message: String
    var help: String?
  }

  private(set) var expression = ""
  private(set) var fields: [Field] = []
  private let own: [String: String]

  /// The most characters that a pattern may become.
  private static let limit = 100_000

  init(_ text: String, own: [String: String]) throws(Problem) {
    self.own = own
    try add(text, within: [])
    for name in GrokText.groupNames(expression) where !fields.contains(where: { $0.group == name })
    {
      fields.append(Field(name: name, kind: .text, group: name))
    }
    guard !fields.isEmpty else {
      throw Problem(
        message: "the pattern gives no field",
        help: "name what is to be one, such as `%{IP:client}`"
      )
    }
    for (position, field) in fields.enumerated()
    where fields[..<position].contains(where: { $0.name == field.name }) {
      throw Problem(message: "the pattern has two fields `\(field.name)`")
    }
  }

  /// Appends a pattern with those that it names in their place.
  private mutating func add(_ text: String, within names: [String]) throws(Problem) {
    var rest = text.utf8[...]
    while let start = GrokText.find("%{", in: rest) {
      expression += String(decoding: rest[..<start], as: UTF8.self)
      let inside = rest[start...].dropFirst(2)
      guard let end = inside.firstIndex(of: UInt8(ascii: "}")) else {
        throw Problem(message: "`\(String(decoding: rest[start...], as: UTF8.self))` is not closed")
      }
      try add(reference: String(decoding: inside[..<end], as: UTF8.self), within: names)
      rest = inside[inside.index(after: end)...]
      guard expression.utf8.count <= GrokText.limit else {
        throw Problem(message: "the pattern becomes longer than \(GrokText.limit) bytes")
      }
    }
    expression += String(decoding: rest, as: UTF8.self)
  }

  private mutating func add(reference: String, within names: [String]) throws(Problem) {
    let parts = reference.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let name = parts.first, !name.isEmpty, parts.count <= 3, !parts.dropFirst().contains("")
    else {
      throw Problem(
        message: "`%{\(reference)}` is no named pattern",
        help: "write `%{NAME}`, `%{NAME:field}` or `%{NAME:field:number}`"
      )
    }
    guard let text = own[name] ?? GrokPatterns.known[name] else {
      let near = DidYouMean.suggestion(
        for: name,
        among: (Array(GrokPatterns.known.keys) + Array(own.keys)).sorted()
      )
      throw Problem(
        message: "there is no pattern `\(name)`",
        help: near.map { "did you mean `\($0)`?" } ?? "add it to `patterns`"
      )
    }
    guard !names.contains(name) else {
      throw Problem(message: "the pattern `\(name)` contains itself")
    }
    guard parts.count > 1 else {
      expression += "(?:"
      try add(text, within: names + [name])
      expression += ")"
      return
    }
    let kinds = [
      "int": Kind.integer, "integer": .integer, "number": .number, "float": .number, "text": .text,
    ]
    guard let kind = parts.count == 3 ? kinds[parts[2]] : .text else {
      throw Problem(
        message: "`\(parts[2])` is not a type that a field can have",
        help: "the types are text, number and int"
      )
    }
    let group = "swpipe_\(fields.count)"
    fields.append(Field(name: parts[1], kind: kind, group: group))
    expression += "(?<\(group)>"
    try add(text, within: names + [name])
    expression += ")"
  }

  private static func find(_ word: StaticString, in text: Substring.UTF8View)
    -> Substring.UTF8View.Index?
  {
    var at = text.startIndex
    while at < text.endIndex {
      let next = text.index(after: at)
      if text[at] == word.utf8Start[0], next < text.endIndex, text[next] == word.utf8Start[1] {
        return at
      }
      at = next
    }
    return nil
  }

  /// The groups that the spec itself has named.
  private static func groupNames(_ expression: String) -> [String] {
    guard let pattern = try? Pattern.shared(expression) else { return [] }
    return pattern.names.map(\.name)
  }
}
