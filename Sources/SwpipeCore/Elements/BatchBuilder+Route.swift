extension BatchBuilder {
  /// The way of an element that goes nowhere.
  public static let noWay = UInt16.max

  /// A route's verdict on the element at `position`: the number of its way, or `noWay`, and whether
  /// anybody is there that way.
  @inlinable
  public mutating func decide(way: UInt16, isKept: Bool) {
    precondition(mode == .route, "only a route sends elements on different ways")
    // Elements that failed were passed by.
    while waysStart + ways.count < position { ways.append(BatchBuilder.noWay) }
    ways.append(way)
    if isKept { kept += 1 }
  }

  /// Calls `body` with the position of the first element whose way was not handed on yet, and the ways
  /// from there on; forgets them then.
  package mutating func takeWays<Result>(_ body: (_ start: Int, Span<UInt16>) -> Result) -> Result {
    defer {
      waysStart += ways.count
      ways.removeAll(keepingCapacity: true)
    }
    return body(waysStart, ways.span)
  }
}
