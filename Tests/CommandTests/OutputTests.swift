import CommandSupport
import Glibc
import Testing

@Suite struct OutputTests {
  private static let passing = "stages:\n  - map: identity\n"

  @Test func `each line comes out as soon as it went in`() async throws {
    let child = try await Child(
      ["run", "spec.yaml"],
      in: Folder(files: ["spec.yaml": Self.passing])
    )
    for line in ["one\n", "two\n", "three\n"] {
      try await child.send(line)
      try await child.readOutput(until: line)
    }
    #expect(try await child.finish().status == 0)
  }

  @Test func `each line comes out at once behind workers of their own`() async throws {
    let spec = "stages:\n  - {map: identity, workers: 2, maxsize: 4, ordered: true}\n"
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    for line in ["one\n", "two\n", "three\n"] {
      try await child.send(line)
      try await child.readOutput(until: line)
    }
    #expect(try await child.finish().status == 0)
  }

  @Test(arguments: ["sink: stdout\n", "sinks: {shown: stdout, dropped: discard}\n"])
  func `a closed standard output ends an endless source quietly`(_ sinks: String) async throws {
    let spec = "source: {range: {stop: 1000000000000000}}\n" + Self.passing + sinks
    let child = try await Child(["run", "spec.yaml"], in: Folder(files: ["spec.yaml": spec]))
    try await child.readOutput(until: "100\n")
    child.closeOutput()
    let outcome = try await child.finish()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.isEmpty)
  }

  @Test func `a closed standard output ends a silent source quietly`() async throws {
    let child = try await Child(
      ["run", "spec.yaml"],
      in: Folder(files: ["spec.yaml": Self.passing])
    )
    try await child.send("one\n")
    try await child.readOutput(until: "one\n")
    child.closeOutput()
    // Nothing more is sent, and standard input stays open.
    let outcome = try await child.end()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.isEmpty)
  }

  @Test func `bytes of all kinds pass unharmed`() async throws {
    var input: [UInt8] = []
    for byte in UInt8.min...UInt8.max { input += [byte, byte, 0x0D, 0x0A] }
    input += Array("last".utf8)
    let folder = try Folder(files: ["spec.yaml": Self.passing])
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: input)
    #expect(outcome.output == input + [0x0A])
  }

  @Test(arguments: ["./a.txt", "{path: link.txt, append: true}", "link.txt"])
  func `an output that is an input is refused and stays as it is`(_ sink: String) async throws {
    let folder = try Folder(files: [
      "spec.yaml": "source: {file: '*.txt'}\nstages:\n  - map: identity\nsink: {file: \(sink)}\n",
      "a.txt": "one\n",
    ])
    #expect(symlink("a.txt", "\(folder.path)/link.txt") == 0)
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder)
    #expect(outcome.errors.contains("is the same file as the input"), "\(outcome)")
    #expect(outcome.status == 74)
    #expect(folder.text("a.txt") == "one\n")
  }

  @Test func `streams that are closed are never taken for files`() async throws {
    let spec = "source: {values: [a]}\nstages:\n  - map: {number.add: 1}\nsink: {file: out.txt}\n"
    let folder = try Folder(files: ["spec.yaml": Self.passing, "failing.yaml": spec, "a": "a\n"])
    let output = try await Child(["run", "spec.yaml", "a"], in: folder, closed: [1]).finish()
    #expect(
      output.errors.contains("cannot write standard output: bad file descriptor"),
      "\(output)"
    )
    #expect(output.status == 74)
    let input = try await Child(["run", "spec.yaml"], in: folder, closed: [0]).finish()
    #expect(input.errors.contains("cannot read standard input: bad file descriptor"), "\(input)")
    #expect(input.status == 66)
    let append = "sink: {file: {path: log.txt, append: true}}\n"
    try folder.write(spec.replacing("sink: {file: out.txt}\n", with: append), to: "failing.yaml")
    let errors = try await Child(["run", "failing.yaml"], in: folder, closed: [0, 1, 2]).finish()
    #expect(errors.status == 65, "\(errors)")
    #expect(folder.text("log.txt") == "")
  }

  @Test func `an output that is standard input is refused`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": Self.passing + "sink: {file: {path: a.txt, append: true}}\n", "a.txt": "one\n",
    ])
    let input = open("\(folder.path)/a.txt", O_RDONLY | O_CLOEXEC)
    let child = try await Child(["run", "spec.yaml"], in: folder, standardInput: input)
    let outcome = try await child.finish()
    #expect(outcome.errors.contains("the same file as the input /dev/stdin"), "\(outcome)")
    #expect(outcome.status == 74)
    #expect(folder.text("a.txt") == "one\n")
  }
}
