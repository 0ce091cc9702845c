import CommandSupport
import GoldenSupport
import Testing

/// The plugins in Sources/examples/, each built as it says and run by its spec.
@Suite struct ExampleTests {
  private static let root = "Sources/examples"

  /// A fresh folder with a copy of an example, from which it reaches the repository's header.
  private static func copy(_ name: String) throws -> Folder {
    let folder = try Folder()
    for suffix in ["Makefile", ".c", "Cargo.toml", "lib.rs", "swpipe.rs", ".yaml"] {
      for file in Repository.files(below: "\(root)/\(name)", suffix: suffix)
      where !file.contains("/target/") {
        try folder.write(Repository.text(file), to: file)
      }
    }
    try folder.link("Sources/CSwpipePlugin")
    return folder
  }

  private static func expectToWork(
    _ name: String,
    _ spec: String,
    builtBy words: [String]
  ) async throws -> Folder {
    let folder = try copy(name)
    let (status, said) = try await Compiler.run(
      ["env", "-C", folder.path] + words,
      log: folder.path + "/build.log"
    )
    try #require(status == 0, "\(said)")
    #expect(!said.contains("warning"), "\(said)")
    let checked = try await Swpipe.run(["validate", "--deny", "warnings", root], in: folder)
    #expect(checked.status == 0, "\(checked)")
    let outcome = try await Swpipe.run(["run", "\(root)/\(name)/\(spec).yaml"], in: folder)
    let expected = Repository.text("Tests/CommandTests/Examples/\(spec).stdout")
    #expect(outcome.status == 0 && outcome.text == expected, "\(outcome)")
    return folder
  }

  @Test func `the plugin in C is built and gives what is expected of it`() async throws {
    _ = try await Self.expectToWork("c", "near_berlin", builtBy: ["make", "-C", "\(Self.root)/c"])
  }

  @Test(.enabled(if: Tool.hasCargo, "cargo is not here, so that the plugin in Rust was not built"))
  func `the plugin in Rust is built without a network, keeps the contract and gives its output`()
    async throws
  {
    let folder = try await Self.expectToWork(
      "rust",
      "visitors",
      builtBy: [
        "cargo", "build", "--quiet", "--release", "--offline", "--manifest-path",
        "\(Self.root)/rust/Cargo.toml",
      ]
    )
    let tested = try await PluginTestTests.whole(
      [
        "\(Self.root)/rust/target/release/libip.so", "--arguments",
        #"{"network": "2001:db8::/32"}"#, "--element", "2001:db8::1 here", "--element",
        "192.0.2.255",
      ],
      in: folder
    )
    #expect(tested.status == 0, "\(tested)")
    #expect(TestLines(tested.text)?.failed.isEmpty == true, "\(tested)")
  }
}
