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
    // Cut afterwards: of a part of a secret nobody would know whose it is.
    let text = Redaction.text(String(decoding: line, as: UTF8.self))
    let shown = JSONText.quoted(text.count > 60 ? "\(text.prefix(60))…" : text)
    return "the answer \(shown) is neither `true` nor `false`, one of which is due for each line; "
      + "`filter: text.matches` and `filter: text.contains` do what `grep` does"
  }
}
