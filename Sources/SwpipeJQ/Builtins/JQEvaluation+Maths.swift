internal import Glibc

extension JQEvaluation {
  mutating func callMaths(_ native: JQNative, _ values: UnsafeMutablePointer<JQValue>)
    throws(JQFault) -> JQValue
  {
    if let two = JQMaths.two(native) {
      let a = try double(values[1])
      return JQValue(two(a, try double(values[2])))
    }
    if native == .fma {
      let a = try double(values[1])
      let b = try double(values[2])
      return JQValue(fma(a, b, try double(values[3])))
    }
    let x = try double(values[0])
    if let one = JQMaths.one(native) { return JQValue(one(x)) }
    switch native {
    case .frexp:
      // Swift's own gives a fraction without its sign.
      var exponent: Int32 = 0
      let fraction: Double = Glibc.frexp(x, &exponent)
      return try heap.array([JQValue(fraction), JQValue(Int(exponent))])
    case .modf:
      let (whole, fraction) = Glibc.modf(x)
      return try heap.array([JQValue(x.isInfinite ? 0 : fraction), JQValue(whole)])
    default:
      var sign: Int32 = 0
      let value = lgamma_r(x, &sign)
      return try heap.array([JQValue(value), JQValue(Int(sign))])
    }
  }
}
