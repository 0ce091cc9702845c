import CommandSupport
import Glibc
import Testing

/// What a function in Python is found by, named by, and started with.
@Suite struct PythonStartTests {
  private static func run(
    _ module: String,
    _ spec: String,
    input: String = ""
  ) async throws -> Outcome {
    try await Swpipe.run(
      "run",
      "spec.yaml",
      input: input,
      files: ["rates.py": module, "spec.yaml": "source: {stdin: {format: jsonl}}\n" + spec]
    )
  }

  @Test func `what nothing fills is refused before the run, as a resource or a parameter`()
    async throws
  {
    let module = "def rate(x, per_day):\n    return x * per_day['n']\n"
    let plugins = "plugins: [{python: 'rates:rate'}]\n"
    let missing = try await Self.run(module, plugins + "stages: [{map: rate}]\n", input: "1\n")
    #expect(missing.status == 78, "\(missing)")
    #expect(
      missing.errors.contains(
        "error[missing-resource]: `rate` names `per_day`, and nothing of that name is there"
      ),
      "\(missing)"
    )
    #expect(missing.errors.contains("a parameter that a spec gives stands behind a `*`"))
    let near = try await Self.run(
      module,
      plugins + "stages: [{map: rate, on_start: {perday: {counter: {}}}}]\n"
    )
    #expect(near.errors.contains("the stage starts `perday`"), "\(near)")
  }

  @Test(arguments: [
    ("on_start: {per_day: {counter: {start: 5}}}", "5"),
    ("with: {per_day: days}, on_start: {days: {counter: {start: 6}}}", "6"),
    ("on_start: {per_day: {cache: {}}}", "{'count': 0, 'hits': 0, 'misses': 0}"),
  ])
  func `a resource that shows a value fills an argument, by its name or as the stage says`(
    _ keys: String,
    _ text: String
  ) async throws {
    let outcome = try await Self.run(
      "def rate(x, per_day) -> str:\n    return str(per_day)\n",
      "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate, \(keys)}]\n",
      input: "1\n"
    )
    #expect(outcome.status == 0 && outcome.text == text + "\n", "\(outcome)")
  }

  @Test(arguments: [
    "on_start: {per_day: {file: {path: x}}}",
    "with: {per_day: f}, on_start: {f: {file: {path: x}}}",
  ])
  func `a resource that shows no value fills none`(_ keys: String) async throws {
    let outcome = try await Self.run(
      "def rate(x, per_day):\n    return 1\n",
      "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate, \(keys)}]\n"
    )
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("but a `file` shows it no value"), "\(outcome)")
    #expect(
      outcome.errors.contains("those that do are `cache`, `counter` and `random`"),
      "\(outcome)"
    )
  }

  @Test func `whatever it is has the name that the spec says, and two of a name can both be used`()
    async throws
  {
    let module =
      "from functools import partial\nrate = lambda x: x * 2\npower = partial(pow, 2)\n"
    let outcome = try await Self.run(
      module,
      "plugins: [{python: 'rates:rate'}, {python: 'rates:power'}, {name: again, python: 'rates:rate'}]\n"
        + "stages: [{map: rate}, {map: power}, {map: again}]\n",
      input: "3\n"
    )
    #expect(outcome.status == 0 && outcome.text == "128\n", "\(outcome)")
    let twice = try await Self.run(
      module,
      "plugins: [{python: 'math:sqrt'}, {python: 'cmath:sqrt'}]\nstages: [{map: sqrt}]\n"
    )
    #expect(
      twice.errors.contains(
        "help: give one of them another name: `{name: sqrt2, python: 'cmath:sqrt'}`"
      ),
      "\(twice)"
    )
  }

  @Test func `a hook that nothing calls is a warning`() async throws {
    let module = """
      def on_start():
          return {"by": 3}
      def rate(x, by=2):
          return x * by

      """
    let spec = "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate}]\n"
    // Asked once more, the manifest comes out of the cache.
    for _ in 0..<2 {
      let outcome = try await Self.run(module, spec, input: "1\n")
      #expect(outcome.status == 0 && outcome.text == "2\n", "\(outcome)")
      let said = "warning[plugin-warning]: nothing calls the function on_start of rates.py"
      #expect(outcome.errors.contains(said), "\(outcome)")
      #expect(outcome.errors.contains("help: put `@swpipe_plugin.on_start` above it"), "\(outcome)")
    }
    let mended = try await Self.run(
      "import swpipe_plugin\n@swpipe_plugin.on_start\n" + module,
      spec,
      input: "1\n"
    )
    #expect(mended.text == "3\n" && mended.errors.isEmpty, "\(mended)")
  }

  /// In a virtual environment the interpreter's path says which packages there are.
  @Test func `an interpreter of its own runs the function`() async throws {
    let folder = try Folder(files: [
      "specs/rates.py": "import os\ndef rate(x):\n    return os.environ['WHO']\n",
      "specs/own/python": "#!/bin/sh\nWHO=own exec python3 \"$@\"\n",
      "specs/spec.yaml": """
      plugins: [{python: 'rates:rate', interpreter: own/python}]
      source: {values: [1]}
      stages: [{map: rate}]

      """,
    ])
    chmod(folder.path + "/specs/own/python", 0o755)
    let outcome = try await Swpipe.run(["run", "specs/spec.yaml"], in: folder)
    #expect(outcome.status == 0 && outcome.text == "own\n", "\(outcome)")
  }

  /// With what `make install` puts below PREFIX, and with nothing else of this repository.
  @Test func `an installed swpipe brings the kit along, behind what PYTHONPATH has`() async throws {
    let folder = try Folder(files: [
      "rates.py": "import extra\ndef rate(x):\n    return extra.by * x\n",
      "extra/extra.py": "by = 7\n",
      "spec.yaml": """
      plugins: [{python: 'rates:rate'}]
      source: {range: {stop: 3}}
      stages: [{map: rate}]

      """,
    ])
    let prefix = folder.path + "/prefix"
    for words in [
      ["make", "-C", Repository.root, "install-python", "PREFIX=\(prefix)", "DESTDIR="],
      ["install", "-D", Repository.binary, "\(prefix)/bin/swpipe"],
    ] {
      let (status, said) = try await Compiler.run(words, log: folder.path + "/install.log")
      try #require(status == 0, "\(said)")
    }
    let outcome = try await Child(
      ["run", "spec.yaml"],
      in: folder,
      program: "\(prefix)/bin/swpipe",
      environment: ["PYTHONPATH": folder.path + "/extra"]
    ).finish()
    #expect(outcome.status == 0 && outcome.text == "0\n7\n14\n", "\(outcome)")
  }

  @Test(.disabled(if: Sanitizer.isOn), arguments: ["8MiB", "12MiB", "16MiB", "20MiB", "24MiB"])
  func `too little memory is told once`(_ memory: String) async throws {
    let outcome = try await Self.run(
      "def rate(x):\n    return x\n",
      "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate, memory: \(memory)}]\n",
      input: "1\n"
    )
    // Where Python needs less than that, it runs.
    if outcome.status == 0 { return }
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.matches(of: /Traceback|Fatal Python error/).count <= 1, "\(outcome)")
    #expect(outcome.errors.contains("memory"), "\(outcome)")
  }
}
