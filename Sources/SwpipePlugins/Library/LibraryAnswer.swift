internal import SwpipeCore

/// What the process that describes a library says of it, on descriptor 3: a letter, the number of bytes
/// that follow, and those.
enum LibraryAnswer {
  /// `M`: the manifest, as the library gives it.
  case manifest([UInt8])
  /// `P`: a problem; its message and its help, with a NUL between.
  case problem(PluginProblem)

  /// The most bytes of a manifest.
  static let limit = PluginLimits.manifest
  /// The letter and the number.
  private static let headerSize = 9

  /// The answer as it is sent.
  var bytes: [UInt8] {
    let (letter, payload): (UInt8, [UInt8]) =
      switch self {
      case .manifest(let json): (UInt8(ascii: "M"), json)
      case .problem(let problem):
        (UInt8(ascii: "P"), Array("\(problem.message)\0\(problem.help ?? "")".utf8))
      }
    let count = UInt64(payload.count)
    return [letter] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + payload
  }

  /// How many bytes the answer has that begins with these; nil while that cannot be said.
  static func size(of received: [UInt8]) -> Int? {
    guard received.count >= headerSize else { return nil }
    let count = (0..<8).reduce(0 as UInt64) { $0 | UInt64(received[1 + $1]) << UInt64(8 * $1) }
    return headerSize + Int(min(count, UInt64(limit + 1)))
  }

  /// Reads a whole answer; nil where it is none.
  init?(_ received: [UInt8]) {
    guard let size = LibraryAnswer.size(of: received), received.count == size else { return nil }
    let payload = received[LibraryAnswer.headerSize...]
    switch received[0] {
    case UInt8(ascii: "M"): self = .manifest(Array(payload))
    case UInt8(ascii: "P"):
      let parts = payload.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let help = parts[1].isEmpty ? nil : String(decoding: parts[1], as: UTF8.self)
      self = .problem(
        PluginProblem(message: String(decoding: parts[0], as: UTF8.self), help: help)
      )
    default: return nil
    }
  }
}
