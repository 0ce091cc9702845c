/// A page whose code blocks are files to be written, commands to be run, and what they print.
///
/// A block with a file name behind its language is that file; one marked `sh` is run where the files
/// are; one marked `text` right behind it is what that prints.
package struct LiteratePage {
  /// What a block is.
  package enum Step {
    case file(name: String, text: String)
    case command(line: Int, text: String, output: String?)
  }

  package let steps: [Step]

  package init(_ page: String) {
    var steps: [Step] = []
    var opened: (line: Int, words: [Substring])?
    var text = ""
    let lines = Repository.text(page).split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if let block = opened {
        guard line == "```" else {
          text += line + "\n"
          continue
        }
        opened = nil
        switch (block.words.first, block.words.count) {
        case (_, 2): steps.append(.file(name: String(block.words[1]), text: text))
        case ("sh", 1): steps.append(.command(line: block.line, text: text, output: nil))
        case ("text", 1):
          guard case .command(let line, let command, nil)? = steps.last else { continue }
          steps[steps.count - 1] = .command(line: line, text: command, output: text)
        default: break
        }
      } else if line.hasPrefix("```") {
        opened = (number + 1, line.dropFirst(3).split(separator: " "))
        text = ""
      }
    }
    self.steps = steps
  }

  /// The file of a name.
  package func file(_ wanted: String) -> String? {
    for case .file(let name, let text) in steps where name == wanted { return text }
    return nil
  }
}
