import SwpipeCore
import Testing

@Suite struct NumberTransformTests {
  @Test(arguments: [
    "", "+1", " 1", "1 ", "1\r", "01", "-", "-01", "1.", ".5", "1e", "1e+", "0x1", "NaN", "1_000",
    "--1", "1a", "\"1\"", "1,5", "9223372036854775808", "-9223372036854775809", "1e400", "-1e400",
    "1.2.3", "１",
  ])
  func `a text that is no JSON number is an error`(_ text: String) throws {
    for name in ["number.parse", "number.add"] {
      let outcome = try Harness(name, .map, ["value": .integer(0)]).run(["1", text, "2"])
      #expect(outcome.texts == ["1", "2"])
      #expect(outcome.failures.keys.sorted() == [1])
    }
  }

  @Test func `what parse lets through stays as it is written`() throws {
    let texts = [
      "0", "-0", "1.50", "1e-400", "9223372036854775807", "-9223372036854775808", "1E+2",
      "0.1", "123456789012345678", "1234567890123456789",
    ]
    let outcome = try Harness("number.parse", .map).run(texts)
    #expect(outcome.texts == texts)
    #expect(outcome.type == .json)
  }

  @Test func `a json element may have white space around it`() throws {
    var harness = try Harness("number.add", .map, ["value": .integer(1)])
    harness.inputType = .json
    #expect(try harness.run([" 1\r", "\t2 "]).texts == ["2", "3"])
    #expect(try harness.run(["\"1\""]).failures == [0: "\"\\\"1\\\"\" is not a number"])
  }

  @Test(arguments: ["number.add", "number.at_least", "number.parse"])
  func `of an object or a list it is said that the whole element is taken`(_ name: String) throws {
    let work: Operator = name == "number.at_least" ? .filter : .map
    var harness = try Harness(name, work, ["value": .integer(1)])
    harness.inputType = .json
    let failures = try harness.run([#"{"price":3}"#, " [4]", "5"]).failures
    let end = "not a number; `number` transforms take the whole element, and not a field of it"
    #expect(failures[0] == #""{\"price\":3}" is an object, \#(end)"#)
    #expect(failures[1]?.hasSuffix("is a list, \(end)") == true)
    #expect(failures.count == 2)
  }

  @Test func `integers are added exactly`() throws {
    var random = SplitMix(seed: 5)
    var values: [Int64] = [0, -1, 1, .max, .min, .max - 1, .min + 1]
    for bits in 1...62 {
      values.append(Int64.random(in: -(1 << bits)...(1 << bits), using: &random))
      values.append(1 << bits)
    }
    var power: Int64 = 1
    for _ in 0..<18 {
      power *= 10
      values += [power, power - 1, -power]
    }
    for other in [Int64(0), 1, -1, .max, .min, 12_345] {
      let outcome = try Harness("number.add", .map, ["value": .integer(other)])
        .run(values.map { String($0) })
      let sums = values.map { $0.addingReportingOverflow(other) }
      #expect(outcome.texts == sums.filter { !$0.overflow }.map { String($0.partialValue) })
      #expect(outcome.failures.keys.sorted() == sums.indices.filter { sums[$0].overflow })
    }
  }

  @Test func `an overflow shows both numbers`() throws {
    let outcome = try Harness("number.add", .map, ["value": .integer(1)])
      .run(["9223372036854775807"])
    #expect(
      outcome.failures[0]
        == "\"9223372036854775807\" + 1 does not fit in a 64-bit integer"
    )
    let doubles = try Harness("number.multiply", .map, ["value": .number(10)]).run(["1e308", "9"])
    #expect(doubles.failures[0]?.hasSuffix("does not fit in a double") == true)
  }

  @Test func `what is no JSON at all is called that where the source gives JSON`() throws {
    var harness = try Harness("number.add", .map, ["value": .integer(1)])
    #expect(
      try harness.run(["{\"n\":1"]).failures.values.allSatisfy { $0.hasSuffix("is not a number") }
    )
    harness.inputType = .json
    let failures = try harness.run(["{\"n\":1", "{\"n\":1}"]).failures
    #expect(failures[0]?.hasPrefix("the element is not JSON: ") == true, "\(failures)")
    #expect(failures[1]?.contains("is an object, not a number") == true, "\(failures)")
  }

  @Test func `doubles are written in their shortest form`() throws {
    let outcome = try Harness("number.multiply", .map, ["value": .number(1)]).run([
      "0.1", "1.0", "100000", "1e16", "123456789012345680", "1e-7", "1e-8", "-0.0", "5e-324",
      "1.7976931348623157e308", "0.30000000000000004", "1e15",
    ])
    #expect(
      outcome.texts == [
        "0.1", "1", "100000", "1e+16", "1.2345678901234568e+17", "0.0000001", "1e-08", "-0",
        "5e-324", "1.7976931348623157e+308", "0.30000000000000004", "1000000000000000",
      ]
    )
  }

  @Test func `any double reads back as the same one`() throws {
    var random = SplitMix(seed: 6)
    let values = (0..<5000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
    let outcome = try Harness("number.multiply", .map, ["value": .number(1)])
      .run(values.map { $0.description })
    #expect(outcome.texts.map { Double($0) } == values.map { .some($0) })
  }

  @Test func `a result past a double is an error`() throws {
    let outcome = try Harness("number.multiply", .map, ["value": .number(1e308)]).run(["10", "1"])
    #expect(outcome.texts == ["1e+308"])
    #expect(outcome.failures.count == 1)
  }

  @Test func `comparisons are exact across integers and doubles`() throws {
    let texts = [
      "9007199254740993", "9007199254740992", "9.007199254740993e15", "-1", "2.5", "3.0",
    ]
    func kept(_ name: String, _ value: Argument, inverted: Bool = false) throws -> [String] {
      var harness = try Harness(name, .filter, ["value": value])
      harness.isInverted = inverted
      return try harness.run(texts).texts
    }
    #expect(try kept("number.greater_than", .number(9_007_199_254_740_992)) == [texts[0]])
    #expect(try kept("number.equals", .integer(3)) == ["3.0"])
    #expect(try kept("number.less_than", .number(2.5)) == ["-1"])
    #expect(try kept("number.at_most", .number(2.5)) == ["-1", "2.5"])
    #expect(try kept("number.at_least", .integer(.max)).isEmpty)
    #expect(try kept("number.at_least", .number(1e19), inverted: true) == texts)
    #expect(try kept("number.greater_than", .number(-1e19)) == texts)
  }
}
