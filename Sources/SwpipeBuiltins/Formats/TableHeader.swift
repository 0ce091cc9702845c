internal import SwpipeCore

/// The column names of a table, as they stand before each value of a row's JSON object.
struct TableHeader {
  /// `{"a":"`, then `","b":"` and so on, back to back: what ends one value and begins the next.
  private(set) var joints: [UInt8] = []
  private(set) var jointEnds: [Int] = []
  /// The names with JSON's escapes, for messages.
  private var names: [String] = []

  var count: Int { names.count }

  /// Takes the fields of the first row, each an element with JSON's escapes.
  init(_ fields: borrowing Slice) throws(ElementFailure) {
    for position in fields.range {
      let name = fields.withElement(position) { field in
        joints += (position == 0 ? "{\"" : "\",\"").utf8
        for offset in field.indices { joints.append(field[offset]) }
        joints += "\":\"".utf8
        return String(decoding: field.indices.map { field[$0] }, as: UTF8.self)
      }
      if name.isEmpty {
        throw ElementFailure("column \(position + 1) of the header has no name")
      }
      if let first = names.firstIndex(of: name) {
        throw ElementFailure(
          "the header has \"\(name)\" twice, as columns \(first + 1) and \(position + 1)"
        )
      }
      jointEnds.append(joints.count)
      names.append(name)
    }
  }

  /// What an element's message calls a column.
  func label(_ position: Int) -> String {
    position < names.count ? "the field \"\(names[position])\"" : "field \(position + 1)"
  }
}
