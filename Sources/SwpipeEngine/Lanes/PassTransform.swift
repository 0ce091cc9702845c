internal import SwpipeCore

/// Lets every element through; what an `ordered` operator is where the order is kept upstream.
struct PassTransform: FilterTransform {
  func isIncluded(_ element: Span<UInt8>) throws(ElementFailure) -> Bool { true }
}
