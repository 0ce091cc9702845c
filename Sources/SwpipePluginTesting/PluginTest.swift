package import SwpipeCore
internal import SwpipePlugins

/// The conformance kit: puts a plugin through what swpipe may do to it.
///
/// Each test has processes of its own, so that no test sees what another one broke. No wait is longer
/// than the time limit, so that the kit ends whatever the plugin does.
package struct PluginTest {
  private let subject: TestSubject
  private let samples: SampleArguments
  private let elements: [[UInt8]]
  private let only: String?
  private let report: (TestPoint) -> Void

  /// What a plugin is tested with.
  package struct Options: Sendable {
    /// By parameter name, as a spec would have them; they go before the samples of their types.
    package var arguments: [String: Value] = [:]
    /// Elements in the place of the usual ones.
    package var elements: [String] = []
    /// A part of the names of those tests that are done beside the first; nil does all.
    package var only: String?
    /// Nanoseconds in which whatever is waited for must come.
    package var timeout: Int64 = 10_000_000_000

    package init() {}
  }

  init(_ subject: TestSubject, _ options: Options, _ report: @escaping (TestPoint) -> Void) {
    self.subject = subject
    samples = SampleArguments(given: options.arguments)
    elements = options.elements.map { Array($0.utf8) }
    only = options.only
    self.report = report
  }

  /// How it ended.
  package enum Ending: Equatable, Sendable {
    case done
    /// The plugin has no manifest that could be tested.
    case untestable
    /// No test but the first has `only` in its name; these are the names of all.
    case noneChosen([String])
  }

  /// Does all tests and reports each.
  func run() throws(PluginProblem) -> Ending {
    let handshake = HandshakeCases(subject: subject)
    var manifest: PluginManifest?
    let first = TestCase(name: "it answers HELLO with a manifest that is right") {
      () throws(TestObjection) in
      manifest = try handshake.manifest()
      return []
    }
    let point = first.point()
    guard let manifest else {
      report(point)
      return .untestable
    }
    try checkArguments(manifest)
    var groups = [Group(tests: handshake.all)]
    for transform in manifest.transforms { groups.append(try group(of: transform)) }
    if groups.allSatisfy({ $0.use == nil }) { groups.append(Group(use: PluginTest.useless)) }
    let chosen = groups.flatMap { $0.chosen(by: only) }
    if let only, chosen.isEmpty, !first.name.contains(only) {
      return .noneChosen(groups.flatMap { $0.chosen(by: nil) }.map(\.name))
    }
    report(point)
    for test in chosen { report(test.point()) }
    return .done
  }

  /// Tests that belong together.
  private struct Group {
    /// Those that send no elements.
    var tests: [TestCase] = []
    var withElements: [TestCase] = []
    /// The test that none of those with elements passes without.
    var use: TestCase?

    /// The tests that have a text in their names; nil for all.
    func chosen(by only: String?) -> [TestCase] {
      func matches(_ test: TestCase) -> Bool { only.map { test.name.contains($0) } ?? true }
      let sending = withElements.filter(matches)
      let use = self.use.map { sending.isEmpty && !matches($0) ? [] : [$0] } ?? []
      return tests.filter(matches) + sending + use
    }
  }

  /// Of a plugin of which no transform can be tried.
  private static var useless: TestCase {
    TestCase(name: "some transform can be tried") { () throws(TestObjection) in
      throw .failed("offers only transforms that need a resource, and a test has none")
    }
  }

  private func group(of transform: PluginTransform) throws(PluginProblem) -> Group {
    if let resource = transform.resources.first(where: { !$0.isOptional }) {
      let reason = "it needs the resource `\(resource.name)`, and a test has none"
      return Group(tests: [
        TestCase(name: transform.name) { () throws(TestObjection) in throw .skipped(reason) }
      ])
    }
    let arguments: Arguments
    do throws(ManifestProblem) {
      arguments = try samples.arguments(of: transform)
    } catch {
      throw PluginProblem(message: "the argument \(error.description)")
    }
    let parameters = ParameterCases(subject: subject, transform: transform, arguments: arguments)
    var tests: [TestCase] = []
    var jobs: [TestedJob] = []
    let record = TestRecord()
    var seen: Set<Operator> = []
    for job in TestJob.all(of: transform, arguments) {
      let tested = TestedJob(job, subject, record, own: elements)
      jobs.append(tested)
      tests += ElementCases(tested: tested).all
      // What does not depend on the elements is tested with one type of them.
      guard seen.insert(job.work).inserted else { continue }
      if subject.speaksFrames { tests += FrameCases(tested: tested).all }
      tests += WorkerCases(tested: tested).all
      tests += EndCases(tested: tested).all
    }
    let use = UseCase(name: transform.name, jobs: jobs, record: record)
    return Group(tests: parameters.all, withElements: tests, use: use.test)
  }

  private func checkArguments(_ manifest: PluginManifest) throws(PluginProblem) {
    let known = Set(manifest.transforms.flatMap(\.parameters).map(\.name))
    if let name = samples.given.keys.sorted().first(where: { !known.contains($0) }) {
      let near = DidYouMean.suggestion(for: name, among: known.sorted())
      throw PluginProblem(
        message: "no transform of the plugin has a parameter `\(name)`",
        help: near.map { "did you mean `\($0)`?" }
      )
    }
  }
}
