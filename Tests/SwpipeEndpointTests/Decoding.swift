import SwpipeCore

@testable import SwpipeBuiltins

/// Decodes chunks in a format, as one read each.
func decode(
  _ format: FormatDefinition,
  _ chunks: [[UInt8]],
  _ arguments: [String: Argument] = [:],
  limit: Int = 1 << 30
) throws -> Collected {
  guard let reading = format.reading else { preconditionFailure("\(format.name) is not read") }
  let arguments = Arguments(arguments)
  let problems = reading.check(arguments)
  precondition(problems.isEmpty, "\(problems)")
  let script = Script(chunks)
  let places = InputPlaces()
  let context = SourceContext(id: "source", readiness: script, places: places, elementLimit: limit)
  let input = try Input(
    descriptor: script.reading,
    name: "in",
    isOwned: false,
    readiness: script
  )
  return Collected(
    StreamSource(input, decoder: reading.decoder(arguments, limit), context: context),
    places: places,
    type: reading.gives
  )
}

func decode(
  _ format: FormatDefinition,
  _ text: String,
  _ arguments: [String: Argument] = [:],
  limit: Int = 1 << 30
) throws -> Collected {
  try decode(format, [Array(text.utf8)], arguments, limit: limit)
}

extension FormatDefinition {
  static let lines = LineFormats.lines
  static let nul = LineFormats.nul
  static let jsonl = LineFormats.jsonl
  static let json = DocumentFormats.json
  static let csv = TableFormats.csv
  static let tsv = TableFormats.tsv

  /// The encoder of some arguments, which must be right.
  func encoder(_ arguments: [String: Argument] = [:]) -> any Encoder & ~Copyable {
    guard let writing else { preconditionFailure("\(name) is not written") }
    let arguments = Arguments(arguments)
    let problems = writing.check(arguments)
    precondition(problems.isEmpty, "\(problems)")
    return writing.encoder(arguments)
  }
}

/// All ways to give bytes in two reads, and the way of one byte a read.
func splits(_ bytes: [UInt8]) -> [[[UInt8]]] {
  var ways = (1..<max(bytes.count, 1)).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
  ways.append(bytes.map { [$0] })
  return ways
}

/// What a decoder gave: elements and bad rows in their order, as bytes and messages.
enum Decoded: Equatable {
  case element([UInt8])
  case bad(String, line: Int?, [UInt8])
}

/// Decodes to the end, past rows that are none; a failure of the file is thrown.
func decodeRaw(
  _ format: FormatDefinition,
  _ chunks: [[UInt8]],
  _ arguments: [String: Argument] = [:]
) throws -> [Decoded] {
  guard let reading = format.reading else { preconditionFailure("\(format.name) is not read") }
  let arguments = Arguments(arguments)
  precondition(reading.check(arguments).isEmpty)
  let script = Script(chunks)
  let input = try Input(descriptor: script.reading, name: "in", isOwned: false, readiness: script)
  let decoder = reading.decoder(arguments, 1 << 30)
  decoder.begin(DecodedInput(file: "in", position: 0), places: InputPlaces())
  var decoded: [Decoded] = []
  var builder = BatchBuilder()
  var position: Int64 = 0
  while true {
    builder.begin(source: 0, firstIndex: position, type: reading.gives)
    let state = try decoder.decode(input, into: &builder)
    if let batch = builder.freeze() {
      position += Int64(batch.count)
      let slice = Slice(batch, 0..<batch.count)
      for element in slice.range {
        decoded.append(
          .element(slice.withElement(element) { span in (0..<span.count).map { span[$0] } })
        )
      }
    }
    switch state {
    case .elements: continue
    case .badRow(let row):
      position += 1
      decoded.append(.bad(row.message, line: row.place.line, row.bytes))
    case .endOfFile, .stopped: return decoded
    }
  }
}
