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
