internal import CBytes
internal import SwpipeCore

/// Numbers as JSON writes them.
enum NumberText {
  /// Reads an element that must be a JSON number; one of type json may have white space around it.
  @inline(__always)
  static func read(_ element: Span<UInt8>, _ type: ElementType) throws(ElementFailure) -> Number {
    if let integer = shortInteger(element) { return .integer(integer) }
    return try readSlowly(element, type)
  }

  /// An integer of at most 18 digits, which cannot overflow; nil for anything else.
  @inline(__always)
  private static func shortInteger(_ text: Span<UInt8>) -> Int64? {
    guard text.count > 0 else { return nil }
    let isNegative = text[0] == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    let digits = text.count - start
    guard digits > 0, digits <= 18 else { return nil }
    if digits > 1, text[start] == UInt8(ascii: "0") { return nil }
    var value: Int64 = 0
    for position in start..<text.count {
      let digit = text[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return isNegative ? -value : value
  }

  private static func readSlowly(_ element: Span<UInt8>, _ type: ElementType)
    throws(ElementFailure) -> Number
  {
    let text = type == .json ? JSONScanner.trimmed(element) : 0..<element.count
    let number = element.extracting(text)
    var scanner = JSONScanner()
    guard let isInteger = try? scanner.skipNumber(number), scanner.offset == number.count else {
      throw noNumber(element, type)
    }
    if isInteger {
      guard let value = integer(number) else {
        throw ElementFailure("\(Excerpt.quoted(element)) does not fit in a 64-bit integer")
      }
      return .integer(value)
    }
    guard let value = double(number) else {
      throw ElementFailure("\(Excerpt.quoted(element)) does not fit in a double")
    }
    return .double(value)
  }

  private static func noNumber(_ element: Span<UInt8>, _ type: ElementType) -> ElementFailure {
    if type == .json {
      do throws(JSONProblem) {
        try JSONScanner.check(element)
      } catch {
        return error.failure(of: element)
      }
    }
    let shown = Excerpt.quoted(element)
    guard type == .json, let collection = collection(element) else {
      return ElementFailure("\(shown) is not a number")
    }
    return ElementFailure(
      "\(shown) is \(collection), not a number; `number` transforms take the whole element, and not "
        + "a field of it"
    )
  }

  /// What an element is that is JSON's object or list; nil for any other.
  private static func collection(_ element: Span<UInt8>) -> String? {
    let text = JSONScanner.trimmed(element)
    guard !text.isEmpty else { return nil }
    switch element[text.lowerBound] {
    case UInt8(ascii: "{"): return "an object"
    case UInt8(ascii: "["): return "a list"
    default: return nil
    }
  }

  /// The integer of a text that has the grammar of one; nil where it overflows.
  private static func integer(_ text: Span<UInt8>) -> Int64? {
    let isNegative = text[0] == UInt8(ascii: "-")
    var value: Int64 = 0
    for position in (isNegative ? 1 : 0)..<text.count {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let digit = Int64(text[position] &- UInt8(ascii: "0"))
      let (sum, carries) = product.subtractingReportingOverflow(digit)
      if overflows || carries { return nil }
      value = sum
    }
    // Counted downwards, because the least integer has no positive counterpart.
    return isNegative ? value : value == .min ? nil : -value
  }

  private static func double(_ text: Span<UInt8>) -> Double? {
    text.withUnsafeBufferPointer { text in
      var value = 0.0
      guard let start = text.baseAddress, swp_read_double(start, text.count, &value) else {
        return nil
      }
      return value
    }
  }
}
