internal import SwpipeCore

/// Makes of an object another one that has only the members at some paths.
///
/// Their order and their bytes are those of the element; of a key that stands twice the last one counts.
struct JSONPicker {
  private let tree: JSONPathTree
  private let index = JSONIndex()
  /// By step: the last member that is it, in the object at hand.
  private var found: [Int]

  init(_ paths: [JSONPathText]) {
    tree = JSONPathTree(paths)
    found = Array(repeating: 0, count: tree.steps.count)
  }

  mutating func append(_ element: Span<UInt8>, to output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try element.withUnsafeBufferPointer { bytes throws(ElementFailure) in
      let document = try index.read(bytes)
      guard tree.takesEach(0) ? document.isArray(0) : document.isObject(0) else {
        throw ElementFailure(
          "\(document.excerpt(0)) is no \(tree.takesEach(0) ? "array" : "object")"
        )
      }
      append(0, 0, of: document, to: &output)
    }
  }

  private mutating func append(
    _ value: Int,
    _ step: Int,
    of document: JSONDocument,
    to output: inout BatchBuilder
  ) {
    if tree.takesEach(step) {
      appendArray(value, step, of: document, to: &output)
    } else {
      let start = output.unfinishedByteCount
      if appendObject(value, step, lastOnly: false, of: document, to: &output) { return }
      output.cutUnfinished(to: start)
      _ = appendObject(value, step, lastOnly: true, of: document, to: &output)
    }
  }

  /// Appends an object; false where a key stands twice, unless it looks for the last one.
  private mutating func appendObject(
    _ value: Int,
    _ step: Int,
    lastOnly: Bool,
    of document: JSONDocument,
    to output: inout BatchBuilder
  ) -> Bool {
    let children = tree.steps[step].children
    if !lastOnly { for child in children { found[child] = 0 } }
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    var key = value + 1
    let end = document.next(value)
    while key < end {
      defer { key = document.next(key + 1) }
      guard let child = tree.child(step, key, in: document) else { continue }
      if lastOnly {
        if found[child] != key { continue }
      } else {
        // The object is done in any case, so that `found` has the last of each.
        if found[child] != 0 { return findLasts(value, step, in: document) }
        found[child] = key
      }
      let isEnd = tree.steps[child].children.isEmpty
      let member = key + 1
      guard
        isEnd || (tree.takesEach(child) ? document.isArray(member) : document.isObject(member))
      else { continue }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      let place = document.range(member)
      let start = document.inside(key).lowerBound - 1
      output.append(start..<(isEnd ? place.upperBound : place.lowerBound), of: document)
      if !isEnd { append(member, child, of: document, to: &output) }
    }
    output.append(UInt8(ascii: "}"))
    return true
  }

  private mutating func findLasts(_ value: Int, _ step: Int, in document: JSONDocument) -> Bool {
    var key = value + 1
    let end = document.next(value)
    while key < end {
      if let child = tree.child(step, key, in: document) { found[child] = key }
      key = document.next(key + 1)
    }
    return false
  }

  private mutating func appendArray(
    _ value: Int,
    _ step: Int,
    of document: JSONDocument,
    to output: inout BatchBuilder
  ) {
    let child = tree.steps[step].children.lowerBound
    output.append(UInt8(ascii: "["))
    var isFirst = true
    var item = value + 1
    let end = document.next(value)
    while item < end {
      defer { item = document.next(item) }
      guard tree.takesEach(child) ? document.isArray(item) : document.isObject(item) else {
        continue
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      append(item, child, of: document, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }
}
