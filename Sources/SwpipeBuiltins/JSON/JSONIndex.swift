internal import CJSONIndex
internal import SwpipeCore
internal import SwpipeJQ

/// The index of one JSON text after the other, in memory that is used again.
final class JSONIndex {
  private var index = swp_json_index()

  private static let depthLimit = 10_000

  deinit {
    swp_json_free(&index)
  }

  /// Checks a text's whole grammar.
  ///
  /// The document lasts until the next text is read, and no longer than the bytes. About 0.6 ns a byte and
  /// 2 ns a value.
  func read(_ text: UnsafeBufferPointer<UInt8>) throws(ElementFailure) -> JSONDocument {
    do throws(JSONProblem) {
      return try check(text)
    } catch {
      throw error.failure(of: text.span)
    }
  }

  /// The same, for who has words of its own.
  func check(_ text: UnsafeBufferPointer<UInt8>) throws(JSONProblem) -> JSONDocument {
    let problem = swp_json_scan(&index, text.baseAddress, text.count, JSONIndex.depthLimit)
    guard problem == SWP_JSON_FINE, let nodes = index.nodes, let start = text.baseAddress else {
      throw JSONProblem(at: index.error_offset, JQIndex.reason(Int(problem)))
    }
    return JSONDocument(
      text: start,
      count: text.count,
      nodes: nodes,
      hasNewlines: index.has_newlines
    )
  }
}

/// A JSON text and where its values are; a value is the number of its node, the whole is 0.
///
/// The members of an object and the values of an array begin at the node behind it. A member is the node of
/// its key; its value is the next one.
struct JSONDocument {
  private let text: UnsafePointer<UInt8>
  let count: Int
  private let nodes: UnsafePointer<swp_json_node>

  /// Whether line breaks stand between the values.
  let hasNewlines: Bool

  init(
    text: UnsafePointer<UInt8>,
    count: Int,
    nodes: UnsafePointer<swp_json_node>,
    hasNewlines: Bool
  ) {
    self.text = text
    self.count = count
    self.nodes = nodes
    self.hasNewlines = hasNewlines
  }

  enum Kind {
    case null
    case boolean
    case number
    case string
    case array
    case object
  }

  @inline(__always)
  func kind(_ node: Int) -> Kind {
    switch Int(nodes[node].info & 7) {
    case SWP_JSON_NULL: .null
    case SWP_JSON_FALSE, SWP_JSON_TRUE: .boolean
    case SWP_JSON_NUMBER: .number
    case SWP_JSON_STRING: .string
    case SWP_JSON_ARRAY: .array
    default: .object
    }
  }

  @inline(__always)
  func isObject(_ node: Int) -> Bool { Int(nodes[node].info & 7) == SWP_JSON_OBJECT }

  @inline(__always)
  func isArray(_ node: Int) -> Bool { Int(nodes[node].info & 7) == SWP_JSON_ARRAY }

  @inline(__always)
  func isNull(_ node: Int) -> Bool { Int(nodes[node].info & 7) == SWP_JSON_NULL }

  /// The node behind a value and all that is in it.
  @inline(__always)
  func next(_ node: Int) -> Int { Int(nodes[node].next) }

  /// The bytes of a value, a string's quotes included.
  @inline(__always)
  func range(_ node: Int) -> Range<Int> {
    let place = nodes[node]
    let quote = Int(place.info & 7) == SWP_JSON_STRING ? 1 : 0
    return Int(place.start) - quote..<Int(place.end) + quote
  }

  /// The bytes between the quotes of a string or of a member's key.
  @inline(__always)
  func inside(_ node: Int) -> Range<Int> { Int(nodes[node].start)..<Int(nodes[node].end) }

  @inline(__always)
  func hasEscapes(_ node: Int) -> Bool { nodes[node].info & UInt32(SWP_JSON_ESCAPES) != 0 }

  /// The bytes of a part of the text.
  @inline(__always)
  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text + range.lowerBound, count: range.count)
  }

  /// A value as a message shows it.
  func excerpt(_ node: Int) -> String { Excerpt.quoted(bytes(range(node)).span) }
}

extension BatchBuilder {
  /// Appends a part of a document's text.
  @inline(__always)
  mutating func append(_ range: Range<Int>, of document: JSONDocument) {
    append(document.bytes(range).span)
  }
}
