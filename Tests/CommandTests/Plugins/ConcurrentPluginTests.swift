import CommandSupport
import Glibc
import Testing

/// Plugins that work on several elements at once: none waits for another, whatever they come in.
@Suite struct ConcurrentPluginTests {
  private static let kinds = ["thread", "task", "process"]

  private static let module = """
    import asyncio, os, random, sys
    import swpipe_plugin
    from swpipe_plugin import transform

    seen = 0
    done = 0

    @transform(concurrency=10)
    async def meet(x):
        \"\"\"Returns when ten of its calls are there.\"\"\"
        global seen
        seen += 1
        while seen < 10:
            await asyncio.sleep(0.001)
        return x

    @transform(concurrency=4)
    async def first_last(x):
        \"\"\"Returns 1 when sixty others are done.\"\"\"
        global done
        while x == 1 and done < 60:
            await asyncio.sleep(0.001)
        done += 1
        return x

    @transform(concurrency=4)
    async def fail_first(x):
        \"\"\"Fails at 1 until sixty others are done.\"\"\"
        global done
        if x == 1 and done < 60:
            raise ValueError("not yet")
        done += 1
        return x

    @transform(concurrency=8)
    async def refuse(x):
        print("refused", x, file=sys.stderr, flush=True)
        await asyncio.sleep(0.001)
        raise ValueError("no")

    @transform(concurrency=8)
    async def jump(x):
        await asyncio.sleep(random.Random(x).random() / 200)
        return x

    @transform(concurrency=8)
    async def several(x):
        for part in range(x % 4):
            await asyncio.sleep(random.Random(x + part).random() / 500)
            yield [x, part]

    @transform(concurrency=8)
    async def pick(x):
        await asyncio.sleep(random.Random(x).random() / 200)
        if x % 7 == 0:
            raise ValueError("seven")
        return x % 2 == 0

    @transform(concurrency=8)
    async def die(x):
        await asyncio.sleep(0.001)
        if x == 13:
            os._exit(3)
        return x

    @transform(concurrency=50)
    async def wait(x):
        global seen
        seen += 1
        if seen == 50:
            print("all wait", file=sys.stderr, flush=True)
        await asyncio.sleep(3600 if x > 5 else 0)
        return x

    if __name__ == "__main__":
        swpipe_plugin.run()

    """

  private static func folder(_ stages: String, source: String = "{stdin: {format: jsonl}}") throws
    -> Folder
  {
    try Folder(files: [
      "module.py": module,
      "spec.yaml": "plugins: [module.py]\nsource: \(source)\nstages:\n\(stages)",
    ])
  }

  private static let environment = ["PYTHONPATH": "\(Repository.root)/Sources/python/src"]

  private static func run(_ stages: String, count: Int) async throws -> (Outcome, ReportCounts) {
    let folder = try folder(stages)
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: Array((1...count).map { "\($0)\n" }.joined().utf8),
      environment: environment
    )
    let report = try #require(ReportCounts(folder.text("report.json")), "\(outcome)")
    #expect(report.unbalanced.isEmpty, "\(outcome)")
    return (outcome, report)
  }

  private static func numbers(_ outcome: Outcome) -> [Int] { outcome.lines.compactMap { Int($0) } }

  @Test(arguments: kinds, [0, 1])
  func `elements that come one by one are worked on side by side`(_ kind: String, _ maxsize: Int)
    async throws
  {
    let (outcome, _) = try await Self.run(
      """
        - {map: {sleep: {duration: 1ms}}, kind: thread}
        - {id: meet, map: meet, kind: \(kind), maxsize: \(maxsize), timeout: 60s}

      """,
      count: 10
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(Self.numbers(outcome).sorted() == Array(1...10), "\(outcome)")
  }

  @Test(arguments: kinds, [0, 1, 4])
  func `a slow element holds no other up`(_ kind: String, _ maxsize: Int) async throws {
    let (outcome, _) = try await Self.run(
      "  - {map: first_last, kind: \(kind), maxsize: \(maxsize), timeout: 60s}\n",
      count: 100
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(Self.numbers(outcome).sorted() == Array(1...100), "\(outcome)")
    #expect((Self.numbers(outcome).firstIndex(of: 1) ?? 0) > 50, "\(outcome)")
  }

  @Test(arguments: kinds)
  func `a next try that is not due holds no other up`(_ kind: String) async throws {
    let retry = "{retry: {attempts: 100000, backoff: 1ms, max_backoff: 5ms}}"
    let (outcome, report) = try await Self.run(
      "  - {id: it, map: fail_first, kind: \(kind), on_error: \(retry)}\n",
      count: 100
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(Self.numbers(outcome).sorted() == Array(1...100), "\(outcome)")
    #expect(report.count("kept", of: "it") == 100, "\(outcome)")
  }

  @Test(arguments: kinds)
  func `each element has its own tries`(_ kind: String) async throws {
    // Both are the first element of their source.
    let folder = try Self.folder(
      """
        - map: refuse
          from: [one, two]
          kind: \(kind)
          on_error: {retry: {attempts: 4, backoff: 1ms}, then: skip}

      """,
      source: "{one: {values: [1]}, two: {values: [2]}}"
    )
    let spec = try #require(folder.text("spec.yaml"))
    let plural = spec.replacing("source:", with: "sources:")
    let outcome = try await Swpipe.run(
      ["run", "plural.yaml"],
      in: Folder(files: ["module.py": Self.module, "plural.yaml": plural]),
      environment: Self.environment
    )
    #expect(outcome.errors.matches(of: /refused 1\n/).count == 4, "\(outcome)")
    #expect(outcome.errors.matches(of: /refused 2\n/).count == 4, "\(outcome)")
    #expect(outcome.errors.contains("2 of 2 elements failed"), "\(outcome)")
  }

  @Test(arguments: [1, 3], [0, 1, 4])
  func `an ordered stage keeps the order`(_ workers: Int, _ maxsize: Int) async throws {
    let common = "workers: \(workers), maxsize: \(maxsize), ordered: true"
    let (outcome, _) = try await Self.run(
      "  - {map: jump, \(common)}\n  - {flat_map: several, \(common)}\n",
      count: 300
    )
    #expect(outcome.status == 0, "\(outcome)")
    let expected = (1...300).flatMap { x in (0..<x % 4).map { "[\(x),\($0)]" } }
    #expect(outcome.lines.map(String.init) == expected, "\(outcome)")
  }

  @Test(arguments: 0..<12)
  func `nothing is lost or doubled`(_ seed: UInt64) async throws {
    var random = SplitMix(seed: seed)
    func options() -> String {
      let kind = Self.kinds.randomElement(using: &random) ?? ""
      let ordered = Bool.random(using: &random)
      let maxsize = [0, 1, 4, 100].randomElement(using: &random) ?? 0
      let workers = Int.random(in: 1...3, using: &random)
      return "kind: \(kind), ordered: \(ordered), maxsize: \(maxsize), workers: \(workers)"
    }
    let count = Int.random(in: 1...400, using: &random)
    let (outcome, report) = try await Self.run(
      """
        - {id: a, map: jump, \(options())}
        - {id: b, filter: pick, \(options()), on_error: skip}
        - {id: c, flat_map: several, \(options()), on_error: {retry: {attempts: 2}}}

      """,
      count: count
    )
    #expect(outcome.status == 0, "\(outcome)")
    let kept = (1...count).filter { $0 % 7 != 0 && $0 % 2 == 0 }
    let expected = kept.flatMap { x in (0..<x % 4).map { "[\(x),\($0)]" } }
    #expect(outcome.lines.map(String.init).sorted() == expected.sorted(), "\(outcome)")
    #expect(report.count("skipped", of: "b") == count / 7, "\(outcome)")
    #expect(report.count("filtered", of: "b") == count - count / 7 - kept.count, "\(outcome)")
  }

  @Test(arguments: kinds)
  func `a process that dies takes only the element that is to blame along`(_ kind: String)
    async throws
  {
    let (outcome, report) = try await Self.run(
      "  - {id: it, map: die, kind: \(kind), on_error: skip}\n",
      count: 100
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(Self.numbers(outcome).sorted() == (1...100).filter { $0 != 13 }, "\(outcome)")
    #expect(report.count("skipped", of: "it") == 1, "\(outcome)")
  }

  @Test(arguments: kinds)
  func `what is not wanted any more is not waited for`(_ kind: String) async throws {
    let (outcome, _) = try await Self.run(
      "  - {map: wait, kind: \(kind)}\n  - filter: {take: {count: 5}}\n",
      count: 40
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(Self.numbers(outcome).sorted() == Array(1...5), "\(outcome)")
  }

  @Test(arguments: kinds)
  func `a run that is stopped ends, whatever is in hand`(_ kind: String) async throws {
    let folder = try Self.folder(
      "  - {map: wait, kind: \(kind)}\n",
      source: "{range: {stop: 1000}}"
    )
    let child = try await Child(
      ["run", "spec.yaml", "--report", "report.json", "--drain", "10ms"],
      in: folder,
      environment: Self.environment
    )
    try await child.readErrors(until: "all wait")
    let processes = RawPlugin.descendants(of: child.number)
    child.signal(SIGTERM)
    let outcome = try await child.end()
    #expect(outcome.status == 143, "\(outcome)")
    let report = try #require(ReportCounts(folder.text("report.json")), "\(outcome)")
    #expect(report.unbalanced.isEmpty, "\(outcome)")
    for process in processes { #expect(try await Child.isGone(process)) }
  }
}
