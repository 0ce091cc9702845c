/// Reads sizes as specs write them.
package enum SizeText {
  private static let units: [(name: String, bytes: Int64)] = [
    ("B", 1), ("KB", 1_000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20),
    ("GB", 1_000_000_000), ("GiB", 1 << 30), ("TB", 1_000_000_000_000), ("TiB", 1 << 40),
  ]
  private static let form =
    "a size has a unit: B, KB, KiB, MB, MiB, GB, GiB, TB or TiB, as in `64KiB` or `1.5GB`"

  /// The bytes of `64KiB` or `1.5MB`; a bare `0` is 0.
  package static func bytes(_ text: String) throws(UnitProblem) -> Int {
    if text == "0" { return 0 }
    guard let parts = UnitText.parts(of: text), let part = parts.first, parts.count == 1 else {
      throw UnitProblem(help: form)
    }
    if part.unit.isEmpty {
      throw UnitProblem(help: "say the unit: `\(text)B`, or `\(text)MiB`")
    }
    let name = part.unit == "kB" ? "KB" : part.unit
    guard let unit = units.first(where: { $0.name == name }) else {
      let near = units.first { $0.name.lowercased() == part.unit.lowercased() }
      let short = units.first {
        $0.name.first == part.unit.uppercased().first && $0.name.count == 3
      }
      let help =
        if let near {
          "write it `\(near.name)`"
        } else if let short, part.unit.count == 1 {
          "did you mean `\(part.number)\(short.name)`?"
        } else {
          form
        }
      throw UnitProblem(range: part.unitRange, help: help)
    }
    guard let value = UnitText.scaled(part.number, by: unit.bytes) else {
      throw UnitProblem(help: "the largest size is about 8,388,607TiB")
    }
    return Int(value)
  }

  /// A number of bytes in the largest unit that divides it.
  package static func text(_ bytes: Int) -> String {
    if bytes == 0 { return "0" }
    let unit = units.filter { Int64(bytes) % $0.bytes == 0 }.max { $0.bytes < $1.bytes }
    guard let unit else { return "\(bytes)B" }
    return "\(Int64(bytes) / unit.bytes)\(unit.name)"
  }
}
