internal import SwpipeCore

/// Where the members of an object stand that are kept, while others are left out.
struct JSONMemberGap {
  /// The byte behind the last member that is kept, or behind the opening brace.
  var keptEnd: Int
  var hasKept = false
  /// The byte behind the last member, whether it is kept or not.
  var lastEnd: Int
  /// Whether the members right before are left out, and the bytes from `keptEnd` on not copied.
  var isOpen = false

  init(behind opening: Int) {
    keptEnd = opening
    lastEnd = opening
  }
}

extension JSONEditor {
  /// Copies what stands before a range; the range itself is done with.
  mutating func replace(
    _ range: Range<Int>,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) {
    output.append(copied..<range.lowerBound, of: document)
    copied = range.upperBound
  }

  /// A member stays, with the comma before it.
  mutating func keep(_ member: Range<Int>, _ gap: inout JSONMemberGap) {
    if gap.isOpen {
      copied = gap.hasKept ? gap.lastEnd : member.lowerBound
      gap.isOpen = false
    }
    gap.hasKept = true
    gap.keptEnd = member.upperBound
    gap.lastEnd = member.upperBound
  }

  /// A member goes, with one comma.
  mutating func leaveOut(
    _ member: Range<Int>,
    _ gap: inout JSONMemberGap,
    _ document: JSONDocument,
    _ output: inout BatchBuilder
  ) {
    if !gap.isOpen {
      if copied < gap.keptEnd { output.append(copied..<gap.keptEnd, of: document) }
      // White space behind the brace stays where it is.
      if !gap.hasKept { output.append(gap.keptEnd..<member.lowerBound, of: document) }
      gap.isOpen = true
    }
    gap.lastEnd = member.upperBound
  }

  /// The object's last member has been passed.
  mutating func close(_ gap: inout JSONMemberGap) {
    guard gap.isOpen else { return }
    copied = gap.lastEnd
    gap.isOpen = false
  }
}
