import CommandSupport
import SwpipeBuiltins
import SwpipeCore
import SwpipeSpec
import Testing

@Suite struct CommandLineTests {
  @Test(arguments: [
    "run", "validate", "plan", "list", "explain", "plugin", "plugin new", "plugin describe",
    "plugin test",
  ])
  func `every command has help with examples`(_ command: String) async throws {
    let words = command.split(separator: " ").map { String($0) }
    let outcome = try await Swpipe.run(words + ["--help"], in: Folder())
    #expect(outcome.text.contains("Examples:\n  swpipe \(command)"), "\(outcome)")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.status == 0)
  }

  @Test(arguments: [[], ["--help"], ["help"]])
  func `the program shows its commands`(_ arguments: [String]) async throws {
    let outcome = try await Swpipe.run(arguments, in: Folder())
    #expect(outcome.text.contains("validate"), "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [["--version"], ["run", "--version"]])
  func `the version is printed`(_ arguments: [String]) async throws {
    let outcome = try await Swpipe.run(arguments, in: Folder())
    #expect(outcome.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    (["run", "x.yaml", "--lmit", "3"], "did you mean '--limit'?"),
    (["run", "x.yaml", "--limit", "many"], "--limit"),
    (["run", "x.yaml", "--workers", "0"], "`--workers` is 0, it must be from 1 to 100000"),
    (["run", "x.yaml", "--workers", "2000000"], "from 1 to 100000"),
    (["plan", "x.yaml", "--workers", "100001"], "from 1 to 100000"),
    (["run", "x.yaml", "--workers", "-1"], "`--workers` is -1, it must be"),
    (["run", "x.yaml", "--kind", "sync", "--workers", "2"], "contradict each other"),
    (["run", "x.yaml", "--limit", "-1"], "`--limit` is -1, it must be at least 0"),
    (["run", "x.yaml", "--kind", "fibre"], "fibre"),
    (["run", "x.yaml", "--drain", "soon"], "soon"),
    (["run", "x.yaml", "--drain", "5"], ": say the unit: `5s`"),
    (["run", "x.yaml", "--halt", "3"], ": it is written `fail=3` or `fail=0.5%`"),
    (["run", "x.yaml", "--halt", "fail=200%"], "from 0% to 100%"),
    (["run", "x.yaml", "--halt", "fail=0"], "at least 1"),
    (["plugin", "test", "x", "--timeout", "5"], ": say the unit: `5s`"),
    (["plugin", "test", "x", "--arguments", "{x: 1}"], ": it is not JSON: expected"),
    (["plugin", "test", "x", "--arguments", "1"], "`{\"threshold\": 1}`"),
    (["run", "x.yaml", "--set", "novalue"], "NAME=value"),
    (["run"], "spec"),
    (["validat", "x.yaml"], "validat"),
    (["validate"], "files"),
    (["list", "workers"], "workers"),
  ])
  func `a wrong command line is 2 and says what is wrong`(
    _ arguments: [String],
    _ part: String
  ) async throws {
    let outcome = try await Swpipe.run(arguments, in: Folder())
    #expect(outcome.errors.lowercased().contains(part.lowercased()), "\(outcome)")
    #expect(outcome.errors.hasPrefix("error: "), "\(outcome)")
    #expect(outcome.text.isEmpty)
    #expect(outcome.status == 2)
  }

  @Test func `list shows every component`() async throws {
    let outcome = try await Swpipe.run("list")
    for definition in Builtins.transforms + Builtins.sources + Builtins.sinks {
      #expect(outcome.text.contains("  \(definition.name) "), "\(definition.name)")
    }
    #expect(!outcome.text.contains("\u{1B}"))
  }

  @Test func `list shows one kind alone`() async throws {
    let outcome = try await Swpipe.run("list", "sinks")
    #expect(outcome.lines.count == Builtins.sinks.count)
  }

  @Test func `explain shows parameters and examples`() async throws {
    for definition in Builtins.transforms + Builtins.sources + Builtins.sinks {
      let outcome = try await Swpipe.run("explain", definition.name)
      #expect(outcome.text.contains(definition.summary), "\(outcome)")
      for parameter in definition.parameters {
        #expect(outcome.text.contains("\n  \(parameter.name) "), "\(parameter.name)")
      }
      for example in definition.examples { #expect(outcome.text.contains(example.title)) }
      #expect(outcome.status == 0)
    }
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `explain knows every diagnostic code`(_ code: DiagnosticCode) async throws {
    let outcome = try await Swpipe.run("explain", code.rawValue)
    #expect(outcome.text.contains(code.explanation), "\(outcome)")
  }

  @Test(arguments: [
    ("workers", "(key of a stage and of `defaults`)"), ("memory", "(key of `limits`)"),
    ("dead_letter", "(value of `on_error` and `then`)"), ("then", "(key of `on_error`)"),
    ("${}", "`${NAME:-default}`"), ("{{ }}", "`{{ . }}`"), ("$worker_info", "restarts"),
    ("skip", "(transform)"), ("skip", "(value of `on_error` and `then`)"),
  ])
  func `explain knows the language of specs`(_ name: String, _ part: String) async throws {
    let outcome = try await Swpipe.run("explain", name)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text.contains(part), "\(outcome)")
  }

  @Test func `explain says of each key and word what the reference page says`() async throws {
    // Lines are broken in other places.
    func explained(_ name: String) async throws -> String {
      try await Swpipe.run("explain", name).text.split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
    }
    for (key, said) in ReferenceKeys.read() {
      let text = try await explained(key)
      for part in said { #expect(text.contains(part), "\(key): \(part)") }
    }
    for key in SpecKey.all {
      for word in key.form.words {
        let text = try await explained(word.text)
        for part in [word.summary, key.summary, "`\(key.name)`", " Example "] {
          #expect(text.contains(part), "\(word.text): \(part)")
        }
      }
    }
  }

  @Test func `explain suggests a near name`() async throws {
    let outcome = try await Swpipe.run("explain", "text.uper")
    #expect(outcome.errors.contains("did you mean `text.upper`?"), "\(outcome)")
    #expect(outcome.status == 2)
  }

  @Test func `explain names what would show the plugins of a spec`() async throws {
    let files = ["spec.yaml": "stages:\n  - map: identity\n"]
    let without = try await Swpipe.run("explain", "mine.scale", files: files)
    #expect(without.errors.contains("`--spec SPEC` adds"), "\(without)")
    let with = try await Swpipe.run("explain", "mine.scale", "--spec", "spec.yaml", files: files)
    #expect(with.errors.contains("`swpipe list --spec spec.yaml` shows"), "\(with)")
    #expect(with.status == 2)
  }

  @Test func `plan says what runs in whose worker`() async throws {
    let spec =
      "stages:\n  - {id: a, map: identity, workers: 2, maxsize: 9}\n  - {id: b, map: identity}\n"
    let outcome = try await Swpipe.run("plan", "spec.yaml", files: ["spec.yaml": spec])
    #expect(outcome.text.contains("2 threads"), "\(outcome)")
    #expect(outcome.text.contains("queue of 9"), "\(outcome)")
    #expect(outcome.text.contains("in the same workers"), "\(outcome)")
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are there for a shell`(_ shell: String) async throws {
    let outcome = try await Swpipe.run("--generate-completion-script", shell)
    #expect(outcome.text.contains("validate"), "\(outcome.errors)")
    #expect(outcome.status == 0)
  }
}
