internal import SwpipeCore
internal import SwpipePlugins

/// What a BATCH frame brings.
struct BatchOrder {
  let firstID: UInt64
  /// The elements with their indices; nil for none.
  let batch: Batch?

  /// Reads a payload; nil where it is none.
  init?(_ payload: [UInt8]) {
    guard payload.count >= 16 else { return nil }
    let head = payload.withUnsafeBytes { bytes in
      (
        id: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        count: Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
      )
    }
    let (count, depth) = (head.count, Int(payload[13]))
    let start = 16 + 4 * count + 8 * count * depth
    guard payload.count >= start else { return nil }
    firstID = head.id
    var builder = BatchBuilder()
    builder.begin(
      copying: BatchShape(
        depth: max(1, depth),
        type: payload[12] == 1 ? .json : .text,
        separator: UInt8(ascii: "\n"),
        source: 0
      )
    )
    var offset = start
    for position in 0..<count {
      let length = Int(BatchOrder.number(UInt32.self, payload, 16 + 4 * position))
      guard payload.count - offset >= length else { return nil }
      builder.append(payload.span.extracting(offset..<offset + length))
      offset += length
      builder.endElement { level in
        let place = 16 + 4 * count + 8 * (position * depth + level)
        return depth == 0 ? Int64(position) : BatchOrder.number(Int64.self, payload, place)
      }
    }
    batch = builder.freeze()
  }

  private static func number<Number: FixedWidthInteger>(
    _ type: Number.Type,
    _ payload: [UInt8],
    _ offset: Int
  ) -> Number {
    payload.withUnsafeBytes { bytes in
      Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
  }
}
