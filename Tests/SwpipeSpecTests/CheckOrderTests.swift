import GoldenSupport
import SwpipeCore
import Testing

@testable import SwpipeSpec

@Suite struct CheckOrderTests {
  private static let specs = (GoldenFolder("diagnostics").cases + GoldenFolder("spec").cases)
    .map { SourceText(name: $0.name, bytes: $0.input) }

  private static func report(_ source: SourceText, _ checks: [Int]) -> String {
    let options = CommandLineFixture.options(for: source)
    let result = Spec.load(source: source, options: options, checks: checks)
    return DiagnosticRenderer().render(result.diagnostics)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the checks find the same in any order`(seed: UInt64) {
    var numbers = Numbers(state: seed)
    let order = Check.all.indices.shuffled(using: &numbers)
    for source in Self.specs {
      let usual = Self.report(source, Array(Check.all.indices))
      #expect(Self.report(source, order) == usual, "\(source.name), order \(order)")
    }
  }

  @Test func `each check finds alone what it finds among the others`() {
    for source in Self.specs {
      let options = CommandLineFixture.options(for: source)
      let all = Spec.load(source: source, options: options).diagnostics
      let none = Spec.load(source: source, options: options, checks: []).diagnostics
      let alone = Check.all.indices.map {
        Spec.load(source: source, options: options, checks: [$0]).diagnostics.count - none.count
      }
      #expect(alone.reduce(none.count, +) == all.count, "\(source.name)")
    }
  }

  @Test func `every check finds something in one of the goldens`() {
    var idle = Set(Check.all.indices)
    for source in Self.specs {
      let options = CommandLineFixture.options(for: source)
      let none = Spec.load(source: source, options: options, checks: []).diagnostics.count
      idle = idle.filter {
        Spec.load(source: source, options: options, checks: [$0]).diagnostics.count == none
      }
    }
    #expect(idle.map { Check.all[$0].name } == [])
  }

  /// Numbers that a seed decides, so that a failure can be had again.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
