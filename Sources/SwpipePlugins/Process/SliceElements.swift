/// Where the elements of the slice at hand are: not sent, with the process, or answered.
///
/// A plain value; positions are those of the batch.
struct SliceElements {
  private enum Place: UInt8 {
    case unsent
    case open
    case answered
  }

  /// Elements that were sent with ids in a row.
  private struct Run {
    var id: UInt64
    var positions: Range<Int>
  }

  private(set) var range = 0..<0
  private var places: [Place] = []
  /// How often a process died with each, kept only once one has.
  private var deaths: [Int: Int] = [:]
  private var runs: [Run] = []
  /// No element before it is unsent.
  private var firstUnsent = 0
  /// How many are with the process.
  private(set) var openCount = 0
  /// Elements before it are sent alone, because a process died with them.
  private var suspectEnd = 0
  /// Behind the last one that was ever sent.
  private(set) var touchedEnd = 0

  /// Takes on a slice, none of which is sent.
  mutating func begin(_ range: Range<Int>) {
    self.range = range
    places.removeAll(keepingCapacity: true)
    places.append(contentsOf: repeatElement(.unsent, count: range.count))
    deaths = [:]
    runs.removeAll(keepingCapacity: true)
    firstUnsent = range.lowerBound
    touchedEnd = range.lowerBound
    suspectEnd = 0
    openCount = 0
  }

  /// The next elements to send, all in a row, at most so many; nil where there are none.
  ///
  /// `head` is the first that has no answer yet, `end` where the slice ends by now.
  mutating func nextToSend(head: Int, end: Int, window: Int) -> Range<Int>? {
    let allowed = head < suspectEnd ? 1 : window
    // Not one by one, so that the frames are worth their while.
    guard openCount == 0 || openCount <= allowed / 2 else { return nil }
    var first = max(firstUnsent, head)
    while first < end, place(first) != .unsent { first += 1 }
    firstUnsent = first
    guard first < end else { return nil }
    let limit = min(end, first + allowed - openCount)
    var last = first + 1
    while last < limit, place(last) == .unsent, last < suspectEnd || first >= suspectEnd {
      last += 1
    }
    return first..<last
  }

  /// These were sent with ids that count up from `id`.
  mutating func noteSent(_ positions: Range<Int>, id: UInt64) {
    for position in positions { places[position - range.lowerBound] = .open }
    if let last = runs.indices.last, runs[last].positions.upperBound == positions.lowerBound,
      runs[last].id &+ UInt64(runs[last].positions.count) == id
    {
      runs[last].positions = runs[last].positions.lowerBound..<positions.upperBound
    } else {
      runs.append(Run(id: id, positions: positions))
    }
    openCount += positions.count
    touchedEnd = max(touchedEnd, positions.upperBound)
  }

  /// The element with an id, if it is with the process.
  func position(of id: UInt64) -> Int? {
    for run in runs.reversed() where id >= run.id && id - run.id < UInt64(run.positions.count) {
      let position = run.positions.lowerBound + Int(id - run.id)
      // One that was sent again has another id by now.
      return place(position) == .open && self.id(of: position) == id ? position : nil
    }
    return nil
  }

  /// The element with an id that had its answer already, if there is one in the slice.
  func answeredPosition(of id: UInt64) -> Int? {
    for run in runs.reversed() where id >= run.id && id - run.id < UInt64(run.positions.count) {
      let position = run.positions.lowerBound + Int(id - run.id)
      return place(position) == .answered ? position : nil
    }
    return nil
  }

  /// The id that an element was sent with last.
  func id(of position: Int) -> UInt64? {
    guard let run = runs.last(where: { $0.positions.contains(position) }) else { return nil }
    return run.id + UInt64(position - run.positions.lowerBound)
  }

  /// An element was answered.
  mutating func noteAnswered(_ position: Int) {
    places[position - range.lowerBound] = .answered
    openCount -= 1
  }

  /// An element is to be sent again.
  mutating func retry(_ position: Int) {
    places[position - range.lowerBound] = .unsent
    firstUnsent = min(firstUnsent, position)
  }

  /// The elements that are with the process.
  var open: [Int] { range.filter { place($0) == .open } }

  /// The process is gone: those with it are to be sent again, and each alone where it may be to blame.
  ///
  /// Returns those that were with two such processes.
  mutating func noteDeath(isBlamed: Bool) -> [Int] {
    var lost: [Int] = []
    for position in open {
      retry(position)
      guard isBlamed else { continue }
      deaths[position, default: 0] += 1
      suspectEnd = max(suspectEnd, position + 1)
      if deaths[position, default: 0] > 1 {
        places[position - range.lowerBound] = .answered
        deaths[position] = nil
        lost.append(position)
      }
    }
    runs.removeAll(keepingCapacity: true)
    openCount = 0
    return lost
  }

  private func place(_ position: Int) -> Place { places[position - range.lowerBound] }
}
