internal import SwpipeCore

/// The filter that holds for every element; what `identity` is as a filter.
struct KeepAll: FilterTransform {
  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    output.decide(true, upTo: slice.range.upperBound)
  }

  mutating func isIncluded(_ element: Span<UInt8>) -> Bool { true }
}
