internal import CPCRE2
internal import SwpipeCore

/// One worker's means to match a pattern: the places of the last match, and memory to find them.
final class PatternMatcher {
  /// PCRE2's count of steps past which a match is given up, about a tenth of a second's work.
  static let stepLimit: UInt32 = 10_000_000
  /// The most memory that the stack of one match may take.
  private static let stackLimit = 16 << 20

  let pattern: Pattern
  private let data: OpaquePointer
  private let context: OpaquePointer
  private let places: UnsafeMutablePointer<Int>
  private let hasJIT: Bool
  private let hasASCIIJIT: Bool
  private var stack: OpaquePointer?

  init(_ pattern: Pattern) throws(RunFailure) {
    guard let data = pcre2_match_data_create_from_pattern_8(pattern.code, nil),
      let context = pcre2_match_context_create_8(nil),
      let places = pcre2_get_ovector_pointer_8(data)
    else { throw RunFailure(.resource, "there is no memory to match a regular expression") }
    self.pattern = pattern
    self.data = data
    self.context = context
    self.places = places
    hasJIT = Pattern.hasMachineCode(pattern.code)
    hasASCIIJIT = pattern.asciiCode.map { Pattern.hasMachineCode($0) } ?? false
    pcre2_set_match_limit_8(context, Self.stepLimit)
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_jit_stack_free_8(stack)
  }

  /// Finds the first match from a position on; what cannot be decided is the element's failure.
  ///
  /// `afterEmpty` is for the search behind an empty match at `start`, which must not be found again.
  @inline(__always)
  func find(
    in element: Span<UInt8>,
    from start: Int = 0,
    isASCII: Bool,
    afterEmpty: Bool = false
  ) throws(ElementFailure) -> Bool {
    let options = afterEmpty ? UInt32(PCRE2_NOTEMPTY_ATSTART) : 0
    let result = element.withUnsafeBufferPointer { bytes in
      match(bytes, start, options, isASCII)
    }
    if result > 0 { return true }
    if result == PCRE2_ERROR_NOMATCH { return false }
    return try findAgain(in: element, start, options, isASCII, result)
  }

  /// The bytes of a group in the last match, 0 being the whole; nil where it took no part.
  @inline(__always)
  func range(of group: Int) -> Range<Int>? {
    let (start, end) = (places[2 * group], places[2 * group + 1])
    return start <= end && end >= 0 ? start..<end : nil
  }

  @inline(__always)
  private func match(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ start: Int,
    _ options: UInt32,
    _ isASCII: Bool
  ) -> Int32 {
    let empty: StaticString = ""
    let subject = bytes.baseAddress ?? empty.utf8Start
    if isASCII, let code = pattern.asciiCode {
      return hasASCIIJIT
        ? pcre2_jit_match_8(code, subject, bytes.count, start, options, data, context)
        : pcre2_match_8(code, subject, bytes.count, start, options, data, context)
    }
    return pcre2_match_8(pattern.code, subject, bytes.count, start, options, data, context)
  }

  /// A match that the machine's stack is too small for gets one of its own; other errors are told.
  private func findAgain(
    in element: Span<UInt8>,
    _ start: Int,
    _ options: UInt32,
    _ isASCII: Bool,
    _ error: Int32
  ) throws(ElementFailure) -> Bool {
    var error = error
    if error == PCRE2_ERROR_JIT_STACKLIMIT, stack == nil {
      stack = pcre2_jit_stack_create_8(64 << 10, Self.stackLimit, nil)
      pcre2_jit_stack_assign_8(context, nil, stack.map { UnsafeMutableRawPointer($0) })
      error = element.withUnsafeBufferPointer { match($0, start, options, isASCII) }
      if error > 0 { return true }
      if error == PCRE2_ERROR_NOMATCH { return false }
    }
    let shown = Excerpt.quoted(element)
    switch error {
    case PCRE2_ERROR_MATCHLIMIT:
      throw ElementFailure("the pattern takes more than \(Self.stepLimit) steps on \(shown)")
    case PCRE2_ERROR_JIT_STACKLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_DEPTHLIMIT:
      throw ElementFailure("the pattern takes too much memory on \(shown)")
    default:
      throw ElementFailure("the pattern fails on \(shown): \(Pattern.message(error))")
    }
  }
}
