package import SwpipeCore

/// The source `dead_letters`, which `swpipe replay` puts before a stage, or in the place of a source: what
/// failed there.
///
/// No spec can name it.
package final class DeadLetterSource: Source {
  /// A copy of the file of dead letters.
  package static let path = Parameter<String>.file("path", "The copy.")
  /// What the file is called in messages.
  package static let name = Parameter<String>.text("name", "The file's name.")
  /// Where the file is, which no sink but the dead letters' may replace.
  package static let original = Parameter<String>.file("original", "The file.")
  /// The stage or source whose elements are given.
  package static let stage = Parameter<String>.text("stage", "The stage or source.")
  /// Whether they are rows, which the format of the source's own arguments reads.
  package static let rows = Parameter<Bool>.boolean(
    "rows",
    default: false,
    "Whether they are rows."
  )

  private let reader: DeadLetterReader
  private let places: InputPlaces
  /// Nil for elements, which are given as they are.
  private let rows: LetterRows?
  private var waiting: ArraySlice<DeadLetterReader.Letter> = []

  init(_ reader: DeadLetterReader, rows: LetterRows?, places: InputPlaces) {
    self.reader = reader
    self.rows = rows
    self.places = places
    places.keepAll()
  }

  /// Gives the letters of one type that stand together, or what their rows are now.
  package func read(into output: inout BatchBuilder) throws(RunFailure) -> SourceState {
    if let rows { return try read(rows, into: &output) }
    while waiting.isEmpty {
      guard let letters = try reader.next() else { return reader.isStopped ? .stopped : .end }
      waiting = letters[...]
    }
    guard let type = waiting.first?.type else { return .more }
    output.type = type
    while let letter = waiting.first, letter.type == type {
      if let place = letter.place {
        places.note(position: output.nextIndex, file: place.file, line: place.line)
      }
      output.append(letter.bytes.span)
      output.endElement()
      waiting.removeFirst()
    }
    return .more
  }

  private func read(_ rows: LetterRows, into output: inout BatchBuilder) throws(RunFailure)
    -> SourceState
  {
    while !output.isFull {
      if let row = try rows.decode(into: &output) { return .badRow(row) }
      if rows.isOpen { continue }
      if let letter = waiting.popFirst() {
        rows.begin(letter, position: output.nextIndex, places: places)
      } else if output.count > 0 {
        return .more
      } else {
        guard let letters = try reader.next() else { return reader.isStopped ? .stopped : .end }
        waiting = letters[...]
      }
    }
    return .more
  }

  package func close() {
    reader.close()
  }

  /// The arguments of a source that say how it reads rows.
  package static func rowArguments(of source: Arguments) -> [String: Argument] {
    let names = ReadingFormat.parameters.map(\.name)
    return source.values.filter { names.contains($0.key) }
  }

  /// Not in any list: only replay makes a plan with it.
  package static let definition = Definition(
    name: "dead_letters",
    summary: "Gives the elements of a file of dead letters that failed in one stage",
    parameters: [path.info, name.info, original.info, stage.info, rows.info]
      + ReadingFormat.parameters,
    examples: [],
    role: .source(
      SourceRole(
        gives: { $0[rows] ? ReadingFormat.of($0).gives : .json },
        paths: { [$0[original]] },
        hasReadPaths: true,
        make: { (arguments, context) throws(RunFailure) in
          DeadLetterSource(
            try DeadLetterReader(
              path: arguments[path],
              name: arguments[name],
              stage: arguments[stage],
              readiness: context.readiness
            ),
            rows: arguments[rows] ? LetterRows(arguments, context) : nil,
            places: context.places
          )
        }
      )
    )
  )
}
