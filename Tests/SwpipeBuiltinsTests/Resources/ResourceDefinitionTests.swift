import SwpipeBuiltins
import SwpipeCore
import Testing

@Suite struct ResourceDefinitionTests {
  private static let all = Builtins.resources + Builtins.resourceTransforms + Builtins.actions

  @Test func `only what stays correct in several processes serves them`() {
    let serving = Builtins.resources.filter { definition in
      if case .resource(let role) = definition.role { role.servesProcesses } else { false }
    }
    #expect(serving.map(\.name) == ["table", "file"])
  }

  @Test func `names are unique and what is asked for is there`() {
    let transforms = Builtins.transforms + Builtins.resourceTransforms
    #expect(Set(transforms.map(\.name)).count == transforms.count)
    for definition in Self.all {
      let requests: [ResourceRequest] =
        switch definition.role {
        case .transform(let role): role.resources
        case .action(let role): role.resources
        default: []
        }
      for request in requests {
        #expect(request.type.flatMap { Builtins.catalog.resources[$0] } != nil)
      }
    }
  }
}
