internal import SwpipeCore

/// The time stamp of a syslog line in the old form (RFC 3164).
enum SyslogTime {
  /// Where a time ends that begins at an offset; nil where there is none.
  static func end(_ line: Span<UInt8>, from start: Int) -> Int? {
    if matches("Aaa dd dd:dd:dd", line, start) || matches("Aaa  d dd:dd:dd", line, start) {
      return start + 15
    }
    guard matches("dddd-dd-dd", line, start), start + 10 < line.count,
      line[start + 10] == UInt8(ascii: "T")
    else { return nil }
    var end = start
    while end < line.count, line[end] != UInt8(ascii: " ") { end += 1 }
    return end
  }

  /// Whether a line goes on as a form says: `A` and `a` are letters, `d` digits.
  private static func matches(_ form: StaticString, _ line: Span<UInt8>, _ start: Int) -> Bool {
    guard line.count - start >= form.utf8CodeUnitCount else { return false }
    for offset in 0..<form.utf8CodeUnitCount {
      let byte = line[start + offset]
      switch form.utf8Start[offset] {
      case UInt8(ascii: "A"):
        guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else { return false }
      case UInt8(ascii: "a"):
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) else { return false }
      case UInt8(ascii: "d"):
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return false }
      case let due: guard byte == due else { return false }
      }
    }
    return true
  }
}

/// The program in front of a message: `su[230]:` or `cron:`.
struct SyslogTag {
  let app: Range<Int>
  let process: Range<Int>?
  /// Behind the colon.
  let end: Int

  /// Finds it at an offset; nil where there is none.
  init?(_ line: Span<UInt8>, from start: Int) {
    var at = start
    while at < line.count, line[at] != UInt8(ascii: ":"), line[at] != UInt8(ascii: "["),
      line[at] != UInt8(ascii: " ")
    {
      at += 1
    }
    guard at > start, at < line.count, line[at] != UInt8(ascii: " ") else { return nil }
    app = start..<at
    guard line[at] == UInt8(ascii: "[") else {
      process = nil
      end = at + 1
      return
    }
    let open = at + 1
    while at < line.count, line[at] != UInt8(ascii: "]"), line[at] != UInt8(ascii: " ") { at += 1 }
    guard at + 1 < line.count, line[at] == UInt8(ascii: "]"), line[at + 1] == UInt8(ascii: ":")
    else { return nil }
    process = open..<at
    end = at + 2
  }
}
