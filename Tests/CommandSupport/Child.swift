internal import CTestSupport
internal import Glibc

/// The real binary, started in a folder, with its three streams in the test's hands.
///
/// What may have to wait is `async` and blocks a thread of its own, never one of the pool.
package final class Child: @unchecked Sendable {
  // SAFETY: a test awaits each operation on its child before it begins the next one.
  private let process: Int32
  /// Kept, so that it is there as long as the child.
  private let folder: Folder
  private var input: Int32
  private var output: Int32
  private var errors: Int32
  private var collectedOutput: [UInt8] = []
  private var collectedErrors: [UInt8] = []
  private var isReaped = false

  /// What any wait in a test may take, in milliseconds; far more than a busy machine needs.
  package static let limit: Int64 = 120_000

  /// A child that reads no more must not end the test runner by SIGPIPE.
  private static let pipesAreQuiet: Void = { _ = Glibc.signal(SIGPIPE, SIG_IGN) }()

  /// Starts the binary once there are few enough children.
  ///
  /// `standardInput` and `standardOutput` take a descriptor (a terminal, say) in the place of a pipe; it
  /// is closed here. The child starts without the descriptors of `closed`. `outputCapacity` is how
  /// many bytes the pipe of standard output holds, a page at least. The child leads a process group
  /// of its own. `program` takes the binary's place.
  package init(
    _ arguments: [String],
    in folder: Folder,
    program: String = Repository.binary,
    environment: [String: String] = [:],
    standardInput: Int32? = nil,
    standardOutput: Int32? = nil,
    closed: [Int32] = [],
    outputCapacity: Int32? = nil
  ) async throws {
    self.folder = folder
    _ = Child.pipesAreQuiet
    await Turnstile.children.enter()
    do {
      (process, input, output, errors) = try Child.start(
        program,
        arguments,
        folder,
        environment,
        standardInput,
        standardOutput,
        closed,
        outputCapacity
      )
    } catch {
      Turnstile.children.leave()
      throw error
    }
  }

  private static func start(
    _ program: String,
    _ arguments: [String],
    _ folder: Folder,
    _ environment: [String: String],
    _ standardInput: Int32?,
    _ standardOutput: Int32?,
    _ closed: [Int32],
    _ outputCapacity: Int32?
  ) throws -> (process: Int32, input: Int32, output: Int32, errors: Int32) {
    let toChild = try Child.pipe()
    let fromChild = try Child.pipe(capacity: outputCapacity)
    let messages = try Child.pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, standardInput ?? toChild.read, 0)
    posix_spawn_file_actions_adddup2(&actions, standardOutput ?? fromChild.write, 1)
    posix_spawn_file_actions_adddup2(&actions, messages.write, 2)
    for descriptor in closed { posix_spawn_file_actions_addclose(&actions, descriptor) }
    guard swt_add_chdir(&actions, folder.path) == 0 else {
      throw HarnessError("no child can start in \(folder.path)")
    }

    var values = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm"]
    values.merge(environment) { _, new in new }
    let process = try Child.spawn(program, arguments, values, &actions)
    for descriptor in [toChild.read, fromChild.write, messages.write] { close(descriptor) }
    for given in [standardInput, standardOutput] { if let given { close(given) } }
    return (process, toChild.write, fromChild.read, messages.read)
  }

  deinit {
    closeInput()
    closeOutput()
    closeErrors()
    if !isReaped {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
      Turnstile.children.leave()
    }
  }

  // MARK: Input

  /// Writes a text to its standard input; waits until all of it is taken or nobody takes it.
  package func send(_ text: String) async throws {
    try await offPool { [self] in
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  package func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Goes away as the reader of standard output.
  package func closeOutput() {
    if output >= 0 { close(output) }
    output = -1
  }

  /// Goes away as the reader of standard error.
  package func closeErrors() {
    if errors >= 0 { close(errors) }
    errors = -1
  }

  /// Its process id.
  package var number: Int32 { process }

  /// Sends it a signal.
  package func signal(_ number: Int32) {
    kill(process, number)
  }

  // MARK: Output

  /// Reads until standard output holds a text; fails past the time limit.
  package func readOutput(until text: String) async throws {
    try await offPool { [self] in
      try collect(until: { self.collectedOutput.contains(text) }, what: "`\(text)` on stdout")
    }
  }

  /// The same; does something meanwhile, again and again.
  package func readOutput(until text: String, _ meanwhile: () async throws -> Void) async throws {
    let deadline = Child.now + Child.limit
    while !collectedOutput.contains(text) {
      if Child.now > deadline { try giveUp("`\(text)` on stdout") }
      try await meanwhile()
      try await readAvailable()
    }
  }

  /// Reads until standard error holds a text; fails past the time limit.
  ///
  /// Standard output is read meanwhile, unless it is left as it is.
  package func readErrors(until text: String, leavingOutput: Bool = false) async throws {
    try await offPool { [self] in
      try collect(
        outputUpTo: leavingOutput ? collectedOutput.count : .max,
        until: { self.collectedErrors.contains(text) },
        what: "`\(text)` on stderr"
      )
    }
  }

  /// Takes so many bytes off standard output and no more; fails past the time limit.
  package func takeOutput(_ count: Int) async throws {
    try await offPool { [self] in
      let end = collectedOutput.count + count
      try collect(outputUpTo: end, until: { collectedOutput.count == end }, what: "\(count) bytes")
    }
  }

  /// What has come on standard error so far.
  package func errorsSoFar() async throws -> String {
    try await offPool { [self] in
      while Child.isReadable(errors) { errors = Child.read(errors, into: &collectedErrors) }
    }
    return String(decoding: collectedErrors, as: UTF8.self)
  }

  /// Takes what has come on standard output so far.
  private func readAvailable() async throws {
    try await offPool { [self] in
      while Child.isReadable(output) { output = Child.read(output, into: &collectedOutput) }
    }
  }

  private static func isReadable(_ descriptor: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return descriptor >= 0 && poll(&polled, 1, 0) > 0
  }

  /// Sends the rest of the input, closes it, and waits for the end.
  package func finish(_ rest: [UInt8] = []) async throws -> Outcome {
    try await offPool { [self] in
      try collect(sending: rest, until: { self.output < 0 && self.errors < 0 }, what: "the end")
      return try wait()
    }
  }

  /// Waits for the end with standard input left open, and sends signals so many microseconds after it
  /// begins to.
  ///
  /// The thread that reads sends them: an endless run that waited for another one to do so would write
  /// more and more meanwhile.
  package func end(signals: [(after: Int, number: Int32)] = []) async throws -> Outcome {
    try await offPool { [self] in
      try collect(
        signals: signals,
        until: { self.output < 0 && self.errors < 0 },
        what: "the end"
      )
      return try wait()
    }
  }

  private func wait() throws -> Outcome {
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process else {
      throw HarnessError("the child was not there to wait for")
    }
    isReaped = true
    Turnstile.children.leave()
    let signal = status & 0x7F
    return Outcome(
      output: collectedOutput,
      errors: String(decoding: collectedErrors, as: UTF8.self),
      status: signal == 0 ? (status >> 8) & 0xFF : nil,
      signal: signal == 0 ? nil : signal
    )
  }

  /// Moves bytes in both directions until the condition holds; takes no more output than is said.
  private func collect(
    sending bytes: [UInt8]? = nil,
    outputUpTo end: Int = .max,
    signals: [(after: Int, number: Int32)] = [],
    until isDone: () -> Bool,
    what: String
  ) throws {
    var rest = (bytes ?? [])[...]
    if bytes != nil, rest.isEmpty { closeInput() }
    let begun = Child.now
    let deadline = begun + Child.limit
    var signals = signals[...]
    while !isDone() {
      while let next = signals.first, Child.now - begun >= Int64(next.after / 1000) {
        signal(next.number)
        signals.removeFirst()
      }
      let left = deadline - Child.now
      if left <= 0 { try giveUp(what) }
      var polled = [
        pollfd(fd: collectedOutput.count < end ? output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
        pollfd(fd: rest.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0),
      ]
      if polled.allSatisfy({ $0.fd < 0 }) { throw HarnessError("the child ended before \(what)") }
      let untilSignal = signals.first.map { Int64($0.after / 1000) - (Child.now - begun) }
      poll(&polled, 3, Int32(max(0, min(left, untilSignal ?? left))))
      if polled[0].revents != 0 {
        let most = end - collectedOutput.count
        output = Child.read(output, upTo: most, into: &collectedOutput)
      }
      if polled[1].revents != 0 { errors = Child.read(errors, into: &collectedErrors) }
      if polled[2].revents != 0 {
        let count = rest.prefix(4096).withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        rest = count > 0 ? rest.dropFirst(count) : []
        if rest.isEmpty { closeInput() }
      }
    }
  }

  private func giveUp(_ what: String) throws {
    kill(process, SIGKILL)
    let seen = String(decoding: collectedErrors, as: UTF8.self)
    throw HarnessError("no \(what) within \(Child.limit / 1000) seconds; stderr: \(seen)")
  }

  /// Reads what is there; the descriptor, or -1 at the end.
  private static func read(
    _ descriptor: Int32,
    upTo most: Int = .max,
    into bytes: inout [UInt8]
  ) -> Int32 {
    var chunk = [UInt8](repeating: 0, count: min(most, 1 << 16))
    let count = Glibc.read(descriptor, &chunk, chunk.count)
    guard count > 0 else {
      close(descriptor)
      return -1
    }
    bytes += chunk[..<count]
    return descriptor
  }

  // MARK: Starting

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  private static func pipe(capacity: Int32? = nil) throws -> (read: Int32, write: Int32) {
    var ends: (read: Int32, write: Int32) = (-1, -1)
    let code = swt_pipe(&ends.read, &ends.write, capacity ?? 0)
    guard code == 0 else { throw HarnessError("no pipe: errno \(code)") }
    return ends
  }

  private static func spawn(
    _ path: String,
    _ arguments: [String],
    _ environment: [String: String],
    _ actions: inout posix_spawn_file_actions_t
  ) throws -> Int32 {
    // The child must not inherit what the test runner ignores or blocks.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP)
    )
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let values = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + values { free(text) } }
    var process: Int32 = 0
    let code = posix_spawn(&process, path, &actions, &attributes, words, values)
    guard code == 0 else { throw HarnessError("\(path) could not be started: \(code)") }
    return process
  }
}

extension [UInt8] {
  /// Whether a text stands somewhere in the bytes.
  fileprivate func contains(_ text: String) -> Bool {
    String(decoding: self, as: UTF8.self).contains(text)
  }
}
