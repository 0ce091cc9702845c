import SwpipeCore

@testable import SwpipeBuiltins

/// Decodes chunks in a format, as one read each.
func decode(
  _ format: Format,
  _ chunks: [[UInt8]],
  limit: Int = 1 << 30
) throws -> Collected {
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
    StreamSource(input, format: format, context: context),
    places: places,
    type: format.elementType
  )
}

func decode(_ format: Format, _ text: String, limit: Int = 1 << 30) throws -> Collected {
  try decode(format, [Array(text.utf8)], limit: limit)
}

/// All ways to give bytes in two reads, and the way of one byte a read.
func splits(_ bytes: [UInt8]) -> [[[UInt8]]] {
  var ways = (1..<max(bytes.count, 1)).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
  ways.append(bytes.map { [$0] })
  return ways
}
