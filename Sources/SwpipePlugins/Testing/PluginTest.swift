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

  /// Does all tests and reports each; false where the plugin has no manifest that could be tested.
  func run() throws(PluginProblem) -> Bool {
    let handshake = HandshakeCases(subject: subject)
    var manifest: PluginManifest?
    report(
      TestCase(name: "it answers HELLO with a manifest that is right") { () throws(TestObjection) in
        manifest = try handshake.manifest()
        return []
      }.point()
    )
    guard let manifest else { return false }
    try checkArguments(manifest)
    run(handshake.all)
    for transform in manifest.transforms { try run(transform) }
    return true
  }

  private func run(_ transform: PluginTransform) throws(PluginProblem) {
    if let resource = transform.resources.first(where: { !$0.isOptional }) {
      let reason = "it needs the resource `\(resource.name)`, and a test has none"
      report(TestPoint(name: transform.name, verdict: .skipped(reason)))
      return
    }
    let arguments: Arguments
    do throws(ManifestProblem) {
      arguments = try samples.arguments(of: transform)
    } catch {
      throw PluginProblem(message: "the argument \(error.description)")
    }
    let parameters = ParameterCases(subject: subject, transform: transform, arguments: arguments)
    run(parameters.all)
    var seen: Set<Operator> = []
    for job in TestJob.all(of: transform, arguments) {
      let tested = TestedJob(job, subject, own: elements)
      run(ElementCases(tested: tested).all)
      // What does not depend on the elements is tested with one type of them.
      guard seen.insert(job.work).inserted else { continue }
      if subject.speaksFrames { run(FrameCases(tested: tested).all) }
      run(WorkerCases(tested: tested).all)
      run(EndCases(tested: tested).all)
    }
  }

  private func run(_ tests: [TestCase]) {
    for test in tests where only.map({ test.name.contains($0) }) ?? true { report(test.point()) }
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
