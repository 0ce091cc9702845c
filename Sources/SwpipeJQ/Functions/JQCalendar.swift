internal import Glibc

/// The calendar without time zones.
enum JQCalendar {
  /// The seconds since 1970 of a time whose fields need not be within their bounds.
  static func seconds(_ time: tm) -> Int {
    let months = Int(time.tm_year) * 12 + Int(time.tm_mon)
    let year = 1900 + Int((Double(months) / 12).rounded(.down))
    let month = months - (year - 1900) * 12
    // Days since 0000-03-01 in the proleptic Gregorian calendar, years beginning in March.
    let shifted = month < 2 ? year - 1 : year
    let era = Int((Double(shifted) / 400).rounded(.down))
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468 + Int(time.tm_mday) - 1
    return days * 86_400 + Int(time.tm_hour) * 3600 + Int(time.tm_min) * 60 + Int(time.tm_sec)
  }
}
