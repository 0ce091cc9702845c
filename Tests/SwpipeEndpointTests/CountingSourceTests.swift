import SwpipeCore
import Testing

@testable import SwpipeBuiltins

@Suite struct `The sources range and values` {
  private func range(_ start: Number, _ stop: Number, _ step: Number) -> Collected {
    Collected(RangeSource(NumberRange(from: start, to: stop, step: step), readiness: Unstopped()))
  }

  @Test(
    arguments: [
      (0, 3, 1, ["0", "1", "2"]), (5, 0, -2, ["5", "3", "1"]), (0, 0, 1, []), (3, 0, 1, []),
      (-1, 2, 2, ["-1", "1"]),
      (Int64.max - 1, Int64.max, 5, ["9223372036854775806"]),
      (Int64.min, Int64.max, Int64.max, ["-9223372036854775808", "-1", "9223372036854775806"]),
      (Int64.max, Int64.min, Int64.min, ["9223372036854775807", "-1"]),
    ] as [(Int64, Int64, Int64, [String])]
  )
  func `integers count as in Python`(
    _ start: Int64,
    _ stop: Int64,
    _ step: Int64,
    _ expected: [String]
  ) {
    #expect(range(.integer(start), .integer(stop), .integer(step)).elements == expected)
  }

  @Test func `fractions do not add up their errors`() {
    let result = range(.integer(0), .integer(1), .double(0.1))
    #expect(
      result.elements == [
        "0", "0.1", "0.2", "0.30000000000000004", "0.4", "0.5", "0.6000000000000001",
        "0.7000000000000001", "0.8", "0.9",
      ]
    )
    #expect(range(.double(1), .double(0), .double(-0.5)).elements == ["1", "0.5"])
    #expect(range(.double(1), .double(0), .double(0.5)).elements == [])
  }

  @Test(arguments: [
    (1.5e308, -1.6e308, -1e308, ["1.5e+308", "5e+307", "-5e+307", "-1.5e+308"]),
    (-1.7e308, 1.7e308, 1.2e308, ["-1.7e+308", "-5e+307", "7e+307"]),
  ])
  func `ends that are further apart than any double count as others do`(
    _ start: Double,
    _ stop: Double,
    _ step: Double,
    _ expected: [String]
  ) {
    let result = range(.double(start), .double(stop), .double(step)).elements
    #expect(result.count == expected.count)
    for (element, wanted) in zip(result, expected) {
      guard let element = Double(element), let wanted = Double(wanted) else {
        Issue.record("\(result)")
        return
      }
      #expect(abs(element - wanted) < 1e293)
    }
  }

  @Test(arguments: [
    (Number.double(-.infinity), Number.double(1), Number.double(1), "only `stop` may be infinite"),
    (.double(0), .double(1), .double(.infinity), "only `stop` may be infinite"),
    (.double(0), .double(.nan), .double(1), "only `stop` may be infinite"),
    (.double(1e300), .double(2e300), .integer(1), "never gets anywhere"),
  ])
  func `a range that would repeat one number for ever is refused`(
    _ start: Number,
    _ stop: Number,
    _ step: Number,
    _ message: String
  ) {
    func argument(_ number: Number) -> Argument {
      switch number {
      case .integer(let value): .integer(value)
      case .double(let value): .number(value)
      }
    }
    let found = problems(
      RangeSource.definition,
      ["start": argument(start), "stop": argument(stop), "step": argument(step)]
    )
    #expect(found.count == 1 && found[0].contains(message), "\(found)")
  }

  @Test func `a batch is small and all of them are right`() {
    let result = range(.integer(0), .integer(10_000), .integer(1))
    #expect(result.elements == (0..<10_000).map { String($0) })
    #expect(result.batches == 3)
  }

  @Test func `a step of zero is refused`() {
    let arguments: [String: Argument] = ["stop": .integer(1), "step": .integer(0)]
    #expect(
      problems(RangeSource.definition, arguments) == ["a step of 0 never gets anywhere"]
    )
  }

  @Test func `values are text if all are and JSON otherwise`() {
    let texts = ValuesSource([.text("a"), .text("b\"")], readiness: Unstopped())
    #expect(Collected(texts).elements == ["a", "b\""])
    let mixed: [Value] = [
      .text("a\n"), .null, .boolean(true), .integer(-1), .number(1.5), .number(2), .number(1e300),
      .list([.integer(1), .text("")]),
      .mapping([.init(key: "k\"", value: .mapping([])), .init(key: "l", value: .list([]))]),
    ]
    #expect(
      Collected(ValuesSource(mixed, readiness: Unstopped())).elements == [
        #""a\n""#, "null", "true", "-1", "1.5", "2", "1e+300", #"[1,""]"#, #"{"k\"":{},"l":[]}"#,
      ]
    )
  }

  @Test func `what JSON lacks is refused`() {
    let arguments: [String: Argument] = ["values": .list([.value(.number(.infinity))])]
    #expect(problems(ValuesSource.definition, arguments).count == 1)
  }
}
