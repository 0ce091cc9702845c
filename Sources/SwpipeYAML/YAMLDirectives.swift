import SwpipeCore

/// The `%` lines before the document: what they say, and a text that libyaml reads in spite of them.
struct YAMLDirectives {
  private let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []
  private var edits: [MendedText.Edit] = []
  private var version: SourceSpan?

  private static let known = "YAML has `%YAML 1.2` and `%TAG`, both followed by a line `---`"

  /// The text without the directives that libyaml refuses, and what is wrong with them.
  static func read(_ source: SourceText) -> (text: MendedText, diagnostics: [Diagnostic]) {
    var directives = YAMLDirectives(source: source)
    directives.run()
    return (MendedText(source).applying(directives.edits), directives.diagnostics)
  }

  private init(source: SourceText) { self.source = source }

  private mutating func run() {
    var lines: [Range<Int>] = []
    var line = source.lineRange(at: 0)
    while true {
      let content = source.trimmed(line)
      let first = content.isEmpty ? nil : source.bytes[content.lowerBound]
      if first == UInt8(ascii: "%"), content.lowerBound == line.lowerBound {
        lines.append(content)
      } else if first != nil, first != UInt8(ascii: "#") {
        break
      }
      guard let newline = source.bytes[line.upperBound...].firstIndex(of: UInt8(ascii: "\n")),
        newline + 1 < source.bytes.count
      else { break }
      line = source.lineRange(at: newline + 1)
    }
    for line in lines { read(line) }
    guard let last = lines.last, !startsDocument(line) else { return }
    report("a line `---` is missing behind this directive", last, "the spec begins below `---`")
    // As comments they hold nothing up that comes after them.
    edits = lines.map(comment)
  }

  private func startsDocument(_ line: Range<Int>) -> Bool {
    let text = source.text(source.trimmed(line))
    return text == "---" || text.hasPrefix("--- ") || text.hasPrefix("---\t")
  }

  private mutating func read(_ line: Range<Int>) {
    let words = source.text(line).split { $0 == " " || $0 == "\t" }
      .prefix { !$0.hasPrefix("#") }
    switch words.first {
    case "%YAML": readVersion(words.dropFirst().first.map(String.init), line)
    case "%TAG" where words.count == 3: return
    case "%TAG":
      report("`%TAG` needs a handle and a prefix", line, "such as `%TAG !e! tag:example.com,2000:`")
      edits.append(comment(line))
    default:
      warn("`\(words.first ?? "%")` is no directive that YAML knows", line, Self.known)
      edits.append(comment(line))
    }
  }

  private mutating func readVersion(_ version: String?, _ line: Range<Int>) {
    let place = SourceSpan(source: source, range: line)
    if let first = self.version {
      diagnostics.append(
        Diagnostic(
          .yamlDirective,
          "`%YAML` stands twice",
          at: place,
          help: "keep one of the two",
          related: [.init(span: first, message: "it stands here first")]
        )
      )
      edits.append(comment(line))
      return
    }
    self.version = place
    let remedy = "write `%YAML 1.2`, or remove the line"
    switch version {
    case "1.2": return
    case "1.1", "1.0":
      warn(
        "the spec is read by YAML 1.2, in which `yes`, `on`, `010` and `1:30` are texts",
        line,
        remedy
      )
      // libyaml takes 1.1, and refuses 1.0.
      if version == "1.0" { edits.append(comment(line)) }
    case let version?:
      let parts = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      edits.append(comment(line))
      if parts.count == 2, parts[0] == 1, parts[1] != nil {
        warn("the spec is read by YAML 1.2, not \(version)", line, remedy)
      } else {
        report("`\(version)` is no version of YAML that swpipe reads", line, remedy)
      }
    case nil:
      edits.append(comment(line))
      report("`%YAML` names no version", line, remedy)
    }
  }

  /// The line as a comment, every byte in its place.
  private func comment(_ line: Range<Int>) -> MendedText.Edit {
    MendedText.Edit(
      range: line.lowerBound..<line.lowerBound + 1,
      replacement: [UInt8(ascii: "#")]
    )
  }

  private mutating func warn(_ message: String, _ line: Range<Int>, _ help: String) {
    let span = SourceSpan(source: source, range: line)
    diagnostics.append(Diagnostic(.yamlDirective, .warning, message, at: span, help: help))
  }

  private mutating func report(_ message: String, _ line: Range<Int>, _ help: String) {
    let span = SourceSpan(source: source, range: line)
    diagnostics.append(Diagnostic(.yamlDirective, message, at: span, help: help))
  }
}
