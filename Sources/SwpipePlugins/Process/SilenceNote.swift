/// Says once that a program may be keeping its output back, where that is the likeliest reason for
/// silence.
struct SilenceNote {
  private let message: String?
  private var isOver = false

  /// Nanoseconds of silence before it is said.
  private static let patience: Int64 = 5_000_000_000

  /// With nil nothing is ever said.
  init(_ message: String?) {
    self.message = message
  }

  /// When it would be said.
  func moment(since last: Int64) -> Int64? {
    message == nil || isOver ? nil : last + SilenceNote.patience
  }

  /// What is to be said now.
  mutating func note(since last: Int64, now: Int64) -> String? {
    guard let message, !isOver, now - last >= SilenceNote.patience else { return nil }
    isOver = true
    return message
  }

  /// There was an answer, so it writes at once.
  mutating func heard() {
    isOver = true
  }
}
