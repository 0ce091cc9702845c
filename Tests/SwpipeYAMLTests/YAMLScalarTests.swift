import SwpipeYAML
import Testing

@Suite struct YAMLScalarTests {
  @Test(arguments: [
    ("", YAMLValue.null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null),
    ("nULL", .string("nULL")), ("true", .bool(true)), ("True", .bool(true)),
    ("TRUE", .bool(true)), ("tRue", .string("tRue")), ("false", .bool(false)),
    ("False", .bool(false)), ("FALSE", .bool(false)), ("0", .integer(0)), ("-0", .integer(0)),
    ("+12", .integer(12)), ("-7", .integer(-7)), ("0o17", .integer(15)), ("0xfF", .integer(255)),
    ("0o8", .string("0o8")), ("0x", .string("0x")), ("-0x1", .string("-0x1")),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .bigInteger("9223372036854775808")),
    ("0xFFFFFFFFFFFFFFFFF", .bigInteger("0xFFFFFFFFFFFFFFFFF")),
    ("1.5", .float(1.5)), ("1.", .float(1)), (".5", .float(0.5)), ("+.5e-3", .float(0.0005)),
    ("1e3", .float(1000)), ("12E+2", .float(1200)), (".inf", .float(.infinity)),
    ("-.INF", .float(-.infinity)), ("+.Inf", .float(.infinity)), (".", .string(".")),
    ("1e", .string("1e")), ("e3", .string("e3")), ("-", .string("-")), ("inf", .string("inf")),
    ("nan", .string("nan")), ("1.2.3", .string("1.2.3")), ("0x1p3", .string("0x1p3")),
    ("yes", .string("yes")), ("no", .string("no")), ("on", .string("on")),
    ("off", .string("off")), ("y", .string("y")), ("n", .string("n")),
    ("010", .string("010")), ("1_000", .string("1_000")), ("1:30", .string("1:30")),
    ("١٢", .string("١٢")), ("0b1", .string("0b1")),
  ])
  func `plain scalars resolve by the core schema`(text: String, expected: YAMLValue) {
    #expect(YAMLScalar(text: text, style: .plain).resolved == expected)
  }

  @Test func `not a number is a number that equals nothing`() {
    guard case .float(let value) = YAMLScalar(text: ".NaN", style: .plain).resolved else {
      return #expect(Bool(false))
    }
    #expect(value.isNaN)
  }

  @Test(arguments: [YAMLScalar.Style.singleQuoted, .doubleQuoted, .literal, .folded])
  func `what is quoted is text`(style: YAMLScalar.Style) {
    #expect(YAMLScalar(text: "12", style: style).resolved == .string("12"))
    #expect(YAMLScalar(text: "yes", style: style).lookalike == nil)
  }

  @Test(arguments: [
    ("yes", YAMLScalar.Lookalike.boolean(suggestion: "true")),
    ("No", .boolean(suggestion: "false")), ("ON", .boolean(suggestion: "true")),
    ("off", .boolean(suggestion: "false")), ("y", .boolean(suggestion: "true")),
    ("N", .boolean(suggestion: "false")), ("1_000", .number(suggestion: "1000")),
    ("010", .number(suggestion: "8")), ("08", .number(suggestion: "8")),
    ("-010", .number(suggestion: "-8")), ("1:30", .number(suggestion: "90")),
    ("0b101", .number(suggestion: "5")), ("0x_ff", .number(suggestion: "255")),
    ("1_0.5", .number(suggestion: "10.5")),
  ])
  func `a text that YAML 1_1 reads otherwise says so`(
    text: String,
    expected: YAMLScalar.Lookalike
  ) {
    #expect(YAMLScalar(text: text, style: .plain).lookalike == expected)
  }

  @Test(arguments: ["yEs", "true", "12", "maybe", "1:99", "a_1", "10:x", "0b", "", "_1", "5s"])
  func `other texts are like nothing else`(text: String) {
    #expect(YAMLScalar(text: text, style: .plain).lookalike == nil)
  }

  @Test(arguments: [
    ("!!str 1", YAMLValue.string("1")), ("!!int '1'", .integer(1)), ("!!float 2", .float(2)),
    ("!!bool 'true'", .bool(true)), ("!!null ''", .null), ("! 12", .string("12")),
  ])
  func `a tag decides what a scalar is`(text: String, expected: YAMLValue) throws {
    #expect(try compose(text).resolved == expected)
  }
}
