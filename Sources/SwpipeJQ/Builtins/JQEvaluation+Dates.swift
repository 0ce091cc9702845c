internal import Glibc

extension JQEvaluation {
  mutating func callDate(_ native: JQNative, _ values: UnsafeMutablePointer<JQValue>)
    throws(JQFault) -> JQValue
  {
    let input = values[0]
    switch native {
    case .now:
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return JQValue(Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    case .gmtime, .localtime:
      guard input.isNumber else { throw heap.fail("\(native)() requires numeric inputs") }
      return try brokenDown(heap.double(input), isLocal: native == .localtime)
    case .mktime:
      guard input.isArray else { throw heap.fail("mktime requires array inputs") }
      let time = try time(input, "mktime")
      return JQValue(Double(JQCalendar.seconds(time)))
    case .strptime: return try parsedDate(input, values[1])
    default: return try printedDate(native, input, values[1])
    }
  }

  /// Year, month from 0, day, hour, minute, second with its fraction, weekday, day of the year.
  private mutating func brokenDown(_ seconds: Double, isLocal: Bool) throws(JQFault) -> JQValue {
    guard seconds.isFinite, abs(seconds) < 1e15 else {
      throw heap.fail("error converting number of seconds since epoch to datetime")
    }
    // As jq does it: cut towards 1970, the fraction counted from the second before.
    let whole = seconds.rounded(.towardZero)
    var stamp = time_t(whole)
    var time = tm()
    if isLocal { localtime_r(&stamp, &time) } else { gmtime_r(&stamp, &time) }
    return try array(time, second: Double(time.tm_sec) + (seconds - seconds.rounded(.down)))
  }

  private mutating func array(_ time: tm, second: Double) throws(JQFault) -> JQValue {
    try heap.array([
      JQValue(Int(time.tm_year) + 1900), JQValue(Int(time.tm_mon)), JQValue(Int(time.tm_mday)),
      JQValue(Int(time.tm_hour)), JQValue(Int(time.tm_min)), JQValue(second),
      JQValue(Int(time.tm_wday)), JQValue(Int(time.tm_yday)),
    ])
  }

  private mutating func time(_ array: JQValue, _ name: String) throws(JQFault) -> tm {
    let made = try heap.made(array)
    var fields = [Int32](repeating: 0, count: 8)
    for place in 0..<min(8, JQBlock.count(made.block)) {
      let value = JQBlock.values(made.block)[place]
      guard value.isNumber else { throw heap.fail("\(name) requires parsed datetime inputs") }
      let number = heap.double(value)
      guard abs(number) < 2_000_000_000 else { throw heap.fail("invalid gmtime representation") }
      fields[place] = Int32(number.rounded(.down))
    }
    var time = tm()
    time.tm_year = fields[0] - 1900
    time.tm_mon = fields[1]
    time.tm_mday = fields[2]
    time.tm_hour = fields[3]
    time.tm_min = fields[4]
    time.tm_sec = fields[5]
    time.tm_wday = fields[6]
    time.tm_yday = fields[7]
    return time
  }

  private mutating func parsedDate(_ input: JQValue, _ format: JQValue) throws(JQFault) -> JQValue {
    guard input.isString, format.isString else {
      throw heap.fail("strptime/1 requires string inputs and arguments")
    }
    let text = try heap.text(input)
    let pattern = try heap.text(format)
    guard let time = JQDateReader.read(text, pattern) else {
      throw heap.fail("date \"\(text)\" does not match format \"\(pattern)\"")
    }
    // The zone is read and dropped, as in jq; the weekday is that of the day that is meant.
    var stamp = time_t(JQCalendar.seconds(time))
    var normal = tm()
    gmtime_r(&stamp, &normal)
    var read = time
    read.tm_wday = normal.tm_wday
    read.tm_yday = normal.tm_yday
    return try array(read, second: Double(read.tm_sec))
  }

  private mutating func printedDate(_ native: JQNative, _ input: JQValue, _ format: JQValue)
    throws(JQFault) -> JQValue
  {
    let name = native == .strftime ? "strftime/1" : "strflocaltime/1"
    var parts = input
    let isLocal = native == .strflocaltime
    if input.isNumber { parts = try brokenDown(heap.double(input), isLocal: isLocal) }
    guard parts.isArray else { throw heap.fail("\(name) requires parsed datetime inputs") }
    guard format.isString else { throw heap.fail("\(name) requires a string format") }
    var time = try time(parts, name)
    let pattern = try heap.text(format)
    guard !pattern.isEmpty else { return try heap.string("") }
    if isLocal {
      var copy = time
      copy.tm_isdst = -1
      let stamp = Glibc.mktime(&copy)
      var zoned = stamp
      var local = tm()
      localtime_r(&zoned, &local)
      time.tm_gmtoff = local.tm_gmtoff
      time.tm_zone = local.tm_zone
      time.tm_isdst = local.tm_isdst
    }
    return try print(time, pattern, isLocal: isLocal)
  }

  private mutating func print(_ time: tm, _ pattern: String, isLocal: Bool) throws(JQFault)
    -> JQValue
  {
    var time = time
    // A blank in front tells an empty result from one that did not fit.
    let format = " " + pattern
    var buffer = [CChar](repeating: 0, count: max(256, pattern.utf8.count * 16))
    let count = "UTC".withCString { zone in
      if !isLocal { time.tm_zone = zone }
      return Glibc.strftime(&buffer, buffer.count, format, &time)
    }
    guard count > 0 else { throw heap.fail("strftime/1: the result is too long") }
    let bytes = buffer[1..<count].map { UInt8(bitPattern: $0) }
    return try heap.string(String(decoding: bytes, as: UTF8.self))
  }
}
