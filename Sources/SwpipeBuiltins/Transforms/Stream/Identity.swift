internal import SwpipeCore

/// `identity`: everything as it is.
struct Identity: MapTransform {
  static let definition = Definition(
    name: "identity",
    summary: "Passes elements on unchanged",
    details:
      "A place for workers, a queue or an order where nothing is to be done to the elements.",
    examples: [
      .stage("Any text", "map: identity", input: ["a", "b"], output: ["a", "b"]),
      .stage(
        "As a queue between source and sink",
        "map: identity\nkind: thread\nmaxsize: 10",
        input: ["a"],
        output: ["a"]
      ),
      .stage("edge: empty lines", "filter: identity", input: ["", ""], output: ["", ""]),
    ],
    role: .transform(
      TransformRole(operators: [.map, .filter, .flatMap, .each], accepts: .any, gives: .same) {
        _,
        work,
        _ in
        switch work {
        case .filter: KeepAll()
        case .map, .flatMap, .each, .route, .reduce: Identity(work: work)
        }
      }
    )
  )

  let work: Operator

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    guard work != .each else {
      output.position = slice.range.upperBound
      return
    }
    while output.position < slice.range.upperBound, !output.isFull {
      slice.withElement(output.position) { output.append($0) }
      output.endElement()
      if work == .flatMap { output.finishElement() } else { output.position += 1 }
    }
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(element)
  }
}
