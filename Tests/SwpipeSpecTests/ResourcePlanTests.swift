import SwpipeCore
import SwpipeSpec
import Testing

@Suite struct ResourcePlanTests {
  private func stages(_ text: String, name: String = "spec.yaml") throws -> [StagePlan] {
    let source = SourceText(name: name, bytes: Array(text.utf8))
    let result = Spec.load(source: source, options: SpecOptions(catalog: Fixture.catalog))
    let findings = DiagnosticRenderer().render(result.diagnostics)
    return try #require(result.plan, "\(findings)").stages
  }

  @Test func `references to one definition share it, definitions in place do not`() throws {
    let stages = try stages(
      """
      resources: {total: {counter: {}, scope: run}}
      stages:
        - {map: identity, on_start: {a: total, b: total, c: {counter: {}, scope: run}}}
        - {map: identity, on_start: {c: {counter: {}, scope: run}, n: total}}
      """
    )
    #expect(stages[0].onStart.map(\.sharedName) == ["total", "total", "identity/c"])
    #expect(stages[1].onStart.map(\.sharedName) == ["identity-2/c", "total"])
    #expect(stages.flatMap(\.onStart).allSatisfy { $0.scope == .run })
  }

  @Test func `a request is answered by name first, then by type`() throws {
    let stages = try stages(
      """
      stages:
        - map: table.lookup
          on_start: {other: {table: a.csv}, table: {table: b.csv}}
        - map: table.lookup
          on_start: {users: {table: a.csv}, table: {counter: {}}}
        - map: session.send
          on_start: {session: {session: {}}}
      """
    )
    #expect(
      stages.map(\.resourceNames)
        == [["table": "table"], ["table": "users"], ["session": "session"]]
    )
  }

  @Test func `the argument that picks a resource is no argument of the transform`() throws {
    let stages = try stages(
      """
      stages:
        - map: {table.lookup: {table: b}}
          on_start: {a: {table: a.csv}, b: {table: b.csv}, c: {counter: {}}, d: {counter: {}}}
          on_done: {counter.report: {counter: d}}
      """
    )
    #expect(stages[0].resourceNames == ["table": "b"])
    #expect(stages[0].onDone.map(\.resourceNames) == [["counter": "d"]])
    #expect(stages[0].onDone.map(\.arguments) == [Arguments()])
  }

  @Test func `paths of resources are relative to the spec`() throws {
    let text = """
      resources:
        a: {table: a.csv}
        b: {table: /b.csv}
        c: {table: 'c-{{ $worker_info.index }}.csv'}
        d: {ledger: [d.txt, /e.txt]}
      stages:
        - {map: identity, on_start: {a: a, b: b, c: c, d: d}}
      """
    let worker = WorkerInfo(index: 3, kind: .task, stage: "s")
    func arguments(_ name: String) throws -> [Arguments] {
      try stages(text, name: name)[0].onStart.map { try $0.arguments.resolved(for: worker, .none) }
    }
    #expect(
      try arguments("jobs/spec.yaml") == [
        Arguments(["path": .text("jobs/a.csv")]), Arguments(["path": .text("/b.csv")]),
        Arguments(["path": .text("jobs/c-3.csv")]),
        Arguments(["paths": .list([.text("jobs/d.txt"), .text("/e.txt")])]),
      ]
    )
    #expect(try arguments("-")[2] == Arguments(["path": .text("c-3.csv")]))
  }

  @Test func `short and long forms of a retry are one policy`() throws {
    let stages = try stages(
      """
      defaults: {on_error: skip, timeout: 2s}
      stages:
        - {map: identity, on_error: {retry: 3, then: skip}}
        - {map: identity, on_error: {retry: {attempts: 3}, then: skip}, timeout: 0}
        - {map: identity, on_error: fail, kind: sync}
        - {map: identity, on_error: {retry: {attempts: 2, backoff: 1m}}}
        - {map: identity}
      """
    )
    let retry = ErrorPolicy(retry: ErrorPolicy.Retry(attempts: 3), then: .skip)
    let long = ErrorPolicy.Retry(
      attempts: 2,
      backoff: 60_000_000_000,
      maxBackoff: 60_000_000_000
    )
    #expect(
      stages.map(\.onError)
        == [retry, retry, ErrorPolicy(), ErrorPolicy(retry: long), ErrorPolicy(then: .skip)]
    )
    #expect(stages.map(\.timeout) == [2_000_000_000, 0, 0, 2_000_000_000, 2_000_000_000])
  }
}
