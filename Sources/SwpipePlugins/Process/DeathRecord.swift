internal import SwpipeCore

/// How the processes of one worker have been replaced, so that it is told without a flood, and ends where
/// none of them will ever be of use.
struct DeathRecord {
  /// Whether any of them has answered an element.
  private var hasAnswered = false
  /// How many have died.
  private(set) var count = 0
  /// How many in a row were replaced without that an element was done with in between.
  private(set) var fruitless = 0
  /// What was told last, and how often it was to be.
  private var told = ""
  private var times = 0

  /// So many may die before one of them has answered an element; where elements kill them one after
  /// the other, each kills two.
  private let mostUseless: Int
  private static let mostFruitless = 10

  /// `mostUseless` is how many may die before one of them has answered an element.
  init(mostUseless: Int = 10) {
    self.mostUseless = mostUseless
  }

  /// Whether no process is worth another try.
  var isHopeless: Bool { !hasAnswered && count >= mostUseless }

  /// Whether replacing them leads nowhere, whatever it is that they do.
  var isStuck: Bool { fruitless >= Self.mostFruitless }

  /// What ends the run where no process is worth another try; `words` say what the last one did.
  func failure(_ words: String) -> RunFailure? {
    if isHopeless {
      return RunFailure(.resource, "\(words), \(count) times, and has not answered a single line")
    }
    guard isStuck else { return nil }
    return RunFailure(
      .resource,
      "\(words); \(fruitless) processes were replaced in a row and no element was done with"
    )
  }

  mutating func noteAnswer() {
    hasAnswered = true
    noteProgress()
  }

  /// An element is done with, by its answer or by its failure.
  mutating func noteProgress() {
    fruitless = 0
  }

  mutating func noteDeath() {
    count += 1
  }

  /// One takes the place of another.
  mutating func noteReplacement() {
    fruitless += 1
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
