import ArgumentParser

/// `swpipe plugin new`: writes the beginning of a plugin.
struct PluginNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes the beginning of a plugin, which works as it is.",
    discussion: """
      The plugin gives one transform, NAME.greet, and NAME.yaml runs it. No file is written over.

      Examples:
        swpipe plugin new score --language python
        swpipe plugin new geo --language c

      Exit status: 0 done, 2 usage or a file is there already, 74 a file cannot be written.
      """
  )

  /// What the plugin is written in.
  enum Language: String, ExpressibleByArgument, CaseIterable {
    case c
    case swift
    case python
  }

  @ArgumentParser.Argument(help: "The name of the plugin: letters, digits and `_`.")
  var name: String

  @Option(help: "What it is written in.")
  var language: Language

  func validate() throws {
    let isWord = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard isWord, let first = name.first, !first.isNumber else {
      throw ValidationError(
        "`\(name)` is no name: it begins with a letter, and has letters, digits and `_`"
      )
    }
    if Self.reserved.contains(name) {
      throw ValidationError(
        "`\(name)` is a word of a language, or a module that the plugin needs"
      )
    }
  }

  func run() throws {
    releaseSignals()
    let skeleton =
      switch language {
      case .c: Skeleton.c(name)
      case .swift: Skeleton.swift(name)
      case .python: Skeleton.python(name)
      }
    try skeleton.write()
    var text = skeleton.files.map { "wrote \($0.path)\n" }.joined() + "\nnext:\n"
    for line in skeleton.next { text += "  \(line)\n" }
    StandardOutput.write(text)
  }

  /// Names that a module or an identifier of one of the languages cannot have, or should not.
  private static let reserved = Set(
    """
    False None True and as assert async await break case char class const continue def default
    del do double elif else enum except extern finally float for from func global goto if import
    in int is lambda let long nonlocal not or pass raise return short signed sizeof static struct
    swift switch swpipe_plugin try typedef union unittest unsigned var void while with yield
    """.split(whereSeparator: \.isWhitespace).map { String($0) }
  )
}
