import SwpipeCore
import Testing

@Suite struct ArgumentsTests {
  @Test func `each worker has its own arguments of a resource`() throws {
    func field(_ name: String) -> Template.Part { .variable("worker_info", [.name(name)]) }
    let template = Template(
      parts: [
        .literal("a-"), field("index"), field("kind"), .literal("/"), field("stage"),
        field("restarts"),
      ]
    )
    let arguments = Arguments([
      "x": .template(template), "y": .list([.template(template)]), "z": .size(1),
    ])
    let worker = WorkerInfo(index: 7, kind: .process, stage: "s", restarts: 2)
    let text = Argument.text("a-7process/s2")
    #expect(
      try arguments.resolved(for: worker, .none)
        == Arguments(["x": text, "y": .list([text]), "z": .size(1)])
    )
  }
}
