/// The time of a task worker: how long it has gone on without giving others a turn, and how long the slice
/// at hand has taken.
///
/// All moments and times are nanoseconds.
struct TaskTurn {
  /// When the worker began to go on without a pause.
  private var began: Int64 = 0
  /// Whether what the last pause was for had come before the task was suspended.
  private var hasGoneOn = false
  /// What the slice at hand took before the last pause.
  private var spent: Int64 = 0
  /// When the slice was begun, or gone on with after a pause.
  private var resumed: Int64 = 0

  /// The time after which a worker that never has to wait lets others go first.
  static let limit: Int64 = 1_000_000

  /// The worker goes on after a pause; false where others are to have their turn first.
  ///
  /// A pause that is over at once gives nobody a turn.
  mutating func goOn(at now: Int64) -> Bool {
    defer { hasGoneOn = false }
    if hasGoneOn {
      guard now - began <= TaskTurn.limit else { return false }
    } else {
      began = now
    }
    resumed = now
    return true
  }

  /// What the pause is for has come before the task was suspended.
  mutating func noteNoPause() { hasGoneOn = true }

  /// The worker pauses.
  mutating func pause(at now: Int64) { spent += now - resumed }

  /// Whether others should have their turn before the worker takes more.
  var isOver: Bool { resumed - began > TaskTurn.limit }

  /// Elements were taken; the time since the last slice, or since the last pause, is theirs.
  mutating func beginSlice() { spent = 0 }

  /// The slice is done; what it took, without the pauses.
  mutating func endSlice(at now: Int64) -> Int64 {
    defer { resumed = now }
    return spent + now - resumed
  }
}
