internal import Glibc

/// The functions of C's mathematical library.
enum JQMaths {
  static func one(_ native: JQNative) -> ((Double) -> Double)? {
    switch native {
    case .floor: { $0.rounded(.down) }
    case .ceil: { $0.rounded(.up) }
    case .round: { $0.rounded(.toNearestOrAwayFromZero) }
    case .trunc: { $0.rounded(.towardZero) }
    case .rint, .nearbyint: { $0.rounded(.toNearestOrEven) }
    case .sqrt: { $0.squareRoot() }
    case .cbrt: { Glibc.cbrt($0) }
    case .exp: { Glibc.exp($0) }
    case .exp2: { Glibc.exp2($0) }
    case .exp10: { Glibc.pow(10, $0) }
    case .expm1: { Glibc.expm1($0) }
    case .log: { Glibc.log($0) }
    case .log2: { Glibc.log2($0) }
    case .log10: { Glibc.log10($0) }
    case .log1p: { Glibc.log1p($0) }
    case .logb: { Glibc.logb($0) }
    case .gamma, .lgamma:
      { number in
        var sign: Int32 = 0
        return lgamma_r(number, &sign)
      }
    case .tgamma: { Glibc.tgamma($0) }
    case .significand:
      { number in
        if number == 0 || !number.isFinite { return number }
        return number / Glibc.pow(2, Glibc.logb(number))
      }
    case .fabs: { abs($0) }
    default: trigonometric(native)
    }
  }

  private static func trigonometric(_ native: JQNative) -> ((Double) -> Double)? {
    switch native {
    case .sin: { Glibc.sin($0) }
    case .cos: { Glibc.cos($0) }
    case .tan: { Glibc.tan($0) }
    case .asin: { Glibc.asin($0) }
    case .acos: { Glibc.acos($0) }
    case .atan: { Glibc.atan($0) }
    case .sinh: { Glibc.sinh($0) }
    case .cosh: { Glibc.cosh($0) }
    case .tanh: { Glibc.tanh($0) }
    case .asinh: { Glibc.asinh($0) }
    case .acosh: { Glibc.acosh($0) }
    case .atanh: { Glibc.atanh($0) }
    case .j0: { Glibc.j0($0) }
    case .j1: { Glibc.j1($0) }
    case .y0: { Glibc.y0($0) }
    case .y1: { Glibc.y1($0) }
    case .erf: { Glibc.erf($0) }
    case .erfc: { Glibc.erfc($0) }
    default: nil
    }
  }

  static func two(_ native: JQNative) -> ((Double, Double) -> Double)? {
    switch native {
    case .pow: { Glibc.pow($0, $1) }
    case .atan2: { Glibc.atan2($0, $1) }
    case .fmod: { Glibc.fmod($0, $1) }
    case .ldexp, .scalbln: { Glibc.scalbn($0, JQMaths.exponent($1)) }
    case .scalb: { $0 * Glibc.pow(2, $1) }
    case .nextafter, .nexttoward: { Glibc.nextafter($0, $1) }
    case .copysign: { Glibc.copysign($0, $1) }
    case .drem, .remainder: { Glibc.remainder($0, $1) }
    case .hypot: { Glibc.hypot($0, $1) }
    case .fmin: { Glibc.fmin($0, $1) }
    case .fmax: { Glibc.fmax($0, $1) }
    case .fdim: { Glibc.fdim($0, $1) }
    case .jn: { Glibc.jn(Int32(JQMaths.exponent($0)), $1) }
    case .yn: { Glibc.yn(Int32(JQMaths.exponent($0)), $1) }
    default: nil
    }
  }

  /// A number as C's int.
  private static func exponent(_ number: Double) -> Int {
    number.isNaN ? 0 : Int(max(-100_000, min(100_000, number)))
  }
}
