internal import SwpipeCore

/// A time as access logs have it, such as `10/Oct/2000:13:55:36 -0700`, in digits that are checked.
struct LogTime {
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let form: StaticString = "dd/Mmm/dddd:dd:dd:dd sdddd"

  private let month: Int

  /// Reads it; nil for another text.
  init?(_ bytes: Span<UInt8>) {
    let form = Self.form
    guard bytes.count == form.utf8CodeUnitCount else { return nil }
    for offset in bytes.indices {
      let byte = bytes[offset]
      switch form.utf8Start[offset] {
      case UInt8(ascii: "d"):
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      case UInt8(ascii: "M"), UInt8(ascii: "m"): continue
      case UInt8(ascii: "s"):
        guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { return nil }
      case let due: guard byte == due else { return nil }
      }
    }
    guard let name = Self.month(bytes) else { return nil }
    month = name + 1
    guard (1...31).contains(Self.number(bytes, 0)), Self.number(bytes, 12) < 24,
      Self.number(bytes, 15) < 60, Self.number(bytes, 18) <= 60, Self.number(bytes, 22) < 24,
      Self.number(bytes, 24) < 60
    else { return nil }
  }

  private static func month(_ bytes: Span<UInt8>) -> Int? {
    for (number, month) in months.enumerated()
    where month.utf8Start[0] == bytes[3] && month.utf8Start[1] == bytes[4]
      && month.utf8Start[2] == bytes[5]
    {
      return number
    }
    return nil
  }

  private static func number(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    Int(bytes[start] - 0x30) * 10 + Int(bytes[start + 1] - 0x30)
  }

  /// Appends the bytes that it was read from as RFC 3339 has them, in quotes.
  func append(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    output.append(UInt8(ascii: "\""))
    output.append(bytes.extracting(7..<11))
    output.append(UInt8(ascii: "-"))
    output.append(UInt8(ascii: "0") + UInt8(month / 10))
    output.append(UInt8(ascii: "0") + UInt8(month % 10))
    output.append(UInt8(ascii: "-"))
    output.append(bytes.extracting(0..<2))
    output.append(UInt8(ascii: "T"))
    output.append(bytes.extracting(12..<20))
    output.append(bytes.extracting(21..<24))
    output.append(UInt8(ascii: ":"))
    output.append(bytes.extracting(24..<26))
    output.append(UInt8(ascii: "\""))
  }
}
