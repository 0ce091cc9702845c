import CommandSupport
import Testing

/// What `swpipe plugin new` writes: built, validated, run and tested as it is.
@Suite struct SkeletonTests {
  /// A cache of manifests of its own, and the package for Python.
  private static func environment(_ folder: Folder) -> [String: String] {
    ["XDG_CACHE_HOME": "\(folder.path)/cache", "PYTHONPATH": Tool.pythonPath]
  }

  /// Writes a skeleton into a fresh folder; the folder and what was printed.
  private static func new(_ name: String, _ language: String) async throws -> (Folder, Outcome) {
    let folder = try Folder()
    let outcome = try await Swpipe.run(["plugin", "new", name, "--language", language], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    return (folder, outcome)
  }

  /// Validates, runs and tests it.
  private static func expectToWork(_ name: String, plugin: String, in folder: Folder) async throws {
    let environment = environment(folder)
    let checked = try await Swpipe.run(
      ["validate", "\(name).yaml"],
      in: folder,
      environment: environment
    )
    #expect(checked.text == "1 file, 0 errors\n", "\(checked)")
    let run = try await Swpipe.run(["run", "\(name).yaml"], in: folder, environment: environment)
    #expect(run.lines.count == 2, "\(run)")
    #expect(run.text.hasSuffix("Good day, bob!\n"), "\(run)")
    #expect(run.errors.isEmpty && run.status == 0, "\(run)")
    let test = try await PluginTestTests.whole([plugin], in: folder, environment: environment)
    #expect(test.status == 0, "\(test)")
    #expect(TestLines(test.text)?.failed.isEmpty == true, "\(test)")
  }

  @Test(arguments: [
    ("c", "`make` may build it, by ./Makefile"),
    ("rust", "`cargo build --release` may build it, by ./Cargo.toml"),
    ("swift", "`swift build -c release` may build it, by ./Package.swift"),
  ])
  func `a library that is not built yet is told what builds it`(
    _ language: String,
    _ help: String
  ) async throws {
    let (folder, _) = try await Self.new("geo", language)
    let outcome = try await Swpipe.run(["run", "geo.yaml"], in: folder)
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("help: \(help)\n"), "\(outcome)")
    // From elsewhere, as paths are relative to the spec.
    let above = try Folder()
    try above.write(folder.text("geo.yaml") ?? "", to: "specs/geo.yaml")
    let lost = try await Swpipe.run(["run", "specs/geo.yaml"], in: above)
    #expect(lost.errors.contains("help: paths of plugins are relative to the spec\n"), "\(lost)")
  }

  @Test func `a plugin in C builds without warnings and works`() async throws {
    let (folder, outcome) = try await Self.new("geo", "c")
    #expect(folder.names == ["Makefile", "geo.c", "geo.yaml"])
    #expect(outcome.text.contains("next:\n  make\n"), "\(outcome)")
    let built = try await Tool.run(
      ["make", "SWPIPE_INCLUDE=\(Tool.include)", "CFLAGS=-Wall -Wextra -Wpedantic -Werror"],
      in: folder
    )
    #expect(built.status == 0, "\(built)")
    try await Self.expectToWork("geo", plugin: "./libgeo.so", in: folder)
  }

  @Test func `a plugin in Rust has what the example has`() async throws {
    let (folder, outcome) = try await Self.new("slug", "rust")
    #expect(folder.names == ["Cargo.toml", "slug.yaml", "src"])
    #expect(outcome.text.contains("next:\n  cargo build --release\n"), "\(outcome)")
    #expect(folder.text("src/swpipe.rs") == Repository.text("Sources/examples/rust/src/swpipe.rs"))
  }

  @Test(.enabled(if: Tool.hasCargo, "cargo is not here, so that nothing in Rust was built"))
  func `a plugin in Rust builds without warnings and works`() async throws {
    let (folder, _) = try await Self.new("slug", "rust")
    let built = try await Compiler.run(
      ["env", "-C", folder.path, "cargo", "build", "--quiet", "--release", "--offline"],
      log: folder.path + "/build.log"
    )
    #expect(built.status == 0 && built.output.isEmpty, "\(built)")
    try await Self.expectToWork("slug", plugin: "./target/release/libslug.so", in: folder)
  }

  @Test func `a plugin in Python works, and so does its test`() async throws {
    let (folder, _) = try await Self.new("score", "python")
    #expect(folder.names == ["score.py", "score.yaml", "test_score.py"])
    try await Self.expectToWork("score", plugin: "score.py", in: folder)
    let tested = try await Tool.run(
      ["python3", "-m", "unittest", "test_score"],
      in: folder,
      environment: Self.environment(folder)
    )
    #expect(tested.status == 0, "\(tested)")
  }

  /// Building it would build the kit again; its sources are checked against the kit that is here.
  @Test func `a plugin in Swift fits the kit`() async throws {
    let (folder, outcome) = try await Self.new("slug", "swift")
    let names = ["Offer", "Greet"].map { "Sources/slug/\($0).swift" }
    #expect(folder.names == ["Package.swift", "Sources", "slug.yaml"])
    #expect(outcome.text.contains("  swift build -c release\n"), "\(outcome)")
    // Where the kit's module stands, whatever binary is tested.
    let built = Repository.products
    let checked = try await Compiler.run(
      ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6", "-warnings-as-errors"]
        + ["-module-name", "slug", "-I", "\(built)/Modules", "-Xcc"]
        + ["-fmodule-map-file=\(built)/CSwpipePlugin.build/module.modulemap"]
        + names.map { "\(folder.path)/\($0)" },
      log: "\(folder.path)/swiftc.log"
    )
    #expect(checked.status == 0, "\(checked.output)")
    let package = try await Compiler.run(
      ["swiftc", "-parse", "\(folder.path)/Package.swift"],
      log: "\(folder.path)/package.log"
    )
    #expect(package.status == 0, "\(package.output)")
  }

  @Test func `the package for Python writes the same module and test`() async throws {
    let (folder, _) = try await Self.new("score", "python")
    let other = try Folder()
    let outcome = try await Tool.run(
      ["python3", "-m", "swpipe_plugin", "new", "score"],
      in: other,
      environment: Self.environment(other)
    )
    #expect(outcome.status == 0, "\(outcome)")
    for name in ["score.py", "test_score.py"] {
      #expect(folder.text(name) != nil)
      #expect(folder.text(name) == other.text(name), "\(name)")
    }
  }

  @Test(arguments: [
    ("c", "geo.c"), ("python", "geo.yaml"), ("swift", "Package.swift"), ("rust", "Cargo.toml"),
  ])
  func `no file is written over, and then none at all`(
    _ language: String,
    _ name: String
  ) async throws {
    let folder = try Folder(files: [name: "mine"])
    let outcome = try await Swpipe.run(
      ["plugin", "new", "geo", "--language", language],
      in: folder
    )
    #expect(outcome.errors.contains("`\(name)`"), "\(outcome)")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(folder.names == [name])
    #expect(folder.text(name) == "mine")
  }

  @Test(arguments: ["9lives", "a-b", "../x", "", "import", "größe"])
  func `a name that no module could have is refused`(_ name: String) async throws {
    let folder = try Folder()
    let outcome = try await Swpipe.run(["plugin", "new", name, "--language", "c"], in: folder)
    #expect(outcome.errors.contains("`\(name)` is "), "\(outcome)")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(folder.names.isEmpty)
  }
}
