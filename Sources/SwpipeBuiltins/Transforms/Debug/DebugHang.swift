internal import Glibc
internal import SwpipeCore

/// `debug.hang`: never comes back from an element, whatever asks it to; for tests, and in no list.
struct DebugHang: MapTransform {
  static let element = Parameter<String>.text("on", "The element that it hangs at.")

  static let definition = Definition(
    name: "debug.hang",
    summary: "Hangs at an element",
    parameters: [element.info],
    examples: [],
    role: .transform(
      TransformRole(
        operators: [.map, .flatMap, .each],
        accepts: .any,
        gives: .same,
        waiting: .blocks
      ) { arguments, work, _ in
        DebugHang(element: Array(arguments[element].utf8), work: work)
      }
    )
  )

  let element: [UInt8]
  let work: Operator

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(element)
    hang(at: element)
  }

  /// As a flat_map it gives each element, and only then hangs.
  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder) {
    while output.position < slice.range.upperBound, !output.isFull {
      slice.withElement(output.position) { element in
        output.append(element)
        output.endElement()
        hang(at: element)
      }
      if work == .flatMap { output.finishElement() } else { output.position += 1 }
    }
  }

  private func hang(at element: Span<UInt8>) {
    guard element.withUnsafeBufferPointer({ $0.elementsEqual(self.element) }) else { return }
    while true { sleep(1000) }
  }
}
