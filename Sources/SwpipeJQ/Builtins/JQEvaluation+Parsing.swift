internal import SwpipeCore

extension JQEvaluation {
  /// `fromjson`: the values of a text, made.
  mutating func parsed(_ text: JQValue) throws(JQFault) -> JQValue {
    guard text.isString else {
      throw heap.fail("\(try described(text)) only strings can be parsed")
    }
    let bytes = try heap.bytes(text)
    let shown = String(decoding: bytes, as: UTF8.self)
    if shown == "nan" { return JQValue(Double.nan) }
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 9 || $0 == 10 || $0 == 13 }) {
      throw heap.fail("Expected JSON value (while parsing '\(shown)')")
    }
    var index = JQIndex()
    let document: JQDocument
    do throws(JSONProblem) {
      document = try index.read(bytes)
    } catch {
      throw heap.fail("\(error.reason) at byte \(error.offset + 1) (while parsing '\(shown)')")
    }
    let outer = heap.document
    heap.document = document
    defer { heap.document = outer }
    return try heap.detached(document.value(0))
  }
}
