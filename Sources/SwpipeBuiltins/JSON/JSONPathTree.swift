internal import Glibc
internal import SwpipeCore

/// Paths into JSON as one tree, in plain memory, so that a walk through an element counts no references.
///
/// Step 0 is the element itself; the steps below a step stand behind each other.
final class JSONPathTree {
  /// One step of the paths.
  struct Step {
    fileprivate(set) var name: UnsafeBufferPointer<UInt8>
    /// `[]`: each value of an array; then it has no name and is its parent's only child.
    fileprivate(set) var isEach: Bool
    fileprivate(set) var children: Range<Int>
    /// The position of the path that ends here, in the list that the tree was made of.
    fileprivate(set) var end: Int?
  }

  private(set) var steps: UnsafeMutableBufferPointer<Step>
  private let names: UnsafeMutableBufferPointer<UInt8>

  /// What speaks against a list of paths, in words; nil where nothing does.
  static func conflict(_ paths: [JSONPathText]) -> String? {
    for (position, path) in paths.enumerated() {
      for other in paths[..<position] {
        let common = zip(path.steps, other.steps).prefix { $0 == $1 }.count
        if common == path.steps.count, common == other.steps.count {
          return "`\(path.text)` is in the list twice"
        }
        if common == min(path.steps.count, other.steps.count) {
          let (inner, outer) =
            path.steps.count > other.steps.count ? (path, other) : (other, path)
          return "`\(inner.text)` is within `\(outer.text)`"
        }
        let next = (path.steps[common], other.steps[common])
        if (next.0 == .each) != (next.1 == .each) {
          return "`\(path.text)` takes an array where `\(other.text)` takes an object"
        }
      }
    }
    return nil
  }

  /// Makes the tree of paths without a conflict.
  init(_ paths: [JSONPathText]) {
    final class Draft {
      var step: JSONPathText.Step?
      var children: [Draft] = []
      var end: Int?
    }
    let root = Draft()
    for (position, path) in paths.enumerated() {
      var at = root
      for step in path.steps {
        if let known = at.children.first(where: { $0.step == step }) {
          at = known
        } else {
          let made = Draft()
          made.step = step
          at.children.append(made)
          at = made
        }
      }
      at.end = position
    }
    var order = [root]
    var spans: [Range<Int>] = []
    var at = 0
    while at < order.count {
      spans.append(order.count..<order.count + order[at].children.count)
      order += order[at].children
      at += 1
    }
    let bytes = order.flatMap { draft in
      if case .name(let name) = draft.step { name } else { [UInt8]() }
    }
    names = .allocate(capacity: bytes.count)
    _ = names.initialize(from: bytes)
    steps = .allocate(capacity: order.count)
    var start = 0
    for (position, draft) in order.enumerated() {
      var count = 0
      if case .name(let name) = draft.step { count = name.count }
      (steps.baseAddress.unsafelyUnwrapped + position).initialize(
        to: Step(
          name: UnsafeBufferPointer(rebasing: names[start..<start + count]),
          isEach: draft.step == .each,
          children: spans[position],
          end: draft.end
        )
      )
      start += count
    }
  }

  deinit {
    steps.deallocate()
    names.deallocate()
  }

  /// Whether the step takes an array's values, and not an object's members.
  @inline(__always)
  func takesEach(_ step: Int) -> Bool {
    let children = steps[step].children
    return !children.isEmpty && steps[children.lowerBound].isEach
  }

  /// The step below one that a member's key is; nil where none is.
  @inline(__always)
  func child(_ step: Int, _ key: Int, in document: JSONDocument) -> Int? {
    let written = document.inside(key)
    if document.hasEscapes(key) { return escapedChild(step, document.bytes(written)) }
    for child in steps[step].children {
      let name = steps[child].name
      guard name.count == written.count else { continue }
      guard let start = name.baseAddress, let other = document.bytes(written).baseAddress,
        !name.isEmpty
      else { return child }
      if memcmp(start, other, name.count) == 0 { return child }
    }
    return nil
  }

  private func escapedChild(_ step: Int, _ key: UnsafeBufferPointer<UInt8>) -> Int? {
    steps[step].children.first { JSONKey.matches(key.span, steps[$0].name) }
  }
}
