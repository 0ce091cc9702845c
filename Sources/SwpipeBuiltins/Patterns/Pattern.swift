internal import CPCRE2
internal import SwpipeCore
internal import Synchronization

/// A compiled regular expression; workers share one, since matching changes nothing in it.
///
/// Unicode rules hold (`\w` takes é, `.` a whole character), and bytes that are not UTF-8 match
/// nothing but do not fail. A pattern of ASCII is compiled once more without these rules, because
/// elements of ASCII, on which both agree, are then matched several times faster.
final class Pattern: @unchecked Sendable {
  // SAFETY: the codes are written in `init` alone, PCRE2 only reads them when it matches, and they
  // are freed with the last reference.
  let code: OpaquePointer
  let asciiCode: OpaquePointer?
  /// Groups with a name, in the order of their numbers.
  let names: [(name: String, group: Int)]
  let groupCount: Int
  /// A run of bytes that stands in every match; nil where none is known.
  let literal: [UInt8]?

  /// Why a pattern does not compile, and where, as a UTF-8 offset.
  struct Problem: Error {
    var offset: Int
    var message: String
  }

  private static let known = Lock<[String: Pattern]>([:])

  /// The pattern of a text, compiled at its first use in the process.
  static func shared(_ text: String) throws(Problem) -> Pattern {
    try known.withLock { known throws(Problem) in
      if let pattern = known[text] { return pattern }
      let pattern = try Pattern(text)
      known[text] = pattern
      return pattern
    }
  }

  private init(_ text: String) throws(Problem) {
    let unicode = UInt32(PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF)
    code = try Self.compile(text, unicode)
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    asciiCode = isASCII ? try? Self.compile(text, UInt32(PCRE2_NEVER_UTF)) : nil
    literal = RequiredLiteral.find(in: Array(text.utf8))
    groupCount = Int(Self.number(code, UInt32(PCRE2_INFO_CAPTURECOUNT)))
    names = Self.names(code)
  }

  deinit {
    pcre2_code_free_8(code)
    pcre2_code_free_8(asciiCode)
  }

  /// Whether the JIT has made machine code of it.
  static func hasMachineCode(_ code: OpaquePointer) -> Bool {
    var size = 0
    return pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_JITSIZE), &size) == 0 && size > 0
  }

  private static func compile(_ text: String, _ options: UInt32) throws(Problem) -> OpaquePointer {
    let bytes = Array(text.utf8)
    var error: Int32 = 0
    var offset = 0
    let compiled = bytes.withUnsafeBufferPointer { bytes in
      // An empty array may have no address, and PCRE2 takes none for an error.
      let empty: StaticString = ""
      return pcre2_compile_8(
        bytes.baseAddress ?? empty.utf8Start,
        bytes.count,
        options,
        &error,
        &offset,
        nil
      )
    }
    guard let compiled else { throw Problem(offset: offset, message: message(error)) }
    // Without a JIT on this machine the interpreter does it.
    _ = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    return compiled
  }

  private static func number(_ code: OpaquePointer, _ what: UInt32) -> UInt32 {
    var value: UInt32 = 0
    _ = pcre2_pattern_info_8(code, what, &value)
    return value
  }

  /// The name table: entries of one size, a group's number in two bytes and its name with a NUL.
  private static func names(_ code: OpaquePointer) -> [(name: String, group: Int)] {
    let count = Int(number(code, UInt32(PCRE2_INFO_NAMECOUNT)))
    let size = Int(number(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE)))
    var table: UnsafePointer<UInt8>?
    guard pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table) == 0, let table else {
      return []
    }
    let names = (0..<count).map { entry in
      let start = table + entry * size
      return (
        name: String(cString: start + 2),
        group: Int(start[0]) << 8 | Int(start[1])
      )
    }
    return names.sorted { $0.group < $1.group }
  }

  /// PCRE2's words for an error.
  static func message(_ error: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(error, &text, text.count)
    return String(decoding: text.prefix(max(0, Int(length))), as: UTF8.self)
  }
}
