internal import SwpipeCore

/// Takes the elements out of a file of dead letters, one read at a time.
final class DeadLetterReader {
  /// One element that failed.
  struct Letter {
    var stage: String
    var type: ElementType
    var bytes: [UInt8]
    /// Where the element came from at first, or else where the letter stands.
    var place: InputPlace?
    /// For a row of a source: the columns of the file that it stood in.
    var columns: BadRow.Columns?
  }

  private let name: String
  private let stage: String?
  private let places = InputPlaces()
  private let source: StreamSource
  private var lines = BatchBuilder()
  private var scratch = BatchBuilder()
  private var position: Int64 = 0
  private var isAtEnd = false
  /// Whether it was asked to stop before the end.
  private(set) var isStopped = false

  /// Opens the file; `stage` picks the elements of one stage, nil takes all.
  init(
    path: String,
    name: String,
    stage: String?,
    readiness: any Readiness
  ) throws(RunFailure) {
    self.name = name
    self.stage = stage
    let context = SourceContext(
      id: "dead letters",
      readiness: readiness,
      places: places,
      elementLimit: 1 << 30
    )
    source = StreamSource(
      try Input(path: path, name: name, readiness: readiness),
      decoder: LineDecoder(.jsonl, elementLimit: context.elementLimit),
      context: context
    )
  }

  /// The letters of the next read; nil at the end.
  func next() throws(RunFailure) -> [Letter]? {
    guard !isAtEnd else { return nil }
    lines.begin(source: 0, firstIndex: position, type: .json)
    switch try source.read(into: &lines) {
    case .more: break
    case .end: isAtEnd = true
    case .stopped: (isAtEnd, isStopped) = (true, true)
    case .badRow(let row): throw RunFailure(.element, row.message, input: row.place)
    }
    position = lines.nextIndex
    guard let batch = lines.freeze() else { return isAtEnd ? nil : [] }
    let slice = Slice(batch, 0..<batch.count)
    var letters: [Letter] = []
    for element in slice.range {
      let place = places.place(of: slice.sourcePosition(element))
      do throws(JSONProblem) {
        let letter = try slice.withElement(element) { (span) throws(JSONProblem) in
          try self.letter(span)
        }
        guard var letter else { throw JSONProblem(at: 0, "expected stage, type and input") }
        letter.place = letter.place ?? place
        if stage == nil || stage == letter.stage { letters.append(letter) }
      } catch {
        throw RunFailure(
          .element,
          "a line is no dead letter: \(error.reason)",
          help: "replay reads what `dead_letter:` wrote: JSON objects with stage, type and input",
          input: place ?? InputPlace(file: name, line: nil)
        )
      }
    }
    return letters
  }

  func close() {
    source.close()
  }

  /// Nil where a member is missing.
  private func letter(_ text: Span<UInt8>) throws(JSONProblem) -> Letter? {
    var scanner = JSONScanner()
    guard scanner.peek(text) == UInt8(ascii: "{"), try scanner.enterObject(text) else { return nil }
    var stage: String?
    var type: ElementType?
    var bytes: [UInt8]?
    var (file, line): (String?, Int?)
    var columns: BadRow.Columns?
    repeat {
      let key = string(text, try scanner.skipKey(text))
      switch (key, scanner.peek(text)) {
      case (_, UInt8(ascii: "\"")): break
      case ("header", UInt8(ascii: "[")):
        columns = .names(try strings(text, &scanner))
        continue
      default:
        let number = Int(string(text, try scanner.skipValue(text)), radix: 10)
        if key == "line" { line = number }
        if key == "fields" { columns = number.flatMap { $0 > 0 ? .count($0) : nil } }
        continue
      }
      let value = try scanner.skipString(text)
      switch key {
      case "file": file = string(text, value)
      case "stage": stage = string(text, value)
      case "type": type = ElementType(rawValue: string(text, value))
      case "input": bytes = unescaped(text, value)
      case "input_base64": bytes = decoded(text, value)
      default: break
      }
    } while try scanner.continueObject(text)
    try scanner.skipEnd(text)
    guard let stage, let type, let bytes else { return nil }
    let place = file.map { InputPlace(file: $0, line: line) }
    return Letter(stage: stage, type: type, bytes: bytes, place: place, columns: columns)
  }

  /// The strings of an array; anything else in it is an error.
  private func strings(_ text: Span<UInt8>, _ scanner: inout JSONScanner) throws(JSONProblem)
    -> [String]
  {
    var strings: [String] = []
    var hasMore = try scanner.enterArray(text)
    while hasMore {
      _ = scanner.peek(text)
      strings.append(string(text, try scanner.skipString(text)))
      hasMore = try scanner.continueArray(text)
    }
    return strings
  }

  private func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: unescaped(text, range), as: UTF8.self)
  }

  private func unescaped(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    scratch.begin(source: 0, firstIndex: 0, type: .text)
    scratch.append(unescaping: text.extracting(range))
    return takeScratch()
  }

  private func decoded(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    scratch.begin(source: 0, firstIndex: 0, type: .text)
    let problem = Base64.standard.decode(text.extracting(range), to: &scratch)
    let bytes = takeScratch()
    return problem == nil ? bytes : nil
  }

  private func takeScratch() -> [UInt8] {
    let bytes = scratch.withUnfinished { span in (0..<span.count).map { span[$0] } }
    scratch.rollBack()
    return bytes
  }
}
