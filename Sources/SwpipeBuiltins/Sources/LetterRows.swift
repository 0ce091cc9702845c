internal import SwpipeCore

/// Reads the rows of dead letters as the source did that could not, in case they were mended since.
///
/// A letter may give no row, or several.
final class LetterRows {
  private let decoder: any Decoder
  private let readiness: any Readiness
  private var input: Input?

  /// Takes arguments with those of the source.
  init(_ arguments: Arguments, _ context: SourceContext) {
    decoder = ReadingFormat.of(arguments).decoder(arguments, context.elementLimit)
    readiness = context.readiness
  }

  /// Whether there is more in the letter at hand.
  var isOpen: Bool { input != nil }

  /// Begins a letter, whose first row has a position.
  func begin(_ letter: DeadLetterReader.Letter, position: Int64, places: InputPlaces) {
    let file = letter.place?.file ?? ""
    input = Input(bytes: letter.bytes, name: file, readiness: readiness)
    let row = DecodedInput.Row(columns: letter.columns)
    decoder.begin(
      DecodedInput(file: file, position: position, line: letter.place?.line ?? 1, row: row),
      places: places
    )
  }

  /// Goes on with the letter at hand; gives a row that is still none.
  func decode(into output: inout BatchBuilder) throws(RunFailure) -> BadRow? {
    guard let open = input.take() else { return nil }
    switch try decoder.decode(open, into: &output) {
    case .endOfFile, .stopped: return nil
    case .elements:
      input = consume open
      return nil
    case .badRow(let row):
      input = consume open
      return row
    }
  }
}
