/// What elements of different runs are compared by: the element_index, then the input.
struct SortKey: Comparable {
  /// The numbers of the element_index.
  var numbers: [Int64] = []
  var input = 0

  static func < (a: SortKey, b: SortKey) -> Bool {
    for (left, right) in zip(a.numbers, b.numbers) where left != right { return left < right }
    if a.numbers.count != b.numbers.count { return a.numbers.count < b.numbers.count }
    return a.input < b.input
  }
}
