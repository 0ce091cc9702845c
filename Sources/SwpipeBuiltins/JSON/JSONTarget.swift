internal import SwpipeCore

/// The place in a JSON element that a transform writes to: what `into: .profile.name` says.
struct JSONTarget: Sendable {
  private let keys: [[UInt8]]
  /// The place as it is written, for messages.
  private let text: String

  /// The parameter that transforms share.
  static func parameter(_ what: String) -> Parameter<[Template.PathKey]?> {
    .optional(
      .path(
        "into",
        "Where in the element \(what) goes, such as `.profile`; what stands there is replaced."
      )
    )
  }

  /// The place of checked arguments; nil where they give none.
  static func target(_ path: [Template.PathKey]?) throws(RunFailure) -> JSONTarget? {
    guard let path else { return nil }
    guard let target = JSONTarget(path) else {
      throw RunFailure(.spec, "`\(PathText.element(path))` is not a place that can be written to")
    }
    return target
  }

  /// What a definition's check has against an argument.
  static func problems(_ path: [Template.PathKey]?, _ parameter: String = "into")
    -> [ArgumentProblem]
  {
    guard let path, JSONTarget(path) == nil else { return [] }
    return [
      ArgumentProblem(
        parameter: parameter,
        message: path.isEmpty
          ? "`\(parameter)` needs the name of a field, not the whole element"
          : "`\(parameter)` takes names of fields, and no positions in a list",
        help: "a place is written as `.name`, `.outer.inner` or `.\"a name\"`"
      )
    ]
  }

  /// Takes a path of at least one name; nil for another.
  init?(_ path: [Template.PathKey]) {
    var keys: [[UInt8]] = []
    for key in path {
      guard case .name(let name) = key else { return nil }
      keys.append(Array(name.utf8))
    }
    if keys.isEmpty { return nil }
    self.keys = keys
    text = PathText.element(path)
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
}

extension BatchBuilder {
  fileprivate mutating func append(key: [UInt8]) {
    append(jsonString: key.span)
    append(UInt8(ascii: ":"))
  }
}
