extension Int64 {
  /// The sum, or the largest number where it is larger: a moment that never comes.
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
