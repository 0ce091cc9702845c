import CommandSupport
import Glibc
import Testing

/// Runs with a library that breaks, from the outside.
@Suite struct LibraryRunTests {
  private let ten = (1...10).map { "\($0)\n" }.joined()
  private let withoutFive = "1\n2\n3\n4\n6\n7\n8\n9\n10\n"

  private func run(_ stage: String, library: String? = nil) async throws -> Outcome {
    let path = if let library { library } else { try await Compiler.library("breaks") }
    let folder = try Folder(files: [
      "spec.yaml": "plugins: [\(path)]\nstages:\n  - \(stage)\n"
    ])
    return try await Swpipe.run(["run", "spec.yaml"], in: folder, input: Array(ten.utf8))
  }

  /// A sanitizer ends the process itself where an address is wrong.
  private static let wrongAddress = Sanitizer.isOn ? [] : [("segv", "SIGSEGV")]

  @Test(arguments: wrongAddress + [("abort", "SIGABRT"), ("exit", "exited with status 3")])
  func `a crash in a worker process is an error of its element`(_ way: String, _ words: String)
    async throws
  {
    let skipped = try await run("{map: \(way), kind: process, workers: 2, on_error: skip}")
    #expect(skipped.status == 0, "\(skipped)")
    #expect(skipped.lines.compactMap { Int($0) }.sorted() == [1, 2, 3, 4, 6, 7, 8, 9, 10])
    let failed = try await run("{map: \(way), kind: process}")
    #expect(failed.status == 65, "\(failed)")
    #expect(failed.errors.contains("stage `\(way)`"), "\(failed)")
    #expect(failed.errors.contains(words), "\(failed)")
    #expect(failed.errors.contains("element_index: (4)"), "\(failed)")
  }

  @Test(.disabled(if: Sanitizer.isOn), arguments: [("segv", SIGSEGV), ("abort", SIGABRT)])
  func `a crash that takes the run along says where it was`(_ way: String, _ signal: Int32)
    async throws
  {
    for kind in ["thread", "sync"] {
      let outcome = try await run("{id: risky, map: \(way), kind: \(kind)}")
      #expect(outcome.signal == signal, "\(outcome)")
      let place = "error: stage `risky`: the transform `\(way)` of the plugin "
      #expect(outcome.errors.contains(place), "\(outcome)")
      let name = signal == SIGSEGV ? "SIGSEGV" : "SIGABRT"
      #expect(outcome.errors.contains("crashed by \(name), and all of the run"), "\(outcome)")
    }
  }

  @Test(arguments: ["thread", "sync"])
  func `a library that ends the process makes no success of it`(_ kind: String) async throws {
    let outcome = try await run("{map: leave, kind: \(kind)}")
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.contains("stage `leave`: the transform `leave` of"), "\(outcome)")
    #expect(outcome.errors.contains("ended the whole process by a call of exit"), "\(outcome)")
  }

  @Test(arguments: ["process", "thread"])
  func `an element that hangs is one that takes too long`(_ kind: String) async throws {
    let outcome = try await run("{map: hang, kind: \(kind), timeout: 300ms, on_error: skip}")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == withoutFive, "\(outcome)")
  }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `a failed element says why and harms no other`(_ kind: String) async throws {
    for (way, words) in [
      ("fail", "five is right out"),
      ("twice", "a map emits one element for each, and `twice` emitted 2"),
    ] {
      let skipped = try await run("{map: \(way), kind: \(kind), on_error: skip}")
      #expect(skipped.status == 0 && skipped.text == withoutFive, "\(skipped)")
      let failed = try await run("{map: \(way), kind: \(kind)}")
      #expect(failed.status == 65, "\(failed)")
      #expect(failed.errors.contains("stage `\(way)`: \(words)"), "\(failed)")
      #expect(failed.errors.contains("input: standard input:5"), "\(failed)")
    }
  }

  @Test(arguments: ["thread", "process"])
  func `a worker that cannot start or end stops the run`(_ kind: String) async throws {
    let start = try await run("{map: start, kind: \(kind)}")
    #expect(start.status == 69, "\(start)")
    #expect(start.errors.contains("cannot start `start`: the licence has ended"), "\(start)")
    let end = try await run("{map: done, kind: \(kind), workers: 3}")
    #expect(end.status == 69, "\(end)")
    #expect(end.errors.contains("cannot end `done`: the disk is full"), "\(end)")
  }

  @Test func `what is wrong with a library stands where the spec names it`() async throws {
    let path = try await Compiler.library(
      "unsigned swpipe_plugin_version(void); unsigned swpipe_plugin_version(void) { return 9; }",
      named: "version_nine"
    )
    let outcome = try await run("map: identity", library: path)
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("was made for version 9 of swpipe_plugin.h"), "\(outcome)")
    #expect(outcome.errors.contains("spec.yaml:1:11"), "\(outcome)")
  }

  @Test func `a library that crashes when it is described is an error of the spec`() async throws {
    let path = try await Compiler.library(
      "#include <stdlib.h>\n__attribute__((constructor)) static void fail(void) { abort(); }\n",
      named: "aborting"
    )
    let outcome = try await run("map: identity", library: path)
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("crashed while it was loaded and described: SIGABRT"))
  }
}
