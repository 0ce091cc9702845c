internal import CJSONIndex

/// The text that values of the kinds `document…` are in, and its index.
///
/// SAFETY: the machine sets it at the start of an element and lets no value of it live past the
/// element's end; the text is the caller's for that long.
struct JQDocument {
  var text: UnsafePointer<UInt8>
  var count = 0
  var nodes: UnsafePointer<swp_json_node>
  var hasNewlines = false

  init() {
    // Never read: no value has a node of it.
    text = UnsafePointer(bitPattern: 16).unsafelyUnwrapped
    nodes = UnsafePointer(bitPattern: 16).unsafelyUnwrapped
  }

  /// The value of a node.
  @inline(__always)
  func value(_ node: Int) -> JQValue {
    let kind: JQValue.Kind =
      switch Int(nodes[node].info & 7) {
      case SWP_JSON_NULL: .null
      case SWP_JSON_FALSE: .false
      case SWP_JSON_TRUE: .true
      case SWP_JSON_NUMBER: .documentNumber
      case SWP_JSON_STRING: .documentString
      case SWP_JSON_ARRAY: .documentArray
      default: .documentObject
      }
    return JQValue(kind, payload: UInt64(UInt32(truncatingIfNeeded: node)))
  }

  /// The bytes between a node's start and end; for a string those between its quotes.
  @inline(__always)
  func bytes(_ node: Int) -> UnsafeBufferPointer<UInt8> {
    let place = nodes[node]
    return UnsafeBufferPointer(start: text + Int(place.start), count: Int(place.end - place.start))
  }

  /// A node's text, with a string's quotes.
  @inline(__always)
  func source(_ value: JQValue) -> UnsafeBufferPointer<UInt8> {
    let place = nodes[value.node]
    let quote = value.kind == .documentString ? 1 : 0
    return UnsafeBufferPointer(
      start: text + Int(place.start) - quote,
      count: Int(place.end - place.start) + 2 * quote
    )
  }

  @inline(__always)
  func next(_ node: Int) -> Int { Int(nodes[node].next) }

  @inline(__always)
  func hasEscapes(_ node: Int) -> Bool { nodes[node].info & UInt32(SWP_JSON_ESCAPES) != 0 }

  /// The values of an array or the members of an object, counted as they are written.
  @inline(__always)
  func count(_ node: Int) -> Int {
    let known = Int(nodes[node].info >> UInt32(SWP_JSON_COUNT_SHIFT))
    return known < Int(SWP_JSON_COUNT_MANY) ? known : slowCount(node)
  }

  private func slowCount(_ node: Int) -> Int {
    let isObject = Int(nodes[node].info & 7) == SWP_JSON_OBJECT
    var count = 0
    var child = node + 1
    let end = next(node)
    while child < end {
      child = next(isObject ? child + 1 : child)
      count += 1
    }
    return count
  }
}
