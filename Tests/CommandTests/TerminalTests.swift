import CTestSupport
import CommandSupport
import Glibc
import Testing

@Suite struct TerminalTests {
  @Test(arguments: ["", "source: {file: /dev/stdin}\n"])
  func `reading from a terminal is said on standard error`(_ source: String) async throws {
    var terminal: Int32 = -1
    var side: Int32 = -1
    try #require(swt_open_terminal(&terminal, &side) == 0)
    defer { close(terminal) }

    let folder = try Folder(files: ["spec.yaml": source + "stages:\n  - map: text.upper\n"])
    let child = try await Child(["run", "spec.yaml"], in: folder, standardInput: side)
    try await child.readErrors(until: "reading standard input; Ctrl-D ends\n")
    let typed = Array("one\n\u{4}".utf8)
    _ = write(terminal, typed, typed.count)
    let outcome = try await child.finish()
    #expect(outcome.text == "ONE\n", "\(outcome)")
    #expect(outcome.status == 0)
  }
}
