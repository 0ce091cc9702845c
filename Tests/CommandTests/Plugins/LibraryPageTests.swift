import CommandSupport
import GoldenSupport
import Testing

/// docs/plugins-c.md, done as it is written, with what `make install-header` installs and no more.
@Suite struct LibraryPageTests {
  private let page = LiteratePage("docs/plugins-c.md")

  /// A folder with the header installed in `prefix`, and the environment that it takes to use it.
  private func install() async throws -> (folder: Folder, environment: [String: String]) {
    let folder = try Folder()
    let prefix = folder.path + "/prefix"
    let (status, output) = try await Compiler.run(
      ["make", "-C", Repository.root, "install-header", "PREFIX=\(prefix)", "DESTDIR="],
      log: folder.path + "/make.log"
    )
    try #require(status == 0, "\(output)")
    return (
      folder,
      [
        "PATH": "\(Repository.products):/usr/bin:/bin",
        "PKG_CONFIG_PATH": "\(prefix)/lib/pkgconfig",
      ]
    )
  }

  @Test func `its C plugin is built and run as it says`() async throws {
    let (folder, environment) = try await install()
    var outputs = 0
    for step in page.steps {
      switch step {
      case .file(let name, let text): try folder.write(text, to: name)
      case .command(let line, let text, let output):
        let settings = environment.map { "\($0)=\($1)" }
        let (status, said) = try await Compiler.run(
          ["env", "-C", folder.path, "-i"] + settings + ["sh", "-euc", text],
          log: folder.path + "/\(line).log"
        )
        #expect(status == 0, "docs/plugins-c.md:\(line): \(said)")
        if let output {
          #expect(said == output, "docs/plugins-c.md:\(line)")
          outputs += 1
        }
      }
    }
    #expect(outputs > 0)
  }

  @Test func `the folder for plugins is where it says, and a plugin in it needs no declaration`()
    async throws
  {
    let (folder, environment) = try await install()
    let flags = environment.map { "\($0)=\($1)" }
    let (status, plugins) = try await Compiler.run(
      ["env"] + flags + ["pkg-config", "--variable=plugindir", "swpipe-plugin"],
      log: folder.path + "/plugindir.log"
    )
    try #require(status == 0, "\(plugins)")
    #expect(plugins == folder.path + "/prefix/lib/swpipe/plugins\n")
    let source = try #require(page.file("caesar.c"))
    _ = try await Compiler.library(source, named: "caesar")
    try folder.write("stages: [{map: {caesar: 3}}]\n", to: "spec.yaml")
    let built = try Compiler.path("caesar.so")
    let (copied, said) = try await Compiler.run(
      ["cp", built, folder.path + "/prefix/lib/swpipe/plugins"],
      log: folder.path + "/cp.log"
    )
    try #require(copied == 0, "\(said)")
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array("xyz\n".utf8),
      environment: ["SWPIPE_PLUGIN_PATH": folder.path + "/prefix/lib/swpipe/plugins"]
    )
    #expect(outcome.text == "abc\n", "\(outcome)")
  }

  @Test func `what is uninstalled is gone, but not what others put there`() async throws {
    let (folder, _) = try await install()
    let prefix = folder.path + "/prefix"
    try folder.write("", to: "prefix/lib/swpipe/plugins/mine.so")
    for expected in [["mine.so"], []] {
      let (status, said) = try await Compiler.run(
        ["make", "-C", Repository.root, "uninstall", "PREFIX=\(prefix)", "DESTDIR="],
        log: folder.path + "/make.log"
      )
      #expect(status == 0, "\(said)")
      #expect(TextFile.names(in: prefix + "/include").isEmpty)
      #expect(TextFile.names(in: prefix + "/lib/pkgconfig").isEmpty)
      #expect(TextFile.names(in: prefix + "/lib/swpipe/plugins") == expected)
      _ = try await Compiler.run(
        ["rm", "-f", prefix + "/lib/swpipe/plugins/mine.so"],
        log: "/dev/null"
      )
    }
  }
}
