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
    case rust
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
      case .rust: Skeleton.rust(name)
      }
    try skeleton.write()
    var text = skeleton.files.map { "wrote \($0.path)\n" }.joined() + "\nnext:\n"
    for line in skeleton.next { text += "  \(line)\n" }
    StandardOutput.write(text)
  }

  /// Names that a module or an identifier of one of the languages cannot have, or should not.
  private static let reserved = Set(
    """
    False None Self True alloc and as assert async await break case char class const continue core
    crate def default del do double dyn elif else enum except extern false finally float fn for from
    func global goto if impl import in int is lambda let long loop match mod move mut nonlocal not or
    pass proc_macro pub raise ref return self short signed sizeof static std struct super swift switch
    swpipe_plugin test trait true try type typedef union unittest unsafe unsigned use var void where
    while with yield
    """.split(whereSeparator: \.isWhitespace).map { String($0) }
  )
}
