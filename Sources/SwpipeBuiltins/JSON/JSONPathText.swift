internal import SwpipeCore

/// A path of names into JSON, as a spec has it: `.a.b`, `."a b"`, `.["a b"]`, `.items[].price`.
struct JSONPathText {
  /// One step of a path.
  enum Step: Hashable {
    case name([UInt8])
    /// `[]`: each value of an array.
    case each
  }

  /// Why a text is no such path.
  struct Problem: Error {
    var message: String
    var help: String?
  }

  let text: String
  private(set) var steps: [Step] = []

  init(_ text: String) throws(Problem) {
    self.text = text
    var rest = Array(text.utf8)[...]
    guard rest.first == UInt8(ascii: ".") else {
      throw Problem(
        message: "`\(text)` is no path: a path begins with a dot",
        help: JSONPathText.isPlain(text) ? "write `.\(text)`" : nil
      )
    }
    while let first = rest.first {
      if first == UInt8(ascii: "[") {
        try bracket(&rest)
      } else if first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "["), steps.isEmpty { continue }
        try name(&rest)
      } else {
        throw JSONPathText.notAName(text)
      }
    }
    guard case .name = steps.last else {
      throw Problem(
        message: steps.isEmpty
          ? "`\(text)` is the whole element, and a name is due"
          : "`\(text)` does not end with a name"
      )
    }
  }

  /// The path of steps that are known.
  init(steps: [Step]) {
    text = ""
    self.steps = steps
  }

  /// The path to another member of the same object.
  func sibling(_ name: String) -> JSONPathText? {
    guard !steps.isEmpty else { return nil }
    return JSONPathText(steps: steps.dropLast() + [.name(Array(name.utf8))])
  }

  private mutating func name(_ rest: inout ArraySlice<UInt8>) throws(Problem) {
    if rest.first == UInt8(ascii: "\"") { return steps.append(.name(try quoted(&rest))) }
    let name = rest.prefix { JSONPathText.isNameByte($0) }
    rest = rest.dropFirst(name.count)
    guard name.isEmpty else { return steps.append(.name(Array(name))) }
    guard let byte = rest.first, byte != UInt8(ascii: "."), byte != UInt8(ascii: "[") else {
      throw Problem(message: "`\(text)` is no path: a name is missing")
    }
    throw JSONPathText.notAName(text)
  }

  private static func notAName(_ text: String) -> Problem {
    Problem(
      message:
        "`\(text)` is no path: a name has letters, digits and underscores, or it stands in quotes",
      help: "write a name like `a-b` as `.\"a-b\"`; `jq` takes more than names"
    )
  }

  private mutating func bracket(_ rest: inout ArraySlice<UInt8>) throws(Problem) {
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "]") {
      steps.append(.each)
    } else if rest.first == UInt8(ascii: "\"") {
      steps.append(.name(try quoted(&rest)))
    } else {
      throw Problem(
        message:
          "`\(text)` is not a path of names: brackets are empty, or hold a name in quotes",
        help: "`jq` takes positions and slices of arrays"
      )
    }
    guard rest.popFirst() == UInt8(ascii: "]") else {
      throw Problem(message: "`\(text)` is no path: a bracket is not closed")
    }
  }

  private func quoted(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> [UInt8] {
    var scanner = JSONScanner(at: rest.startIndex)
    let all = Array(text.utf8)
    guard let inside = try? scanner.skipString(all.span) else {
      throw Problem(
        message: "`\(text)` is no path: a name in quotes is not closed or has a wrong escape"
      )
    }
    rest = all[scanner.offset...]
    var plain = BatchBuilder()
    plain.append(unescaping: all.span.extracting(inside))
    return plain.withUnfinished { span in span.indices.map { span[$0] } }
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
