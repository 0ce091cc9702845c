internal import SwpipeCore
internal import SwpipeJQ

/// What comes of a row.
extension Cells {
  /// Whether the row has a result in a column; first and last of nothing are none.
  func hasResult(_ column: Int, _ row: UnsafeMutableRawPointer) -> Bool {
    switch columns[column].aggregate {
    case .first, .last: (row + offsets[column]).load(as: Chosen.self).capacity > 0
    default: true
    }
  }

  /// Appends the result of a column; `isBare` is for an element of its own, where a text is not quoted.
  func append(
    _ column: Int,
    _ row: UnsafeMutableRawPointer,
    to output: inout BatchBuilder,
    isBare: Bool = false
  ) {
    let cell = row + offsets[column]
    switch columns[column].aggregate {
    case .count: output.append(integer: Int64(clamping: cell.load(as: UInt64.self)))
    case .sum:
      switch cell.load(as: ExactSum.self).total(wides) {
      case .integer(let value): output.append(integer: value)
      case .double(let value): output.append(jqNumber: value)
      }
    case .mean: output.append(jqNumber: cell.load(as: ExactSum.self).mean(wides))
    case .stdev: output.append(jqNumber: cell.load(as: ExactSpread.self).deviation(wides))
    case .min, .max:
      let extreme = cell.load(as: Extreme.self)
      if extreme.capacity == 0 {
        output.append(utf8: "null")
      } else {
        output.append(blobs[Int(extreme.offset), Int(extreme.length)].bytes)
      }
    case .first, .last:
      let chosen = cell.load(as: Chosen.self)
      guard chosen.capacity > 0 else { return output.append(utf8: "null") }
      output.append(blobs[Int(chosen.offset) + Int(chosen.keyLength), Int(chosen.length)].bytes)
    case .collect:
      output.append(UInt8(ascii: "["))
      var isFirst = true
      for (_, value) in values(cell.load(as: Gathered.self)) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        output.append(value.bytes)
      }
      output.append(UInt8(ascii: "]"))
    case .join(let separator): join(cell, separator, isBare: isBare, &output)
    }
  }

  private func join(
    _ cell: UnsafeMutableRawPointer,
    _ separator: String,
    isBare: Bool,
    _ output: inout BatchBuilder
  ) {
    var joined = ByteArena()
    var isFirst = true
    for (_, value) in values(cell.load(as: Gathered.self)) {
      if !isFirst {
        Array(separator.utf8).withUnsafeBytes { joined.append($0) }
      }
      isFirst = false
      joined.append(value)
    }
    if isBare { return output.append(joined.bytes.bytes) }
    var quoted = ByteArena()
    JSONString.append(joined.bytes.assumingMemoryBound(to: UInt8.self), to: &quoted)
    output.append(quoted.bytes.bytes)
  }
}

extension BatchBuilder {
  /// Appends a number as jq prints it; null for none.
  mutating func append(jqNumber value: Double?) {
    guard let value, !value.isNaN else { return append(utf8: "null") }
    let finite = min(max(value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    append(capacity: JQNumber.most) { (output: inout OutputSpan<UInt8>) in
      output.withUnsafeMutableBufferPointer { text, count in
        if let start = text.baseAddress { count = JQNumber.write(finite, to: start) }
      }
    }
  }

  /// Appends raw bytes.
  mutating func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { buffer in
      append(buffer.assumingMemoryBound(to: UInt8.self).span)
    }
  }
}
