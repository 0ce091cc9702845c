import CommandSupport
import Glibc
import Testing

/// Signals that come at random moments, from before the run is there to after its end.
@Suite struct SignalMomentTests {
  private static let spec = """
    source: {range: {start: 1, stop: 1000000000}}
    stages:
      - {map: {number.add: 1}, kind: KIND, workers: 2, maxsize: 100}
      - {map: identity, kind: thread}

    """
  private static let kinds = ["thread", "task", "process"]
  /// Microseconds: from before there is a run to well within it.
  private static let span = 150_000
  /// Milliseconds that a run may take to stop; it gives workers a quarter of a second.
  private static let bound: Int64 = 20_000

  private static func start(_ kind: String) async throws -> (Child, Folder) {
    let folder = try Folder(files: ["spec.yaml": spec.replacing("KIND", with: kind)])
    // A busy machine must not run out of it.
    let arguments = ["run", "spec.yaml", "--report", "report.json", "--drain", "10m"]
    return (try await Child(arguments, in: folder), folder)
  }

  @Test(arguments: kinds, 0..<12)
  func `what one signal stops is drained`(kind: String, seed: Int) async throws {
    var random = SplitMix(seed: UInt64(seed))
    let (child, folder) = try await Self.start(kind)
    let signal = [SIGINT, SIGTERM, SIGHUP].randomElement(using: &random) ?? SIGINT
    let delay = Int.random(in: 0..<Self.span, using: &random)
    let outcome = try await child.end(signals: [(after: delay, signal)])
    let what: Comment = "seed \(seed), signal \(signal) after \(delay) µs: \(outcome.errors)"
    // Before the program has taken its signals they have their usual effect.
    if outcome.signal == signal { return }
    #expect(outcome.status == (signal == SIGINT ? 130 : 143), what)
    #expect(try await Child.areWorkersGone(of: [child.number]), what)
    guard let report = ReportCounts(folder.text("report.json")) else {
      #expect(outcome.output.isEmpty, what)
      return
    }
    #expect(report.unbalanced.isEmpty, what)
    let read = report.count("in", of: "source")
    #expect(report.units.values.allSatisfy { ($0["abandoned"] ?? 0) == 0 }, what)
    #expect(outcome.lines.count == read, what)
    let isWhole = outcome.lines.compactMap { Int($0) }.sorted() == Array(2..<read + 2)
    #expect(isWhole, what)
  }

  @Test(arguments: kinds, 0..<12)
  func `two signals stop at once`(kind: String, seed: Int) async throws {
    var random = SplitMix(seed: UInt64(1000 + seed))
    let (child, folder) = try await Self.start(kind)
    let delays = (0..<2).map { _ in Int.random(in: 0..<Self.span, using: &random) }.sorted()
    let outcome = try await child.end(signals: [
      (after: delays[0], SIGINT),
      // Sooner it would be taken for the first one.
      (after: delays[1] + 250_000, SIGTERM),
    ])
    let what: Comment = "seed \(seed), signals after \(delays) µs: \(outcome.errors)"
    if let signal = outcome.signal {
      #expect([SIGINT, SIGTERM].contains(signal), what)
      return
    }
    #expect(outcome.status == 130, what)
    #expect(try await Child.areWorkersGone(of: [child.number]), what)
    let numbers = outcome.lines.compactMap { Int($0) }
    #expect(Set(numbers).count == numbers.count, what)
    if let report = ReportCounts(folder.text("report.json")) {
      #expect(report.unbalanced.isEmpty, what)
      #expect(report.exit == 130, what)
    }
  }
}
