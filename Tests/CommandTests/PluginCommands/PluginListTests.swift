import CommandSupport
import Testing

/// How list, explain and describe know plugins.
@Suite struct PluginListTests {
  /// A folder with a plugin, installed in `plugins`, and a spec that declares another one.
  private static func folder() throws -> Folder {
    let other = FlawedPlugin.script(.none).replacing("raw.same", with: "other.same")
    return try Folder(files: [
      "plugins/raw.py": FlawedPlugin.script(.none),
      "plugins/no_plugin.py": "print('hello')\n",
      "other.py": other,
      "spec.yaml": "plugins: [./other.py]\nstages:\n  - map: other.same\n    with: {count: 1}\n",
      "broken.yaml": "plugins: [./missing.py]\nstages: [{map: identity}]\n",
    ])
  }

  private static func run(_ arguments: String..., in folder: Folder) async throws -> Outcome {
    try await Swpipe.run(
      arguments,
      in: folder,
      environment: [
        "XDG_CACHE_HOME": "\(folder.path)/cache", "SWPIPE_PLUGIN_PATH": "\(folder.path)/plugins",
      ]
    )
  }

  @Test func `list shows what installed plugins offer, and those of a spec`() async throws {
    let folder = try Self.folder()
    let installed = try await Self.run("list", "transforms", in: folder)
    let line = try #require(installed.lines.first { $0.hasPrefix("raw.same ") }, "\(installed)")
    #expect(
      line.wholeMatch(of: /raw\.same +map +Gives each element back \(raw\)/) != nil,
      "\(line)"
    )
    #expect(!installed.text.contains("other.same"), "\(installed)")

    let all = try await Self.run("list", "--spec", "spec.yaml", in: folder)
    #expect(all.text.contains("  raw.same "), "\(all)")
    #expect(all.text.contains("  other.same "), "\(all)")
    #expect(all.text.contains("  text.upper "), "\(all)")
    #expect(all.status == 0, "\(all)")
  }

  @Test func `explain shows a plugin's transform as it does a built-in`() async throws {
    let folder = try Self.folder()
    for (name, options) in [("raw.same", []), ("other.same", ["--spec", "spec.yaml"])] {
      let outcome = try await Swpipe.run(
        ["explain", name] + options,
        in: folder,
        environment: ["SWPIPE_PLUGIN_PATH": "\(folder.path)/plugins"]
      )
      #expect(
        outcome.text.hasPrefix("\(name) (transform of the plugin raw): Gives each element back.\n"),
        "\(outcome)"
      )
      #expect(outcome.text.contains("\n  count  integer, 1 to 9  required\n"), "\(outcome)")
      #expect(outcome.text.contains("\n  word   text             default x\n"), "\(outcome)")
      #expect(!outcome.text.contains("Examples"), "\(outcome)")
      #expect(outcome.status == 0, "\(outcome)")
    }
  }

  @Test func `explain suggests a plugin's name`() async throws {
    let outcome = try await Self.run("explain", "raw.sam", in: Self.folder())
    #expect(outcome.errors.contains("did you mean `raw.same`?"), "\(outcome)")
    #expect(outcome.status == 2, "\(outcome)")
  }

  @Test func `explain starts no plugin for what is built in`() async throws {
    let folder = try Folder(files: [
      "plugins/tell.py": "open('started', 'w').close()\n",
      "spec.yaml": "plugins: [plugins/tell.py]\nstages: [{map: identity}]\n",
    ])
    let known = try await Self.run("explain", "text.upper", "--spec", "spec.yaml", in: folder)
    #expect(known.status == 0, "\(known)")
    #expect(folder.text("started") == nil)
    let unknown = try await Self.run("explain", "text.uper", in: folder)
    #expect(unknown.status == 2, "\(unknown)")
    #expect(folder.text("started") != nil, "an unknown name could be a plugin's")
  }

  @Test(arguments: ["list", "explain"])
  func `a plugin of the spec that cannot be used ends the command`(_ command: String) async throws {
    let folder = try Self.folder()
    let name = command == "list" ? "transforms" : "other.same"
    let outcome = try await Self.run(command, name, "--spec", "broken.yaml", in: folder)
    #expect(outcome.errors.contains("plugin-unusable"), "\(outcome)")
    #expect(outcome.errors.contains("broken.yaml:1:11"), "\(outcome)")
    #expect(outcome.status == 78, "\(outcome)")
    let missing = try await Self.run(command, name, "--spec", "none.yaml", in: folder)
    #expect(missing.status == 66, "\(missing)")
  }

  @Test func `describe shows the plugin and its transforms`() async throws {
    let outcome = try await Self.run("plugin", "describe", "plugins/raw.py", in: Self.folder())
    #expect(
      outcome.text.hasPrefix(
        """
        raw 1.0: Raw frames
        program: python3 plugins/raw.py

        raw.same (transform): Gives each element back.
        Operators: map. Takes text, gives text. May block its worker.

        Parameters
          count  integer, 1 to 9  required

        """.replacing("gives text", with: "gives the same")
      ),
      "\(outcome)"
    )
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `describe takes a command, and prints a manifest that is read again`() async throws {
    let folder = try Self.folder()
    let words = ["--format", "json", "--", "python3", "-u", "plugins/raw.py"]
    let outcome = try await Swpipe.run(["plugin", "describe"] + words, in: folder)
    #expect(outcome.text.hasPrefix("{\n  \"protocol\": 1,\n  \"name\": \"raw\",\n"), "\(outcome)")
    #expect(outcome.text.contains("\"concurrency\": 1,"), "\(outcome)")
    #expect(outcome.status == 0, "\(outcome)")
    let own = ["--", "python3", "plugins/raw.py", "--format", "json"]
    let theirs = try await Swpipe.run(["plugin", "describe"] + own, in: folder)
    #expect(
      theirs.text.contains("program: python3 plugins/raw.py --format json\n"),
      "\(theirs)"
    )
    let bare = try await Self.run("plugin", "describe", "python3", "plugins/raw.py", in: folder)
    #expect(bare.text.contains("program: python3 plugins/raw.py\n"), "\(bare)")
  }

  @Test func `describe asks anew, and what it hears is kept`() async throws {
    let folder = try Self.folder()
    // Its summary comes from a file that its manifest does not name, so that nobody sees it change.
    let script = FlawedPlugin.script(.none)
      .replacing("\"Gives each element back\"", with: "open('summary').read()")
    try folder.write(script, to: "plugins/raw.py")
    try folder.write("Is old", to: "summary")
    _ = try await Self.run("list", in: folder)
    try folder.write("Is new", to: "summary")
    let kept = try await Self.run("list", in: folder)
    #expect(kept.text.contains("Is old (raw)"), "\(kept)")
    let path = "\(folder.path)/plugins/raw.py"
    let asked = try await Self.run("plugin", "describe", path, in: folder)
    #expect(asked.text.contains("raw.same (transform): Is new."), "\(asked)")
    let refreshed = try await Self.run("list", in: folder)
    #expect(refreshed.text.contains("Is new (raw)"), "\(refreshed)")
  }

  @Test(arguments: [
    (["plugins/no_plugin.py"], "wrote what is no frame on its standard output: \"hello\""),
    (["cat"], "declared with `framing: lines`"),
    (["missing.so"], "there is no file `missing.so`"),
  ])
  func `describe says why a plugin cannot be used`(
    _ words: [String],
    _ message: String
  ) async throws {
    let outcome = try await Swpipe.run(["plugin", "describe"] + words, in: Self.folder())
    #expect(outcome.errors.contains("error: the plugin cannot be used: "), "\(outcome)")
    #expect(outcome.errors.contains(message), "\(outcome)")
    #expect(outcome.text.isEmpty, "\(outcome)")
    #expect(outcome.status == 69, "\(outcome)")
  }
}
