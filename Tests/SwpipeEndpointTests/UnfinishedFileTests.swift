import Glibc
import SwpipeBuiltins
import SwpipeCore
import Testing

/// What the sink `file` leaves of runs that are not complete.
@Suite struct `A file whose run is not complete` {
  private let folder = Folder()
  private let log = KeptLog()

  private func sink(_ name: String = "out", _ arguments: [String: Argument] = [:])
    throws(RunFailure) -> any Sink
  {
    let path = ["path": Argument.text("\(folder.path)/\(name)")]
    return try makeSink("file", path.merging(arguments) { first, _ in first }, log: log)
  }

  @Test(arguments: [RunEnd.stopped, .failed])
  func `leaves the old one and keeps what was written beside it`(_ end: RunEnd) throws {
    folder.write("out", "old\n")
    var sink = try sink()
    try sink.write(["new"])
    try sink.finish(end)
    #expect(folder.read("out") == "old\n")
    #expect(folder.read("out.partial") == "new\n")
    #expect(folder.names == ["out", "out.partial"])
    let line = log.lines.first ?? ""
    #expect(line.contains("out stays as it was"), "\(line)")
    #expect(line.contains("what was written is in \(folder.path)/out.partial"), "\(line)")
    #expect(line.contains("on_stop: keep") == (end == .stopped), "\(line)")
  }

  @Test(arguments: [RunEnd.stopped, .failed])
  func `leaves nothing where nothing was written`(_ end: RunEnd) throws {
    folder.write("out", "old\n")
    var sink = try sink()
    try sink.finish(end)
    #expect(folder.read("out") == "old\n")
    #expect(folder.names == ["out"])
    #expect(log.lines == [])
  }

  @Test func `says that there is none where there was none`() throws {
    var sink = try sink()
    try sink.write(["new"])
    try sink.finish(.failed)
    #expect(folder.names == ["out.partial"])
    #expect(log.lines.first?.contains("so there is no \(folder.path)/out;") == true, "\(log.lines)")
  }

  @Test func `is the file itself after a signal where the spec says so, and not after a failure`()
    throws
  {
    for (end, names) in [(RunEnd.failed, ["out.partial"]), (.stopped, ["out", "out.partial"])] {
      var sink = try sink("out", ["on_stop": .text("keep")])
      try sink.write(["new"])
      try sink.finish(end)
      #expect(folder.names == names)
    }
    #expect(folder.read("out") == "new\n")
  }

  @Test func `does not begin leaves nothing`() throws {
    var sink = try sink()
    sink.abandon()
    #expect(folder.names == [])
  }

  @Test func `is named to the next run if its run was killed, and stays`() throws {
    folder.write(".out.swpipe-1", "left\n")
    var next = try sink()
    #expect(log.lines.count == 1)
    #expect(log.lines.first?.contains("\(folder.path)/.out.swpipe-1") == true, "\(log.lines)")
    try next.write(["new"])
    try next.finish(.complete)
    #expect(folder.read(".out.swpipe-1") == "left\n")
    #expect(folder.read("out") == "new\n")
  }

  @Test func `is not named while its run lives`() throws {
    var first = try sink()
    try first.write(["first"])
    var second = try sink()
    try second.write(["second"])
    #expect(log.lines == [])
    try first.finish(.complete)
    try second.finish(.complete)
    #expect(folder.names == ["out"])
  }

  @Test(arguments: [230, 247, 250, 255])
  func `may have a name as long as names can be`(_ length: Int) throws {
    let name = String(repeating: "n", count: length)
    var complete = try sink(name)
    try complete.write(["old"])
    try complete.finish(.complete)
    var stopped = try sink(name)
    try stopped.write(["new"])
    try stopped.finish(.stopped)
    #expect(folder.read(name) == "old\n")
    let part = try #require(folder.names.first { $0.hasSuffix(".partial") })
    #expect(folder.read(part) == "new\n")
    #expect(folder.names.count == 2)
  }

  @Test func `a name that is too long is told with its length`() {
    do throws(RunFailure) {
      var sink = try sink(String(repeating: "ö", count: 130))
      sink.abandon()
      Issue.record("nothing failed")
    } catch {
      #expect(
        error.message.hasSuffix("the name has 260 bytes, and a file's name may have 255"),
        "\(error.message)"
      )
    }
  }

  @Test func `the new file has the owner and permissions of the old one, but for setuid`() throws {
    let path = folder.write("out", "old\n")
    // Only root may give files away.
    let owner: uid_t = geteuid() == 0 ? 12_345 : geteuid()
    #expect(chown(path, owner, gid_t.max) == 0)
    #expect(chmod(path, 0o6751) == 0)
    var sink = try sink()
    try sink.write(["new"])
    try sink.finish(.complete)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o751)
    #expect(status.st_uid == owner)
  }

  @Test func `words on its end have no effect on a file that is appended to`() {
    let found = problems(
      Builtins.sinks.first { $0.name == "file" },
      ["append": .boolean(true), "on_stop": .text("keep"), "durable": .boolean(false)]
    )
    #expect(found.count == 2, "\(found)")
  }
}

/// What the sink `file` makes of elements that each are worth keeping.
@Suite struct `A file of dead letters` {
  private let folder = Folder()
  private let log = KeptLog()

  private func sink(_ name: String = "letters") throws(RunFailure) -> any Sink {
    let path = Argument.text("\(folder.path)/\(name)")
    return try makeSink("file", ["path": path], keepsEachElement: true, log: log)
  }

  @Test func `has each of them at once and keeps it whatever comes`() throws {
    var sink = try sink()
    #expect(folder.names == [])
    try sink.write(["one"])
    #expect(folder.read("letters") == "one\n")
    try sink.write(["two"])
    try sink.finish(.failed)
    #expect(folder.read("letters") == "one\ntwo\n")
    #expect(folder.names == ["letters"])
    #expect(log.lines == [])
  }

  @Test func `moves what it held out of the way with the first of them`() throws {
    folder.write("letters", "before\n", mode: 0o600)
    var sink = try sink()
    #expect(folder.names == ["letters"])
    try sink.write(["one"])
    try sink.write(["two"])
    try sink.finish(.complete)
    #expect(folder.read("letters") == "one\ntwo\n")
    #expect(folder.read("letters.old") == "before\n")
    #expect(log.lines.first?.hasSuffix("is in \(folder.path)/letters.old") == true, "\(log.lines)")
    var status = stat()
    #expect(stat(folder.path + "/letters", &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func `stays as it was where there are none`() throws {
    folder.write("letters", "before\n")
    var sink = try sink()
    try sink.finish(.complete)
    #expect(folder.read("letters") == "before\n")
    #expect(folder.names == ["letters"])
  }

  @Test func `leaves no old one where it was empty`() throws {
    folder.write("letters", "")
    var sink = try sink()
    try sink.write(["one"])
    try sink.finish(.complete)
    #expect(folder.names == ["letters"])
  }

  @Test func `a directory that is missing is told before anything runs`() {
    do throws(RunFailure) {
      _ = try sink("no/letters")
      Issue.record("nothing failed")
    } catch {
      #expect(error.message.contains("there is no directory"), "\(error.message)")
    }
  }
}
