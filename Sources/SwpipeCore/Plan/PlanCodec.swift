/// Turns plans into bytes and back, complete and exact: what process workers are given.
///
/// JSON by the synthesized `Codable` of the plan's types, so a field that is added travels without
/// a word here. 64-bit integers keep every digit, doubles every bit, and the same plan always gives
/// the same bytes. Both sides are the same program: nothing is kept compatible with another one.
package enum PlanCodec {
  /// The plan as one compact JSON object.
  package static func encode(_ plan: Plan) -> [UInt8] {
    JSONCodec.encode(plan)
  }

  /// The plan that was encoded.
  package static func decode(_ bytes: [UInt8]) throws(RunFailure) -> Plan {
    let value: CodedValue
    do throws(JSONProblem) {
      value = try CodedValueReader.value(of: bytes.span)
    } catch {
      throw RunFailure(
        .internalCheck,
        "the plan cannot be read: \(error.reason) at byte \(error.offset + 1)"
      )
    }
    do {
      return try Plan(from: CodedDecoder(value))
    } catch {
      throw RunFailure(.internalCheck, "the plan cannot be read: \(error)")
    }
  }
}
