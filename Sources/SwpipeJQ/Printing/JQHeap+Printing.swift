internal import CJSONIndex

/// How JSON is laid out.
package struct JQLayout: Sendable {
  /// Blanks for each level; nil for all on one line.
  package var indent: Int?
  /// Keys in the order of their code points, at every level.
  package var sortsKeys: Bool

  package init(indent: Int? = nil, sortsKeys: Bool = false) {
    self.indent = indent
    self.sortsKeys = sortsKeys
  }

  package static let compact = JQLayout()
}

/// What becomes of values that are still the element's text.
enum JQCopying {
  /// They are copied.
  case asWritten
  /// Strings are escaped anew and each key stands once; numbers keep their digits. What a program sees.
  case normalised
  /// Numbers are written in one way, too, so that equal values are equal bytes.
  case canonical
}

extension JQHeap {
  /// How deeply values may be within each other.
  static let depthLimit = 10_000

  /// A container that is being written.
  private struct Level {
    var members: UnsafeMutablePointer<JQValue>
    var at = 0
    var count: Int
    var isObject: Bool
    /// The members in the order of their keys, where that is wanted.
    var order: [Int] = []
  }

  /// Writes a value as JSON; what is still the element's text is copied.
  ///
  /// Throws past the limit of depth.
  mutating func write(
    _ value: JQValue,
    to output: inout ByteBuffer,
    layout: JQLayout = .compact,
    copying: JQCopying = .asWritten
  ) throws(JQFault) {
    if writeScalar(value, to: &output, copying) { return }
    let copies =
      layout.indent == nil && !layout.sortsKeys && copying == .asWritten && !document.hasNewlines
    if copies, value.kind == .documentArray || value.kind == .documentObject {
      output.append(document.source(value))
      return
    }
    var levels: [Level] = []
    try open(value, &levels, to: &output, layout.sortsKeys || copying == .canonical)
    while var level = levels.popLast() {
      if level.at == level.count {
        if level.count > 0 { lineBreak(levels.count, layout, to: &output) }
        output.append(level.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        continue
      }
      if level.at > 0 { output.append(UInt8(ascii: ",")) }
      lineBreak(levels.count + 1, layout, to: &output)
      let child: JQValue
      if level.isObject {
        let number = level.order.isEmpty ? level.at : level.order[level.at]
        let key = level.members[2 * number]
        if key.kind == .documentString {
          output.append(document.source(key))
        } else {
          output.append(quoting: JQHeap.bytes(ofBlock: key.block))
        }
        output.append(UInt8(ascii: ":"))
        if layout.indent != nil { output.append(UInt8(ascii: " ")) }
        child = level.members[2 * number + 1]
      } else {
        child = level.members[level.at]
      }
      level.at += 1
      levels.append(level)
      if writeScalar(child, to: &output, copying) { continue }
      if copies, child.kind == .documentArray || child.kind == .documentObject {
        output.append(document.source(child))
        continue
      }
      guard levels.count < JQHeap.depthLimit else {
        throw fail("the result is nested more than \(JQHeap.depthLimit) levels deep")
      }
      try open(child, &levels, to: &output, layout.sortsKeys || copying == .canonical)
    }
  }

  /// Writes what is neither an array nor an object; false for these.
  @inline(__always)
  private mutating func writeScalar(
    _ value: JQValue,
    to output: inout ByteBuffer,
    _ copying: JQCopying
  ) -> Bool {
    switch value.kind {
    case .null: output.append("null")
    case .false: output.append("false")
    case .true: output.append("true")
    case .number:
      if copying == .canonical {
        writeCanonical(value, to: &output)
      } else {
        output.append(value.double)
      }
    case .literal, .documentNumber:
      if copying == .canonical {
        writeCanonical(value, to: &output)
      } else if let digits = digits(value) {
        output.append(digits)
      }
    case .string: output.append(quoting: JQHeap.bytes(ofBlock: value.block))
    case .documentString:
      if copying != .asWritten, document.hasEscapes(value.node),
        let made = try? unescaped(value.node)
      {
        output.append(quoting: JQHeap.bytes(ofBlock: made.block))
      } else {
        output.append(document.source(value))
      }
    case .array, .documentArray, .object, .documentObject: return false
    default: output.append("null")
    }
    return true
  }

  private func writeCanonical(_ value: JQValue, to output: inout ByteBuffer) {
    if let digits = digits(value) {
      for byte in DecimalText.canonical(digits) { output.append(byte) }
      return
    }
    // An infinite number and NaN are not equal to anything that has digits.
    guard value.double.isFinite else {
      output.append(value.double.isNaN ? "nan" : value.double < 0 ? "-infinite" : "infinite")
      return
    }
    let start = output.count
    output.append(value.double)
    let digits = UnsafeBufferPointer(rebasing: output.bytes[start...])
    let canonical = DecimalText.canonical(digits)
    output.truncate(to: start)
    for byte in canonical { output.append(byte) }
  }

  private mutating func open(
    _ value: JQValue,
    _ levels: inout [Level],
    to output: inout ByteBuffer,
    _ sortsKeys: Bool
  ) throws(JQFault) {
    if value.isArray {
      let block = try made(value).block
      output.append(UInt8(ascii: "["))
      levels.append(
        Level(members: JQBlock.values(block), count: JQBlock.count(block), isObject: false)
      )
      return
    }
    let block = try madeObject(value).block
    output.append(UInt8(ascii: "{"))
    levels.append(
      Level(
        members: JQBlock.members(block),
        count: JQBlock.count(block),
        isObject: true,
        order: sortsKeys ? try sortedMembers(block) : []
      )
    )
  }

  private func lineBreak(_ depth: Int, _ layout: JQLayout, to output: inout ByteBuffer) {
    guard let indent = layout.indent else { return }
    output.append(UInt8(ascii: "\n"))
    for _ in 0..<indent * depth { output.append(UInt8(ascii: " ")) }
  }

  /// Sets the error's value to a text.
  mutating func fail(_ message: String) -> JQFault {
    do {
      error = try string(message)
    } catch {
      return .memory
    }
    return .raised
  }
}
