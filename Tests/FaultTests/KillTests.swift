import CommandSupport
import Glibc
import Testing

/// Worker processes that are killed at random moments.
///
/// Each process that a run starts with is killed once, none that replaces one: so no element kills two
/// workers. The last element comes when all are killed, so that no run is over before. 200 runs;
/// SWPIPE_FAULT_RUNS makes them more.
@Suite struct KillTests {
  private static let runs = getenv("SWPIPE_FAULT_RUNS").flatMap { Int(String(cString: $0)) } ?? 200
  private static let parts = 5
  private static let count = 400
  /// Microseconds within which the processes are killed: about as long as such a run takes.
  private static let span = 60_000

  /// A run to kill in.
  struct Scene: CustomTestStringConvertible {
    var name: String
    var stages: String
    var isOrdered = false
    /// What comes out for 0, one more for 1 and so on.
    var first = 1
    var processes: Int
    var copies = 1

    var testDescription: String { name }
  }

  static let scenes = [
    Scene(
      name: "one stage",
      stages: "  - {map: {number.add: 1}, kind: process, workers: 2, maxsize: 40}\n",
      processes: 2
    ),
    Scene(
      name: "ordered behind ordered",
      stages: """
          - {map: {number.add: 3}, kind: process, ordered: true}
          - {map: {number.add: -2}, kind: process, maxsize: 100, ordered: true}

        """,
      isOrdered: true,
      processes: 2
    ),
    Scene(
      name: "flat_map that may drop, sync stages, a merge",
      stages: """
          - {id: one, map: text.trim, kind: process, maxsize: 7, on_error: skip}
          - {id: two, flat_map: {text.split: ','}, from: one, kind: process, on_error: skip}
          - {id: three, map: identity, from: one, kind: task, workers: 3, maxsize: 10}
          - {id: all, map: identity, from: [two, three], kind: thread, maxsize: 100}

        """,
      first: 0,
      processes: 2,
      copies: 2
    ),
    Scene(
      name: "slices that are in the hands of few",
      stages: "  - {map: {sleep: 20us}, kind: process, workers: 2, maxsize: 8, timeout: 30s}\n"
        + "  - {map: {number.add: 1}, kind: sync}\n",
      processes: 2
    ),
  ]

  @Test(arguments: scenes, 0..<parts)
  func `every process is killed once and nothing is lost or doubled`(scene: Scene, part: Int)
    async throws
  {
    let cases = Self.parts * Self.scenes.count
    var started: [pid_t] = []
    for run in 0..<(Self.runs + cases - 1) / cases {
      let seed = run * Self.parts + part
      started.append(try await Self.run(scene, seed: seed))
    }
    #expect(try await Child.areWorkersGone(of: started))
  }

  /// Runs the scene once; the run's process id.
  private static func run(_ scene: Scene, seed: Int) async throws -> pid_t {
    let folder = try Folder(files: ["spec.yaml": "stages:\n" + scene.stages])
    let child = try await Child(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder
    )
    let killer = Killer(run: child, seed: seed)
    try await child.send((0..<count - 1).map { "\($0)\n" }.joined())
    let deaths = try await offPool { killer.killAll(scene.processes, within: span) }
    let outcome = try await child.finish(Array("\(count - 1)\n".utf8))
    let what: Comment = "seed \(seed), \(deaths) killed: \(outcome.errors)"
    #expect(deaths == scene.processes, what)
    #expect(outcome.status == 0, what)
    let numbers = outcome.lines.compactMap { Int($0) }
    let expected = (0..<count).flatMap { number in
      Array(repeating: number + scene.first, count: scene.copies)
    }
    // Not the arrays, which would fill pages.
    let isWhole = (scene.isOrdered ? numbers : numbers.sorted()) == expected
    #expect(isWhole, what)
    let report = try #require(ReportCounts(folder.text("report.json")), what)
    #expect(report.unbalanced.isEmpty, what)
    let restarts = report.units.values.reduce(0) { $0 + ($1["restarts"] ?? 0) }
    // The last element finds all of the first dead; one that was idle need not be replaced.
    #expect(restarts >= 1 && restarts <= deaths, what)
    return child.number
  }

  /// Kills the worker processes of one run.
  private struct Killer {
    let run: Child
    let seed: Int

    /// Waits for each process that the run starts with, and kills it after a random time; how many
    /// were still there.
    func killAll(_ count: Int, within span: Int) -> Int {
      var random = SplitMix(seed: UInt64(seed))
      var delays = (0..<count).map { _ in Int.random(in: 0..<span, using: &random) }
      delays.sort()
      var seen: [pid_t] = []
      for _ in 0..<Child.limit / 2 where seen.count < count {
        for worker in run.children where !seen.contains(worker) { seen.append(worker) }
        usleep(2000)
      }
      if seen.count < count { return 0 }
      // Those that replace a killed one are none of the first.
      var first = Array(seen.prefix(count)).shuffled(using: &random)
      var (deaths, now) = (0, 0)
      for delay in delays {
        usleep(useconds_t(delay - now))
        now = delay
        let worker = first.removeLast()
        // One that was reaped meanwhile has a number that may be another's.
        if run.children.contains(worker), kill(worker, SIGKILL) == 0 { deaths += 1 }
      }
      return deaths
    }
  }
}
