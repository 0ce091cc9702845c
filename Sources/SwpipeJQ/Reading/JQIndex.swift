internal import CJSONIndex
internal import SwpipeCore

/// The index of a text, which is made anew for each.
package struct JQIndex: ~Copyable {
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

  /// The words for what `swp_json_scan` found to be wrong.
  package static func reason(_ problem: Int) -> StaticString {
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
