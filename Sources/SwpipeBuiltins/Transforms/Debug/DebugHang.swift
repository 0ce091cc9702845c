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
      TransformRole(operators: [.map, .each], accepts: .any, gives: .same, waiting: .blocks) {
        arguments,
        _,
        _ in
        DebugHang(element: Array(arguments[element].utf8))
      }
    )
  )

  let element: [UInt8]

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(element)
    guard element.withUnsafeBufferPointer({ $0.elementsEqual(self.element) }) else { return }
    while true { sleep(1000) }
  }
}
