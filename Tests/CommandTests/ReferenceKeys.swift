import CommandSupport

/// What docs/reference/keys.md says of each key, in parts that have one blank for any space.
enum ReferenceKeys {
  static func read() -> [(key: String, said: [String])] {
    let page = Repository.text("docs/reference/keys.md")
    let sections = page.split(separator: "\n### ").dropFirst()
    return sections.map { section in
      let lines = section.split(separator: "\n")
      var said: [String] = []
      for line in lines.dropFirst() {
        if line.hasPrefix("## ") { break }
        if line.hasPrefix("```") { continue }
        // A sentence, because the summary stands elsewhere than the help.
        let text =
          line.hasPrefix("- `")
          ? line.dropFirst(3).replacing("`: ", with: " ", maxReplacements: 1) : line
        said += text.split(separator: ". ").map {
          $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
      }
      return (lines.first.map { $0.filter { $0 != "`" } } ?? "", said)
    }
  }
}
