import CommandSupport
import Testing

/// `route`: each element takes the way of the first condition that holds for it.
@Suite struct RouteTests {
  /// The keys of a route's stage for each kind of worker, alone and several, in order and not.
  static let settings = [
    "kind: sync",
    "{kind: thread, workers: 1, maxsize: 1}",
    "{kind: thread, workers: 3, maxsize: 5, ordered: true}",
    "{kind: task, workers: 3, maxsize: 2}",
    "{kind: task, workers: 2, ordered: true}",
    "{kind: process, workers: 1}",
    "{kind: process, workers: 2, maxsize: 3, ordered: true}",
  ]

  private static func keys(_ settings: String) -> String {
    settings.trimmingBraces.split(separator: ",").map { "    \($0.trimmingBlanks)\n" }.joined()
  }

  @Test func `a condition may end in a comment that ends in a backslash`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": #"""
      source: {range: {stop: 4}}
      stages:
        - id: parted
          route:
            high: '. > 1 # more than 1\'
            rest: {when: '. < 1 # the first\', discard: true}
            one: otherwise
      sinks:
        high: {from: parted.high, file: {path: high.txt}}
        one: {from: parted.one, file: {path: one.txt}}

      """#
    ])
    let outcome = try await Swpipe.run(["run", "--quiet", "spec.yaml"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(folder.text("high.txt") == "2\n3\n")
    #expect(folder.text("one.txt") == "1\n")
  }

  @Test(arguments: settings)
  func `each element takes one way and is counted once on every kind of worker`(_ settings: String)
    async throws
  {
    let count = 6000
    let folder = try Folder(files: [
      "spec.yaml": """
      source: {range: {start: 0, stop: \(count)}}
      stages:
        - id: parted
          route:
            none: {when: . % 7 == 6, discard: true}
            even: . % 2 == 0
            thirds: . % 3 == 0
      \(Self.keys(settings))  - {id: halved, map: . / 2, from: parted.even}
      sinks:
        even: {from: halved, file: {path: even.txt}}
        thirds: {from: parted.thirds, file: {path: thirds.txt}}
      """
    ])
    let outcome = try await Swpipe.run(
      ["run", "--quiet", "spec.yaml", "--report", "report.json"],
      in: folder
    )
    #expect(outcome.status == 0, "\(outcome)")
    let numbers = (0..<count).filter { $0 % 7 != 6 }
    let even = numbers.filter { $0 % 2 == 0 }.map { "\($0 / 2)" }
    let thirds = numbers.filter { $0 % 2 != 0 && $0 % 3 == 0 }.map { "\($0)" }
    let isInOrder = settings.contains("ordered") || !settings.contains("workers: 3")
    for (name, expected) in [("even", even), ("thirds", thirds)] {
      let lines = folder.text("\(name).txt")?.split(separator: "\n").map(String.init) ?? []
      #expect(isInOrder ? lines == expected : lines.sorted() == expected.sorted(), "\(name)")
    }
    let report = try #require(ReportCounts(folder.text("report.json")))
    #expect(report.unbalanced.isEmpty, "\(report.unbalanced)")
    #expect(report.count("kept", of: "parted") == even.count + thirds.count)
    #expect(report.count("even", of: "parted") == even.count)
    #expect(report.count("thirds", of: "parted") == thirds.count)
    #expect(report.count("none", of: "parted") == count - numbers.count)
    #expect(report.count("filtered", of: "parted") == count - even.count - thirds.count)
  }

  @Test(arguments: settings)
  func `an element whose condition fails is a dead letter that replay sends its way`(
    _ settings: String
  ) async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      source: {stdin: {format: jsonl}}
      stages:
        - id: parted
          on_error: dead_letter
          route: {long: '(.name | ltrimstr("_") | length) > 3', short: otherwise}
      \(Self.keys(settings))  - {id: told, map: .name, from: parted.long}
      sinks:
        long: {from: told, stdout: {}}
        short: {from: parted.short, file: {path: short.jsonl}}
      dead_letter: {file: {path: failed.jsonl}}
      """
    ])
    let input = """
      {"name":"Anna"}
      {"name":true}
      {"name":"Jo"}
      {"name":"Maria"}

      """
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array(input.utf8)
    )
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.lines.sorted() == ["Anna", "Maria"], "\(outcome)")
    #expect(folder.text("short.jsonl") == "{\"name\":\"Jo\"}\n")
    let letter = folder.text("failed.jsonl") ?? ""
    #expect(letter.contains(#""stage":"parted""#) && letter.contains("string inputs"), "\(letter)")
    let mended = letter.replacing(#"\"name\":true"#, with: #"\"name\":\"Charles\""#)
    try folder.write(mended, to: "mended.jsonl")
    let again = try await Swpipe.run(["replay", "spec.yaml", "mended.jsonl"], in: folder)
    #expect(again.status == 0 && again.lines == ["Charles"], "\(again)")
  }

  @Test func `the first output of a condition counts and none is false`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "[1]\n[]\n[null,1]\n[2,false]\n",
      files: [
        "spec.yaml": """
        source: {stdin: {format: jsonl}}
        stages:
          - route: {some: '.[] # the first', other: otherwise}
          - {id: a, map: '["some", .]', from: route.some}
          - {id: b, map: '["other", .]', from: route.other}
        sinks: {all: {from: [a, b], stdout: {}}}
        """
      ]
    )
    #expect(outcome.status == 0, "\(outcome)")
    let expected = [
      #"["other",[]]"#, #"["other",[null,1]]"#, #"["some",[1]]"#, #"["some",[2,false]]"#,
    ]
    #expect(outcome.lines.map(String.init).sorted() == expected, "\(outcome)")
  }

  @Test func `elements keep their index on every way`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      input: "a\nbb\nc\ndd\n",
      files: [
        "spec.yaml": """
        stages:
          - route: {one: length == 1, two: otherwise}
          - {each: {log: 'one {{ $element_index }} {{ . }}'}, from: route.one}
          - {each: {log: 'two {{ $element_index }} {{ . }}'}, from: route.two}
        sinks: {none: {from: [route.one, route.two], discard: {}}}
        """
      ]
    )
    #expect(outcome.status == 0, "\(outcome)")
    for line in ["one [0] a", "two [1] bb", "one [2] c", "two [3] dd"] {
      #expect(outcome.errors.contains(line), "\(line) in \(outcome)")
    }
  }

  @Test func `a take behind every route ends an endless source`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      files: [
        "spec.yaml": """
        source: {range: {start: 0, stop: 1000000000000}}
        stages:
          - route: {even: . % 2 == 0, odd: otherwise}
            kind: thread
            maxsize: 4
          - {id: a, filter: {take: 3}, from: route.even}
          - {id: b, filter: {take: 2}, from: route.odd, kind: thread, maxsize: 1}
        sinks: {all: {from: [a, b], stdout: {}}}
        """
      ]
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.sorted() == ["0", "1", "2", "3", "4"], "\(outcome)")
  }

  @Test func `a plan shows the routes and who reads each`() async throws {
    let files = [
      "spec.yaml": """
      source: {stdin: {format: jsonl}}
      stages:
        - {id: o, route: {big: .n > 1, gone: {when: .x, discard: true}, rest: otherwise}, workers: 2}
        - {id: told, map: .n, from: o.big}
      sinks: {a: {from: told, stdout: {}}, b: {from: o.rest, discard: {}}}
      """
    ]
    let shown = try await Swpipe.run("plan", "spec.yaml", files: files)
    #expect(
      shown.text.contains(
        """
        o: route, 2 threads behind a queue without limit
          big: .n > 1
          gone: .x, discarded
          rest: otherwise
          o.big:
            ▸ told: map jq {program: '.n'}, in the same workers, 2 in all
              → a
          o.rest:
            → b

        """
      ),
      "\(shown)"
    )
    let json = try await Swpipe.run("plan", "--format", "json", "spec.yaml", files: files)
    let compact = json.text.filter { !$0.isWhitespace }
    #expect(
      compact.contains(
        #""operator":"route","routes":[{"name":"big","when":".n>1"},"#
          + #"{"name":"gone","when":".x","discard":true},{"name":"rest","when":"otherwise"}]"#
      ),
      "\(json)"
    )
  }
}

extension String {
  fileprivate var trimmingBraces: String { filter { !"{}".contains($0) } }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring { drop { $0 == " " } }
}
