internal import SwpipeCore
internal import SwpipeSpec

/// Words for a parameter: what may be given, and what stands where nothing is.
struct ParameterText {
  let parameter: ParameterInfo

  /// What may be given, such as `duration` or `one of left, right`.
  var type: String { Self.words(for: parameter.type) }

  /// `required`, `optional` or the default.
  var presence: String {
    if parameter.isRequired { return "required" }
    guard let argument = parameter.defaultArgument else { return "optional" }
    return "default \(ArgumentText.text(argument))"
  }

  private static func words(for type: ParameterType) -> String {
    switch type {
    case .text: "text"
    case .boolean: "true or false"
    case .integer(let bounds): "integer" + range(bounds, lowest: .min, highest: .max)
    case .number(let bounds): "number" + range(bounds, lowest: -.infinity, highest: .infinity)
    case .duration: "duration"
    case .size: "size"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .pattern: "regular expression"
    case .expression: "jq program"
    case .path: "place in the element"
    case .template: "template"
    case .file: "path"
    case .list(let item): "list of \(words(for: item))"
    case .value: "any value"
    }
  }

  private static func range<Bound>(_ bounds: ClosedRange<Bound>, lowest: Bound, highest: Bound)
    -> String
  {
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    return switch (low == lowest, high == highest) {
    case (true, true): ""
    case (false, true): ", at least \(short(low))"
    case (true, false): ", at most \(short(high))"
    case (false, false): ", \(short(low)) to \(short(high))"
    }
  }

  private static func short(_ bound: some Any) -> String {
    let text = "\(bound)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
