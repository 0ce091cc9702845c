import SwpipeCore
import Testing

@testable import SwpipeBuiltins

/// `jq` as a transform; the language has tests of its own.
@Suite struct JQTransformTests {
  @Test(arguments: [Operator.map, .filter, .flatMap, .each])
  func `elements that take long are given back, and quick ones make a slice`(_ work: Operator)
    throws
  {
    let harness = try Harness("jq", work, ["program": .text("[range(tonumber)] | length")])
    #expect(harness.role.cost == .flat)
    for (count, mostCalls) in [("30000", 50), ("1", 49)] {
      let transform = try harness.role.make(
        harness.arguments,
        work,
        TransformContext(workerInfo: harness.worker, stop: harness.stop, log: harness.log)
      )
      var interruptible = try #require(transform as? any InterruptibleTransform)
      var builder = BatchBuilder()
      builder.begin(source: 0, firstIndex: 0, type: .text)
      for _ in 0..<50 {
        builder.append(Array(count.utf8).span)
        builder.endElement()
      }
      guard let batch = builder.freeze() else { preconditionFailure("no element") }
      interruptible.begin(batch, 0..<50)
      #expect(interruptible.untouched == 0)
      var output = BatchBuilder()
      output.begin(Slice(batch, 0..<50), for: work, type: .text)
      var calls = 0
      while output.position < 50 {
        try interruptible.apply(Slice(batch, 0..<50), into: &output)
        #expect(interruptible.untouched == output.position)
        calls += 1
      }
      #expect(calls <= mostCalls)
      if count != "1" { #expect(calls > 1) }
      withExtendedLifetime(batch) {}
    }
  }
}
