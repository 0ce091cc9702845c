package import SwpipeCore

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
    var tests = handshake.all
    for transform in manifest.transforms { tests += try self.tests(of: transform) }
    let chosen = tests.filter { test in only.map { test.name.contains($0) } ?? true }
    if let only, chosen.isEmpty, !first.name.contains(only) {
      return .noneChosen(tests.map(\.name))
    }
    report(point)
    for test in chosen { report(test.point()) }
    return .done
  }

  private func tests(of transform: PluginTransform) throws(PluginProblem) -> [TestCase] {
    if let resource = transform.resources.first(where: { !$0.isOptional }) {
      let reason = "it needs the resource `\(resource.name)`, and a test has none"
      return [TestCase(name: transform.name) { () throws(TestObjection) in throw .skipped(reason) }]
    }
    let arguments: Arguments
    do throws(ManifestProblem) {
      arguments = try samples.arguments(of: transform)
    } catch {
      throw PluginProblem(message: "the argument \(error.description)")
    }
    let parameters = ParameterCases(subject: subject, transform: transform, arguments: arguments)
    var tests = parameters.all
    var seen: Set<Operator> = []
    for job in TestJob.all(of: transform, arguments) {
      let tested = TestedJob(job, subject, own: elements)
      tests += ElementCases(tested: tested).all
      // What does not depend on the elements is tested with one type of them.
      guard seen.insert(job.work).inserted else { continue }
      if subject.speaksFrames { tests += FrameCases(tested: tested).all }
      tests += WorkerCases(tested: tested).all
      tests += EndCases(tested: tested).all
    }
    return tests
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
