import CommandSupport
import Glibc
import Testing

/// What `on_error` of a source does with rows that are none.
@Suite struct BadRowTests {
  /// A table of `id` and `v` in which some rows are none.
  private struct Table {
    var text: [UInt8]
    /// The rows that are rows, as JSON lines.
    var good: [String] = []
    /// The others: how a dead letter has the bytes, and the line.
    var bad: [(input: String, line: Int)] = []

    init(_ format: String, rows: Int, seed: UInt64) {
      var random = SplitMix(seed: seed)
      let mark = format == "csv" ? "," : "\t"
      text = Array("id\(mark)v\n".utf8)
      var line = 2
      for id in 0..<rows {
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
          text += Array("\(id)\r\n".utf8)
          bad.append((#""input":"\#(id)""#, line))
        case 1:
          text += Array("\(id)\(mark)a\(mark)b\n".utf8)
          let shown = mark == "\t" ? "\\t" : mark
          bad.append((#""input":"\#(id)\#(shown)a\#(shown)b""#, line))
        case 2:
          // Seven digits and a tab make the border of three bytes that base64 has.
          let number = String(1_000_000 + id)
          text += Array(number.utf8) + Array(mark.utf8) + [0xff, 0xfe, 0xfd, 0x0a]
          let input = Array(number.utf8) + Array(mark.utf8) + [0xff, 0xfe, 0xfd]
          bad.append((#""input_base64":"\#(Self.base64(input))""#, line))
        case 3 where format == "csv":
          text += Array("\(id),\"x\ny\"z\n".utf8)
          bad.append((#""input":"\#(id),\"x\ny\"z""#, line))
          line += 1
        default:
          text += Array("\(id)\(mark)w\n".utf8)
          good.append(#"{"id":"\#(id)","v":"w"}"#)
        }
        line += 1
      }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
      let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
      var text = ""
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let part = bytes[start..<min(start + 3, bytes.count)]
        let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
        for place in 0..<4 {
          text.append(place <= part.count ? letters[word >> (18 - 6 * place) & 63] : "=")
        }
      }
      return text
    }
  }

  private static func spec(_ format: String, _ policy: String, stage: String = "{map: identity}")
    -> String
  {
    """
    source: {file: {path: in.txt, format: \(format)}, on_error: \(policy)}
    stages:
      - \(stage)
    sink: {stdout: {format: jsonl}}
    \(policy == "dead_letter" ? "dead_letter: {file: bad.jsonl}" : "")

    """
  }

  private static func folder(_ spec: String, _ text: [UInt8]) throws -> Folder {
    let folder = try Folder(files: ["spec.yaml": spec])
    try folder.write(text, to: "in.txt")
    return folder
  }

  @Test(
    arguments: ["csv", "tsv"],
    ["{map: identity}", "{map: {sleep: 10us}, kind: task, workers: 3, maxsize: 5, ordered: true}"]
      + ["thread", "process"].map { "{map: identity, kind: \($0), workers: 2, ordered: true}" }
  )
  func `each row goes its way, and the counts are right`(_ format: String, _ stage: String)
    async throws
  {
    let table = Table(format, rows: 700, seed: UInt64(format.count * 31 + stage.count))
    let folder = try Self.folder(Self.spec(format, "dead_letter", stage: stage), table.text)
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--report", "r.json"], in: folder)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.lines.map { String($0) } == table.good)
    let letters = (folder.text("bad.jsonl") ?? "").split(separator: "\n")
    #expect(letters.count == table.bad.count)
    for (letter, row) in zip(letters, table.bad) {
      #expect(letter.contains(row.input), "\(letter)")
      #expect(letter.contains(#""file":"in.txt","line":\#(row.line),"#), "\(letter)")
      #expect(letter.contains(#""stage":"source""#), "\(letter)")
    }
    let counts = try #require(ReportCounts(folder.text("r.json")))
    #expect(counts.unbalanced.isEmpty)
    #expect(counts.count("in", of: "source") == 700)
    #expect(counts.count("failed", of: "source") == table.bad.count)
    #expect(counts.count("kept", of: "source") == table.good.count)
  }

  @Test func `skipped rows are counted and told of`() async throws {
    let table = Table("csv", rows: 90, seed: 5)
    let folder = try Self.folder(Self.spec("csv", "skip"), table.text)
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--report", "r.json"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.map { String($0) } == table.good)
    let words =
      "warning: source: \(table.bad.count) of 90 elements failed and were skipped; the first: "
    #expect(outcome.errors.contains(words), "\(outcome)")
    let counts = try #require(ReportCounts(folder.text("r.json")))
    #expect(counts.unbalanced.isEmpty)
    #expect(counts.count("skipped", of: "source") == table.bad.count)
  }

  @Test func `without a policy the first one ends the run, behind the rows before it`() async throws
  {
    let folder = try Self.folder(Self.spec("csv", "fail"), Array("a,b\n1,2\n3\n4,5\n".utf8))
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--report", "r.json"], in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.text == "{\"a\":\"1\",\"b\":\"2\"}\n")
    #expect(outcome.errors.contains("source `source`: the row has 1 field"), "\(outcome)")
    #expect(outcome.errors.contains("input: in.txt:3\n"), "\(outcome)")
    let counts = try #require(ReportCounts(folder.text("r.json")))
    #expect(counts.unbalanced.isEmpty)
    #expect(counts.count("failed", of: "source") == 1)
  }

  @Test(arguments: ["skip", "dead_letter"])
  func `defaults hold for rows, too, but for their retry`(_ policy: String) async throws {
    let spec = """
      defaults: {on_error: {retry: 3, then: \(policy)}}
      source: {stdin: {format: tsv}}
      sink: {stdout: {format: jsonl}}
      dead_letter: {file: bad.jsonl}

      """
    let folder = try Folder(files: ["spec.yaml": spec])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array("a\tb\n1\n2\t3\n".utf8)
    )
    #expect(outcome.status == (policy == "skip" ? 0 : 1), "\(outcome)")
    #expect(outcome.text == "{\"a\":\"2\",\"b\":\"3\"}\n")
    let letters = folder.text("bad.jsonl") ?? ""
    #expect(letters.contains(#""attempts":1"#) == (policy == "dead_letter"), "\(letters)")
  }

  @Test(arguments: [("fail=3", Int32(65)), ("fail=4", 0), ("fail=49%", 65), ("fail=50%", 0)])
  func `halt counts them`(_ halt: String, _ status: Int32) async throws {
    let text = Array("a,b\n1,2\n3\n4\n5,6\n7,8\n9\n".utf8)
    let folder = try Self.folder(Self.spec("csv", "skip"), text)
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--halt", halt], in: folder)
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.errors.contains("--halt \(halt)") == (status == 65), "\(outcome)")
  }

  @Test(arguments: [("0", 0, 0), ("1", 1, 0), ("2", 1, 1), ("3", 1, 2), ("4", 2, 2), ("9", 2, 2)])
  func `a limit takes them for elements`(_ limit: String, _ kept: Int, _ skipped: Int) async throws
  {
    let folder = try Self.folder(Self.spec("csv", "skip"), Array("a,b\n1,2\n3\n4\n5,6\n".utf8))
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--limit", limit, "--report", "r.json"],
      in: folder
    )
    #expect(outcome.status == 0, "\(outcome)")
    let counts = try #require(ReportCounts(folder.text("r.json")))
    #expect(counts.unbalanced.isEmpty)
    #expect(counts.count("kept", of: "source") == kept)
    #expect(counts.count("skipped", of: "source") == skipped)
  }

  @Test func `a take that has its elements wants none of those behind them`() async throws {
    let spec = Self.spec("csv", "dead_letter", stage: "{filter: {take: 1}}")
    let folder = try Self.folder(spec, Array("a,b\n1,2\n3\n4\n5,6\n".utf8))
    let outcome = try await Swpipe.run(["run", "spec.yaml", "--report", "r.json"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "{\"a\":\"1\",\"b\":\"2\"}\n")
    #expect(folder.text("bad.jsonl") == nil)
    #expect(ReportCounts(folder.text("r.json"))?.unbalanced == [])
  }

  @Test func `more of them than memory holds wait for their sink`() async throws {
    let spec = """
      limits: {memory: 1MiB}
      source: {stdin: {format: csv}, on_error: dead_letter}
      dead_letter: {stdout: {}}
      sink: discard

      """
    let row = String(repeating: "x", count: 50_000)
    let folder = try Folder(files: ["spec.yaml": spec])
    let child = try await Child(["run", "spec.yaml", "--report", "r.json"], in: folder)
    let rows = Array(("a,b\n" + String(repeating: "\(row)\n1,2\n", count: 200)).utf8)
    let outcome = try await child.finish(rows)
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.lines.count == 200)
    #expect(outcome.lines.allSatisfy { $0.contains(#""input":"\#(row)""#) })
    let counts = try #require(ReportCounts(folder.text("r.json")))
    #expect(
      counts.count("failed", of: "source") == 200 && counts.count("kept", of: "source") == 200
    )
  }

  @Test func `a quote that never ends ends the run whatever the policy`() async throws {
    let folder = try Self.folder(Self.spec("csv", "skip"), Array("a,b\n1\n2,\"3\n4,5\n".utf8))
    let outcome = try await Swpipe.run(["run", "spec.yaml"], in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("input: in.txt:3\n"), "\(outcome)")
    #expect(outcome.errors.contains("`quote: none`"), "\(outcome)")
  }
}
