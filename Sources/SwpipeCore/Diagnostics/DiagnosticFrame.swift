/// The source line of a span with a run of carets under the thing, and the place above it.
struct DiagnosticFrame {
  let span: SourceSpan
  /// The character that underlines.
  let mark: Character
  let tone: DiagnosticPaint.Tone
  /// The width of the widest line number of the diagnostic, so that its frames stand in line.
  let gutter: Int

  /// Source is shown up to this many columns; of a longer line, a window around the thing.
  private static let width = 120
  /// The columns shown before the thing where the line's start does not fit.
  private static let lead = 40
  private static let tabWidth = 4
  /// How many bytes to each side of the thing's start are looked at.
  private static let reach = 4096

  /// A character of the line as it is shown, and the columns it takes.
  private struct Cell {
    let text: String
    let width: Int
  }

  /// The frame's lines, each with its newline.
  func render(_ paint: DiagnosticPaint) -> String {
    let start = span.start
    let end = span.end
    let part = linePart(start.line)
    let cells = Self.cells(of: span.source.text(part.range))
    let thing = span.range.clamped(to: part.range)
    let first = Self.count(span.source.text(part.range.lowerBound..<thing.lowerBound), cells)
    var last = Self.count(span.source.text(part.range.lowerBound..<thing.upperBound), cells)
    // A span over several lines is underlined to the first line's end, its trailing blanks excepted.
    if end.line != start.line {
      while last > first + 1, cells[last - 1].text.allSatisfy(\.isWhitespace) { last -= 1 }
    }

    let window = Self.window(cells, around: first..<max(first, last))
    let shown = cells[window].map(\.text).joined()
    let before = (part.isCutBefore || window.lowerBound > 0 ? "…" : "")
    let after = (part.isCutAfter || window.upperBound < cells.count ? "…" : "")
    let indent = before.count + cells[window.lowerBound..<first].reduce(0) { $0 + $1.width }
    let underlined = cells[first..<max(first, min(last, window.upperBound))]
    let run = max(1, underlined.reduce(0) { $0 + $1.width })

    let margin = String(repeating: " ", count: gutter)
    let number = String(start.line)
    let padding = String(repeating: " ", count: max(0, gutter - number.count))
    let bar = paint.text("|", as: .gutter)
    let arrow = paint.text("-->", as: .gutter)
    let place = String(span.place.description.map(Self.visible))
    let source = Self.withoutTrailingBlanks(before + shown + after)
    let carets = paint.text(String(repeating: mark, count: run), as: tone)
    return """
      \(margin)\(arrow) \(place)
      \(margin) \(bar)
      \(padding)\(paint.text(number, as: .gutter)) \(bar)\(source.isEmpty ? "" : " ")\(source)
      \(margin) \(bar) \(String(repeating: " ", count: indent))\(carets)

      """
  }

  /// The part of the span's first line that is looked at, because a line may be as long as a file.
  private func linePart(
    _ number: Int
  ) -> (range: Range<Int>, isCutBefore: Bool, isCutAfter: Bool) {
    let line = span.source.lineRange(number)
    var start = max(line.lowerBound, min(span.range.lowerBound, line.upperBound) - Self.reach)
    var end = min(line.upperBound, max(span.range.lowerBound, line.lowerBound) + Self.reach)
    // No cut inside a character's bytes.
    while start > line.lowerBound, span.source.bytes[start] & 0xC0 == 0x80 { start -= 1 }
    while end < line.upperBound, span.source.bytes[end] & 0xC0 == 0x80 { end += 1 }
    return (start..<max(start, end), start > line.lowerBound, end < line.upperBound)
  }

  private static func count(_ text: String, _ cells: [Cell]) -> Int {
    min(text.count, cells.count)
  }

  /// The character, or a picture of it where it would move the cursor or the order of the text.
  static func visible(_ character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first else { return character }
    switch scalar.value {
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map(Character.init) ?? "\u{FFFD}"
    case 0x7F: return "\u{2421}"
    // Blanks that are none to YAML, and characters without any width.
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return "\u{237D}"
    case 0xAD, 0x200B...0x200F, 0x2060: return "\u{25AF}"
    case 0x80..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: return "\u{FFFD}"
    default: return character
    }
  }

  private static func cells(of line: String) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    for character in line {
      let cell: Cell
      if character == "\t" {
        let width = tabWidth - column % tabWidth
        cell = Cell(text: String(repeating: " ", count: width), width: width)
      } else {
        let shown = visible(character)
        cell = Cell(text: String(shown), width: DisplayWidth.of(shown))
      }
      column += cell.width
      cells.append(cell)
    }
    return cells
  }

  /// The cells to show: all of them if they fit, else as many as fit around the thing.
  private static func window(_ cells: [Cell], around thing: Range<Int>) -> Range<Int> {
    guard cells.reduce(0, { $0 + $1.width }) > width else { return 0..<cells.count }
    var start = thing.lowerBound
    var columns = 0
    let wanted = cells[..<thing.upperBound].reduce(0) { $0 + $1.width } < width ? width : lead
    while start > 0, columns + cells[start - 1].width <= wanted {
      start -= 1
      columns += cells[start].width
    }
    var end = start
    columns = 0
    while end < cells.count, columns + cells[end].width <= width {
      columns += cells[end].width
      end += 1
    }
    return start..<end
  }

  private static func withoutTrailingBlanks(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
