internal import CPCRE2

/// A regular expression of a program, with jq's flags.
///
/// Strings of programs are valid UTF-8, so that PCRE2 need not look. `l` (the longest match) does nothing.
final class JQRegex {
  struct Problem: Error {
    var message: String
  }

  private let code: OpaquePointer
  private let data: OpaquePointer
  private let context: OpaquePointer
  private let places: UnsafeMutablePointer<Int>
  let isGlobal: Bool
  private let ignoresEmpty: Bool
  let groupCount: Int
  /// The names of the groups, by number; nil for those without.
  let names: [String?]

  /// The steps past which a match is given up.
  private static let stepLimit: UInt32 = 10_000_000

  /// The first flag that is none.
  static func unknownFlag(in flags: String) -> String? {
    flags.first { !"gixsnplm".contains($0) }.map { String($0) }
  }

  init(_ pattern: [UInt8], flags: String) throws(Problem) {
    if JQRegex.unknownFlag(in: flags) != nil {
      throw Problem(message: "\(flags) is not a valid modifier string")
    }
    var options = UInt32(PCRE2_UTF | PCRE2_UCP | PCRE2_DUPNAMES) | PCRE2_NEVER_BACKSLASH_C
    if flags.contains("i") { options |= UInt32(PCRE2_CASELESS) }
    if flags.contains("x") { options |= UInt32(PCRE2_EXTENDED) }
    if flags.contains("p") || flags.contains("m") { options |= UInt32(PCRE2_DOTALL) }
    isGlobal = flags.contains("g")
    ignoresEmpty = flags.contains("n")
    var error: Int32 = 0
    var offset = 0
    let empty: StaticString = ""
    let compiled = pattern.withUnsafeBufferPointer { bytes in
      pcre2_compile_8(
        bytes.baseAddress ?? empty.utf8Start,
        bytes.count,
        options,
        &error,
        &offset,
        nil
      )
    }
    guard let compiled else {
      throw Problem(message: "\(JQRegex.message(error)) (at byte \(offset + 1))")
    }
    _ = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    guard let data = pcre2_match_data_create_from_pattern_8(compiled, nil),
      let context = pcre2_match_context_create_8(nil),
      let places = pcre2_get_ovector_pointer_8(data)
    else {
      pcre2_code_free_8(compiled)
      throw Problem(message: "there is no memory to match it")
    }
    pcre2_set_match_limit_8(context, JQRegex.stepLimit)
    code = compiled
    self.data = data
    self.context = context
    self.places = places
    var count: UInt32 = 0
    _ = pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    groupCount = Int(count)
    names = JQRegex.names(compiled, groupCount)
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_code_free_8(code)
  }

  private static func names(_ code: OpaquePointer, _ groupCount: Int) -> [String?] {
    var names = [String?](repeating: nil, count: groupCount + 1)
    var count: UInt32 = 0
    var size: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    _ = pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    _ = pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    guard pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table) == 0, let table else {
      return names
    }
    for entry in 0..<Int(count) {
      let start = table + entry * Int(size)
      names[Int(start[0]) << 8 | Int(start[1])] = String(cString: start + 2)
    }
    return names
  }

  private static func message(_ error: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(error, &text, text.count)
    return String(decoding: text.prefix(max(0, Int(length))), as: UTF8.self)
  }

  /// The first match from a byte on; false if there is none.
  func find(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(Problem) -> Bool {
    let empty: StaticString = ""
    let options = UInt32(PCRE2_NO_UTF_CHECK) | (ignoresEmpty ? UInt32(PCRE2_NOTEMPTY) : 0)
    let result = pcre2_match_8(
      code,
      bytes.baseAddress ?? empty.utf8Start,
      bytes.count,
      start,
      options,
      data,
      context
    )
    if result > 0 { return true }
    if result == PCRE2_ERROR_NOMATCH { return false }
    if result == PCRE2_ERROR_MATCHLIMIT {
      throw Problem(message: "it takes more than \(JQRegex.stepLimit) steps")
    }
    throw Problem(message: JQRegex.message(result))
  }

  /// The bytes of a group in the last match; nil where it took no part.
  func range(of group: Int) -> Range<Int>? {
    let (start, end) = (places[2 * group], places[2 * group + 1])
    return start >= 0 && start <= end ? start..<end : nil
  }
}

/// The regular expressions that an evaluation has met, compiled.
struct JQRegexCache {
  private struct Key: Hashable {
    var pattern: [UInt8]
    var flags: [UInt8]
  }

  private var known: [Key: JQRegex] = [:]
  private var last: (key: Key, regex: JQRegex)?

  /// The most that are kept.
  private static let limit = 256

  mutating func regex(
    _ pattern: UnsafeBufferPointer<UInt8>,
    _ flags: UnsafeBufferPointer<UInt8>
  ) throws(JQRegex.Problem) -> JQRegex {
    if let last, last.key.pattern.elementsEqual(pattern), last.key.flags.elementsEqual(flags) {
      return last.regex
    }
    let key = Key(pattern: Array(pattern), flags: Array(flags))
    if let regex = known[key] {
      last = (key, regex)
      return regex
    }
    let regex = try JQRegex(key.pattern, flags: String(decoding: flags, as: UTF8.self))
    if known.count >= JQRegexCache.limit { known = [:] }
    known[key] = regex
    last = (key, regex)
    return regex
  }
}
