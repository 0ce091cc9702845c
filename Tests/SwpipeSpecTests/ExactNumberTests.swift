import SwpipeCore
import Testing

@testable import SwpipeSpec

@Suite struct ExactNumberTests {
  /// What `values: [TEXT]` emits.
  private func emitted(_ text: String) -> Value? {
    let spec = "source: {values: [[\(text)]]}\nsink: {stdout: {}}\n"
    let source = SourceText(name: "spec.yaml", bytes: Array(spec.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Fixture.catalog))
    guard case .list(let items)? = result.plan?.sources.first?.arguments.values["values"],
      case .value(.list(let values))? = items.first
    else { return nil }
    return values.first
  }

  @Test(arguments: [
    ("9223372036854775808", "9223372036854775808"),
    ("-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728"),
    ("+98765432109876543210", "98765432109876543210"),
    ("0.1234567890123456789", "0.1234567890123456789"),
    (".123456789012345678901e3", "0.123456789012345678901e3"),
    ("123456789012345678.", "123456789012345678"),
    ("1e-500", "1e-500"), ("1.50", "1.50"), ("1.0", "1.0"), ("1e3", "1e3"), ("-0.0", "-0.0"),
    ("2.5e300", "2.5e300"),
  ])
  func `a number keeps every digit`(text: String, digits: String) {
    #expect(emitted(text) == .digits(digits))
  }

  @Test(arguments: [
    ("9223372036854775807", Value.integer(.max)), ("0.1", .number(0.1)), ("-7", .integer(-7)),
    ("123456789012345.6", .number(123456789012345.6)), ("0x1F", .integer(31)),
    ("0o17", .integer(15)),
  ])
  func `a number that a machine holds is one`(text: String, value: Value) {
    #expect(emitted(text) == value)
  }

  @Test func `digits that are no decimal number are refused`() {
    #expect(emitted("0xFFFFFFFFFFFFFFFFFF") == nil)
    #expect(emitted("1e999") == nil)
  }
}
