import CommandSupport
import Testing

@Suite struct PluginRunTests {
  private static let kinds = ["sync", "thread", "task", "process"]

  @Test(arguments: kinds, ["map", "filter", "flat_map", "each"])
  func `each operator on each kind`(_ kind: String, _ work: String) async throws {
    let (outcome, _) = try await RawPlugin.run("  - {\(work): same, kind: \(kind)}")
    #expect(outcome.status == 0, "\(outcome)")
    // What reads an each reads what that reads.
    #expect(outcome.lines.compactMap { Int($0) } == Array(1...10), "\(outcome)")
  }

  @Test(arguments: [1, 2, 7], [0, 1, 4])
  func `nothing is lost or doubled, and ordered keeps the order`(_ workers: Int, _ maxsize: Int)
    async throws
  {
    for isOrdered in [true, false] {
      let stage =
        "  - {flat_map: triple, workers: \(workers), maxsize: \(maxsize), ordered: \(isOrdered)}\n"
      let (outcome, report) = try await RawPlugin.run(stage, count: 500)
      #expect(outcome.status == 0, "\(outcome)")
      let numbers = outcome.lines.compactMap { Int($0) }
      let expected = (1...500).flatMap { [$0, $0, $0] }
      #expect((isOrdered ? numbers : numbers.sorted()) == expected, "\(report)")
    }
  }

  @Test(arguments: kinds, kinds)
  func `pairs of kinds`(_ first: String, _ second: String) async throws {
    let stages = "  - {map: same, kind: \(first)}\n  - {map: reverse, kind: \(second)}"
    let (outcome, _) = try await RawPlugin.run(stages, count: 200)
    #expect(outcome.lines.compactMap { Int($0) } == Array(1...200), "\(outcome)")
  }

  @Test func `a plugin's process is of kind process unless the spec says otherwise`() async throws {
    let folder = try RawPlugin.folder("  - map: same")
    let plan = try await Swpipe.run(["plan", "spec.yaml"], in: folder)
    #expect(plan.text.contains("same: map same, 1 process behind"), "\(plan)")
    #expect(plan.text.contains("plugin raw: python3 "), "\(plan)")
  }

  @Test func `a filter's verdict is turned round`() async throws {
    let (outcome, _) = try await RawPlugin.run("  - filter: {same: {invert: true}}")
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome)")
  }

  @Test func `answers in any order come out in the elements' order`() async throws {
    let (outcome, _) = try await RawPlugin.run("  - {map: reverse, maxsize: 100}", count: 2000)
    #expect(outcome.lines.compactMap { Int($0) } == Array(1...2000), "\(outcome)")
  }

  @Test func `parts and the rest of an element come together`() async throws {
    let (outcome, report) = try await RawPlugin.run("  - flat_map: parts", count: 3)
    #expect(outcome.text == "1\n1\n1\n1\n2\n2\n2\n2\n3\n3\n3\n3\n", "\(outcome)")
    #expect(report.contains("\"emitted\": 12"), "\(report)")
  }

  @Test func `the element_index goes along where it is asked for`() async throws {
    let (outcome, _) = try await RawPlugin.run("  - flat_map: triple\n  - map: index", count: 2)
    #expect(outcome.text == "[0, 0]\n[0, 1]\n[0, 2]\n[1, 0]\n[1, 1]\n[1, 2]\n", "\(outcome)")
  }

  @Test func `a worker is told its arguments, itself and its resources`() async throws {
    let (outcome, _) = try await RawPlugin.run(
      "  - {id: s, map: info, with: {way: b, wait: 2ms}, on_start: {n: {counter: {}}}}",
      count: 1
    )
    #expect(
      outcome.text == """
        {"arguments": {"count": 3, "wait": 2000000, "way": "b", "word": "none"}, \
        "operator": "map", "resources": {"n": 0}, "transform": "info", \
        "worker_info": {"index": 0, "kind": "process", "restarts": 0, "stage": "s"}}

        """,
      "\(outcome)"
    )
  }

  @Test func `resources are known by the name that the plugin gives them`() async throws {
    let folder = try RawPlugin.folder(
      "  - {map: table, on_start: {people: {table: {path: t.csv, key: id}}}}"
    )
    try folder.write("id,name\n1,Ann\n", to: "t.csv")
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: [0x31, 0x0A])
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `the last worker is told so, and every worker ends once`() async throws {
    let (outcome, _) = try await RawPlugin.run(
      "  - {each: done, workers: 3, maxsize: 2}",
      count: 20
    )
    let ends = outcome.errors.split(separator: "\n").filter { $0.contains("done {") }
    #expect(ends.count == 3, "\(outcome)")
    #expect(ends.filter { $0.contains("\"last\": true") }.count == 1, "\(outcome)")
    #expect(ends.allSatisfy { $0.contains("\"in\": ") && $0.hasPrefix("done/") }, "\(outcome)")
  }

  @Test func `what it writes to standard error comes out behind its worker's name`() async throws {
    let (outcome, _) = try await RawPlugin.run("  - {id: s, each: note}", count: 20)
    let lines = outcome.errors.split(separator: "\n").map { String($0) }
    #expect(lines == (1...20).map { "s/0: saw \($0)" }, "\(outcome)")
  }

  @Test func `empty, large and binary elements pass unharmed`() async throws {
    let folder = try RawPlugin.folder("  - {map: same, maxsize: 2}")
    let large = [UInt8](repeating: 0xFE, count: 3_000_000)
    let input = [0x0A] + large + [0x0A, 0x0A, 0xF5, 0x01, 0x00, 0x0A]
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder, input: input)
    #expect(outcome.status == 0 && outcome.output == input, "\(outcome.errors)")
  }

  @Test func `a stage ends its plugin when take has its count`() async throws {
    let (outcome, _) = try await RawPlugin.run(
      "  - {map: same, maxsize: 10}\n  - filter: {take: 3}",
      top: "source: {range: {start: 1, stop: 1000000000}}"
    )
    #expect(outcome.status == 0 && outcome.text == "1\n2\n3\n", "\(outcome)")
  }

  @Test func `a manifest is asked for once and again when the plugin changes`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": "plugins: [./p.py]\nstages: [{map: same}]\n",
      "p.py": "import sys\nprint('asked', file=sys.stderr)\nexec(open('\(Repository.root)/"
        + "Tests/CommandTests/Plugins/raw_plugin.py').read())\n",
    ])
    let environment = ["XDG_CACHE_HOME": folder.path]
    func validate() async throws -> Outcome {
      try await Swpipe.run(["validate", "spec.yaml"], in: folder, environment: environment)
    }
    #expect(try await validate().errors.contains("asked"))
    let second = try await validate()
    #expect(second.errors.isEmpty && second.status == 0, "\(second)")
    try folder.write((folder.text("p.py") ?? "") + "# longer\n", to: "p.py")
    #expect(try await validate().errors.contains("asked"))
  }

  @Test func `validating without plugins starts nothing`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": "plugins: [{command: [touch, started]}]\nstages: [{map: {any: {x: 1}}}]\n"
    ])
    let outcome = try await Swpipe.run(["validate", "--no-plugins", "spec.yaml"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(folder.text("started") == nil)
  }

  @Test func `plugins of the search path need no declaration`() async throws {
    let folder = try Folder(files: [
      "plugins/broken.py": "raise SystemExit('never mind')\n",
      "plugins/raw.py": "exec(open('\(Repository.root)/Tests/CommandTests/Plugins/"
        + "raw_plugin.py').read())\n",
      "spec.yaml": "stages: [{map: reverse}]\n",
    ])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array("1\n2\n".utf8),
      environment: ["SWPIPE_PLUGIN_PATH": "\(folder.path)/nowhere:\(folder.path)/plugins"]
    )
    #expect(outcome.status == 0 && outcome.text == "1\n2\n", "\(outcome)")
  }
}
