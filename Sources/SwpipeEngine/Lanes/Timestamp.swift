/// A moment as RFC 3339 writes it, in UTC.
enum Timestamp {
  /// `2026-01-31T23:59:59.123Z` for milliseconds since 1970.
  ///
  /// Source of the calendar: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms.
  static func text(_ milliseconds: Int64) -> String {
    let seconds = milliseconds.floored(by: 1000)
    let days = seconds.floored(by: 86_400)
    let time = Int(seconds - days * 86_400)
    let shifted = days + 719_468
    let era = shifted.floored(by: 146_097)
    let day = shifted - era * 146_097
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
    let calendarMonth = month < 10 ? month + 3 : month - 9
    let calendarYear = year + era * 400 + (calendarMonth <= 2 ? 1 : 0)
    return padded(Int(calendarYear), 4) + "-" + padded(Int(calendarMonth), 2) + "-"
      + padded(Int(dayOfMonth), 2) + "T" + padded(time / 3600, 2) + ":"
      + padded(time / 60 % 60, 2) + ":" + padded(time % 60, 2) + "."
      + padded(Int(milliseconds - seconds * 1000), 3) + "Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int64 {
  /// Division that rounds down.
  fileprivate func floored(by divisor: Int64) -> Int64 {
    (self - (self % divisor + divisor) % divisor) / divisor
  }
}
