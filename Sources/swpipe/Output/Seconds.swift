/// Seconds as people read them.
enum Seconds {
  /// Two digits behind the point: `1.24 s`.
  static func text(_ seconds: Double) -> String {
    let hundredths = Int64((seconds * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
  }
}
