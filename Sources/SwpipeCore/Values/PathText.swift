/// Writes a path as a spec has it.
package enum PathText {
  /// A path into the element: `.`, `.a.b[3]`, `."na me"`.
  package static func element(_ keys: [Template.PathKey]) -> String {
    guard let first = keys.first else { return "." }
    if case .position = first { return "." + below(keys) }
    return below(keys)
  }

  /// What stands behind the name of a variable: nothing, `.a.b[3]`.
  package static func below(_ keys: [Template.PathKey]) -> String {
    keys.map { key in
      switch key {
      case .position(let position): return "[\(position)]"
      case .name(let name):
        let isPlain =
          name.utf8.allSatisfy { $0 == 0x5F || isDigit($0) || isLetter($0) }
          && name.utf8.first.map { !isDigit($0) } == true
        return "." + (isPlain ? name : JSONText.quoted(name))
      }
    }.joined()
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
