/// A place to go back to when what follows has failed.
struct JQFork {
  enum Kind: UInt8 {
    /// Goes on at `pc`.
    case way
    /// The next value of the instruction at `pc`, which is `each` or `range`.
    case more
    /// Goes on at `pc` for an error alone.
    case error
    /// The end of what the error fork number `extra` guards: errors from here on are not for it.
    case guarded
    /// The label `extra`.
    case label
  }

  var kind: Kind
  var pc: Int32
  var frame: Int
  var top: Int
  var extra: Int
}

/// The places to go back to, the newest last.
struct JQForks: ~Copyable {
  private(set) var start: UnsafeMutablePointer<JQFork>
  var count = 0
  private var capacity = 64

  init() { start = UnsafeMutablePointer.allocate(capacity: capacity) }

  deinit { start.deallocate() }

  var byteCount: Int { capacity * MemoryLayout<JQFork>.stride }

  @inline(__always)
  var last: JQFork { start[count - 1] }

  /// The height of the frames that the newest one needs.
  @inline(__always)
  var top: Int { count == 0 ? 0 : start[count - 1].top }

  @inline(__always)
  mutating func push(_ fork: JQFork) {
    if count == capacity { grow() }
    start[count] = fork
    count += 1
  }

  private mutating func grow() {
    let grown = UnsafeMutablePointer<JQFork>.allocate(capacity: capacity * 2)
    grown.update(from: start, count: count)
    start.deallocate()
    start = grown
    capacity *= 2
  }

  mutating func shrink() {
    count = 0
    guard capacity > 4096 else { return }
    start.deallocate()
    capacity = 64
    start = UnsafeMutablePointer.allocate(capacity: capacity)
  }
}
