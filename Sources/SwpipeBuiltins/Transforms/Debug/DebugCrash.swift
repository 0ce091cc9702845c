internal import Glibc
internal import SwpipeCore

/// `debug.crash`: ends its worker's process at an element; for tests, and in no list.
struct DebugCrash: MapTransform {
  static let element = Parameter<String>.text("on", "The element that it ends at.")
  static let way = Parameter<String>.choice(
    "by",
    of: ["segv", "abort", "kill", "exit"],
    default: "segv",
    "A signal, or exit."
  )
  static let status = Parameter<Int64>.integer(
    "status",
    in: 0...255,
    default: 3,
    "What exit gives."
  )
  static let marker = Parameter<String?>.optional(
    .text("once", "A file that is made the first time, after which nothing ends any more.")
  )

  static let definition = Definition(
    name: "debug.crash",
    summary: "Ends the process of its worker at an element",
    parameters: [element.info, way.info, status.info, marker.info],
    examples: [],
    role: .transform(
      TransformRole(operators: [.map, .each], accepts: .any, gives: .same) { arguments, _, _ in
        DebugCrash(
          element: Array(arguments[element].utf8),
          way: arguments[way],
          status: Int32(arguments[status]),
          marker: arguments[marker]
        )
      }
    )
  )

  let element: [UInt8]
  let way: String
  let status: Int32
  let marker: String?

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(element)
    let isMeant = element.withUnsafeBufferPointer { $0.elementsEqual(self.element) }
    if isMeant, isFirst { crash() }
  }

  /// Whether this is to happen: made known before, because there is no after.
  private var isFirst: Bool {
    guard let marker else { return true }
    let descriptor = open(marker, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }

  private func crash() {
    switch way {
    case "segv":
      signal(SIGSEGV, SIG_DFL)
      raise(SIGSEGV)
    case "abort":
      signal(SIGABRT, SIG_DFL)
      raise(SIGABRT)
    case "kill": raise(SIGKILL)
    default: _exit(status)
    }
  }
}
