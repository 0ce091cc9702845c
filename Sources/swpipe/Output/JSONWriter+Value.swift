internal import SwpipeCore
internal import SwpipeSpec

extension JSONWriter {
  /// A value, indented as all around it.
  mutating func value(_ value: Value) {
    switch value {
    case .null: raw("null")
    case .boolean(let flag): raw(flag ? "true" : "false")
    case .integer(let number): raw(String(number))
    case .number(let number): raw(number == number.rounded() ? "\(number)".dropZero : "\(number)")
    case .digits(let digits): raw(digits)
    case .text(let text): string(text)
    case .list(let items): list(items) { $1.value($0) }
    case .mapping(let fields):
      object { writer in
        for field in fields { writer.field(field.key) { $0.value(field.value) } }
      }
    }
  }
}

extension String {
  /// A whole number without the `.0` behind it.
  fileprivate var dropZero: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
