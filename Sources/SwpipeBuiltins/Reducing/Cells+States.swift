/// The state of a row as bytes, for other workers and for the disk.
extension Cells {
  /// Appends what a row holds, which `merge` understands.
  func write(_ row: UnsafeMutableRawPointer, to arena: inout ByteArena) {
    for i in columns.indices {
      let cell = row + offsets[i]
      switch columns[i].aggregate {
      case .count: arena.append(cell.load(as: UInt64.self))
      case .sum, .mean:
        let sum = cell.load(as: ExactSum.self)
        arena.append(sum)
        if sum.wideSum != 0 { wides[sum.wideSum].write(to: &arena) }
      case .stdev:
        let spread = cell.load(as: ExactSpread.self)
        arena.append(spread)
        let (first, second) = spread.wideSums
        if first != 0 { wides[first].write(to: &arena) }
        if second != 0 { wides[second].write(to: &arena) }
      case .min, .max:
        let extreme = cell.load(as: Extreme.self)
        arena.append(extreme.capacity > 0 ? UInt8(1) : 0)
        arena.append(extreme.length)
        arena.append(blobs[Int(extreme.offset), Int(extreme.length)])
      case .first, .last:
        let chosen = cell.load(as: Chosen.self)
        arena.append(chosen.capacity > 0 ? UInt8(1) : 0)
        arena.append(chosen.keyLength)
        arena.append(blobs[Int(chosen.offset), Int(chosen.keyLength)])
        arena.append(chosen.length)
        arena.append(blobs[Int(chosen.offset) + Int(chosen.keyLength), Int(chosen.length)])
      case .collect, .join:
        let gathered = values(cell.load(as: Gathered.self))
        arena.append(UInt64(gathered.count))
        for (key, value) in gathered {
          arena.append(UInt32(key.count))
          arena.append(key)
          arena.append(UInt32(value.count))
          arena.append(value)
        }
      }
    }
  }

  /// Adds what another row held to a row; false where the bytes are not what `write` makes.
  func merge(_ bytes: inout ByteReader, into row: UnsafeMutableRawPointer) -> Bool {
    for i in columns.indices {
      guard merge(columns[i].aggregate, &bytes, into: row + offsets[i]) else { return false }
    }
    return true
  }

  private func merge(
    _ aggregate: Aggregate,
    _ bytes: inout ByteReader,
    into cell: UnsafeMutableRawPointer
  ) -> Bool {
    switch aggregate {
    case .count:
      guard let count = bytes.field(UInt64.self) else { return false }
      cell.assumingMemoryBound(to: UInt64.self).pointee &+= count
    case .sum, .mean:
      let others = WideSums()
      guard var sum = bytes.field(ExactSum.self) else { return false }
      guard let wide = readWide(sum.wideSum, &bytes, others) else { return false }
      sum = sum.with(wide: wide)
      cell.assumingMemoryBound(to: ExactSum.self).pointee.merge(sum, wides, from: others)
    case .stdev:
      let others = WideSums()
      guard let spread = bytes.field(ExactSpread.self),
        let first = readWide(spread.wideSums.0, &bytes, others),
        let second = readWide(spread.wideSums.1, &bytes, others)
      else { return false }
      cell.assumingMemoryBound(to: ExactSpread.self).pointee
        .merge(spread.with((first, second)), wides, from: others)
    case .min, .max:
      guard let isSet = bytes.field(UInt8.self), let text = bytes.counted() else { return false }
      guard isSet == 1 else { break }
      let number = NumberOrder.parts(text.assumingMemoryBound(to: UInt8.self))
      setExtreme(cell, number, text, isMax: aggregate == .max)
    case .first, .last:
      guard let isSet = bytes.field(UInt8.self), let key = bytes.counted(),
        let value = bytes.counted()
      else { return false }
      if isSet == 1 { choose(cell, key, value, isLast: aggregate == .last) }
    case .collect, .join:
      guard let count = bytes.field(UInt64.self) else { return false }
      for _ in 0..<count {
        guard let key = bytes.counted(), let value = bytes.counted() else { return false }
        gather(cell, key, value)
      }
    }
    return true
  }

  private func readWide(_ place: UInt32, _ bytes: inout ByteReader, _ sums: WideSums) -> UInt32? {
    if place == 0 { return 0 }
    return bytes.counted().flatMap { WideSum($0) }.map { sums.add($0) }
  }
}
