/// What came for an element before its turn.
struct StoredAnswer {
  /// The given elements, back to back, and where each ends.
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  var byteCount: Int { bytes.count }
  /// Whether it has given no element yet.
  var isEmpty: Bool { ends.isEmpty }
  /// Nil while there is more to come.
  var end: End?
  /// How many processes have worked on the element for this one answer.
  var tries = 1

  enum End {
    case done(isKept: Bool)
    case failed(String)
    case timedOut
    /// It was with two processes that died, the last in these words.
    case crashed(String)
  }

  mutating func append(_ element: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: element)
    ends.append(bytes.count)
  }
}
