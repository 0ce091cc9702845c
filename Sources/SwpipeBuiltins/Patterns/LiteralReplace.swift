internal import SwpipeCore

/// Replaces a text by another; what `text.replace` is with `literal: true`.
struct LiteralReplace: MapTransform {
  let finder: LiteralFinder
  let replacement: [UInt8]
  let count: Int

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    var position = 0
    var replaced = 0
    while replaced < count, let found = finder.find(in: element, from: position) {
      output.append(element.extracting(position..<found))
      output.append(replacement.span)
      position = found + finder.needle.count
      replaced += 1
    }
    output.append(element.extracting(position..<element.count))
  }
}
