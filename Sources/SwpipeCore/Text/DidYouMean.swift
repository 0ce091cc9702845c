/// Finds the name that somebody who misspelled it had in mind.
package enum DidYouMean {
  /// The nearest candidate, or nil if none is near enough to be meant.
  ///
  /// Near is a distance of at most 2, or of a third of the name's length where that is more, and
  /// always less than the whole name; one more where both begin with the same word and a separator
  /// (`on_end`, `on_done`). Where nothing is near, the one name of which it is the last or first
  /// word (`replace` of `text.replace`) is meant. Case does not count, and `-` and `_` are one letter. Of two
  /// candidates at the same distance the first wins. Costs O(n·m) for each candidate of a length
  /// that can be near.
  package static func suggestion(
    for name: String,
    among candidates: some Sequence<String>
  ) -> String? {
    let wanted = folded(name)
    guard !wanted.isEmpty else { return nil }
    let bound = min(max(2, wanted.count / 3), wanted.count - 1)
    let firstWord = firstWord(of: wanted)
    var nearest = Int.max
    var best: String?
    for candidate in candidates {
      let offered = folded(candidate)
      let isRelated = !firstWord.isEmpty && offered.starts(with: firstWord)
      let limit = min(nearest - 1, bound + (isRelated ? 1 : 0))
      guard let found = distance(wanted, offered, limit: limit), found < offered.count else {
        continue
      }
      best = candidate
      if found == 0 { break }
      nearest = found
    }
    return best ?? onlyOne(with: wanted, among: candidates)
  }

  /// The one candidate of several words that begins or ends with these; nil if there are more.
  private static func onlyOne(with words: [Character], among candidates: some Sequence<String>)
    -> String?
  {
    let longer = candidates.filter { candidate in
      let name = folded(candidate)
      let rest = name.count - words.count
      return rest > 1
        && (name.starts(with: words) && isSeparator(name[words.count])
          || name[rest...].elementsEqual(words) && isSeparator(name[rest - 1]))
    }
    return longer.count == 1 ? longer.first : nil
  }

  private static func isSeparator(_ letter: Character) -> Bool { letter == "-" || letter == "." }

  private static func folded(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "_" ? "-" : $0 }
  }

  /// The letters up to the first separator, and that; empty if there is none.
  private static func firstWord(of name: [Character]) -> ArraySlice<Character> {
    name.firstIndex(where: isSeparator).map { name[...$0] } ?? []
  }

  /// The Damerau-Levenshtein distance in its "optimal string alignment" form, or nil past the limit.
  ///
  /// Insertions, deletions, replacements and swaps of neighbours count one each.
  private static func distance(_ left: [Character], _ right: [Character], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in 0..<right.count {
        let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
        var least = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      if current.allSatisfy({ $0 > limit }) { return nil }
      beforeLast = last
      last = current
    }
    let result = last[right.count]
    return result <= limit ? result : nil
  }
}
