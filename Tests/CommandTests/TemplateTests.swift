import CommandSupport
import Testing

/// `{{ … }}` as expressions, and what they and programs know of their worker.
@Suite struct TemplateTests {
  private static func run(
    _ spec: String,
    input: String,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    let folder = try Folder()
    try folder.write(spec, to: "spec.yaml")
    try folder.write("code,name\nse,Sverige\nno,Norge\n", to: "countries.csv")
    return try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array(input.utf8),
      environment: environment
    )
  }

  private static func line(_ template: String) -> String {
    """
    source: {stdin: {format: jsonl}}
    stages:
      - each: {file.append: {line: '\(template)'}}
        on_start: {out: {file: /dev/stdout}}
    sink: discard

    """
  }

  @Test(arguments: [
    ("<{{ .n + 1 }}>", "<8>"), ("{{ .t | ascii_upcase }}!", "äB!"),
    ("{{ {n, t} }}", #"{"n":7,"t":"äB"}"#),
    ("{{ .none // \"-\" }}", "-"), ("{{ \"\\(.n)}}\" }}", "7}}"), ("{{ [.l[] | . * 2] }}", "[2,4]"),
    ("{{ .n }}{{ .l | length }}{{ \"{{\" }}", "72{{"), ("{{ .big }}", "10000000000000000001"),
    ("{{ .big | [.] }}", "[10000000000000000001]"), ("{{ .t | @json }}", "\"äB\""),
    ("{{ $element_index | length }}", "1"), ("{{ .n # the number }}", "7"),
  ])
  func `an expression is written as text or as compact JSON`(_ template: String, _ text: String)
    async throws
  {
    let input = #"{"n":7,"t":"äB","l":[1, 2],"big":10000000000000000001}"# + "\n"
    let outcome = try await Self.run(Self.line(template), input: input)
    #expect(outcome.text == text + "\n", "\(outcome)")
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["validate", "run"])
  func `an expression without an end in an argument of a resource is an error and no hang`(
    _ command: String
  ) async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      source: {values: [one]}
      stages:
        - each: {file.append: {line: "{{ . }}"}}
          on_start: {out: {file: "out-{{ def again: again; again }}"}}
      """
    ])
    let outcome = try await Swpipe.run([command, "spec.yaml"], in: folder)
    #expect((outcome.status == 0) == (command == "validate"), "\(outcome)")
    if command == "run" { #expect(outcome.errors.contains("a million steps"), "\(outcome)") }
  }

  @Test func `the least of all positions is beyond every list`() async throws {
    let outcome = try await Self.run(
      Self.line("{{ $element_index[.least] // \"none\" }}"),
      input: #"{"least":-9223372036854775808}"# + "\n"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "none\n")
  }

  @Test(arguments: [
    ("{{ .a.b | tojson | fromjson }}", "is null"), ("{{ .l[] }}", "gives more than one output"),
    ("{{ empty }}", "gives no output"), ("{{ .t + 1 }}", "cannot be added"),
  ])
  func `an expression without one value is its element's error`(
    _ template: String,
    _ message: String
  )
    async throws
  {
    let input = #"{"t":"x","l":[1,2]}"# + "\n"
    let outcome = try await Self.run(Self.line(template), input: input)
    #expect(outcome.status == 65)
    #expect(outcome.text.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome)")
  }

  /// The same programs and templates, whatever runs them.
  @Test(arguments: ["sync", "thread", "task", "process"])
  func `variables and look-ups are the same on every kind of worker`(_ kind: String) async throws {
    let workers = kind == "sync" ? "" : "\n    workers: 3\n    ordered: true"
    let outcome = try await Self.run(
      """
      source: {stdin: {format: jsonl}}
      stages:
        - map: '{i: $element_index, name: $countries[.c].name, kind: $worker_info.kind, e: $env.GREETING}'
          on_start: {countries: {table: {path: countries.csv, key: code}}}
          kind: \(kind)\(workers)
        - map: {table.lookup: {key: '{{ .e | ascii_downcase }}-{{ $element_index[0] % 2 }}', into: .row}}
          on_start: {words: {table: {rows: {hej-0: {x: 1}, hej-1: {x: 2}}}}}
          kind: \(kind)\(workers)

      """,
      input: (0..<40).map { $0 % 2 == 0 ? "{\"c\":\"se\"}\n" : "{\"c\":\"dk\"}\n" }.joined(),
      environment: ["GREETING": "Hej"]
    )
    let expected = (0..<40).map { index in
      let name = index % 2 == 0 ? "\"Sverige\"" : "null"
      return "{\"i\":[\(index)],\"name\":\(name),\"kind\":\"\(kind)\",\"e\":\"Hej\","
        + "\"row\":{\"x\":\(index % 2 + 1)}}\n"
    }
    #expect(outcome.text == expected.joined(), "\(outcome)")
  }

  @Test func `on_done computes with the stage's status and with resources`() async throws {
    let outcome = try await Self.run(
      """
      source: {stdin: {format: jsonl}}
      stages:
        - each: {counter.add: '{{ .n * 2 | floor }}'}
          on_start: {sum: {counter: {}}, out: {file: /dev/stdout}}
          on_done:
            - file.append: '{{ $sum / $stage_status.in }} {{ $stage_status | keys | length }}'
      sink: discard

      """,
      input: "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n"
    )
    #expect(outcome.text == "4 6\n", "\(outcome)")
  }

  @Test func `a resource computes with its worker`() async throws {
    let outcome = try await Self.run(
      """
      stages:
        - each: file.append
          on_start: {out: {file: 'part-{{ $worker_info.index + 1 | tostring | "0" + . }}.txt'}}
          on_done: [{command: [cat, 'part-{{ "01" }}.txt']}]
      sink: discard

      """,
      input: "a\n"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("a"), "\(outcome)")
  }

  @Test func `a number is found as a table's key, however large`() async throws {
    let outcome = try await Self.run(
      """
      source: {stdin: {format: jsonl}}
      stages:
        - map: '[$ids[.id], $ids[.id].x]'
          on_start: {ids: {table: {rows: [{id: 10000000000, x: 1}, {id: 9007199254740993, x: 2}, {id: -4, x: 3}, {id: 1.5, x: 4}], key: id}}}

      """,
      input:
        "{\"id\":10000000000}\n{\"id\":9007199254740993}\n{\"id\":-4}\n{\"id\":1.5}\n{\"id\":9007199254740992}\n"
    )
    #expect(
      outcome.text.split(separator: "\n").map { $0.split(separator: ",").last ?? "" }
        == ["1]", "2]", "3]", "4]", "null]"],
      "\(outcome)"
    )
  }
}
