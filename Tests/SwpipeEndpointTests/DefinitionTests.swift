import SwpipeBuiltins
import SwpipeCore
import Testing

@Suite struct `The definitions of all components` {
  private static let all =
    Builtins.transforms + Builtins.resourceTransforms + Builtins.sources + Builtins.sinks
    + Builtins.resources + Builtins.actions

  @Test(arguments: all.map(\.name))
  func `each has three examples, one of them an edge, and sentences where they are due`(
    _ name: String
  ) {
    for definition in Self.all where definition.name == name {
      #expect(definition.examples.count >= 3)
      #expect(definition.examples.contains { $0.isEdge })
      #expect(definition.examples.contains { !$0.isEdge })
      #expect(!definition.summary.hasSuffix("."))
      #expect(definition.parameters.allSatisfy { $0.help.hasSuffix(".") })
    }
  }

  @Test func `every component that a spec can name is among them`() {
    let catalog = Builtins.catalog
    let named = [
      catalog.transforms, catalog.sources, catalog.sinks, catalog.resources, catalog.actions,
    ].flatMap(\.values)
    #expect(named.count == Self.all.count + Builtins.hidden.count)
  }
}
