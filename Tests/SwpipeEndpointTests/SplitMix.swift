/// A generator with a seed, so that a test that fails fails again: splitmix64.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A few characters, most of which mean something to some format.
  mutating func text() -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", ",", "\t", "\"", "\n", "\r", "\\", " ", "\u{e9}", "\u{1f600}", "{", "n", "t", "\u{1}",
    ]
    var text = "x"
    text.unicodeScalars.removeAll()
    for _ in 0..<Int.random(in: 0...6, using: &self) {
      text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &self)])
    }
    return text
  }
}
