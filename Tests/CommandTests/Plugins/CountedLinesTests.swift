import CommandSupport
import Testing

/// Filters that do not answer each line by one line.
@Suite struct CountedLinesTests {
  private static func folder(_ plugin: String, _ stage: String, _ top: String = "") throws -> Folder
  {
    try Folder(files: [
      "spec.yaml": """
      plugins: [{name: f, command: \(plugin)}]
      stages: [{\(stage)}]
      \(top)

      """
    ])
  }

  private static func run(_ folder: Folder, _ lines: [String]) async throws -> (Outcome, String) {
    let input = Array(lines.map { "\($0)\n" }.joined().utf8)
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml", "--report", "report.json"],
      in: folder,
      input: input
    )
    return (outcome, folder.text("report.json") ?? "")
  }

  private static let many = (1...700).map { "word \($0)" }

  @Test(arguments: ["sync", "thread", "task", "process"])
  func `a line too many fails the element that it is for, and no other`(_ kind: String) async throws
  {
    let folder = try Self.folder(
      "[sed, -u, '/4[05]$/p'], framing: lines",
      "map: f, on_error: skip, kind: \(kind)"
    )
    let (outcome, report) = try await Self.run(folder, Self.many)
    let right = Self.many.filter { !$0.hasSuffix("40") && !$0.hasSuffix("45") }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.elements == right, "\(outcome.errors)")
    #expect(report.contains("\"skipped\": \(Self.many.count - right.count)"), "\(report)")
    #expect(outcome.errors.contains("wrote more lines than it was given"), "\(outcome.errors)")
  }

  @Test func `several ordered workers keep their answers apart`() async throws {
    let folder = try Self.folder(
      "[sed, -u, '/00$/p'], framing: lines",
      "map: f, on_error: skip, workers: 3, ordered: true, maxsize: 20"
    )
    let (outcome, _) = try await Self.run(folder, Self.many)
    #expect(outcome.elements == Self.many.filter { !$0.hasSuffix("00") }, "\(outcome.errors)")
  }

  @Test func `a line too few fails the element that it is for, and no other`() async throws {
    let folder = try Self.folder(
      "[sed, -u, '/3[17]$/d'], framing: lines",
      "map: f, on_error: dead_letter, maxsize: 50",
      "dead_letter: {file: {path: dead.jsonl}}"
    )
    let (outcome, _) = try await Self.run(folder, Self.many)
    let missing = Self.many.filter { $0.hasSuffix("31") || $0.hasSuffix("37") }
    #expect(outcome.elements == Self.many.filter { !missing.contains($0) }, "\(outcome.errors)")
    let letters = folder.text("dead.jsonl") ?? ""
    for element in missing { #expect(letters.contains("\"input\":\"\(element)\""), "\(letters)") }
    #expect(letters.split(separator: "\n").count == missing.count, "\(letters)")
    #expect(letters.contains("`f` answered by no line; if it leaves lines"), "\(letters)")
  }

  @Test func `lines too many beside lines too few are told apart`() async throws {
    // The line that one element has too many stands where that of the next is missing.
    let folder = try Self.folder(
      "[perl, -ne, '$| = 1; print; print if /1$/; print \"x\\n\" if /5$/'], framing: lines",
      "map: f, on_error: skip"
    )
    let (outcome, _) = try await Self.run(folder, Self.many)
    let right = Self.many.filter { !$0.hasSuffix("1") && !$0.hasSuffix("5") }
    #expect(outcome.status == 0 && outcome.elements == right, "\(outcome.errors)")
  }

  @Test func `without on_error, a missing line is an error with its place`() async throws {
    let folder = try Self.folder(
      "[grep, --line-buffered, -v, ' 3$'], framing: lines",
      "map: f, maxsize: 2"
    )
    let (outcome, _) = try await Self.run(folder, Self.many)
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(outcome.errors.contains("input: standard input:3"), "\(outcome.errors)")
    #expect(outcome.errors.contains("has not answered a line for 5 seconds"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("filter", "or let it write `true` or `false` for each line, or use it in a `flat_map`"),
    ("map", "or let it write `true` or `false` for each line in a `filter`, or use it in a"),
    ("each", "or let it write `true` or `false` for each line in a `filter`, or use it in a"),
  ])
  func `a filter that leaves a line out is told what to do in place of it`(
    _ work: String,
    _ wayOut: String
  ) async throws {
    let folder = try Self.folder(
      "[grep, --line-buffered, '^true$'], framing: lines",
      "\(work): f, on_error: skip"
    )
    let (outcome, _) = try await Self.run(folder, ["true", "no", "true"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "the process of `f` exited with status 1 before it had answered; if it leaves lines out, "
          + "as `grep` does, use `filter: text.matches` or"
      ),
      "\(outcome)"
    )
    #expect(outcome.errors.contains(wayOut), "\(outcome)")
    #expect(outcome.errors.contains("by the line that `end: TEXT` names"), "\(outcome)")
  }

  @Test func `a line at the end of the filter fails the last elements`() async throws {
    let folder = try Self.folder(
      "[perl, -pe, '$| = 1; END { print \"done\\n\" }'], framing: lines",
      "map: f, on_error: skip"
    )
    let (outcome, _) = try await Self.run(folder, ["a"])
    #expect(outcome.status == 0 && outcome.text == "", "\(outcome)")
    #expect(outcome.errors.contains("`f` answered by more than one line"), "\(outcome)")
  }

  @Test func `what a filter keeps back comes when its input ends`() async throws {
    let folder = try Self.folder("[tr, a-z, A-Z], framing: lines", "map: f")
    let few = Array(Self.many.prefix(20))
    let (outcome, _) = try await Self.run(folder, few)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.elements == few.map { $0.uppercased() }, "\(outcome.errors)")
    #expect(outcome.errors.contains("must write each line at once"), "\(outcome.errors)")
  }

  @Test func `a filter that answers all lines by two is of no use`() async throws {
    let folder = try Self.folder("[sed, -u, p], framing: lines", "map: f, on_error: skip")
    let (outcome, _) = try await Self.run(folder, (1...400).map { "\($0)" })
    #expect(outcome.status == 69 && outcome.text == "", "\(outcome)")
    #expect(outcome.errors.contains("has not answered a single line"), "\(outcome)")
  }

  // MARK: filter and flat_map

  @Test func `a filter stage takes true and false`() async throws {
    let folder = try Self.folder(
      "[sed, -u, 's/.*[02468]$/true/; t; s/.*/false/'], framing: lines",
      "filter: f"
    )
    let (outcome, report) = try await Self.run(folder, Self.many)
    #expect(outcome.elements == Self.many.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
    #expect(report.contains("\"filtered\": 350"), "\(report)")
  }

  @Test(arguments: ["", ", end: '.'"])
  func `what is neither true nor false is the element's error`(_ end: String) async throws {
    let script = end.isEmpty ? "s/b/maybe/" : "s/b/maybe/; s/$/\\n./"
    let folder = try Self.folder(
      "[sed, -u, '\(script)'], framing: lines\(end)",
      "filter: f, on_error: {retry: {attempts: 2, backoff: 1ms}, then: skip}"
    )
    let (outcome, _) = try await Self.run(folder, ["true", "b", "false", "true"])
    #expect(outcome.status == 0 && outcome.elements == ["true", "true"], "\(outcome)")
    #expect(
      outcome.errors.contains("the answer \"maybe\" is neither `true` nor `false`"),
      "\(outcome)"
    )
  }

  @Test func `an end makes any number of lines an answer`() async throws {
    let folder = try Self.folder(
      "[perl, -ne, '$| = 1; chomp; print \"$_\\n\" for split / /; print \"--\\n\"'], "
        + "framing: lines, end: '--'",
      "flat_map: f, on_error: skip"
    )
    let (outcome, _) = try await Self.run(folder, ["a b c", "", "d", "e f"])
    #expect(
      outcome.status == 0 && outcome.elements == ["a", "b", "c", "d", "e", "f"],
      "\(outcome)"
    )
  }

  @Test func `with an end, a map that gives none or two is that element's error`() async throws {
    let folder = try Self.folder(
      "[sed, -u, '/4[05]$/p; /31$/d; s/$/\\n--/'], framing: lines, end: '--'",
      "map: f, on_error: skip"
    )
    let (outcome, _) = try await Self.run(folder, ["1", "40", "2", "45", "3"])
    #expect(outcome.status == 0 && outcome.elements == ["1", "2", "3"], "\(outcome)")
  }

  @Test func `an end that does not come fails the element at the end of the input`() async throws {
    let folder = try Self.folder(
      "[sed, -u, '/^b/!s/$/\\n--/'], framing: lines, end: '--'",
      "flat_map: f, on_error: skip"
    )
    let (outcome, _) = try await Self.run(folder, ["a", "c", "b"])
    #expect(outcome.status == 0 && outcome.elements == ["a", "c"], "\(outcome)")
    #expect(outcome.errors.contains("before it had answered"), "\(outcome)")
  }

  @Test func `flat_map without an end says what it needs`() async throws {
    let folder = try Self.folder("[cat], framing: lines", "flat_map: f")
    let outcome = try await Swpipe.run(["validate", "spec.yaml"], in: folder)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.text.contains("`end: TEXT` in its entry of `plugins:`"), "\(outcome)")
  }
}

extension Outcome {
  /// The lines of standard output as texts.
  fileprivate var elements: [String] { lines.map { String($0) } }
}
