import SwpipeCore
import Testing

@Suite struct DidYouMeanTests {
  @Test(arguments: [
    ("on_end", ["on_start", "on_done"], "on_done"),
    ("wrokers", ["workers", "with"], "workers"),
    ("Max_Size", ["maxsize", "max-size"], "max-size"),
    ("text.uper", ["text.lower", "text.upper"], "text.upper"),
    ("number.grater_then", ["number.greater_than"], "number.greater_than"),
    ("replace", ["text.reverse", "text.replace"], "text.replace"),
    ("on_error", ["error", "on-error.then"], "on-error.then"),
  ])
  func `a near name is suggested`(name: String, among: [String], expected: String) {
    #expect(DidYouMean.suggestion(for: name, among: among) == expected)
  }

  @Test(arguments: [
    ("x", ["y", "id"]), ("", ["id"]), ("sqlite", ["thread", "task"]), ("ab", ["id"]),
    ("workers", []), ("text", ["text.upper", "text.lower"]), ("place", ["text.replace"]),
  ])
  func `a name that is not near is not suggested`(name: String, among: [String]) {
    #expect(DidYouMean.suggestion(for: name, among: among) == nil)
  }

  @Test func `of two names at one distance the first wins`() {
    #expect(DidYouMean.suggestion(for: "mop", among: ["map", "mod"]) == "map")
  }
}
