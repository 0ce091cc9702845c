import SwpipeCore
import SwpipeJQ
import Testing

/// Depth, memory, loops without end, pausing.
@Suite struct LimitTests {
  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  @Test func `an element may be 10000 levels deep and not more`() {
    #expect(Run.outputs(".", Self.nested(10_000)) == [Self.nested(10_000)])
    #expect(
      Run.outputs(".", Self.nested(10_001))
        == ["invalid at 10000: expected at most 10000 values within each other"]
    )
  }

  @Test(arguments: [
    ". == ., (.[0] < .)", "[flatten, sort, unique] | length", "tojson | fromjson | length",
    "(.. | arrays) |= . | length", "[paths] | length", "contains(.), contains([[[]]]), inside(.)",
    "del(..[0]?) | length",
  ])
  func `what looks at all levels ends at a deep element`(_ program: String) {
    let outputs = Run.outputs(program, Self.nested(9_000))
    #expect(!outputs.isEmpty)
    #expect(!outputs.contains { $0.hasPrefix("invalid") })
  }

  @Test func `values deeper than the limit can be made, compared and dropped, but not written`() {
    let make = "reduce range(50000) as $i (null; [.])"
    #expect(
      Run.outputs("\(make) as $a | \(make) as $b | $a == $b, ($a < [$b])") == ["true", "true"]
    )
    #expect(
      Run.outputs(make) == ["error: the result is nested more than 10000 levels deep"]
    )
  }

  @Test func `recursion is deep, and calls at the end of a function don't grow`() {
    #expect(
      Run.outputs("def f: if . >= 100000 then 0 else 1 + (. + 1 | f) end; 0 | f") == ["100000"]
    )
    #expect(Run.outputs("def f: if . >= 200000 then . else . + 1 | f end; 0 | f") == ["200000"])
    #expect(
      Run.outputs("last(range(200000)), last(1 | while(. < 200000; . + 1))", memoryLimit: 1 << 20)
        == ["199999", "199999"]
    )
  }

  @Test(arguments: [
    "def f: [f]; f", "[range(1e9)]", "[recurse(. + 1)]", ".[1e8] = 1",
    "reduce range(1e9) as $i (\"\"; . + \"0123456789\")",
  ])
  func `an evaluation that takes too much memory fails and the next one goes on`(_ program: String)
    throws
  {
    let machine = JQMachine(
      try JQProgram.compile("if . == 0 then 0 else null | \(program) end"),
      memoryLimit: 8 << 20
    )
    #expect(
      Run.outputs(machine, "1") == ["error: the evaluation takes more than 8 MiB of memory"]
    )
    #expect(Run.outputs(machine, "0") == ["0"])
  }

  @Test(arguments: [
    ("reduce range(100000) as $i (\"\"; . + \"x\") | length", "100000"),
    ("reduce range(100000) as $i ([]; . + [$i]) | length", "100000"),
    ("reduce range(20000) as $i ({}; .[$i | tostring] += 1) | length", "20000"),
    ("reduce range(20000) as $i ({}; .[$i % 7 | tostring] += [$i]) | map(length) | add", "20000"),
    ("reduce range(300000) as $i (0; [$i, \"x\" * 10] | .[0])", "299999"),
  ])
  func `loops that make values run in bounded memory and time`(
    _ program: String,
    _ output: String
  ) {
    #expect(Run.outputs(program, memoryLimit: 16 << 20) == [output])
  }

  @Test func `a change in place is not seen through another name`() {
    #expect(
      Run.outputs("[1,2] as $a | ($a | .[0] = 9) as $b | [$a, $b]") == ["[[1,2],[9,2]]"]
    )
    #expect(
      Run.outputs("[[1]] | .[0] as $x | (.[0][0] = 5) as $y | [$x, $y, .]")
        == ["[[1],[[5]],[[1]]]"]
    )
    #expect(
      Run.outputs("[1] | (1, 2) as $n | . + [$n]") == ["[1,1]", "[1,2]"]
    )
    #expect(
      Run.outputs("{a: [0], b: (1, 2)} | .a[0] = .b") == [#"{"a":[1],"b":1}"#, #"{"a":[2],"b":2}"#]
    )
    #expect(
      Run.outputs("reduce (1, 2, 3) as $i ([]; [., $i])") == ["[[[[],1],2],3]"]
    )
    #expect(
      Run.outputs("[foreach (1, 2, 3) as $i ([]; . + [$i])]") == ["[[1],[1,2],[1,2,3]]"]
    )
  }

  @Test func `outputs come one at a time, and a stop pauses the evaluation`() throws {
    let machine = JQMachine(try JQProgram.compile("range(1e9) | select(. % 2 == 0)"))
    machine.begin()
    for number in 0..<1000 {
      guard case .output = machine.next(), case .success(let json) = machine.json() else {
        Issue.record("no output \(number)")
        return
      }
      #expect(String(decoding: json, as: UTF8.self) == "\(2 * number)")
    }
    let endless = JQMachine(try JQProgram.compile("def f: f; f"))
    endless.begin()
    var looks = 0
    for _ in 0..<3 {
      guard
        case .stopped = endless.next({
          looks += 1
          return true
        })
      else {
        Issue.record("it did not stop")
        return
      }
    }
    #expect(looks == 3)
  }

  @Test func `the empty string is repeated any number of times at once`() {
    #expect(
      Run.outputs("map(\"\" * .), map(. * \"\")", "[7e14,9e18,3e200,1e999]")
        == Array(repeating: #"["","","",""]"#, count: 2)
    )
    #expect(
      Run.outputs(
        "map(\"éx\" * .) == [\"\", \"éx\", \"éxéx\", \"éxéxéxéxéx\", null]",
        "[0.5,1,2,5.9,-3]"
      )
        == ["true"]
    )
    #expect(
      Run.outputs("try (\"ab\" * .) catch .", "4e200") == [#""Repeat string result too long""#]
    )
    #expect(
      Run.outputs(
        "\"abc\" * 1000001 | length, .[2999997:], (. == \"abcabcabc\" * 333333 + \"abcabc\")"
      )
        == ["3000003", #""abcabc""#, "true"]
    )
  }

  @Test func `limit and first don't run what they don't need`() {
    #expect(Run.outputs("limit(0; error(\"x\")), limit(1; 1, error(\"x\"))") == ["1"])
    #expect(Run.outputs("first(range(1e9)), isempty(1, error(\"x\"))") == ["0", "false"])
    #expect(
      Run.outputs("any(true, error(\"x\"); .), all(false, error(\"x\"); .)") == ["true", "false"]
    )
  }

  @Test func `a pattern that takes too many steps is an error with the pattern`() {
    let outputs = Run.outputs("test(\"(x+)+$\")", "\"\(String(repeating: "x", count: 40))y\"")
    #expect(outputs.count == 1)
    #expect(outputs[0].hasPrefix("error: "))
    #expect(outputs[0].contains("(x+)+$"))
  }
}
