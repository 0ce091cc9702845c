internal import SwpipeCore

/// A number for each element that depends on a seed and its element_index alone, so that it is the
/// same whichever worker works on it.
enum ElementHash {
  /// 64 bits, evenly spread.
  @inline(__always)
  static func value(_ slice: borrowing Slice, _ position: Int, seed: Int64) -> UInt64 {
    var hash = mixed(UInt64(bitPattern: seed) ^ UInt64(truncatingIfNeeded: slice.source) << 48)
    for level in 0..<slice.depth {
      hash = mixed(hash ^ UInt64(bitPattern: slice.indexNumber(position, level: level)))
    }
    return hash
  }

  /// A double from 0 up to, but not including, 1.
  @inline(__always)
  static func fraction(_ slice: borrowing Slice, _ position: Int, seed: Int64) -> Double {
    Double(value(slice, position, seed: seed) >> 11) * 0x1p-53
  }

  /// One step of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
