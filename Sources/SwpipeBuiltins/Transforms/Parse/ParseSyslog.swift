internal import SwpipeCore

/// `parse.syslog`: lines of syslog, in its new and its old form.
struct ParseSyslog: MapTransform {
  static let definition = Definition(
    name: "parse.syslog",
    summary: "Reads lines of syslog, as RFC 5424 or RFC 3164 have them",
    details: """
      Both forms give `facility`, `severity`, `time`, `host`, `app`, `process_id` and `message`, and the new one \
      `message_id` and `data`, the structured data. A line of a file, without `<…>` in front, has no facility \
      and severity. In the old form the time has no year and stands as it is written; a time as RFC 3339 has it is \
      taken, too. What is `-` or missing is null. Bytes that are not valid UTF-8 become U+FFFD.
      """,
    examples: [
      .stage(
        "RFC 5424",
        "map: parse.syslog",
        input: [
          #"<165>1 2003-10-11T22:14:15.003Z m.example.com evntslog - ID47 [ex@32473 iut="3" q="a\"b"] An event"#
        ],
        output: [
          #"{"facility":"local4","severity":"notice","time":"2003-10-11T22:14:15.003Z","#
            + #""host":"m.example.com","app":"evntslog","process_id":null,"message_id":"ID47","#
            + #""data":{"ex@32473":{"iut":"3","q":"a\"b"}},"message":"An event"}"#
        ]
      ),
      .stage(
        "RFC 3164",
        "map: parse.syslog",
        input: ["<34>Oct 11 22:14:15 mymachine su[230]: 'su root' failed"],
        output: [
          #"{"facility":"auth","severity":"crit","time":"Oct 11 22:14:15","host":"mymachine","#
            + #""app":"su","process_id":"230","message":"'su root' failed"}"#
        ]
      ),
      .stage(
        "edge: a line of a file, and a message without a program",
        "map: parse.syslog",
        input: [
          "Oct  1 02:04:05 h cron: x", "2024-01-02T03:04:05.678+01:00 h -- MARK --",
        ],
        output: [
          #"{"facility":null,"severity":null,"time":"Oct  1 02:04:05","host":"h","app":"cron","#
            + #""process_id":null,"message":"x"}"#,
          #"{"facility":null,"severity":null,"time":"2024-01-02T03:04:05.678+01:00","host":"h","#
            + #""app":null,"process_id":null,"message":"-- MARK --"}"#,
        ]
      ),
      .stage(
        "edge: another line",
        "map: parse.syslog",
        input: ["<999>1 - - - - - -"],
        error: "the priority is a number up to 191"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .json) { _, _, _ in ParseSyslog() }
    )
  )

  private static let facilities: [StaticString] = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv",
    "ftp", "ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4",
    "local5", "local6", "local7",
  ]
  private static let severities: [StaticString] = [
    "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug",
  ]
  private static let blank = UInt8(ascii: " ")

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    var cursor = FieldCursor()
    let hasPriority = try appendPriority(element, &cursor, &output)
    // The new form has its version behind the priority: 1, and a blank.
    if hasPriority, cursor.offset + 1 < element.count,
      element[cursor.offset] == UInt8(ascii: "1"), element[cursor.offset + 1] == Self.blank
    {
      _ = cursor.pass(UInt8(ascii: "1"), element)
      try appendNew(element, &cursor, &output)
    } else {
      try appendOld(element, &cursor, &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  private func appendPriority(
    _ line: Span<UInt8>,
    _ cursor: inout FieldCursor,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) -> Bool {
    guard cursor.pass(UInt8(ascii: "<"), line) else {
      output.append(field: "facility", line, nil)
      output.append(field: "severity", line, nil)
      return false
    }
    let digits = cursor.takeDigits(line)
    var priority = 0
    for offset in digits.prefix(4) { priority = priority * 10 + Int(line[offset] - 0x30) }
    guard !digits.isEmpty, digits.count <= 3, priority <= 191, cursor.pass(UInt8(ascii: ">"), line)
    else {
      throw ElementFailure("the priority is a number up to 191 in <…>: \(Excerpt.quoted(line))")
    }
    for (field, word) in [
      ("facility", Self.facilities[priority >> 3]), ("severity", Self.severities[priority & 7]),
    ] as [(StaticString, StaticString)] {
      output.append(field: field)
      output.append(UInt8(ascii: "\""))
      word.withUTF8Buffer { output.append($0.span) }
      output.append(UInt8(ascii: "\""))
    }
    return true
  }

  // MARK: RFC 5424

  private func appendNew(
    _ line: Span<UInt8>,
    _ cursor: inout FieldCursor,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    for field in ["time", "host", "app", "process_id", "message_id"] as [StaticString] {
      guard cursor.pass(Self.blank, line) else { throw cursor.failure("a blank", line) }
      let word = cursor.take(until: Self.blank, line)
      guard !word.isEmpty else { throw cursor.failure("the field \(field)", line) }
      let isNil = word.count == 1 && line[word.lowerBound] == UInt8(ascii: "-")
      output.append(field: field, line, isNil ? nil : word)
    }
    guard cursor.pass(Self.blank, line) else { throw cursor.failure("a blank", line) }
    output.append(field: "data")
    if cursor.pass(UInt8(ascii: "-"), line) {
      output.append(utf8: "null")
    } else {
      try appendData(line, &cursor, &output)
    }
    guard cursor.offset < line.count else { return output.append(field: "message", line, nil) }
    guard cursor.pass(Self.blank, line) else { throw cursor.failure("a blank", line) }
    var message = cursor.takeRest(line)
    // A byte order mark says that what follows is UTF-8.
    if message.count >= 3, line[message.lowerBound] == 0xef, line[message.lowerBound + 1] == 0xbb,
      line[message.lowerBound + 2] == 0xbf
    {
      message = message.lowerBound + 3..<message.upperBound
    }
    output.append(field: "message", line, message)
  }

  private func appendData(
    _ line: Span<UInt8>,
    _ cursor: inout FieldCursor,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    var isFirst = true
    while cursor.pass(UInt8(ascii: "["), line) {
      output.append(isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","))
      isFirst = false
      output.append(jsonString: line.extracting(try name(line, &cursor)))
      output.append(UInt8(ascii: ":"))
      output.append(UInt8(ascii: "{"))
      var isFirstValue = true
      while cursor.pass(Self.blank, line) {
        if !isFirstValue { output.append(UInt8(ascii: ",")) }
        isFirstValue = false
        output.append(jsonString: line.extracting(try name(line, &cursor)))
        output.append(UInt8(ascii: ":"))
        guard cursor.pass(UInt8(ascii: "="), line), cursor.pass(UInt8(ascii: "\""), line),
          let value = cursor.takeQuoted(line)
        else { throw cursor.failure("a value in quotes", line) }
        append(value: line.extracting(value), &output)
      }
      guard cursor.pass(UInt8(ascii: "]"), line) else {
        throw cursor.failure("a closing bracket", line)
      }
      output.append(UInt8(ascii: "}"))
    }
    guard !isFirst else { throw cursor.failure("the structured data", line) }
    output.append(UInt8(ascii: "}"))
  }

  private func name(_ line: Span<UInt8>, _ cursor: inout FieldCursor) throws(ElementFailure)
    -> Range<Int>
  {
    let start = cursor.offset
    var end = start
    while end < line.count {
      switch line[end] {
      case UInt8(ascii: " "), UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "\""): break
      default:
        end += 1
        continue
      }
      break
    }
    guard end > start else { throw cursor.failure("a name", line) }
    cursor.move(to: end)
    return start..<end
  }

  /// A value, in which a backslash stands before a quote, a bracket and itself.
  private func append(value: Span<UInt8>, _ output: inout BatchBuilder) {
    var start = 0
    var hasHighBytes = false
    let before = output.unfinishedByteCount
    output.append(UInt8(ascii: "\""))
    var at = 0
    while at < value.count {
      if value[at] == UInt8(ascii: "\\"), at + 1 < value.count, Self.isEscapable(value[at + 1]) {
        if output.append(escaping: value.extracting(start..<at)) { hasHighBytes = true }
        start = at + 1
        at += 2
      } else {
        at += 1
      }
    }
    if output.append(escaping: value.extracting(start..<value.count)) { hasHighBytes = true }
    output.append(UInt8(ascii: "\""))
    if hasHighBytes, !JSONEscape.isUTF8(value) {
      output.cutUnfinished(to: before)
      output.append(jsonString: value)
    }
  }

  private static func isEscapable(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "]")
  }

  // MARK: RFC 3164

  private func appendOld(
    _ line: Span<UInt8>,
    _ cursor: inout FieldCursor,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) {
    guard let end = SyslogTime.end(line, from: cursor.offset) else {
      throw cursor.failure("a time such as `Oct 11 22:14:15`", line)
    }
    let time = cursor.offset..<end
    cursor.move(to: end)
    output.append(field: "time", line, time)
    guard cursor.pass(Self.blank, line) else { throw cursor.failure("a blank", line) }
    let host = cursor.take(until: Self.blank, line)
    guard !host.isEmpty else { throw cursor.failure("the host", line) }
    output.append(field: "host", line, host)
    cursor.passBlanks(line)
    let tag = SyslogTag(line, from: cursor.offset)
    output.append(field: "app", line, tag?.app)
    output.append(field: "process_id", line, tag?.process)
    if let tag { cursor.move(to: tag.end) }
    _ = cursor.pass(Self.blank, line)
    output.append(field: "message", line, cursor.takeRest(line))
  }
}
