import CommandSupport
import Testing

@Suite struct ReportTests {
  @Test func `a report has the counts of every stage`() async throws {
    let folder = try Folder(files: [
      "spec.yaml": """
      name: counted
      source: {range: {start: 0, stop: 10}}
      stages:
        - {id: more, map: {number.add: 1}, workers: 2, maxsize: 3}
        - {id: few, filter: {number.greater_than: 8}}
      """
    ])
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--report", "report.json"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    let report = Self.compact(folder.text("report.json") ?? "")
    #expect(report.hasPrefix(#"{"name":"counted","seconds":"#), "\(report)")
    for part in [
      #""exit":0,"elements":{"in":10,"out":2,"filtered":8,"failed":0,"skipped":0,"consumed":0,"abandoned":0}"#,
      #""failure":null"#,
      #""id":"more","operator":"map","transform":"number.add","kind":"thread","workers":2,"maxsize":3,"in":10,"kept":10,"emitted":0,"filtered":0,"failed":0,"skipped":0,"consumed":0,"abandoned":0,"busy_seconds":"#,
      #""id":"few","operator":"filter","transform":"number.greater_than","kind":"sync","workers":2,"maxsize":0,"in":10,"kept":2,"emitted":0,"filtered":8"#,
      #""restarts":0"#,
    ] {
      #expect(report.contains(part), "\(part) in \(report)")
    }
  }

  @Test func `a report is written when the run fails, with the failure`() async throws {
    let folder = try Folder(files: ["spec.yaml": "stages:\n  - {id: more, map: {number.add: 1}}\n"])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: Array("1\nx\n".utf8)
    )
    #expect(outcome.status == 65, "\(outcome)")
    let report = Self.compact(folder.text("report.json") ?? "")
    #expect(report.contains(#""exit":65"#), "\(report)")
    #expect(report.contains(#""element_index":[1]"#), "\(report)")
    #expect(report.contains(#""stage":"more""#), "\(report)")
  }

  @Test func `a report is written when an input cannot be opened`() async throws {
    let folder = try Folder(files: ["spec.yaml": "stages:\n  - map: identity\n"])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "no.txt", "--report", "r.json"],
      in: folder
    )
    #expect(outcome.status == 66, "\(outcome)")
    #expect(Self.compact(folder.text("r.json") ?? "").contains(#""exit":66"#))
  }

  @Test func `- writes the report to standard error`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "--report",
      "-",
      files: ["spec.yaml": "stages:\n  - map: identity\n"]
    )
    #expect(outcome.text.isEmpty)
    #expect(Self.compact(outcome.errors).contains(#""exit":0"#), "\(outcome)")
  }

  @Test func `a report that cannot be written is told before anything runs`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "--report",
      "no/folder",
      input: "a\n",
      files: ["spec.yaml": "stages:\n  - map: identity\n"]
    )
    #expect(outcome.text.isEmpty)
    #expect(outcome.status == 74, "\(outcome)")
  }

  @Test func `a report that does not get written is 74`() async throws {
    let outcome = try await Swpipe.run(
      "run",
      "spec.yaml",
      "--report",
      "/dev/full",
      input: "a\n",
      files: ["spec.yaml": "stages:\n  - map: identity\n"]
    )
    #expect(outcome.text == "a\n")
    #expect(outcome.errors.contains("cannot write the report to /dev/full"), "\(outcome)")
    #expect(outcome.status == 74)
  }

  /// The JSON without blanks and newlines; these reports have none within strings that matter.
  private static func compact(_ json: String) -> String {
    json.filter { !$0.isWhitespace }
  }
}
