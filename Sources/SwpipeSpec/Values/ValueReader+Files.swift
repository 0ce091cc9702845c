import SwpipeCore

extension ValueReader {
  /// The path of a file.
  func file(_ node: SpecNode, for name: String) -> String? {
    guard let path = text(node, for: name) else { return nil }
    guard !path.isEmpty, !path.utf8.contains(0) else {
      findings.error(
        .wrongType,
        "`\(name)` needs the path of a file, not \(node.description)",
        at: node.span,
        related: node.related
      )
      return nil
    }
    guard let unexpanded = Self.unexpanded(path) else { return path }
    findings.error(
      .invalidArgument,
      "`\(unexpanded.sign)` means nothing at the start of a path in a spec",
      at: node.span,
      help: "write `\(unexpanded.meant)`; a folder of that name here is `./\(unexpanded.sign)`",
      related: node.related
    )
    return nil
  }

  /// What a shell would have put in at the start of a path, and how a spec says it.
  static func unexpanded(_ path: String) -> (sign: String, meant: String)? {
    let start = path.prefix { $0 != "/" }
    if start == "~" { return ("~", "${HOME}" + path.dropFirst(1)) }
    guard start.hasPrefix("$") else { return nil }
    let name = start.dropFirst()
    let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard isName, let first = name.first, !first.isNumber else { return nil }
    return (String(start), "${\(name)}" + path.dropFirst(start.count))
  }
}
