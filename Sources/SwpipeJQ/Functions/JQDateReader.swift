internal import Glibc

/// Reads dates by a pattern as C's `strptime` does, in English, whatever the locale.
struct JQDateReader {
  private let text: [UInt8]
  private var at = 0
  private(set) var time = tm()
  private var isAfternoon: Bool?
  private var century: Int32?
  private var yearOfCentury: Int32?
  private var dayOfYear: Int32?

  /// The time in a text; nil where it does not match the pattern to its end.
  static func read(_ text: String, _ pattern: String) -> tm? {
    var reader = JQDateReader(text: Array(text.utf8))
    reader.time.tm_mday = 0
    guard reader.read(Array(pattern.utf8), depth: 0) else { return nil }
    reader.skipBlanks()
    guard reader.at == reader.text.count else { return nil }
    reader.settle()
    return reader.time
  }

  private init(text: [UInt8]) { self.text = text }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

  private mutating func skipBlanks() {
    while at < text.count, JQDateReader.isBlank(text[at]) { at += 1 }
  }

  private mutating func read(_ pattern: [UInt8], depth: Int) -> Bool {
    var place = 0
    while place < pattern.count {
      let byte = pattern[place]
      place += 1
      if JQDateReader.isBlank(byte) {
        skipBlanks()
        continue
      }
      guard byte == UInt8(ascii: "%"), place < pattern.count else {
        guard at < text.count, text[at] == byte else { return false }
        at += 1
        continue
      }
      var letter = pattern[place]
      place += 1
      // Flags and modifiers change nothing in what is read.
      while "-_0^#EO".utf8.contains(letter), place < pattern.count {
        letter = pattern[place]
        place += 1
      }
      guard depth < 2, field(letter, depth: depth) else { return false }
    }
    return true
  }

  private mutating func field(_ letter: UInt8, depth: Int) -> Bool {
    switch letter {
    case UInt8(ascii: "Y"): return number(0, 9999, digits: 4) { $0.tm_year = $1 - 1900 }
    case UInt8(ascii: "m"): return number(1, 12) { $0.tm_mon = $1 - 1 }
    case UInt8(ascii: "d"), UInt8(ascii: "e"): return number(1, 31) { $0.tm_mday = $1 }
    case UInt8(ascii: "H"), UInt8(ascii: "k"): return number(0, 23) { $0.tm_hour = $1 }
    case UInt8(ascii: "I"), UInt8(ascii: "l"): return number(1, 12) { $0.tm_hour = $1 % 12 }
    case UInt8(ascii: "M"): return number(0, 59) { $0.tm_min = $1 }
    case UInt8(ascii: "S"): return number(0, 61) { $0.tm_sec = $1 }
    case UInt8(ascii: "j"):
      guard let value = number(1, 366, digits: 3) else { return false }
      dayOfYear = value - 1
      return true
    case UInt8(ascii: "y"):
      yearOfCentury = number(0, 99)
      return yearOfCentury != nil
    case UInt8(ascii: "C"):
      century = number(0, 99)
      return century != nil
    case UInt8(ascii: "u"), UInt8(ascii: "w"):
      return number(0, 7, digits: 1) { $0.tm_wday = $1 % 7 }
    case UInt8(ascii: "U"), UInt8(ascii: "W"), UInt8(ascii: "V"): return number(0, 53) != nil
    case UInt8(ascii: "a"), UInt8(ascii: "A"): return word(JQDateReader.days) { $0.tm_wday = $1 }
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "h"):
      return word(JQDateReader.months) { $0.tm_mon = $1 }
    case UInt8(ascii: "p"), UInt8(ascii: "P"):
      guard let half = word(["AM", "PM"], shortest: 2) else { return false }
      isAfternoon = half == 1
      return true
    case UInt8(ascii: "z"): return offset()
    case UInt8(ascii: "Z"):
      // A name is passed and means nothing, as in C.
      while at < text.count, !JQDateReader.isBlank(text[at]) { at += 1 }
      return true
    case UInt8(ascii: "s"): return seconds()
    case UInt8(ascii: "n"), UInt8(ascii: "t"):
      skipBlanks()
      return true
    case UInt8(ascii: "%"):
      guard at < text.count, text[at] == letter else { return false }
      at += 1
      return true
    default:
      guard let whole = JQDateReader.wholes[letter] else { return false }
      return read(Array(whole.utf8), depth: depth + 1)
    }
  }

  private static let wholes: [UInt8: String] = [
    UInt8(ascii: "T"): "%H:%M:%S", UInt8(ascii: "R"): "%H:%M", UInt8(ascii: "D"): "%m/%d/%y",
    UInt8(ascii: "F"): "%Y-%m-%d", UInt8(ascii: "c"): "%a %b %e %H:%M:%S %Y",
    UInt8(ascii: "x"): "%m/%d/%y", UInt8(ascii: "X"): "%H:%M:%S", UInt8(ascii: "r"): "%I:%M:%S %p",
  ]

  private static let days = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October",
    "November", "December",
  ]

  private mutating func number(
    _ least: Int32,
    _ most: Int32,
    digits: Int = 2,
    _ set: (inout tm, Int32) -> Void
  ) -> Bool {
    guard let value = number(least, most, digits: digits) else { return false }
    set(&time, value)
    return true
  }

  /// A number of at most so many digits; blanks before it are passed.
  private mutating func number(_ least: Int32, _ most: Int32, digits: Int = 2) -> Int32? {
    while at < text.count, text[at] == 0x20 { at += 1 }
    var value: Int32 = 0
    var count = 0
    while at < text.count, count < digits, text[at] &- 0x30 < 10 {
      // A digit that would make it too large is not of this number.
      guard value * 10 + Int32(text[at] - 0x30) <= most else { break }
      value = value * 10 + Int32(text[at] - 0x30)
      at += 1
      count += 1
    }
    return count > 0 && value >= least ? value : nil
  }

  private mutating func word(_ words: [String], _ set: (inout tm, Int32) -> Void) -> Bool {
    guard let number = word(words, shortest: 3) else { return false }
    set(&time, Int32(number))
    return true
  }

  /// One of some words, whole or its first letters.
  private mutating func word(_ words: [String], shortest: Int) -> Int? {
    func matches(_ letters: Substring.UTF8View) -> Bool {
      guard text.count - at >= letters.count else { return false }
      return zip(letters, text[at...]).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
    for (number, word) in words.enumerated() {
      for length in [word.utf8.count, shortest] where matches(word.prefix(length).utf8) {
        at += length
        return number
      }
    }
    return nil
  }

  /// `Z`, `+hh`, `+hhmm` or `+hh:mm`, which is passed: jq drops it.
  private mutating func offset() -> Bool {
    skipBlanks()
    guard at < text.count else { return false }
    if text[at] == UInt8(ascii: "Z") {
      at += 1
      return true
    }
    guard text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") else { return false }
    at += 1
    var count = 0
    while at < text.count, count < 4 {
      if count == 2, text[at] == UInt8(ascii: ":") {
        at += 1
        continue
      }
      guard text[at] &- 0x30 < 10 else { break }
      count += 1
      at += 1
    }
    return count == 2 || count == 4
  }

  private mutating func seconds() -> Bool {
    var value = 0
    let start = at
    while at < text.count, text[at] &- 0x30 < 10, at - start < 18 {
      value = value * 10 + Int(text[at] - 0x30)
      at += 1
    }
    guard at > start else { return false }
    var stamp = time_t(value)
    // C reads it in the zone of the machine.
    localtime_r(&stamp, &time)
    return true
  }

  private mutating func settle() {
    if let isAfternoon, time.tm_hour < 12, isAfternoon { time.tm_hour += 12 }
    if let century {
      time.tm_year = century * 100 + (yearOfCentury ?? 0) - 1900
    } else if let yearOfCentury {
      time.tm_year = yearOfCentury < 69 ? yearOfCentury + 100 : yearOfCentury
    }
    if let dayOfYear, time.tm_mday == 0 {
      time.tm_mon = 0
      time.tm_mday = dayOfYear + 1
    }
  }
}
