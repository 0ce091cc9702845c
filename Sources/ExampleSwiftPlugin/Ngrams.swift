internal import SwpipePluginKit

/// `example.ngrams`: neighbouring words.
struct Ngrams: Transform {
  static let name = "example.ngrams"
  static let summary = "Gives each run of neighbouring words of a text"
  static let operators = [Operator.flatMap]
  static let takes = ElementTypes.text
  static let count = Parameter.integer("n", in: 1...9, default: 2, help: "The words in each run.")
  static let parameters = [count.info]

  private let count: Int

  init(_ start: Start) {
    count = start[Self.count]
  }

  mutating func apply(_ element: Span<UInt8>, into output: inout Output) {
    let text = element.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    let words = text.split(separator: " ")
    var first = 0
    while first + count <= words.count {
      output.emit(words[first..<first + count].joined(separator: " "))
      first += 1
    }
  }
}
