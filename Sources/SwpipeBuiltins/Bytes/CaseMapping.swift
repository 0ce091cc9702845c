internal import SwpipeCore

/// Upper or lower case by Unicode's full mappings, without those of single languages: what
/// UnicodeData.txt and SpecialCasing.txt say, with the one condition of the latter, Final_Sigma.
///
/// ASCII runs at the speed of memory, two-byte scalars (Latin, Greek, Cyrillic, …) through a table,
/// the rest through the standard library's properties; invalid bytes pass unchanged.
enum CaseMapping {
  case upper
  case lower

  /// Appends the bytes, mapped.
  @inline(__always)
  func append(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    if bytes.isASCII {
      appendASCII(bytes, to: &output)
    } else {
      appendMixed(bytes, to: &output)
    }
  }

  @inline(__always)
  private func appendASCII(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    switch self {
    case .upper: output.append(bytes) { $0 &- ($0 &- UInt8(ascii: "a") < 26 ? 32 : 0) }
    case .lower: output.append(bytes) { $0 &+ ($0 &- UInt8(ascii: "A") < 26 ? 32 : 0) }
    }
  }

  private func appendMixed(_ bytes: Span<UInt8>, to output: inout BatchBuilder) {
    let table = self == .upper ? Self.upperTable : Self.lowerTable
    var position = 0
    while position < bytes.count {
      var end = position
      while end < bytes.count, bytes[end] < 0x80 { end += 1 }
      if end > position {
        appendASCII(bytes.extracting(position..<end), to: &output)
        position = end
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: position)
      if self == .lower, scalar == "\u{3A3}", Self.isFinalSigma(bytes, at: position) {
        output.append(utf8: "\u{3C2}")
      } else if let scalar, scalar.value < 0x800 {
        var packed = table[Int(scalar.value) - 0x80]
        while packed != 0 {
          output.append(UInt8(truncatingIfNeeded: packed))
          packed >>= 8
        }
      } else if let scalar, !Self.hasNoCase(scalar) {
        output.append(utf8: mapped(scalar))
      } else {
        output.append(bytes.extracting(position..<position + length))
      }
      position += length
    }
  }

  /// Whether the sigma at a position ends a word: a cased letter comes before it and none behind it,
  /// where characters that the standard calls case-ignorable do not count.
  private static func isFinalSigma(_ bytes: Span<UInt8>, at position: Int) -> Bool {
    // As ICU and Python read the standard, what is both cased and case-ignorable does not count.
    var start = position
    var isBehindLetter = false
    while start > 0, !isBehindLetter {
      let (scalar, length) = UTF8Text.scalar(in: bytes, before: start)
      guard let scalar else { return false }
      start -= length
      if scalar.properties.isCaseIgnorable { continue }
      guard scalar.properties.isCased else { return false }
      isBehindLetter = true
    }
    guard isBehindLetter else { return false }
    var end = position + 2
    while end < bytes.count {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: end)
      guard let scalar else { return true }
      end += length
      if !scalar.properties.isCaseIgnorable { return !scalar.properties.isCased }
    }
    return true
  }

  private func mapped(_ scalar: Unicode.Scalar) -> String {
    self == .upper ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
  }

  /// The large scripts of Asia, which would only be looked up for nothing.
  private static func hasNoCase(_ scalar: Unicode.Scalar) -> Bool {
    (0x2E80...0xA63F).contains(scalar.value) || (0xAC00...0xD7FF).contains(scalar.value)
  }

  private static let upperTable = CaseMapping.upper.makeTable()
  private static let lowerTable = CaseMapping.lower.makeTable()

  /// The mapped UTF-8 of the scalars from 0x80 to 0x7FF, the first byte lowest.
  private func makeTable() -> [UInt64] {
    (0x80..<0x800 as Range<UInt32>).map { value in
      guard let scalar = Unicode.Scalar(value) else { return 0 }
      return mapped(scalar).utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
