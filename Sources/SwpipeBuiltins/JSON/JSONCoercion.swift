internal import SwpipeCore

/// The types that a value can be made to have.
enum JSONType: String, CaseIterable {
  case number
  case integer
  case boolean
  case text
  case json
}

/// Makes of a value one of another type.
final class JSONCoercion {
  private enum Failing {
    case error
    case null
    case keep
  }

  private let failing: Failing
  private let index = JSONIndex()
  /// A string without its escapes.
  private var plain = BatchBuilder()

  init(failing word: String) {
    failing =
      switch word {
      case "null": .null
      case "keep": .keep
      default: .error
      }
  }

  /// Appends the value as the type wants it.
  func append(
    _ value: Int,
    _ type: JSONType,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    let range = document.range(value)
    let kind = document.kind(value)
    if kind == .null { return output.append(range, of: document) }
    switch (type, kind) {
    case (.json, .string):
      if appendJSON(value, document, &output) { return }
    case (.json, _), (.text, .string), (.boolean, .boolean), (.number, .number):
      return output.append(range, of: document)
    case (.text, _):
      return appendText(range, document, &output)
    case (.integer, .number):
      if JSONCoercion.isInteger(document.bytes(range)) {
        return output.append(range, of: document)
      }
    case (.number, .string), (.integer, .string):
      if appendNumber(value, type, document, &output) { return }
    case (.boolean, .string), (.boolean, .number):
      if appendBoolean(document.bytes(document.inside(value)), &output) { return }
    default: break
    }
    switch failing {
    case .null: output.append(utf8: "null")
    case .keep: output.append(range, of: document)
    case .error:
      let shown = Excerpt.quoted(
        document.bytes(kind == .string ? document.inside(value) : range).span
      )
      throw ElementFailure("\(shown) is no \(type.rawValue)")
    }
  }

  private func appendText(
    _ range: Range<Int>,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) {
    plain.rollBack()
    plain.append(compacting: document.bytes(range).span)
    plain.withUnfinished { output.append(jsonString: $0) }
  }

  private func appendNumber(
    _ value: Int,
    _ type: JSONType,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) -> Bool {
    // A number has no escapes, so a string with some is none.
    guard !document.hasEscapes(value) else { return false }
    let inside = document.bytes(document.inside(value))
    guard !inside.isEmpty, let text = try? index.read(inside), text.kind(0) == .number else {
      return false
    }
    let digits = text.bytes(text.range(0))
    guard type == .number || JSONCoercion.isInteger(digits) else { return false }
    output.append(digits.span)
    return true
  }

  private func appendJSON(
    _ value: Int,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) -> Bool {
    plain.rollBack()
    plain.append(unescaping: document.bytes(document.inside(value)).span)
    return plain.withUnfinished { span in
      span.withUnsafeBufferPointer { bytes in
        guard !bytes.isEmpty, let text = try? index.read(bytes) else { return false }
        let json = text.bytes(text.range(0))
        // Line breaks may stand in it now, which an element of one line must not have.
        if json.contains(UInt8(ascii: "\n")) {
          output.append(compacting: json.span)
        } else {
          output.append(json.span)
        }
        return true
      }
    }
  }

  private func appendBoolean(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ output: inout BatchBuilder
  ) -> Bool {
    let isTrue = bytes.elementsEqual("true".utf8) || bytes.elementsEqual("1".utf8)
    guard isTrue || bytes.elementsEqual("false".utf8) || bytes.elementsEqual("0".utf8) else {
      return false
    }
    output.append(utf8: isTrue ? "true" : "false")
    return true
  }

  private static func isInteger(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
    digits.allSatisfy { byte in
      byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }
}
