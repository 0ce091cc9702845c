import CommandSupport
import GoldenSupport
import SwpipeCore
import Testing

@testable import SwpipePlugins

/// The example in Swift, which the kit makes a library of.
///
/// Not in builds for a sanitizer: the library then needs a program that has the sanitizer in it.
@Suite(.disabled(if: Sanitizer.isOn)) struct SwiftPluginTests {
  /// It stands beside the test runner.
  private let path = Repository.products + "/libswpipe-example.so"

  private func manifest() throws -> PluginManifest {
    try LibraryDescription.manifest(of: path, program: Repository.binary)
  }

  private func harness(_ name: String, _ work: Operator, _ arguments: [String: Argument] = [:])
    throws -> LibraryHarness
  {
    var harness = try LibraryHarness(name, work, arguments)
    harness.path = path
    harness.transform = try #require(try manifest().transforms.first { $0.name == name })
    return harness
  }

  @Test func `its manifest says what the Swift types say`() throws {
    let manifest = try manifest()
    #expect(manifest.transforms.map(\.name) == ["example.slug", "example.ngrams"])
    let ngrams = try #require(manifest.transforms.last)
    #expect(ngrams.summary == "Gives each run of neighbouring words of a text")
    #expect(ngrams.operators == [.flatMap])
    #expect(ngrams.accepts == .text)
    #expect(ngrams.gives == .same)
    #expect(ngrams.isThreadSafe && !ngrams.needsOneWorker && !ngrams.blocks)
    #expect(
      ngrams.parameters == [
        ParameterInfo(
          name: "n",
          type: .integer(1...9),
          defaultArgument: .integer(2),
          isRequired: false,
          help: "The words in each run."
        )
      ]
    )
  }

  @Test func `its map gives what it emits, and fails with its own words`() throws {
    let outcome = try harness("example.slug", .map).run(["Hello, World!", "Über 9000", "?!", ""])
    #expect(outcome.texts == ["hello-world", "über-9000"])
    #expect(
      outcome.failures == [
        2: "there is no letter in \"?!\"", 3: "there is no letter in \"\"",
      ]
    )
  }

  @Test func `its filter keeps what it says it keeps`() throws {
    let words = ["hello-world", "Hello", "a b", "b"]
    #expect(try harness("example.slug", .filter).run(words).texts == ["hello-world", "b"])
  }

  @Test func `its flat_map gives any number`() throws {
    let outcome = try harness("example.ngrams", .flatMap).run(["a b c", "", "d", "e f"])
    #expect(outcome.texts == ["a b", "b c", "e f"])
    #expect(outcome.indices == [[0, 0], [0, 1], [3, 0]])
    let three = try harness("example.ngrams", .flatMap, ["n": .integer(3)]).run(["a b c d"])
    #expect(three.texts == ["a b c", "b c d"])
  }

  @Test func `its start may refuse`() throws {
    let refused = try harness("example.slug", .map, ["separator": .text("--")])
    let failure = try #require(throws: RunFailure.self) { _ = try refused.start() }
    #expect(failure.status == .resource)
    #expect(failure.message.hasSuffix(": the separator is not one character"))
    let underlined = try harness("example.slug", .map, ["separator": .text("_")])
    #expect(try underlined.run(["A b"]).texts == ["a_b"])
  }

  @Test func `the plugin of the page on plugins in Swift is one`() async throws {
    let source = try #require(
      LiteratePage("docs/plugins-c.md").file("Sources/Shout/Shout.swift")
    )
    let file = try Compiler.path("Shout.swift")
    try #require(TextFile.write(source, to: file))
    let library = try Compiler.path("libshout.so")
    let objects = ["SwpipePluginKit", "CSwpipePlugin"].flatMap { target in
      let folder = "\(Repository.products)/\(target).build"
      return TextFile.names(in: folder).filter { $0.hasSuffix(".o") }.map { "\(folder)/\($0)" }
    }
    let (status, said) = try await Compiler.run(
      [
        "swiftc", "-swift-version", "6", "-warnings-as-errors", "-parse-as-library",
        "-emit-library",
        "-static-stdlib", "-module-name", "Shout", "-I", "\(Repository.products)/Modules", "-Xcc",
        "-fmodule-map-file=\(Repository.products)/CSwpipePlugin.build/module.modulemap", "-o",
        library, file,
      ] + objects,
      log: library + ".log"
    )
    try #require(status == 0, "\(said)")
    let manifest = try LibraryDescription.manifest(of: library, program: Repository.binary)
    var harness = try LibraryHarness("shout", .map, ["marks": .integer(2)])
    harness.path = library
    harness.transform = try #require(manifest.transforms.first)
    let outcome = try harness.run(["hello", ""])
    #expect(outcome.texts == ["HELLO!!"])
    #expect(outcome.failures == [1: "there is nothing to say"])
  }

  @Test func `the package of that page is one`() async throws {
    let page = LiteratePage("docs/plugins-c.md")
    let folder = try Folder(files: [
      "Package.swift": try #require(page.file("Package.swift")),
      "Sources/Shout/Shout.swift": try #require(page.file("Sources/Shout/Shout.swift")),
    ])
    let (status, said) = try await Compiler.run(
      ["swift", "package", "--package-path", folder.path, "dump-package"],
      log: folder.path + "/package.log"
    )
    #expect(status == 0, "\(said)")
    #expect(said.contains("\"SwpipePluginKit\"") && said.contains("\"-static-stdlib\""))
  }
}
