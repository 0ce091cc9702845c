import Testing

@testable import SwpipeCore

/// Random chains of stages over random batches, against arrays.
struct BatchBuilderModelTests {
  private static func bytes(_ random: inout SplitMix) -> [UInt8] {
    let long = Int.random(in: 0..<20, using: &random) == 0
    let count = Int.random(in: 0..<(long ? 9000 : 12), using: &random)
    return (0..<count).map { _ in UInt8.random(in: 97...122, using: &random) }
  }

  private static func append(_ bytes: [UInt8], to builder: inout BatchBuilder) {
    // In two parts, as transforms do.
    let middle = bytes.count / 2
    builder.append(bytes.span.extracting(0..<middle))
    builder.append(bytes.span.extracting(middle..<bytes.count))
  }

  private static func source(_ random: inout SplitMix) -> (Batch?, ModelBatch) {
    var builder = BatchBuilder()
    var model = ModelBatch()
    let first = Int.random(in: 0..<1000, using: &random)
    builder.begin(source: 3, firstIndex: Int64(first), type: .json)
    for number in 0..<Int.random(in: 1..<40, using: &random) {
      let element = bytes(&random)
      append(element, to: &builder)
      builder.endElement()
      model.append(element, [first + number])
    }
    return (builder.freeze(), model)
  }

  /// One stage over a part of a batch, with freezes and roll-backs anywhere.
  private static func stage(
    _ batch: Batch,
    _ range: Range<Int>,
    _ builder: inout BatchBuilder,
    _ random: inout SplitMix
  ) -> (batches: [Batch], expected: ModelBatch) {
    let work = [Operator.map, .filter, .flatMap, .each][Int.random(in: 0..<4, using: &random)]
    let isInverted = work == .filter && Bool.random(using: &random)
    let input = ModelBatch(batch, range)
    let slice = Slice(batch, range)
    var batches: [Batch] = []
    var expected = ModelBatch()
    builder.begin(slice, for: work, isInverted: isInverted, type: .text)
    while builder.position < range.upperBound {
      let number = builder.position - range.lowerBound
      let (element, index) = (input.elements[number], input.indices[number])
      switch work {
      case .map, .each, .reduce:
        if Bool.random(using: &random) {
          append(bytes(&random), to: &builder)
          builder.rollBack()
        }
        let new = bytes(&random)
        append(new, to: &builder)
        builder.endElement()
        if work == .map { expected.append(new, index) }
        builder.position += 1
      case .filter:
        if Int.random(in: 0..<4, using: &random) == 0 {
          let end = Int.random(in: builder.position...range.upperBound, using: &random)
          for position in builder.position..<end where !isInverted {
            let number = position - range.lowerBound
            expected.append(input.elements[number], input.indices[number])
          }
          builder.decide(true, upTo: end)
        } else {
          let isIncluded = Int.random(in: 0..<3, using: &random) > 0
          if isIncluded != isInverted { expected.append(element, index) }
          builder.decide(isIncluded)
          builder.position += 1
        }
      case .flatMap:
        for child in 0..<Int.random(in: 0..<4, using: &random) {
          let new = bytes(&random)
          append(new, to: &builder)
          builder.endElement()
          expected.append(new, index + [child])
          if Int.random(in: 0..<10, using: &random) == 0, let batch = builder.freeze() {
            batches.append(batch)
          }
        }
        builder.finishElement()
      case .route: Issue.record("a route copies nothing")
      }
      if Int.random(in: 0..<8, using: &random) == 0, let batch = builder.freeze() {
        batches.append(batch)
      }
    }
    if builder.hasKeptAll(of: slice) {
      #expect(batches.isEmpty)
      #expect(expected == input)
    }
    if let batch = builder.freeze() { batches.append(batch) }
    return (batches, expected)
  }

  @Test(arguments: 0..<300)
  func `chains of stages give what arrays give`(seed: Int) throws {
    var random = SplitMix(seed)
    let (first, model) = BatchBuilderModelTests.source(&random)
    var batch = try #require(first)
    #expect(ModelBatch(batch) == model)
    #expect(batch.source == 3)
    // One builder for each stage's whole life, as a worker has.
    for _ in 0..<4 {
      var builder = BatchBuilder()
      var largest: Batch?
      for _ in 0..<3 {
        let start = Int.random(in: 0..<batch.count, using: &random)
        let end = Int.random(in: start...batch.count, using: &random)
        let (batches, expected) = BatchBuilderModelTests.stage(
          batch,
          start..<end,
          &builder,
          &random
        )
        var found = ModelBatch()
        for batch in batches {
          found += ModelBatch(batch)
          #expect(batch.source == 3)
          #expect(batch.count > 0)
          if batch.count > largest?.count ?? 0 { largest = batch }
        }
        #expect(found == expected)
      }
      batch = largest ?? batch
    }
  }

  @Test(arguments: 0..<100)
  func `copies with indices of their own are what was copied`(seed: Int) throws {
    var random = SplitMix(seed)
    var builder = BatchBuilder()
    for _ in 0..<4 {
      let depth = Int.random(in: 1...3, using: &random)
      let counts = Bool.random(using: &random)
      builder.begin(copying: BatchShape(depth: depth, type: .json, separator: 0, source: 2))
      var expected = ModelBatch()
      for number in 0..<Int.random(in: 1..<100, using: &random) {
        let element = BatchBuilderModelTests.bytes(&random)
        let index = (0..<depth).map { _ in
          counts && number < 50 ? number + 7 : Int.random(in: 0..<9, using: &random)
        }
        BatchBuilderModelTests.append(element, to: &builder)
        builder.endElement { Int64(index[$0]) }
        expected.append(element, index)
      }
      let frozen = builder.freeze()
      let batch = try #require(frozen)
      #expect(ModelBatch(batch) == expected)
      #expect(batch.depth == depth)
      #expect(batch.separator == 0)
      #expect(batch.source == 2)
      #expect(batch.type == .json)
      if depth > 1 { #expect(batch.indexList != nil) }
    }
  }
}
