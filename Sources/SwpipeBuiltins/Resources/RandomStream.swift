/// Random numbers that follow from a seed alone.
///
/// Source: xoshiro256++ by Blackman and Vigna ("Scrambled linear pseudorandom number generators"),
/// seeded by SplitMix64 as they advise.
struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A stream for a list of numbers; another list gives another stream.
  init(seeds: [UInt64]) {
    var mix: UInt64 = 0
    for seed in seeds { mix = RandomStream.mixed(mix ^ seed) }
    state = (0, 0, 0, 0)
    state.0 = RandomStream.mixed(mix)
    state.1 = RandomStream.mixed(mix &+ 0x9E37_79B9_7F4A_7C15)
    state.2 = RandomStream.mixed(mix &+ 0x3C6E_F372_FE94_F82A)
    state.3 = RandomStream.mixed(mix &+ 0xDAA6_6D2C_7DDF_743F)
  }

  mutating func next() -> UInt64 {
    let result = RandomStream.rotated(state.0 &+ state.3, by: 23) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = RandomStream.rotated(state.3, by: 45)
    return result
  }

  /// A double from 0 up to, but not including, 1.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
