/// Splits a text such as `1m30s` into its numbers and their units.
package struct UnitText {
  /// One number and what follows it up to the next.
  package struct Part {
    /// Digits, with at most one point.
    package let number: String
    package let unit: String
    /// Where the unit stands in the text, in UTF-8 offsets.
    package let unitRange: Range<Int>
  }

  /// The parts; nil if the text has none, or another form.
  package static func parts(of text: String) -> [Part]? {
    let bytes = Array(text.utf8)
    var parts: [Part] = []
    var at = 0
    while at < bytes.count {
      let numberEnd = bytes[at...].firstIndex { !isNumeric($0) } ?? bytes.count
      var unitEnd = bytes[numberEnd...].firstIndex(where: isNumeric) ?? bytes.count
      let number = String(decoding: bytes[at..<numberEnd], as: UTF8.self)
      let isNumber = number.filter { $0 == "." }.count <= 1 && number.contains { $0 != "." }
      guard isNumber, number.first != ".", number.last != "." else { return nil }
      var unit = String(decoding: bytes[numberEnd..<unitEnd], as: UTF8.self)
      // One blank between number and unit is how people write sizes.
      if unit.hasPrefix(" ") { unit.removeFirst() }
      let start = unitEnd - unit.utf8.count
      if unit.isEmpty { unitEnd = numberEnd }
      parts.append(Part(number: number, unit: unit, unitRange: min(start, unitEnd)..<unitEnd))
      at = unitEnd
    }
    return parts.isEmpty ? nil : parts
  }

  /// The number times a factor in whole units, rounded to the nearest; nil if it does not fit.
  package static func scaled(_ number: String, by factor: Int64) -> Int64? {
    guard let point = number.firstIndex(of: ".") else {
      guard let whole = Int64(number) else { return nil }
      let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
      return overflow ? nil : product
    }
    guard let whole = Int64(number[..<point]), let value = Double("0" + number[point...]) else {
      return nil
    }
    let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
    let (sum, sumOverflow) = product.addingReportingOverflow(
      Int64((value * Double(factor)).rounded())
    )
    return overflow || sumOverflow ? nil : sum
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
  }
}
