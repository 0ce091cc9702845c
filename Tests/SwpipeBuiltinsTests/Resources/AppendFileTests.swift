import SwpipeCore
import Synchronization
import Testing

@testable import SwpipeBuiltins

@Suite struct AppendFileTests {
  @Test(arguments: [0, 100, 1 << 16])
  func `lines stay whole with several writers of one file`(_ buffer: Int) async throws {
    let scratch = Scratch()
    let path = scratch.write("lines", "before\n")
    let files = try (0..<2).map { _ in try AppendFile(path: path, buffer: buffer) }
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<500 {
            let line = "\(writer) \(number) " + String(repeating: "x", count: number % 90) + "\n"
            try? files[writer % 2].append(Array(line.utf8).span)
          }
        }
      }
    }
    for file in files { try file.close() }
    let lines = try #require(scratch.read("lines")).split(separator: "\n")
    #expect(lines.first == "before")
    #expect(lines.count == 2001)
    for writer in 0..<4 {
      let own = lines.filter { $0.hasPrefix("\(writer) ") }
      let expected = (0..<500).map { "\(writer) \($0) " + String(repeating: "x", count: $0 % 90) }
      #expect(own.map { String($0) } == expected)
    }
  }

  @Test func `a buffer is written when it is full and when it is closed`() throws {
    let scratch = Scratch()
    let file = try AppendFile(path: scratch.path + "/new", buffer: 8)
    try file.append([1, 2, 3].span)
    try file.append([4, 5, 6].span)
    #expect(scratch.read("new") == "")
    try file.append([7, 8, 9].span)
    #expect(scratch.read("new")?.utf8.count == 6)
    try file.append(Array(repeating: 10, count: 20).span)
    #expect(
      scratch.read("new").map { Array($0.utf8) } == Array(1...9) + Array(repeating: 10, count: 20)
    )
    try file.append([11].span)
    try file.close()
    #expect(scratch.read("new")?.utf8.count == 30)
    #expect(throws: ElementFailure.self) { try file.append(Array(repeating: 1, count: 9).span) }
    try file.close()
  }

  @Test func `a directory that is missing is named`() throws {
    let failure = try Started.failure {
      _ = try AppendFile(path: "/no/such/place/x", buffer: 0)
    }
    #expect(failure.status == .resource)
    #expect(
      failure.message == "cannot write /no/such/place/x: there is no directory /no/such/place"
    )
    #expect(failure.help == "make it with `mkdir -p /no/such/place`")
  }

  @Test func `a full disk is the file's failure, at once or at its close`() throws {
    let file = try AppendFile(path: "/dev/full", buffer: 0)
    let failure = #expect(throws: ElementFailure.self) { try file.append([65].span) }
    #expect(failure?.message == "cannot append to /dev/full: no space left on device")
    #expect(failure?.kind == .resource)
    try file.close()
    let buffered = try AppendFile(path: "/dev/full", buffer: 10)
    try buffered.append([65].span)
    #expect(try Started.failure { try buffered.close() }.status == .resource)
    try buffered.close()
  }

  @Test func `the transform writes elements or templates, the action a last line`() throws {
    let scratch = Scratch()
    let file = try Started.resource("file", ["path": .text(scratch.path + "/out")])
    var harness = try Harness("file.append", .map)
    harness.resources = ["out": file]
    #expect(try harness.runOnce(["a", ""]).texts == ["a", ""])
    let line = Template(parts: [.literal("<"), .element([]), .literal(">")])
    harness.arguments = Arguments(["line": .template(line)])
    _ = try harness.runOnce(["b"])
    let last = Template(parts: [.variable("stage_status", [.name("in")]), .literal(" in all")])
    try Started.action("file.append", ["line": .template(last)], resources: ["out": file])
    try file.close()
    #expect(scratch.read("out") == "a\n\n<b>\n10 in all\n")
    let log = Harness.Log()
    try Started.action("file.append", ["line": .template(last)], isLost: true, log: log)
    #expect(log.lines.withLock { $0.count } == 1)
  }
}
