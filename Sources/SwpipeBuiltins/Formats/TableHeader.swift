internal import SwpipeCore

/// The columns of a table, as what stands before each value of a row's JSON.
struct TableHeader: Sendable {
  /// `{"a":"`, then `","b":"` and so on, back to back: what ends one value and begins the next.
  ///
  /// Without the values' quotes where types are inferred.
  private(set) var joints: [UInt8] = []
  private(set) var jointEnds: [Int] = []
  /// What stands behind the last value.
  private(set) var end: [UInt8] = []
  /// How many fields a row has.
  let fieldCount: Int
  /// The output column of each field, -1 for none; empty where all fields go out in their order.
  private(set) var choice: [Int] = []
  /// How many values a row gives.
  var columnCount: Int { jointEnds.count }
  /// Whether values bring their own quotes.
  let infersTypes: Bool
  /// The names with JSON's escapes, for messages; empty where rows are arrays.
  private var names: [String] = []
  /// `the header has 3`: what says how many fields a row must have.
  let claim: String

  /// Rows that are arrays, all as wide as the first.
  init(unnamed count: Int, infersTypes: Bool) {
    fieldCount = count
    self.infersTypes = infersTypes
    claim = "the first row has \(count)"
    let quote = infersTypes ? "" : "\""
    for column in 0..<count {
      joints += (column == 0 ? "[\(quote)" : "\(quote),\(quote)").utf8
      jointEnds.append(joints.count)
    }
    end = Array("\(quote)]".utf8)
  }

  /// Rows that are objects; names have JSON's escapes, and each must be there once.
  init(_ names: [String], _ options: TableOptions) throws(ElementFailure) {
    fieldCount = names.count
    infersTypes = options.infersTypes
    self.names = names
    if case .names = options.header {
      claim = "`header` names \(names.count)"
    } else {
      claim = "the header has \(names.count)"
    }
    // By their bytes: texts that Unicode calls equivalent are two names.
    var positions: [[UInt8]: Int] = [:]
    for (position, name) in names.enumerated() {
      if let first = positions.updateValue(position, forKey: Array(name.utf8)) {
        throw ElementFailure(
          "the header has \"\(name)\" twice, as columns \(first + 1) and \(position + 1)"
        )
      }
    }
    guard let columns = options.columns else {
      appendJoints(names)
      return
    }
    choice = Array(repeating: -1, count: names.count)
    let wanted = columns.map(TableHeader.escaped)
    for (column, name) in wanted.enumerated() {
      guard let position = positions[Array(name.utf8)] else {
        let near = DidYouMean.suggestion(for: name, among: names)
        throw ElementFailure(
          "there is no column \"\(name)\" among \(TableHeader.list(names))"
            + (near.map { "; did you mean \"\($0)\"?" } ?? "")
        )
      }
      choice[position] = column
    }
    appendJoints(wanted)
  }

  private mutating func appendJoints(_ names: [String]) {
    let quote = infersTypes ? "" : "\""
    for (column, name) in names.enumerated() {
      joints += (column == 0 ? "{\"" : "\(quote),\"").utf8
      joints += name.utf8
      joints += "\":\(quote)".utf8
      jointEnds.append(joints.count)
    }
    end = Array("\(quote)}".utf8)
  }

  /// What a row alone has to be told of the header that stood before it.
  var columns: BadRow.Columns { names.isEmpty ? .count(fieldCount) : .names(plainNames) }

  /// The names of the file's fields as they are.
  var plainNames: [String] {
    names.map { name in
      var builder = BatchBuilder()
      var name = name
      name.withUTF8 { builder.append(unescaping: $0.span) }
      return builder.withUnfinished { span in
        span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  /// What an element's message calls a field.
  func label(_ position: Int) -> String {
    position < names.count ? "the field \"\(names[position])\"" : "field \(position + 1)"
  }

  /// A name as it stands in a JSON string.
  static func escaped(_ name: String) -> String {
    var builder = BatchBuilder()
    var name = name
    name.withUTF8 { _ = builder.append(escaping: $0.span) }
    return builder.withUnfinished { span in
      span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Names for a message, which shows the first few of many.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
