internal import SwpipeCore

/// Changes members at some paths of an element; every byte beside them is copied as it is.
///
/// Of a key that stands twice the last one counts; the others leave the object once it is changed.
struct JSONEditor {
  /// What happens at the end of each path.
  enum Work {
    /// The member goes.
    case omit
    /// The member gets another key.
    case rename
    /// The value is put there, in objects that are made where there are none or null.
    case set
    /// The same, where there is no value or null.
    case fill
    /// As `set`, and another value on the way gives way to an object.
    case merge
    /// The value is put there where there is none; what is there stays.
    case complete
    /// The value is made another.
    case convert
  }

  let work: Work
  let tree: JSONPathTree
  /// By path: the value that is put there as JSON, or the key in quotes.
  private var values: [[UInt8]]
  /// By path: the one whose new key it is, so that both must not be in an object; a path of these has no
  /// other work.
  private let rivals: [Int?]
  /// Appends another value for one, of the path whose position is given.
  private let convert: Conversion
  private let index = JSONIndex()
  /// By step: the last member that is it, in the object at hand; 0 where there is none.
  var found: [Int]
  /// How much of the element has been copied or left out.
  var copied = 0

  typealias Conversion = (Int, JSONDocument, Int, inout BatchBuilder) throws(ElementFailure) -> Void

  init(
    _ work: Work,
    _ paths: [JSONPathText],
    values: [[UInt8]] = [],
    rivals: [Int?] = [],
    convert: @escaping Conversion = { (_, _, _, _) throws(ElementFailure) in }
  ) {
    self.work = work
    tree = JSONPathTree(paths)
    self.values = values
    self.rivals = rivals
    self.convert = convert
    found = Array(repeating: 0, count: tree.steps.count)
  }

  /// Puts what a builder's unfinished element has in the place of the first path's value, and drops it there.
  mutating func takeValue(from output: inout BatchBuilder) {
    values[0].removeAll(keepingCapacity: true)
    output.withUnfinished { span in
      span.withUnsafeBufferPointer { values[0].append(contentsOf: $0) }
    }
    output.rollBack()
  }

  /// Whether a path that leads nowhere is made.
  var creates: Bool {
    switch work {
    case .set, .fill, .merge, .complete: true
    case .omit, .rename, .convert: false
    }
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
      copied = 0
      try edit(0, 0, document, &output)
      output.append(copied..<document.count, of: document)
    }
  }

  private mutating func edit(
    _ value: Int,
    _ step: Int,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    if tree.takesEach(step) {
      let child = tree.steps[step].children.lowerBound
      var item = value + 1
      let end = document.next(value)
      while item < end {
        try enter(item, child, document, &output)
        item = document.next(item)
      }
      return
    }
    let start = (copied, output.unfinishedByteCount)
    if try editObject(value, step, lastOnly: false, document, &output) { return }
    copied = start.0
    output.cutUnfinished(to: start.1)
    _ = try editObject(value, step, lastOnly: true, document, &output)
  }

  /// Edits a value that the path goes on in.
  private mutating func enter(
    _ value: Int,
    _ step: Int,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    let takesEach = tree.takesEach(step)
    if takesEach ? document.isArray(value) : document.isObject(value) {
      return try edit(value, step, document, &output)
    }
    guard creates, work != .complete, !(takesEach && document.isNull(value)) else { return }
    guard document.isNull(value) || work == .merge else {
      throw ElementFailure(
        "`\(text(step))` is \(document.excerpt(value)), which is no \(takesEach ? "array" : "object")"
      )
    }
    replace(document.range(value), document, &output)
    appendMade(step, &output)
  }

  /// Edits an object's members; false where a key stands twice, unless only the last ones are asked for.
  private mutating func editObject(
    _ value: Int,
    _ step: Int,
    lastOnly: Bool,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) -> Bool {
    if !lastOnly { for child in tree.steps[step].children { found[child] = 0 } }
    var gap = JSONMemberGap(behind: document.range(value).lowerBound + 1)
    var key = value + 1
    let end = document.next(value)
    while key < end {
      let member = document.inside(key).lowerBound - 1..<document.range(key + 1).upperBound
      guard let child = tree.child(step, key, in: document) else {
        keep(member, &gap)
        key = document.next(key + 1)
        continue
      }
      if !lastOnly, found[child] != 0 {
        findLasts(value, step, document)
        return false
      }
      if !lastOnly { found[child] = key }
      let isLeftOut = lastOnly && found[child] != key
      if isLeftOut || (work == .omit && tree.steps[child].children.isEmpty) {
        leaveOut(member, &gap, document, &output)
      } else {
        keep(member, &gap)
        try edit(member: key, child, document, &output)
      }
      key = document.next(key + 1)
    }
    close(&gap)
    if !rivals.isEmpty { try checkRivals(step) }
    if creates { appendMissing(step, gap, document, &output) }
    return true
  }

  private mutating func edit(
    member key: Int,
    _ child: Int,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    let value = key + 1
    guard tree.steps[child].children.isEmpty, let path = tree.steps[child].end else {
      return try enter(value, child, document, &output)
    }
    switch work {
    case .omit, .complete: return
    case .rename where path < rivals.count && rivals[path] != nil: return
    case .rename:
      let name = document.inside(key)
      replace(name.lowerBound - 1..<name.upperBound + 1, document, &output)
      appendValue(path, &output)
    case .fill where !document.isNull(value): return
    // An empty object, merged into another one, adds nothing.
    case .merge where document.isObject(value) && values[path] == Array("{}".utf8): return
    case .set, .fill, .merge:
      replace(document.range(value), document, &output)
      appendValue(path, &output)
    case .convert:
      replace(document.range(value), document, &output)
      do throws(ElementFailure) {
        try convert(path, document, value, &output)
      } catch {
        throw ElementFailure("`\(text(child))`: \(error.message)", kind: error.kind)
      }
    }
  }

  /// Throws where a member is to get a key that another member has.
  private func checkRivals(_ step: Int) throws(ElementFailure) {
    let children = tree.steps[step].children
    for child in children where found[child] != 0 {
      guard let path = tree.steps[child].end, path < rivals.count, let other = rivals[path],
        let renamed = children.first(where: { tree.steps[$0].end == other }), found[renamed] != 0
      else { continue }
      throw ElementFailure(
        "`\(text(renamed))` cannot be renamed: the element has `\(text(child))`, too"
      )
    }
  }

  private func appendValue(_ path: Int, _ output: inout BatchBuilder) {
    values[path].withUnsafeBufferPointer { output.append($0.span) }
  }

  private mutating func findLasts(_ value: Int, _ step: Int, _ document: JSONDocument) {
    var key = value + 1
    let end = document.next(value)
    while key < end {
      if let child = tree.child(step, key, in: document) { found[child] = key }
      key = document.next(key + 1)
    }
  }

  /// Appends the members that the object at hand lacks.
  private mutating func appendMissing(
    _ step: Int,
    _ gap: JSONMemberGap,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) {
    var isFirst = !gap.hasKept
    for child in tree.steps[step].children where found[child] == 0 && isMade(child) {
      if copied < gap.keptEnd {
        output.append(copied..<gap.keptEnd, of: document)
        copied = gap.keptEnd
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output.append(jsonString: tree.steps[child].name.span)
      output.append(UInt8(ascii: ":"))
      appendMade(child, &output)
    }
  }

  /// Whether something is made for a step that leads nowhere: not for the values of an array.
  private func isMade(_ step: Int) -> Bool {
    let children = tree.steps[step].children
    if children.isEmpty { return true }
    return !tree.takesEach(step) && children.contains { isMade($0) }
  }

  /// Appends what a step has that leads nowhere.
  private func appendMade(_ step: Int, _ output: inout BatchBuilder) {
    let children = tree.steps[step].children
    guard !children.isEmpty else {
      if let path = tree.steps[step].end { appendValue(path, &output) }
      return
    }
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    for child in children where isMade(child) {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output.append(jsonString: tree.steps[child].name.span)
      output.append(UInt8(ascii: ":"))
      appendMade(child, &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  /// The path to a step, for messages.
  private func text(_ step: Int) -> String {
    guard step > 0,
      let parent = tree.steps.indices.first(where: { tree.steps[$0].children.contains(step) })
    else { return "" }
    if tree.steps[step].isEach { return text(parent) + (parent == 0 ? ".[]" : "[]") }
    return text(parent) + "." + String(decoding: tree.steps[step].name, as: UTF8.self)
  }
}
