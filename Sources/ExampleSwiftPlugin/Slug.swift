internal import SwpipePluginKit

/// `example.slug`: what may stand in a URL for a title.
struct Slug: Transform {
  static let name = "example.slug"
  static let summary = "Turns a title into the part of a URL that stands for it"
  static let operators = [Operator.map, .filter]
  static let takes = ElementTypes.text
  static let separator = Parameter.text("separator", default: "-", help: "Stands between words.")
  static let parameters = [separator.info]

  private let separator: String

  init(_ start: Start) throws {
    separator = start[Self.separator]
    guard separator.utf8.count == 1 else { throw Failure("the separator is not one character") }
  }

  /// As a filter, it keeps what is a slug already.
  mutating func apply(_ element: Span<UInt8>, into output: inout Output) throws {
    let title = element.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
    guard !words.isEmpty else { throw Failure("there is no letter in \"\(title)\"") }
    let slug = words.joined(separator: separator)
    output.keep(slug == title)
    output.emit(slug)
  }
}
