import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct JSONTargetTests {
  private func set(_ path: [String], in element: String) throws -> String {
    let target = try #require(try JSONTarget.target(path.map { .name($0) }))
    var output = BatchBuilder()
    try target.append(Array(element.utf8).span, of: .json, to: &output) { $0.append(utf8: "7") }
    return output.withUnfinished { TemplateRenderer.string($0) }
  }

  @Test(arguments: [
    (["a"], "{}", #"{"a":7}"#),
    (["a"], " { } ", #" {"a":7 } "#),
    (["a"], "null", #"{"a":7}"#),
    (["a"], #"{"a":1}"#, #"{"a":7}"#),
    (["a"], #"{"b":1 }"#, #"{"b":1,"a":7 }"#),
    (["a"], #"{"a":1,"a" : [2] }"#, #"{"a":1,"a" : 7 }"#),
    (["a"], #"{"\u0061":1}"#, #"{"\u0061":7}"#),
    (["a", "b", "c"], #"{"a":{"x":1}}"#, #"{"a":{"x":1,"b":{"c":7}}}"#),
    (["a", "b"], #"{"a":null,"x":2}"#, #"{"a":{"b":7},"x":2}"#),
    (["a b", "é"], "{}", #"{"a b":{"é":7}}"#),
  ])
  func `a value is put where it belongs, and all else stays`(
    _ path: [String],
    _ element: String,
    _ expected: String
  ) throws {
    #expect(try set(path, in: element) == expected)
  }

  @Test(arguments: [
    (["a"], "[]"), (["a"], "1"), (["a", "b"], #"{"a":"x"}"#), (["a"], "{"),
    (["a"], "{} 1"),
  ])
  func `what has no place is an error`(_ path: [String], _ element: String) {
    #expect(throws: ElementFailure.self) { try set(path, in: element) }
  }

  @Test(arguments: [[], [.position(0)], [.name("a"), .position(-1)]] as [[Template.PathKey]])
  func `the whole element and positions are no places to write to`(_ path: [Template.PathKey]) {
    #expect(JSONTarget.problems(path).count == 1)
    #expect(throws: RunFailure.self) { try JSONTarget.target(path) }
  }
}
