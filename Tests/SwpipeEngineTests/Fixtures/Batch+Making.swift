import SwpipeCore

extension Batch {
  /// Texts with the indices that each brings.
  static func of(_ elements: [(text: String, index: [Int])], source: Int = 0) -> Batch? {
    var builder = BatchBuilder()
    let depth = elements.first?.index.count ?? 1
    builder.begin(
      copying: BatchShape(depth: depth, type: .text, separator: UInt8(ascii: "\n"), source: source)
    )
    for element in elements {
      builder.append(utf8: element.text)
      builder.endElement { Int64(element.index[$0]) }
    }
    return builder.freeze()
  }

  /// Texts that count up from `first`.
  static func counting(_ count: Int, from first: Int = 0) -> Batch? {
    of((first..<first + count).map { ("\($0)", [$0]) })
  }

  var texts: [String] {
    let slice = Slice(self, 0..<count)
    return (0..<count).map { position in
      slice.withElement(position) { span in
        span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  var indices: [ElementIndex] {
    let slice = Slice(self, 0..<count)
    return (0..<count).map { slice.elementIndex($0) }
  }
}
