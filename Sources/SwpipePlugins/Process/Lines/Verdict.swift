internal import SwpipeCore

/// What a filter of lines says of an element where its stage is a `filter`: `true` or `false`.
struct Verdict {
  let isKept: Bool

  /// Nil where the line is neither.
  init?(_ line: UnsafeRawBufferPointer) {
    if line.elementsEqual("true".utf8) {
      isKept = true
    } else if line.elementsEqual("false".utf8) {
      isKept = false
    } else {
      return nil
    }
  }

  /// What is wrong with a line that is neither.
  static func objection(to line: UnsafeRawBufferPointer) -> String {
    let start = String(decoding: line.prefix(60), as: UTF8.self)
    let shown = JSONText.quoted(line.count > 60 ? "\(start)…" : start)
    return "the answer \(shown) is neither `true` nor `false`"
  }
}
