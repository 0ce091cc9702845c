import Glibc
import SwpipeBuiltins
import SwpipeCore
import Testing

@Suite struct `The sink file` {
  private func sink(_ path: String, append: Bool = false, inputs: [String] = [])
    throws(RunFailure) -> any Sink
  {
    try makeSink("file", ["path": .text(path), "append": .boolean(append)], inputs: inputs)
  }

  private func failure(_ path: String, inputs: [String] = [], append: Bool = false) -> RunFailure? {
    do throws(RunFailure) {
      let refused = try sink(path, append: append, inputs: inputs)
      var opened = refused
      opened.abandon()
      return nil
    } catch {
      return error
    }
  }

  @Test func `the old file stays until the new one is complete`() throws {
    let folder = Folder()
    let path = folder.write("out", "old\n", mode: 0o640)
    var sink = try sink(path)
    try sink.write(["new"])
    #expect(folder.read("out") == "old\n")
    #expect(folder.names.count == 2)
    #expect(folder.names.first?.hasPrefix(".out.swpipe-") == true)
    try sink.finish(.complete)
    #expect(folder.read("out") == "new\n")
    #expect(folder.names == ["out"])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
  }

  @Test func `two sinks of one path do not share their hidden file`() throws {
    let folder = Folder()
    var first = try sink(folder.path + "/out")
    var second = try sink(folder.path + "/out")
    try first.write(["first"])
    try second.write(["second"])
    try first.finish(.complete)
    #expect(folder.read("out") == "first\n")
    try second.finish(.complete)
    #expect(folder.read("out") == "second\n")
  }

  @Test func `a link stays a link`() throws {
    let folder = Folder()
    folder.write("target", "old\n")
    let link = folder.path + "/link"
    #expect(symlink("target", link) == 0)
    var sink = try sink(link)
    try sink.write(["new"])
    try sink.finish(.complete)
    #expect(folder.read("target") == "new\n")
    #expect(folder.names == ["link", "target"])
    var status = stat()
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test(arguments: [
    ("", "a;b\n1;2\n"), ("a;b\n", "a;b\n1;2\n"), ("b;a\n9;8\n", "b;a\n9;8\n2;1\n"),
    ("a;b;c\n9;8;7", "a;b;c\n9;8;7\n1;2;\n"),
    ("\n\n", "\n\na;b\n1;2\n"), ("a;c\n", nil),
  ])
  func `rows that are appended have the columns of the file`(_ old: String, _ new: String?) throws {
    let folder = Folder()
    let path = folder.write("out", old)
    let arguments: [String: Argument] = [
      "path": .text(path), "append": .boolean(true), "format": .text("csv"),
      "delimiter": .text(";"),
    ]
    func run(_ arguments: [String: Argument]) throws {
      var sink = try makeSink("file", arguments)
      try sink.write([#"{"a":1,"b":2}"#], .json)
      try sink.finish(.complete)
    }
    guard let new else {
      #expect(throws: (any Error).self) { try run(arguments) }
      #expect(folder.read("out")?.hasPrefix(old) == true)
      return
    }
    try run(arguments)
    #expect(folder.read("out") == new)
    let others = arguments.merging(["columns": .list([.text("z")])]) { $1 }
    #expect(throws: RunFailure.self) { try run(others) }
    #expect(folder.read("out") == new)
  }

  @Test func `appended elements are there at once and stay`() throws {
    let folder = Folder()
    let path = folder.write("out", "old\n")
    var sink = try sink(path, append: true)
    try sink.write(["new"])
    #expect(folder.read("out") == "old\nnew\n")
    sink.abandon()
    #expect(folder.read("out") == "old\nnew\n")
  }

  @Test(arguments: [false, true])
  func `an output that is an input is refused, whatever it is called`(_ append: Bool) {
    let folder = Folder()
    let file = folder.write("in.txt", "x\n")
    let link = folder.path + "/link"
    let hard = folder.path + "/hard"
    #expect(symlink(file, link) == 0 && Glibc.link(file, hard) == 0)
    for (path, inputs) in [
      (file, [file]), (link, [file]), (hard, [file]), (folder.path + "/./in.txt", [file]),
      (file, [folder.path + "/*.txt"]), (folder.path + "/none", [folder.path + "/none"]),
    ] {
      let failure = failure(path, inputs: inputs, append: append)
      #expect(failure?.status == .output)
      #expect(failure?.message.contains("input") == true)
    }
    #expect(failure(folder.path + "/other", inputs: [file], append: append) == nil)
  }

  @Test func `a missing directory is named`() {
    let folder = Folder()
    let path = folder.path + "/no/out"
    #expect(
      failure(path)?.message == "cannot write \(path): there is no directory \(folder.path)/no"
    )
    #expect(failure(folder.path)?.message == "cannot write \(folder.path): is a directory")
  }

  @Test func `a full disk is an output that failed`() throws {
    var sink = try sink("/dev/full")
    do throws(SinkFailure) {
      try sink.write(["x"])
      Issue.record("nothing failed")
    } catch {
      guard case .output(let message) = error else {
        Issue.record("not an output's failure")
        return
      }
      #expect(message == "cannot write /dev/full: no space left on device")
    }
    sink.abandon()
  }

  @Test func `a reader that has gone is told apart`() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    var sink = try sink("/dev/fd/\(ends[1])")
    do throws(SinkFailure) {
      try sink.write(["x"])
      Issue.record("nothing failed")
    } catch {
      guard case .closed = error else {
        Issue.record("not told apart")
        return
      }
    }
    close(ends[1])
  }

  @Test func `a non-blocking output that is full is waited for`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    #expect(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let reader = Companion { readAll(reading).count }
    var sink = try sink("/dev/fd/\(writing)")
    try sink.write([String(repeating: "x", count: 1_000_000)])
    close(writing)
    #expect(reader.join() == 1_000_001)
    close(reading)
  }

  @Test func `arguments that make no sense together are refused`() {
    let definition = Builtins.sinks.first { $0.name == "file" }
    let path = ("path", Argument.text("x"))
    for arguments in [
      [path, ("columns", .list([.text("a")]))],
      [path, ("strict", .boolean(true)), ("format", .text("jsonl"))],
      [path, ("columns", .list([.text("a"), .text("a")])), ("format", .text("csv"))],
      [path, ("columns", .list([])), ("format", .text("csv"))],
    ] {
      let arguments = Dictionary(arguments) { first, _ in first }
      #expect(problems(definition, arguments).count == 1)
    }
  }
}
