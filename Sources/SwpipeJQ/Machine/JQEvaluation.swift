/// One evaluation of a program: values in frames, forks, and the heap.
///
/// It pauses at each output by returning.
///
/// A register is written by one instruction only in each pass, so that going back to a fork finds all
/// registers from before it as they were, and nothing needs to be saved. Frames stay while a fork needs them.
/// Nothing here recurses: calls, closures and nested values are all in memory that is counted and limited.
struct JQEvaluation: ~Copyable {
  enum Outcome {
    case output(JQValue)
    case done
    /// The value of the error is in the heap.
    case failed
    case outOfMemory
    case stopped
  }

  private enum State {
    case fresh
    case atOutput
    case interrupted
    case finished
  }

  let program: JQCode
  var heap: JQHeap
  var stack: UnsafeMutablePointer<JQValue>
  private(set) var stackCapacity = 1024
  /// The registers of the running frame.
  var registers: UnsafeMutablePointer<JQValue>
  var frame = 0
  var top = 0
  var forks = JQForks()
  var pc = 0
  private var fuel = JQEvaluation.fuelPerLook
  private var state = State.finished
  var labels = 0
  var regexes = JQRegexCache()
  /// What went wrong while a regular expression was at work.
  var fault: JQFault?
  /// Where the variables from outside and the log are.
  var surroundings: JQSurroundings

  /// Steps between two looks at whether to stop.
  private static let fuelPerLook = 4096

  init(_ program: JQCode, surroundings: JQSurroundings, maximum: Int) {
    self.program = program
    self.surroundings = surroundings
    heap = JQHeap(maximum: maximum)
    stack = UnsafeMutablePointer.allocate(capacity: stackCapacity)
    registers = stack
  }

  deinit { stack.deallocate() }

  /// Starts the program for an input; what was left of another one is forgotten.
  mutating func begin() {
    heap.reset()
    forks.shrink()
    if stackCapacity > 64 << 10 {
      stack.deallocate()
      stackCapacity = 1024
      stack = UnsafeMutablePointer.allocate(capacity: stackCapacity)
    }
    frame = 0
    top = 0
    labels = 0
    pc = 0
    registers = stack
    state = .fresh
  }

  mutating func setInput(_ value: JQValue) throws(JQFault) {
    try openFrame(size: program.functions[0].frameSize)
    pc = program.functions[0].start
    registers[2] = value
  }

  /// Runs to the next output.
  mutating func next(_ shouldStop: () -> Bool) -> Outcome {
    var mustGoBack = false
    switch state {
    case .fresh, .interrupted: break
    case .atOutput: mustGoBack = true
    case .finished: return .done
    }
    while true {
      do throws(JQFault) {
        if mustGoBack {
          mustGoBack = false
          guard try goBack() else {
            state = .finished
            return .done
          }
        }
        let outcome = try execute(shouldStop)
        switch outcome {
        case .output: state = .atOutput
        case .stopped: state = .interrupted
        default: state = .finished
        }
        return outcome
      } catch {
        guard error == .raised else {
          state = .finished
          return .outOfMemory
        }
        switch unwind() {
        case .caught: break
        case .left: mustGoBack = true
        case .failed:
          state = .finished
          return .failed
        }
      }
    }
  }

  // MARK: Operands

  @inline(__always)
  func get(_ operand: Int32) -> JQValue {
    operand >= 0 ? registers[Int(operand)] : program.constants[Int(~operand)]
  }

  /// Reads an operand to keep it somewhere else.
  @inline(__always)
  func read(_ operand: Int32, takes: Bool) -> JQValue {
    guard operand >= 0 else { return program.constants[Int(~operand)] }
    let value = registers[Int(operand)]
    if takes || !value.isUnique { return value }
    registers[Int(operand)] = value.shared
    return value.shared
  }

  // MARK: Frames

  /// A frame above all others, with registers that are null.
  mutating func openFrame(size: Int) throws(JQFault) {
    let start = top
    if start + size > stackCapacity { try growStack(to: start + size) }
    frame = start
    top = start + size
    registers = stack + start
    registers.update(repeating: JQValue.null, count: size)
  }

  mutating func growStack(to count: Int) throws(JQFault) {
    let capacity = max(count, stackCapacity * 2)
    guard capacity * 16 + heap.size + forks.byteCount <= heap.maximum else { throw .memory }
    let grown = UnsafeMutablePointer<JQValue>.allocate(capacity: capacity)
    grown.update(from: stack, count: top)
    stack.deallocate()
    stack = grown
    stackCapacity = capacity
    registers = stack + frame
  }

  @inline(__always)
  func staticLink(_ hops: Int) -> Int {
    var link = frame
    for _ in 0..<hops { link = Int(stack[link + 1].payload) }
    return link
  }

  // MARK: Going back

  @inline(__always)
  mutating func pushFork(_ kind: JQFork.Kind, _ pc: Int, extra: Int = 0) {
    forks.push(
      JQFork(kind: kind, pc: Int32(truncatingIfNeeded: pc), frame: frame, top: top, extra: extra)
    )
  }

  /// Goes back to the newest fork that has something to go on with; false if there is none.
  mutating func goBack() throws(JQFault) -> Bool {
    while forks.count > 0 {
      let fork = forks.last
      switch fork.kind {
      case .error, .guarded, .label:
        forks.count -= 1
        continue
      case .way:
        forks.count -= 1
        restore(fork)
        pc = Int(fork.pc)
        return true
      case .more:
        restore(fork)
        pc = Int(fork.pc)
        try nextValue()
        return true
      }
    }
    return false
  }

  @inline(__always)
  private mutating func restore(_ fork: JQFork) {
    frame = fork.frame
    top = fork.top
    registers = stack + frame
  }

  private enum Unwound {
    case caught
    case left
    case failed
  }

  /// Finds who catches the error that was raised.
  private mutating func unwind() -> Unwound {
    while forks.count > 0 {
      let fork = forks.last
      forks.count -= 1
      switch fork.kind {
      case .way, .more: continue
      case .guarded: forks.count = fork.extra
      case .label:
        if heap.error.kind == .label, Int(heap.error.payload) == fork.extra { return .left }
      case .error:
        restore(fork)
        let instruction = program.code[Int(fork.pc)]
        // What a `break` carries is nobody's business.
        registers[Int(instruction.a)] = heap.error.kind == .label ? .null : heap.error.shared
        pc = Int(instruction.d)
        return .caught
      }
    }
    return .failed
  }

  // MARK: Memory

  /// Gives back what nothing refers to.
  mutating func collect() throws(JQFault) {
    try heap.collect(roots: [(stack, top)], reserved: stackCapacity * 16 + forks.byteCount)
  }

  @inline(__always)
  mutating func look(_ shouldStop: () -> Bool) throws(JQFault) -> Bool {
    if heap.wantsCollection { try collect() }
    fuel -= 1
    guard fuel <= 0 else { return false }
    fuel = JQEvaluation.fuelPerLook
    if forks.byteCount + stackCapacity * 16 + heap.size > 2 * heap.maximum { throw .memory }
    return shouldStop()
  }
}
