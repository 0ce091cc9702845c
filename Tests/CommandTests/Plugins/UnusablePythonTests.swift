import CommandSupport
import Glibc
import Testing

/// What is said of Python plugins that cannot be used, and the way out of each.
@Suite struct UnusablePythonTests {
  private static let kit = "\(Repository.root)/Sources/python/src"

  private static func validate(
    _ plugin: String,
    _ module: String,
    _ environment: [String: String] = ["PYTHONPATH": kit]
  ) async throws -> Outcome {
    let outcome = try await Swpipe.run(
      "run",
      "specs/spec.yaml",
      files: [
        "specs/half.py": module,
        "specs/spec.yaml": "plugins: [\(plugin)]\nstages: [{map: half}]\n",
      ],
      environment: environment
    )
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("error[plugin-unusable]"), "\(outcome)")
    return outcome
  }

  private static let plugin = """
    from swpipe_plugin import run, transform

    @transform
    def half(x):
        return x / 2

    """

  /// A Python that finds no kit, wherever the tests run: it heeds no PYTHONPATH.
  private static let isolated = "#!/bin/sh\nexec python3 -E -s \"$@\"\n"

  @Test(arguments: [
    "{python: 'half:half', interpreter: ./python}", "{command: [./python, half.py]}",
  ])
  func `that the kit is not found is said, with what installs it`(_ plugin: String) async throws {
    let folder = try Folder(files: [
      "specs/half.py": Self.plugin + "run()\n", "specs/python": Self.isolated,
      "specs/spec.yaml": "plugins: [\(plugin)]\nstages: [{map: half}]\n",
    ])
    chmod(folder.path + "/specs/python", 0o755)
    let outcome = try await Swpipe.run(["run", "specs/spec.yaml"], in: folder)
    #expect(outcome.status == 78, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "help: `specs/./python` does not find the package swpipe_plugin; swpipe looked for it in `"
      ),
      "\(outcome)"
    )
    #expect(outcome.errors.contains("`make install`"), "\(outcome)")
    #expect(outcome.errors.contains("virtual environment"), "\(outcome)")
  }

  @Test func `a binary outside its prefix says where it would find the kit`() async throws {
    let folder = try Folder(files: [
      "half.py": Self.plugin + "run()\n", "python": Self.isolated,
      "spec.yaml": "plugins: [{command: [./python, half.py]}]\nstages: [{map: half}]\n",
    ])
    chmod(folder.path + "/python", 0o755)
    for (place, said) in [
      ("tools/swpipe", "if it is `PREFIX/bin/swpipe`, and this one is `"),
      ("tree/bin/swpipe", "; swpipe looked for it in `"),
    ] {
      let path = "\(folder.path)/\(place)"
      let (status, log) = try await Compiler.run(
        ["install", "-D", Repository.binary, path],
        log: folder.path + "/install.log"
      )
      try #require(status == 0, "\(log)")
      let outcome = try await Child(["run", "spec.yaml"], in: folder, program: path).finish()
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains(said), "\(outcome)")
      let shown = place == "tools/swpipe" ? "/tools/swpipe`" : "/tree/lib/swpipe/python`"
      #expect(outcome.errors.contains(shown), "\(outcome)")
    }
  }

  @Test func `a missing interpreter is told by its path`() async throws {
    let outcome = try await Self.validate(
      "{python: 'half:half', interpreter: venv/bin/python}",
      Self.plugin
    )
    #expect(
      outcome.errors.contains("cannot run `specs/venv/bin/python`: there is no such file"),
      "\(outcome)"
    )
  }

  @Test func `a failure of another kind does not blame the kit`() async throws {
    let outcome = try await Self.validate("half.py", "import swpipe_plugin\nimport numpyy\n")
    #expect(outcome.errors.contains("No module named 'numpyy'"), "\(outcome)")
    #expect(outcome.errors.contains("help: what it wrote to standard error"), "\(outcome)")
  }

  @Test func `a file without run is told of it`() async throws {
    let outcome = try await Self.validate("half.py", Self.plugin)
    #expect(
      outcome.errors.contains(
        "help: end it with `run()`, or declare a function of it: `{python: 'module:function'}`"
      ),
      "\(outcome)"
    )
  }

  @Test func `the name of a function that stands for a path is told how it is declared`()
    async throws
  {
    let outcome = try await Self.validate("'half:half'", Self.plugin)
    #expect(outcome.errors.contains("there is no file `specs/half:half`"), "\(outcome)")
    #expect(
      outcome.errors.contains(
        "help: a function of a Python module is declared as `{python: 'half:half'}`"
      ),
      "\(outcome)"
    )
  }

  @Test func `what is printed while Python is unbuffered is named`() async throws {
    let outcome = try await Self.validate(
      "half.py",
      "print('at import')\n" + Self.plugin + "run()\n",
      ["PYTHONPATH": Self.kit, "PYTHONUNBUFFERED": "1"]
    )
    #expect(outcome.errors.contains("wrote what is no frame"), "\(outcome)")
    #expect(outcome.errors.contains("help: what Python prints before `run()`"), "\(outcome)")
    #expect(!outcome.errors.contains("framing: lines"), "\(outcome)")
  }

  @Test func `the places of an exception stand below its message`() async throws {
    let outcome = try await Self.validate("{python: 'half:half'}", "import numpyy\n")
    #expect(
      outcome.errors.contains(
        "the plugin cannot be used: it refused: ModuleNotFoundError: No module named 'numpyy'\n"
      ),
      "\(outcome)"
    )
    #expect(outcome.errors.contains("half.py:1 in <module>: import numpyy\n"), "\(outcome)")
    #expect(!outcome.errors.contains("\u{240A}"), "\(outcome)")
    let described = try await Swpipe.run(
      ["plugin", "describe", "python3", "-m", "swpipe_plugin", "half:half"],
      in: try Folder(files: ["half.py": "import numpyy\n"]),
      environment: ["PYTHONPATH": Self.kit]
    )
    #expect(described.status == 69, "\(described)")
    #expect(described.errors.contains("half.py:1 in <module>: import numpyy\n"), "\(described)")
    #expect(!described.errors.contains("\u{240A}"), "\(described)")
  }
}
