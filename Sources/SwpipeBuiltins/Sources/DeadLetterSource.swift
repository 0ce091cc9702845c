package import SwpipeCore

/// The source `dead_letters`, which `swpipe replay` puts before a stage: what failed there.
///
/// No spec can name it.
package final class DeadLetterSource: Source {
  /// A copy of the file of dead letters.
  package static let path = Parameter<String>.file("path", "The copy.")
  /// What the file is called in messages.
  package static let name = Parameter<String>.text("name", "The file's name.")
  /// Where the file is, which no sink but the dead letters' may replace.
  package static let original = Parameter<String>.file("original", "The file.")
  /// The stage whose elements are given.
  package static let stage = Parameter<String>.text("stage", "The stage.")

  private let reader: DeadLetterReader
  private let places: InputPlaces
  private var waiting: ArraySlice<DeadLetterReader.Letter> = []

  init(_ reader: DeadLetterReader, places: InputPlaces) {
    self.reader = reader
    self.places = places
  }

  /// Gives the letters of one type that stand together.
  package func read(into output: inout BatchBuilder) throws(RunFailure) -> SourceState {
    while waiting.isEmpty {
      guard let letters = try reader.next() else { return .end }
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

  package func close() {
    reader.close()
  }

  /// Not in any list: only replay makes a plan with it.
  package static let definition = Definition(
    name: "dead_letters",
    summary: "Gives the elements of a file of dead letters that failed in one stage",
    parameters: [path.info, name.info, original.info, stage.info],
    examples: [],
    role: .source(
      SourceRole(
        gives: { _ in .json },
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
            places: context.places
          )
        }
      )
    )
  )
}
