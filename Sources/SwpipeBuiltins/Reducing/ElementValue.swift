internal import SwpipeCore
internal import SwpipeJQ

/// What an expression gives for one element after the other, for transforms that compute with it.
///
/// Belongs to one thread. The expression `.` on text needs no machine.
final class ElementValue {
  let text: String
  private let runner: ElementExpression
  private let isWhole: Bool
  /// Of a text element that is its own value.
  private var element: UnsafeBufferPointer<UInt8>?
  private var isText = false
  private var quoted = ByteArena()

  init(_ text: String, _ context: TransformContext) throws(RunFailure) {
    self.text = text
    runner = try ElementExpression(text, context)
    isWhole = text.allSatisfy { $0 == "." || $0 == " " } && text.contains(".")
  }

  /// Evaluates the expression for an element, whose bytes must stay where they are; false where the run
  /// stops.
  ///
  /// `other` is one that was evaluated for the same element before, so that the element is read once.
  func read(_ slice: borrowing Slice, _ position: Int, after other: ElementValue? = nil)
    throws(ElementFailure) -> Bool
  {
    isText = slice.type == .text
    element = nil
    if isText, isWhole {
      element = try slice.withElement(position) { span throws(ElementFailure) in
        if !span.isASCII, (try? UTF8Span(validating: span)) == nil {
          throw ElementFailure(
            "the text \(Excerpt.quoted(span)) is not UTF-8, and jq's strings are"
          )
        }
        return span.withUnsafeBufferPointer { $0 }
      }
      return true
    }
    if !isText, let other, other.element == nil {
      runner.begin(slice, position, with: other.runner)
    } else {
      try runner.begin(slice, position)
    }
    guard let hasOutput = try runner.next() else { return false }
    guard hasOutput else {
      throw ElementFailure(
        "the expression `\(shownText)` gives no value; `// null` gives one"
      )
    }
    return true
  }

  /// The expression, shortened, for messages.
  private var shownText: String { Excerpt.plain(Array(text.utf8).span, limit: 60) }

  var kind: JQKind { element == nil ? runner.kind : .string }

  /// Whether it counts as no value at all.
  var isNull: Bool { element == nil && runner.kind == .null }

  /// The number that it is; a text element may be one that is written.
  func amount() throws(ElementFailure) -> Amount {
    let machine = runner
    if element == nil, machine.kind == .number {
      if let digits = machine.digits {
        if let integer = DecimalInteger.read(digits) {
          return Amount(integer: integer, double: Double(integer))
        }
      }
      let value = machine.double
      guard value.isFinite else { throw notANumber("it is too large for a double, or is none") }
      return Amount(integer: nil, double: value)
    }
    if isText, kind == .string {
      let bytes = try stringBytes()
      switch try NumberText.read(bytes.span, .text) {
      case .integer(let value): return Amount(integer: value, double: Double(value))
      case .double(let value): return Amount(integer: nil, double: value)
      }
    }
    throw notANumber("it is \(kind.words)")
  }

  private func notANumber(_ reason: String) -> ElementFailure {
    let shown = (try? json()).map { Excerpt.plain($0.span, limit: 60) } ?? "…"
    return ElementFailure(
      "`\(shownText)` gives \(shown), which is no number: \(reason)"
    )
  }

  /// The bytes of a string, without quotes and escapes; valid until the next call.
  func stringBytes() throws(ElementFailure) -> UnsafeBufferPointer<UInt8> {
    if let element { return element }
    guard let bytes = runner.text else {
      throw ElementFailure("the value is \(kind.words) and not a string")
    }
    return bytes
  }

  /// Its JSON on one line; the bytes are valid until the next call.
  func json() throws(ElementFailure) -> UnsafeBufferPointer<UInt8> {
    if let element { return quote(element) }
    return try runner.json()
  }

  /// The same bytes for equal values and others for all others; valid until the next call.
  func canonical() throws(ElementFailure) -> UnsafeBufferPointer<UInt8> {
    if let element { return quote(element) }
    return try runner.canonical()
  }

  private func quote(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    quoted.removeAll()
    JSONString.append(text, to: &quoted)
    return quoted.bytes.assumingMemoryBound(to: UInt8.self)
  }
}

/// Whole numbers as JSON writes them.
enum DecimalInteger {
  /// The value of digits without point and exponent; nil for any other number, and one past 64 bits.
  @inline(__always)
  static func read(_ digits: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard !digits.isEmpty, digits.count <= 20 else { return nil }
    let isNegative = digits[0] == UInt8(ascii: "-")
    var value: Int64 = 0
    for place in (isNegative ? 1 : 0)..<digits.count {
      let digit = digits[place] &- 0x30
      guard digit < 10 else { return nil }
      if digits.count <= 18 {
        value = value &* 10 &- Int64(digit)
        continue
      }
      let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, carries) = tens.subtractingReportingOverflow(Int64(digit))
      if overflows || carries { return nil }
      value = sum
    }
    // Counted downwards, because the least integer has no positive counterpart.
    return isNegative ? value : value == .min ? nil : -value
  }
}

/// Strings as JSON writes them.
enum JSONString {
  /// Appends a text in quotes, with the escapes that jq writes.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to arena: inout ByteArena) {
    arena.append(UInt8(ascii: "\""))
    var start = 0
    for place in 0..<text.count {
      let byte = text[place]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f
      else { continue }
      arena.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[start..<place])))
      start = place + 1
      escape(byte, to: &arena)
    }
    arena.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[start...])))
    arena.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, to arena: inout ByteArena) {
    let short: UInt8? =
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
      case 0x08: UInt8(ascii: "b")
      case 0x09: UInt8(ascii: "t")
      case 0x0a: UInt8(ascii: "n")
      case 0x0c: UInt8(ascii: "f")
      case 0x0d: UInt8(ascii: "r")
      default: nil
      }
    arena.append(UInt8(ascii: "\\"))
    if let short {
      arena.append(short)
      return
    }
    let digits = StaticString("0123456789abcdef")
    for part in [UInt8(ascii: "u"), 0x30, 0x30] { arena.append(part) }
    arena.append(digits.utf8Start[Int(byte >> 4)])
    arena.append(digits.utf8Start[Int(byte & 15)])
  }
}
