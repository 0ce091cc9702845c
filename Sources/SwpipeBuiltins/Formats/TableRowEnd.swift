/// Looks for the end of a row, over as many reads as it takes; each byte is looked at once.
///
/// A row ends with the first newline that is not within quotes. Says nothing of whether the row is
/// right, so that it also finds where to go on behind one that is not.
struct TableRowEnd {
  private enum State {
    case fieldStart
    case plain
    case quoted
    /// Behind a quote in a quoted field, which ends it or is the first of two.
    case closed
  }

  private let style: TableStyle
  private var state = State.fieldStart
  /// The next byte to look at; behind the row's newline in the end.
  private(set) var offset: Int

  init(_ style: TableStyle, from offset: Int) {
    self.style = style
    self.offset = offset
  }

  /// Goes on to the row's end; false where the bytes end first.
  mutating func scan(_ bytes: Span<UInt8>) -> Bool {
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch state {
      case .quoted:
        if byte == style.quote { state = .closed }
        continue
      case .closed where byte == style.quote: state = .quoted
      case .fieldStart where byte == style.quote: state = .quoted
      case .fieldStart, .plain, .closed:
        if byte == UInt8(ascii: "\n") { return true }
        state = byte == style.delimiter ? .fieldStart : .plain
      }
    }
    return false
  }

  /// Says that so many bytes in front of the row were dropped.
  mutating func shift(by count: Int) {
    offset -= count
  }
}
