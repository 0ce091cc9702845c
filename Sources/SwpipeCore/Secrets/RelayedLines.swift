/// Makes whole lines of what a program writes to standard error, so that a log can pass them on.
///
/// A line that grows past its limit is passed on in parts. The end of such a part is kept back as far
/// as a secret may begin there, so that none is cut in two and shown in halves.
package struct RelayedLines: Sendable {
  /// What each line begins with.
  private let label: [UInt8]
  private let limit: Int
  /// The line that is not complete yet.
  private var rest: [UInt8] = []

  /// `limit` is the bytes past which a line is passed on although it has no end.
  package init(label: String = "", limit: Int = 64 << 10) {
    self.label = Array(label.utf8)
    self.limit = limit
  }

  /// Takes what was written next, and passes on each line that is complete, with its newline.
  package mutating func add(_ bytes: ArraySlice<UInt8>, _ pass: ([UInt8]) -> Void) {
    var left = bytes
    while let newline = left.firstIndex(of: UInt8(ascii: "\n")) {
      pass(label + rest + left[...newline])
      rest = []
      left = left[(newline + 1)...]
    }
    rest += left
    if rest.count > limit { passOnBeginning(pass) }
  }

  /// Passes on what is left of a line without an end.
  package mutating func end(_ pass: ([UInt8]) -> Void) {
    guard !rest.isEmpty else { return }
    pass(label + rest + [UInt8(ascii: "\n")])
    rest = []
  }

  private mutating func passOnBeginning(_ pass: ([UInt8]) -> Void) {
    let line = Redaction.bytes(rest)
    let kept = min(line.count, Redaction.reach)
    pass(label + line.dropLast(kept) + [UInt8(ascii: "\n")])
    rest = Array(line.suffix(kept))
  }
}
