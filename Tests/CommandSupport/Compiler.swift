internal import CTestSupport
internal import Glibc
internal import GoldenSupport
internal import SwpipeCore
internal import Synchronization

/// Builds shared libraries as a plugin's author would: with `cc` and a copy of the header, nothing else.
package enum Compiler {
  /// A folder that holds the header alone, and what was built so far; it goes with the process.
  private static let folder = Result { () throws(HarnessError) in
    var template = Array("/tmp/swpipe-libraries-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw HarnessError("no folder: \(errno)") }
    let path = String(cString: made)
    removed.withLock { $0 = path }
    atexit { Compiler.removed.withLock { Compiler.remove($0) } }
    let header = Repository.text("Sources/CSwpipePlugin/include/swpipe_plugin.h")
    mkdir("\(path)/include", 0o755)
    guard TextFile.write(header, to: "\(path)/include/swpipe_plugin.h") else {
      throw HarnessError("no header was written")
    }
    return path
  }
  private static let removed = Lock("")
  private static let built = Lock<[String: String]>([:])

  /// The library that a file of Tests/Libraries becomes, built once.
  package static func library(_ name: String) throws -> String {
    try built("Tests/Libraries/\(name).c", named: name)
  }

  private static func built(_ file: String, named name: String) throws -> String {
    try built.withLock { built in
      if let path = built[name] { return path }
      let path = try library(Repository.text(file), named: name, flags: ["-O2"])
      built[name] = path
      return path
    }
  }

  /// The library that a C text becomes, under a name of its own.
  package static func library(_ source: String, named name: String, flags: [String] = []) throws
    -> String
  {
    let folder = try folder.get()
    let path = "\(folder)/\(name).so"
    try compile(source, named: "\(name).c", ["-shared", "-fPIC", "-o", path, "-lm"] + flags)
    return path
  }

  // MARK: For tests that can wait for it

  // Where a call is awaited it is one of these, which leave the pool's threads to others meanwhile.

  package static func library(_ name: String) async throws -> String {
    try await offPool { try library(name) }
  }

  package static func library(_ source: String, named name: String, flags: [String] = [])
    async throws
    -> String
  {
    try await offPool { try library(source, named: name, flags: flags) }
  }

  package static func run(_ words: [String], log: String) async throws
    -> (status: Int32, output: String)
  {
    try await offPool { try run(words, log: log) }
  }

  // MARK: Files

  /// A path for a file in the folder that goes with the process.
  package static func path(_ name: String) throws -> String { try "\(folder.get())/\(name)" }

  /// The text of a file in that folder.
  package static func text(_ name: String) throws -> String {
    String(decoding: TextFile.read(try path(name)) ?? [], as: UTF8.self)
  }

  /// Whether a process ends that was killed; it may be another's to reap.
  package static func hasEnded(_ process: Int32) -> Bool {
    for _ in 0..<10_000 {
      let state = state(of: process)
      if state == nil || state == "Z" { return true }
      poll(nil, 0, 1)
    }
    return false
  }

  /// The letter for the state of a process; nil where there is none.
  private static func state(of process: Int32) -> Character? {
    let bytes = TextFile.read("/proc/\(process)/stat") ?? []
    // The name before it may hold anything but is in parentheses.
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")), end + 2 < bytes.count else {
      return nil
    }
    return Character(Unicode.Scalar(bytes[end + 2]))
  }

  /// A copy of a library, which a process loads beside the first.
  package static func copy(of path: String, named name: String) throws -> String {
    let copy = try Compiler.path("\(name).so")
    let (status, output) = try run(["cp", path, copy], log: "\(copy).log")
    guard status == 0 else { throw HarnessError("\(output)") }
    return copy
  }

  /// Runs a compiler on a text, all warnings being errors.
  package static func compile(
    _ source: String,
    named name: String,
    with compiler: String = "cc",
    standard: String = "c11",
    _ flags: [String]
  ) throws {
    let folder = try folder.get()
    let file = "\(folder)/\(name)"
    guard TextFile.write(source, to: file) else { throw HarnessError("cannot write \(name)") }
    let words =
      [compiler, "-std=\(standard)", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
      + ["-I", "\(folder)/include", file] + flags
    let (status, output) = try run(words, log: "\(file).log")
    guard status == 0 else { throw HarnessError("\(compiler) says of \(name): \(output)") }
  }

  /// Runs a program to its end: its exit status, and what it wrote.
  package static func run(_ words: [String], log: String) throws -> (status: Int32, output: String)
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var strings: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    strings.append(nil)
    defer { for string in strings { free(string) } }
    var child: Int32 = 0
    let code = posix_spawnp(&child, words[0], &actions, nil, &strings, environ)
    guard code == 0 else { throw HarnessError("\(words[0]) cannot be run: \(code)") }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw HarnessError("\(words[0]) cannot be waited for: \(errno)") }
    }
    let output = String(decoding: TextFile.read(log) ?? [], as: UTF8.self)
    return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, output)
  }

  private static func remove(_ path: String) {
    for name in TextFile.names(in: path) {
      let entry = "\(path)/\(name)"
      if unlink(entry) != 0 { remove(entry) }
    }
    rmdir(path)
  }
}
