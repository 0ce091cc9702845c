internal import Glibc
internal import SwpipeCore

/// `debug.allocate`: takes memory without end at an element; for tests, and in no list.
///
/// Past `most` bytes it gives up and passes the element on, so that a test that fails harms nobody.
struct DebugAllocate: MapTransform {
  static let element = Parameter<String>.text("on", "The element that it allocates at.")
  static let most = Parameter<ByteSize>.size(
    "most",
    default: ByteSize(bytes: 1 << 30),
    "Where it stops after all."
  )

  static let definition = Definition(
    name: "debug.allocate",
    summary: "Takes memory without end at an element",
    parameters: [element.info, most.info],
    examples: [],
    role: .transform(
      TransformRole(operators: [.map, .each], accepts: .any, gives: .same) { arguments, _, _ in
        DebugAllocate(element: Array(arguments[element].utf8), most: arguments[most].bytes)
      }
    )
  )

  private static let step = 1 << 20
  let element: [UInt8]
  let most: Int

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(element)
    guard element.withUnsafeBufferPointer({ $0.elementsEqual(self.element) }) else { return }
    var blocks: [[UInt8]] = []
    while blocks.count * Self.step < most {
      blocks.append([UInt8](repeating: UInt8(blocks.count & 0xFF), count: Self.step))
    }
  }
}
