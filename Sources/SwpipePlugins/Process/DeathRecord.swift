/// How the processes of one worker have ended before their time, so that it is told without a flood, and
/// ends where none of them will ever be of use.
struct DeathRecord {
  /// Whether any of them has answered an element.
  private var hasAnswered = false
  /// How many have died.
  private(set) var count = 0
  /// What was told last, and how often it was to be.
  private var told = ""
  private var times = 0

  /// So many may die before one of them has answered an element; where elements kill them one after
  /// the other, each kills two.
  private static let mostUseless = 10

  /// Whether no process is worth another try.
  var isHopeless: Bool { !hasAnswered && count >= Self.mostUseless }

  mutating func noteAnswer() {
    hasAnswered = true
  }

  mutating func noteDeath() {
    count += 1
  }

  /// What to tell of a process that did something and is replaced, in words that follow "the process";
  /// nil where that was told before and comes too often: only the 2nd, 4th, 8th … time is told.
  mutating func warning(_ words: String) -> String? {
    times = words == told ? times + 1 : 1
    told = words
    guard times & (times - 1) == 0 else { return nil }
    return "\(words)\(times == 1 ? "" : ", \(times) times in a row"); another one takes its place"
  }
}
