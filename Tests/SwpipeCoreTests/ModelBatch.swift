import SwpipeCore

/// What a batch should hold, as arrays: the naive model that builders are held against.
struct ModelBatch: Equatable {
  var elements: [[UInt8]] = []
  var indices: [[Int]] = []

  init() {}

  init(_ batch: Batch) {
    self.init(batch, 0..<batch.count)
  }

  init(_ batch: Batch, _ range: Range<Int>) {
    let slice = Slice(batch, range)
    for position in range {
      elements.append(
        slice.withElement(position) { span in span.withUnsafeBufferPointer { Array($0) } }
      )
      indices.append(slice.elementIndex(position).numbers)
    }
  }

  mutating func append(_ element: [UInt8], _ index: [Int]) {
    elements.append(element)
    indices.append(index)
  }

  static func += (a: inout ModelBatch, b: ModelBatch) {
    a.elements += b.elements
    a.indices += b.indices
  }
}
