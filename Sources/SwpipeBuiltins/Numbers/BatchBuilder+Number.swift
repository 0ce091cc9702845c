internal import CBytes
internal import SwpipeCore

extension BatchBuilder {
  /// Appends a finite number as JSON: integers exactly, doubles with the fewest digits that read
  /// back as the same double.
  @inline(__always)
  mutating func append(number: Number) {
    switch number {
    case .integer(let value): append(integer: value)
    case .double(let value): append(double: value)
    }
  }

  private mutating func append(double value: Double) {
    let capacity = 32
    append(capacity: capacity) { (output: inout OutputSpan<UInt8>) in
      output.withUnsafeMutableBufferPointer { text, count in
        if let start = text.baseAddress { count = swp_write_double(value, start) }
      }
    }
  }
}
