import SwpipeBuiltins
import SwpipeCore
import Testing

@Suite struct `The definitions of sources and sinks` {
  @Test(arguments: (Builtins.sources + Builtins.sinks).map(\.name))
  func `each has three examples, one of them an edge, and no full stop in its summary`(
    _ name: String
  ) {
    for definition in Builtins.sources + Builtins.sinks where definition.name == name {
      #expect(definition.examples.count >= 3)
      #expect(definition.examples.contains { $0.title.hasPrefix("edge: ") })
      #expect(!definition.summary.hasSuffix("."))
      #expect(definition.parameters.allSatisfy { $0.help.hasSuffix(".") })
    }
  }
}
