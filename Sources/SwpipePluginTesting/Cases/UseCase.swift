internal import SwpipePlugins

/// The last test of a transform: that it is of use for some element at least.
///
/// All others look at how elements are answered. A transform that fails each of them, or that never
/// starts, would pass them.
struct UseCase {
  let name: String
  let jobs: [TestedJob]
  let record: TestRecord

  var test: TestCase {
    TestCase(name: "\(name): does not fail every element") { () throws(TestObjection) in
      if !record.hasSucceeded { try tryAll() }
      guard !record.hasSucceeded else { return [] }
      throw .failed(record.reason ?? "has answered no element")
    }
  }

  /// Sends usual elements where the tests that were chosen sent none of them.
  private func tryAll() throws(TestObjection) {
    for job in jobs where !job.wasTried {
      do throws(TestObjection) {
        _ = try job.answerUsual()
      } catch {
        // What it says is in the record.
        if case .failed = error { throw error }
      }
    }
  }
}
