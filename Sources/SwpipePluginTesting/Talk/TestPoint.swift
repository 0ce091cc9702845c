internal import SwpipePlugins

/// One thing that a plugin was tested for, with what came of it.
package struct TestPoint: Hashable, Sendable {
  /// What it should do, in words that follow the name of the job: `score as map of text: …`.
  package var name: String
  package var verdict: TestVerdict
}
