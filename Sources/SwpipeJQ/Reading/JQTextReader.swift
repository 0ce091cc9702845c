internal import CJSONIndex
package import SwpipeCore

/// The index of a text, which is made anew for each.
struct JQIndex: ~Copyable {
  private var index = swp_json_index()

  deinit {
    var last = index
    swp_json_free(&last)
  }

  /// Checks a text's whole grammar; the document of it lasts until the next one is read.
  mutating func read(_ text: UnsafeBufferPointer<UInt8>) throws(JSONProblem) -> JQDocument {
    let problem = swp_json_scan(&index, text.baseAddress, text.count, JQHeap.depthLimit)
    guard problem == SWP_JSON_FINE, let nodes = index.nodes, let start = text.baseAddress else {
      throw JSONProblem(at: index.error_offset, JQIndex.reason(Int(problem)))
    }
    var document = JQDocument()
    document.text = start
    document.count = index.count
    document.nodes = UnsafePointer(nodes)
    document.hasNewlines = index.has_newlines
    return document
  }

  private static func reason(_ problem: Int) -> StaticString {
    switch problem {
    case SWP_JSON_NO_KEY: "expected a key in quotes"
    case SWP_JSON_NO_COLON: "expected a colon"
    case SWP_JSON_NO_COMMA_IN_OBJECT: "expected a comma or a closing brace"
    case SWP_JSON_NO_COMMA_IN_ARRAY: "expected a comma or a closing bracket"
    case SWP_JSON_NO_QUOTE: "expected a closing quote"
    case SWP_JSON_CONTROL: "expected no raw control character in a string"
    case SWP_JSON_NO_ESCAPE: "expected an escape (one of \" \\ / b f n r t u)"
    case SWP_JSON_NO_HEX: "expected four hexadecimal digits"
    case SWP_JSON_NO_DIGIT: "expected a digit"
    case SWP_JSON_NO_END: "expected the end"
    case SWP_JSON_TOO_DEEP: "expected at most 10000 values within each other"
    case SWP_JSON_NO_UTF8: "expected UTF-8"
    case SWP_JSON_NO_MEMORY: "expected more memory for its index"
    case SWP_JSON_TOO_LARGE: "expected less than 4 GiB"
    default: "expected a value"
    }
  }
}

extension JQEvaluation {
  /// `fromjson`: the values of a text, made.
  mutating func parsed(_ text: JQValue) throws(JQFault) -> JQValue {
    guard text.isString else {
      throw heap.fail("\(try described(text)) only strings can be parsed")
    }
    let bytes = try heap.bytes(text)
    let shown = String(decoding: bytes, as: UTF8.self)
    if shown == "nan" { return JQValue(Double.nan) }
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 9 || $0 == 10 || $0 == 13 }) {
      throw heap.fail("Expected JSON value (while parsing '\(shown)')")
    }
    var index = JQIndex()
    let document: JQDocument
    do throws(JSONProblem) {
      document = try index.read(bytes)
    } catch {
      throw heap.fail("\(error.reason) at byte \(error.offset + 1) (while parsing '\(shown)')")
    }
    let outer = heap.document
    heap.document = document
    defer { heap.document = outer }
    return try heap.detached(document.value(0))
  }
}

extension JQHeap {
  /// A container that is being copied.
  private struct Copy {
    var source: JQValue
    var block: UnsafeMutableRawPointer
    var at = 0
  }

  /// A value without the document: all that is in it is made.
  ///
  /// A list instead of recursion.
  mutating func detached(_ value: JQValue) throws(JQFault) -> JQValue {
    var open: [Copy] = []
    let result = try detachedTop(value, &open)
    while let last = open.popLast() {
      var copy = last
      let slot: UnsafeMutablePointer<JQValue>
      if copy.source.isObject {
        guard copy.at < JQBlock.count(copy.block) else { continue }
        let members = JQBlock.members(copy.block)
        if members[2 * copy.at].kind == .documentString {
          let hash = members[2 * copy.at].hash
          members[2 * copy.at] = try string(try bytes(members[2 * copy.at])).shared
          members[2 * copy.at].hash = hash
        }
        slot = members + 2 * copy.at + 1
      } else {
        guard copy.at < JQBlock.count(copy.block) else { continue }
        slot = JQBlock.values(copy.block) + copy.at
      }
      copy.at += 1
      open.append(copy)
      slot.pointee = try detachedTop(slot.pointee, &open)
    }
    return result
  }

  private mutating func detachedTop(_ value: JQValue, _ open: inout [Copy]) throws(JQFault)
    -> JQValue
  {
    switch value.kind {
    case .documentNumber: return try literal(document.bytes(value.node))
    case .documentString: return try string(try bytes(value))
    case .documentArray, .array:
      let copy = try changeable(value, room: 0, consumes: false)
      open.append(Copy(source: copy, block: copy.block))
      return copy
    case .documentObject, .object:
      let copy = try changeableObject(value, room: 0, consumes: false)
      open.append(Copy(source: copy, block: copy.block))
      return copy
    default: return value
    }
  }
}
