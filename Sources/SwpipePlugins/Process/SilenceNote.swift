/// Says, once for each reason, that a program may never answer: that it keeps its output back, or has
/// left an element unanswered.
struct SilenceNote {
  /// What is said where the first answer does not come, and where a later one does not.
  private let messages: (first: String, later: String)?
  private var hasAnswered = false
  private var isSaid = (first: false, later: false)

  /// Nanoseconds of silence before it is said.
  private static let patience: Int64 = 5_000_000_000

  /// Says nothing at all.
  init() {
    messages = nil
  }

  init(first: String, later: String) {
    messages = (first, later)
  }

  /// When it would be said.
  func moment(since last: Int64) -> Int64? {
    messages == nil || isOver ? nil : last + SilenceNote.patience
  }

  private var isOver: Bool { hasAnswered ? isSaid.later : isSaid.first }

  /// What is to be said now.
  mutating func note(since last: Int64, now: Int64) -> String? {
    guard let messages, !isOver, now - last >= SilenceNote.patience else { return nil }
    if hasAnswered { isSaid.later = true } else { isSaid.first = true }
    return hasAnswered ? messages.later : messages.first
  }

  /// There was an answer.
  mutating func heard() {
    hasAnswered = true
  }
}
