internal import SwpipeCore

/// The place in a JSON element that a transform writes to: what `into: .profile.name` says.
struct JSONTarget: Sendable {
  /// Why a text is no such place.
  struct Problem: Error {
    var message: String
  }

  private let keys: [[UInt8]]
  /// The text as it was given, for messages.
  private let text: String

  /// The parameter that transforms share.
  static func parameter(_ what: String) -> Parameter<String?> {
    .optional(
      .text(
        "into",
        "Where in the element \(what) goes, such as `.profile`; what stands there is replaced."
      )
    )
  }

  /// The place of checked arguments; nil where they give none.
  static func target(_ text: String?) throws(RunFailure) -> JSONTarget? {
    guard let text else { return nil }
    do throws(Problem) {
      return try JSONTarget(text)
    } catch {
      throw RunFailure(.spec, error.message)
    }
  }

  /// What a definition's check has against an argument.
  static func problems(_ text: String?, _ parameter: String = "into") -> [ArgumentProblem] {
    guard let text else { return [] }
    do throws(Problem) {
      _ = try JSONTarget(text)
      return []
    } catch {
      return [
        ArgumentProblem(
          parameter: parameter,
          message: error.message,
          help: "a place is written as `.name`, `.outer.inner` or `.\"a name\"`"
        )
      ]
    }
  }

  /// Parses a path of names: `.a.b` or `."a b"`.
  init(_ text: String) throws(Problem) {
    self.text = text
    var keys: [[UInt8]] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.first {
      guard first == UInt8(ascii: ".") else {
        throw Problem(message: "`\(text)` is no path: a name begins with a point")
      }
      rest = rest.dropFirst()
      let name: ArraySlice<UInt8>
      if rest.first == UInt8(ascii: "\"") {
        name = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        rest = rest.dropFirst(name.count + 1)
        guard rest.popFirst() != nil else {
          throw Problem(message: "`\(text)` is no path: a quote is not closed")
        }
      } else {
        name = rest.prefix { JSONTarget.isNameByte($0) }
        rest = rest.dropFirst(name.count)
      }
      if name.isEmpty { throw Problem(message: "`\(text)` is no path: a name is missing") }
      keys.append(Array(name))
    }
    if keys.isEmpty { throw Problem(message: "a path of at least one name is due") }
    self.keys = keys
  }

  /// Appends an element with the value at the place set to what `body` appends.
  ///
  /// All else is copied as it is. Objects on the way are made where there are none or null; another
  /// value on the way is the element's error.
  func append(
    _ element: Span<UInt8>,
    of type: ElementType,
    to output: inout BatchBuilder,
    setting body: (inout BatchBuilder) throws(ElementFailure) -> Void
  ) throws(ElementFailure) {
    guard type == .json else {
      throw ElementFailure("`into: \(text)` needs JSON, but the element is text")
    }
    let place: Place
    do throws(JSONProblem) {
      place = try find(in: element)
    } catch {
      throw error.failure(of: element)
    }
    guard place.isReachable else {
      throw ElementFailure(
        "`into: \(text)` has no place: \(Excerpt.quoted(element.extracting(place.range))) is no object"
      )
    }
    output.append(element.extracting(0..<place.range.lowerBound))
    if place.isMember {
      if !place.isFirst { output.append(UInt8(ascii: ",")) }
      output.append(key: keys[place.depth - 1])
    }
    for key in keys[place.depth...] {
      output.append(UInt8(ascii: "{"))
      output.append(key: key)
    }
    try body(&output)
    for _ in place.depth..<keys.count { output.append(UInt8(ascii: "}")) }
    output.append(element.extracting(place.range.upperBound..<element.count))
  }

  /// What of an element is replaced.
  private struct Place {
    var range: Range<Int>
    /// How many keys are there already, the one that is inserted included.
    var depth: Int
    /// Whether a member is put in, not a value replaced.
    var isMember = false
    var isFirst = false
    var isReachable = true
  }

  private func find(in element: Span<UInt8>) throws(JSONProblem) -> Place {
    var scanner = JSONScanner()
    let whole = try scanner.skipValue(element)
    try scanner.skipEnd(element)
    var value = whole
    for (position, key) in keys.enumerated() {
      switch element[value.lowerBound] {
      case UInt8(ascii: "{"): break
      case UInt8(ascii: "n"): return Place(range: value, depth: position)
      default: return Place(range: value, depth: position, isReachable: false)
      }
      let member = try JSONMember.find(key, in: element, at: value.lowerBound)
      guard let found = member.value else {
        return Place(
          range: member.insertion..<member.insertion,
          depth: position + 1,
          isMember: true,
          isFirst: member.isFirst
        )
      }
      value = found
    }
    return Place(range: value, depth: keys.count)
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

extension BatchBuilder {
  fileprivate mutating func append(key: [UInt8]) {
    append(jsonString: key.span)
    append(UInt8(ascii: ":"))
  }
}
