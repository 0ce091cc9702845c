internal import CJSONIndex

extension JQHeap {
  /// An empty object with room for so many members.
  mutating func newObject(capacity: Int) throws(JQFault) -> JQValue {
    guard capacity < 1 << 27 else { throw .memory }
    let tableSize = JQBlock.tableSize(forCapacity: capacity)
    let block = try allocate(JQBlock.size(of: .object, capacity: capacity))
    JQBlock.start(block, count: 0, capacity: capacity)
    block.storeBytes(of: UInt32(tableSize), toByteOffset: 16, as: UInt32.self)
    if tableSize > 0 { JQBlock.table(block).update(repeating: 0, count: tableSize) }
    return JQValue(.object, block, flags: JQValue.unique)
  }

  /// A string with its hash, as it stands as a key.
  @inline(__always)
  mutating func key(_ string: JQValue) throws(JQFault) -> JQValue {
    var key = string
    if key.kind == .documentString, document.hasEscapes(key.node) {
      key = try unescaped(key.node)
    }
    key.flags &= ~JQValue.unique
    key.hash = UTF8Bytes.hash(try bytes(key))
    return key
  }

  /// The number of a key among the members of a block, or nil; the key must have its hash.
  @inline(__always)
  mutating func find(
    _ block: UnsafeMutableRawPointer,
    _ bytes: UnsafeBufferPointer<UInt8>,
    hash: UInt32
  ) throws(JQFault) -> Int? {
    let members = JQBlock.members(block)
    let tableSize = JQBlock.tableSize(block)
    if tableSize == 0 {
      for number in 0..<JQBlock.count(block) where members[2 * number].hash == hash {
        if UTF8Bytes.equal(try self.bytes(members[2 * number]), bytes) { return number }
      }
      return nil
    }
    let table = JQBlock.table(block)
    var place = Int(hash) & (tableSize - 1)
    while table[place] != 0 {
      let number = Int(table[place]) - 1
      if members[2 * number].hash == hash,
        UTF8Bytes.equal(try self.bytes(members[2 * number]), bytes)
      {
        return number
      }
      place = (place + 1) & (tableSize - 1)
    }
    return nil
  }

  /// The value of a key, or nil; the key must have its hash.
  @inline(__always)
  mutating func member(_ object: JQValue, _ key: JQValue) throws(JQFault) -> JQValue? {
    let wanted = try bytes(key)
    guard object.kind == .object else { return documentMember(object.node, wanted) }
    guard let number = try find(object.block, wanted, hash: key.hash) else { return nil }
    return share(JQBlock.members(object.block) + 2 * number + 1)
  }

  /// Looks a key up in the document: the last one of its name counts.
  @inline(__always)
  func documentMember(_ node: Int, _ wanted: UnsafeBufferPointer<UInt8>) -> JQValue? {
    var child = node + 1
    let end = document.next(node)
    var found = -1
    while child < end {
      let place = document.nodes[child]
      let length = Int(place.end - place.start)
      if length == wanted.count {
        if place.info & UInt32(SWP_JSON_ESCAPES) == 0,
          UTF8Bytes.equal(document.bytes(child), wanted)
        {
          found = child + 1
        }
      } else if length > wanted.count, place.info & UInt32(SWP_JSON_ESCAPES) != 0,
        EscapedKey.equals(document.bytes(child), wanted)
      {
        found = child + 1
      }
      child = document.next(child + 1)
    }
    return found < 0 ? nil : document.value(found)
  }

  /// The object as a block, its values still the document's, each key once.
  mutating func madeObject(_ object: JQValue) throws(JQFault) -> JQValue {
    guard object.kind == .documentObject else { return object }
    var made = try newObject(capacity: document.count(object.node))
    var child = object.node + 1
    let end = document.next(object.node)
    while child < end {
      let key = try key(document.value(child))
      made = try setting(key, to: document.value(child + 1), in: made, consumes: true)
      child = document.next(child + 1)
    }
    return made
  }

  /// The number of members.
  mutating func memberCount(_ object: JQValue) throws(JQFault) -> Int {
    JQBlock.count(try madeObject(object).block)
  }

  /// An object that may be changed: the same one where nothing else refers to it, else a copy.
  mutating func changeableObject(
    _ object: JQValue,
    room: Int,
    consumes: Bool
  ) throws(JQFault) -> JQValue {
    let source = try madeObject(object)
    let count = JQBlock.count(source.block)
    let mayChange = (consumes && source.isUnique) || object.kind == .documentObject
    if mayChange, JQBlock.capacity(source.block) >= room { return source }
    let wanted = max(count, room)
    let copy = try newObject(capacity: room > count ? wanted + wanted / 2 + 2 : wanted)
    let members = JQBlock.members(source.block)
    let target = JQBlock.members(copy.block)
    for place in 0..<count {
      target[2 * place] = members[2 * place]
      target[2 * place + 1] =
        mayChange ? members[2 * place + 1] : share(members + 2 * place + 1)
      note(copy.block, place, members[2 * place].hash)
    }
    JQBlock.setCount(copy.block, count)
    return copy
  }

  /// Writes a member's number into the hash table.
  @inline(__always)
  func note(_ block: UnsafeMutableRawPointer, _ number: Int, _ hash: UInt32) {
    let tableSize = JQBlock.tableSize(block)
    guard tableSize > 0 else { return }
    let table = JQBlock.table(block)
    var place = Int(hash) & (tableSize - 1)
    while table[place] != 0 { place = (place + 1) & (tableSize - 1) }
    table[place] = UInt32(number + 1)
  }

  /// Sets a key, which must have its hash, to a value, which the object takes over.
  @inline(__always)
  mutating func setting(
    _ key: JQValue,
    to value: JQValue,
    in object: JQValue,
    consumes: Bool
  ) throws(JQFault) -> JQValue {
    let source = try madeObject(object)
    let mayChange = consumes || object.kind == .documentObject
    let number = try find(source.block, try bytes(key), hash: key.hash)
    let count = JQBlock.count(source.block)
    let changed = try changeableObject(
      source,
      room: number == nil ? count + 1 : count,
      consumes: mayChange
    )
    let members = JQBlock.members(changed.block)
    if let number {
      members[2 * number + 1] = value
      return changed
    }
    members[2 * count] = key
    members[2 * count + 1] = value
    JQBlock.setCount(changed.block, count + 1)
    note(changed.block, count, key.hash)
    return changed
  }

  /// The object without some of its members.
  mutating func removing(
    from object: JQValue,
    where isUnwanted: (Int) -> Bool
  ) throws(JQFault) -> JQValue {
    let source = try madeObject(object)
    let count = JQBlock.count(source.block)
    let members = JQBlock.members(source.block)
    let copy = try newObject(capacity: count)
    let target = JQBlock.members(copy.block)
    var kept = 0
    for number in 0..<count where !isUnwanted(number) {
      target[2 * kept] = members[2 * number]
      target[2 * kept + 1] = share(members + 2 * number + 1)
      note(copy.block, kept, members[2 * number].hash)
      kept += 1
    }
    JQBlock.setCount(copy.block, kept)
    return copy
  }

  /// The members of an object's block in the order of their keys.
  mutating func sortedMembers(_ block: UnsafeMutableRawPointer) throws(JQFault) -> [Int] {
    let count = JQBlock.count(block)
    let members = JQBlock.members(block)
    var views: [UnsafeBufferPointer<UInt8>] = []
    views.reserveCapacity(count)
    for number in 0..<count { views.append(try bytes(members[2 * number])) }
    return (0..<count).sorted { UTF8Bytes.compare(views[$0], views[$1]) < 0 }
  }
}

/// Keys of the document that are written with escapes.
enum EscapedKey {
  /// Whether a key as it is written means the wanted bytes.
  static func equals(
    _ written: UnsafeBufferPointer<UInt8>,
    _ wanted: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    // Rare, so that it may allocate.
    var heap = JQHeap(maximum: 1 << 30)
    guard let key = try? heap.unescaped(written) else { return false }
    return UTF8Bytes.equal(JQHeap.bytes(ofBlock: key.block), wanted)
  }
}
