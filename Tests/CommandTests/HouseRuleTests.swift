import CommandSupport
import Testing

/// Rules of the code that neither the compiler nor the linter holds.
@Suite struct HouseRuleTests {
  private static let sources = Repository.files(below: "Sources", suffix: ".swift")
  private static let all = sources + Repository.files(below: "Tests", suffix: ".swift")

  /// What switches a check off; each use stands in docs/unsafe.md with its reason.
  ///
  /// Written in two parts, so that this file does not find itself.
  private static let marks = [
    "@unchecked " + "Sendable", "nonisolated" + "(unsafe)", "fatal" + "Error(",
    "try" + "! ", "unsafe" + "BitCast(", "swift-format-" + "ignore",
  ]

  @Test func `what switches a check off is on the list, with its reason`() {
    var found: Set<String> = []
    for file in Self.all {
      let text = Repository.text(file)
      for mark in Self.marks {
        let count = text.ranges(of: mark).count
        if count > 0 { found.insert("| `\(file)` | `\(mark)` | \(count) |") }
      }
    }
    var listed: Set<String> = []
    for line in Repository.text("docs/unsafe.md").split(separator: "\n") where line.hasPrefix("| `")
    {
      let cells = line.split(separator: "|").map { $0.trimming() }
      #expect(cells.count == 4 && !(cells.last ?? "").isEmpty, "no reason: \(line)")
      listed.insert("| " + cells.prefix(3).joined(separator: " | ") + " |")
    }
    #expect(found.subtracting(listed).isEmpty, "not in docs/unsafe.md")
    #expect(listed.subtracting(found).isEmpty, "in docs/unsafe.md, and no longer in the code")
  }

  @Test(arguments: sources)
  func `no source imports Foundation`(_ file: String) {
    #expect(Repository.text(file).firstMatch(of: /import Foundation/) == nil, "\(file)")
  }

  /// SwpipeCore's element path is public, so that other modules inline it, and so is what plugins in
  /// Swift are written with, which are other packages; all else is `package`.
  private static let published = [
    "Sources/SwpipeCore/", "Sources/SwpipePluginKit/", "Sources/ExampleSwiftPlugin/",
  ]

  @Test(arguments: sources.filter { file in !published.contains { file.hasPrefix($0) } })
  func `nothing is public but the element path and the kit of plugins`(_ file: String) {
    #expect(Repository.text(file).firstMatch(of: /(?m)^\s*(public|open)[ ]/) == nil, "\(file)")
  }

  @Test(arguments: all.filter { !$0.hasPrefix("Sources/SwpipeSystem/") })
  func `only SwpipeSystem calls Linux past Glibc`(_ file: String) {
    #expect(Repository.text(file).firstMatch(of: /import C[L]inux/) == nil, "\(file)")
  }

  @Test(arguments: ["CNettle", "CXXHash"])
  func `one file of the program imports a shim`(_ shim: String) throws {
    let use = try Regex("(?m)^[a-z ]*import \(shim)$")
    let importers = Self.sources.filter { Repository.text($0).firstMatch(of: use) != nil }
    #expect(importers.count == 1, "\(importers)")
  }

  /// A comparison with one kind says nothing to the compiler where a new kind comes; a property of
  /// `WorkerKind` goes through all of them.
  @Test(arguments: sources)
  func `what kinds of workers differ in is asked of the kind`(_ file: String) {
    let comparison = Repository.text(file).firstMatch(
      of: /[kK]ind[)?]* [!=]= \.(sync|thread|process|task)\b/
    )
    #expect(comparison == nil, "\(file): \(comparison?.0 ?? "")")
  }

  @Test(arguments: all)
  func `a file has at most 400 lines`(_ file: String) {
    #expect(Repository.text(file).utf8.count { $0 == UInt8(ascii: "\n") } <= 400, "\(file)")
  }

  @Test func `the module graph of docs/architecture.md is that of Package.swift`() {
    var declared: Set<String> = []
    let package = Repository.text("Package.swift")
    let targets = package.matches(
      of: /\.(?:target|executableTarget)\(\s*name: "(\w+)"(.*?)(?=\n    \.|\n  \])/
        .dotMatchesNewlines()
    )
    for target in targets where !target.2.contains("path: \"Tests/") {
      guard let list = target.2.firstMatch(of: /dependencies: \[(.*?)\]/.dotMatchesNewlines())
      else {
        declared.insert("\(target.1) → nothing")
        continue
      }
      let names = list.1.matches(of: /(?:name: )?"(\w+)"(?!\))/).map { String($0.1) }
      for name in names where name != "package" { declared.insert("\(target.1) → \(name)") }
    }
    var drawn: Set<String> = []
    for line in Repository.text("docs/architecture.md").split(separator: "\n") {
      guard let arrow = line.firstMatch(of: /^(\w+) +→ (.*)$/) else { continue }
      for name in arrow.2.split(separator: ",") { drawn.insert("\(arrow.1) → \(name.trimming())") }
    }
    #expect(declared.subtracting(drawn).isEmpty, "missing in docs/architecture.md")
    #expect(drawn.subtracting(declared).isEmpty, "not in Package.swift")
  }
}

extension StringProtocol {
  /// The text without blanks at both ends.
  fileprivate func trimming() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
