/// What `{a,b}` in a pattern of paths stands for.
///
/// As a shell has it: braces nest, a backslash takes a character's meaning away, and braces without a comma stand
/// for themselves.
enum BraceAlternatives {
  /// The pattern once for each alternative, in their order; itself alone where it has none.
  static func all(of pattern: String) -> [String] {
    let text = Array(pattern.utf8)
    guard let braces = first(in: text) else { return [pattern] }
    let before = text[..<braces.start]
    let after = text[(braces.end + 1)...]
    let ends = braces.commas + [braces.end]
    let starts = [braces.start + 1] + braces.commas.map { $0 + 1 }
    return zip(starts, ends).flatMap { start, end in
      all(of: String(decoding: before + text[start..<end] + after, as: UTF8.self))
    }
  }

  /// The first braces with a comma of their own: where they and their commas are.
  private static func first(in text: [UInt8]) -> (start: Int, commas: [Int], end: Int)? {
    var open: [(start: Int, commas: [Int])] = []
    var found: (start: Int, commas: [Int], end: Int)?
    var at = 0
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\\"): at += 1
      case UInt8(ascii: "{"): open.append((at, []))
      case UInt8(ascii: ",") where !open.isEmpty: open[open.count - 1].commas.append(at)
      case UInt8(ascii: "}"):
        guard let last = open.popLast(), !last.commas.isEmpty else { break }
        if last.start < found?.start ?? .max { found = (last.start, last.commas, at) }
      default: break
      }
      at += 1
    }
    return found
  }
}
