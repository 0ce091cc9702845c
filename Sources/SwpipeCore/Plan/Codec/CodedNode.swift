/// A place in the tree that an encoder fills.
final class CodedNode {
  private enum Form {
    case scalar
    case list
    case object
  }

  private var form = Form.scalar
  // Beside each other, not in the enum: appending to a payload would copy it each time.
  private var scalar = CodedValue.null
  private var items: [CodedNode] = []
  private var members: [String: CodedNode] = [:]

  /// Everything that was encoded here.
  var value: CodedValue {
    switch form {
    case .scalar: scalar
    case .list: .list(items.map(\.value))
    case .object: .object(members.mapValues(\.value))
    }
  }

  /// How many elements the list has so far.
  var count: Int { items.count }

  /// Puts a scalar here.
  func set(_ value: CodedValue) {
    form = .scalar
    scalar = value
  }

  /// Makes this an object.
  func beginObject() {
    form = .object
  }

  /// Makes this a list.
  func beginList() {
    form = .list
  }

  /// The place of a new member.
  func member(_ key: String) -> CodedNode {
    let node = CodedNode()
    members[key] = node
    return node
  }

  /// The place of a new element.
  func element() -> CodedNode {
    let node = CodedNode()
    items.append(node)
    return node
  }
}
