import CommandSupport
import Testing

/// The conformance kit on shared libraries, which it drives in processes that they may crash.
@Suite struct LibraryTestTests {
  /// A library whose function for elements has this body.
  private static func source(_ body: String, start: String = "") -> String {
    #"""
    #include <stdlib.h>
    #include <swpipe_plugin.h>

    uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }
    const char *swpipe_plugin_describe(void) {
      return "{\"name\": \"flawed\", \"transforms\": [{\"name\": \"flawed.same\","
             " \"operators\": [\"map\", \"filter\", \"flat_map\", \"each\"], \"takes\": \"text\"}]}";
    }
    void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
      (void)error;
      \#(start)
      swpipe_operator *state = malloc(sizeof *state);
      *state = info->operation;
      return state;
    }
    swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element, swpipe_output *output,
                                      swpipe_error *error) {
      (void)error;
      swpipe_operator operation = *(swpipe_operator *)state;
      \#(body)
      if (operation == SWPIPE_FILTER) return SWPIPE_KEEP;
      output->emit(output, element->bytes, element->count);
      return SWPIPE_DONE;
    }
    int swpipe_plugin_done(void *state, const swpipe_stage_status *status, swpipe_error *error) {
      (void)state, (void)status, (void)error;
      return 0;
    }
    void swpipe_plugin_free(void *state) { free(state); }

    """#
  }

  private static func report(
    _ body: String,
    start: String = "",
    only: String? = nil
  ) async throws -> (lines: TestLines, outcome: Outcome) {
    let path = try await Compiler.library(
      source(body, start: start),
      named: "flawed\(UInt32.random(in: 0...(.max)))"
    )
    let chosen = only.map { ["--only", $0] } ?? ["--timeout", "5s"]
    let outcome = try await Swpipe.run(["plugin", "test", path] + chosen, in: Folder())
    return (try #require(TestLines(outcome.text), "\(outcome)"), outcome)
  }

  /// What breaks the contract at each element, or never works, fails at the first element and says what
  /// it is; the tests that build on it are left out.
  @Test(arguments: [
    ("output->emit(output, \"one\", 3);", "as map", "breaks its contract: a map emits one element"),
    ("return SWPIPE_DONE;", "as map", "and `flawed.same` emitted none"),
    ("return (swpipe_result)42;", "as each", "returned 42, which is no swpipe_result"),
    ("output->write(output, \"x\", 1); return SWPIPE_DONE;", "as flat_map", "did not end it"),
    ("return SWPIPE_FAILED;", "as filter", "failed and said no reason"),
  ])
  func `a broken contract is no element's failure`(
    _ body: String,
    _ job: String,
    _ message: String
  ) async throws {
    let (lines, outcome) = try await Self.report(body, only: "\(job) of text: answers usual")
    let point = try #require(lines.failed.first, "\(outcome)")
    #expect(point.name.contains("\(job) of text: answers usual elements"), "\(outcome)")
    #expect(point.message.contains(message), "\(outcome)")
    #expect(outcome.status == 1, "\(outcome)")
  }

  @Test func `a contract that is broken at odd elements only is found there`() async throws {
    let (lines, outcome) = try await Self.report(
      "if (element->count == 0) output->emit(output, \"one\", 3);",
      only: "as map of text: answers e"
    )
    #expect(lines.failed.map(\.name) == ["flawed.same as map of text: answers empty elements"])
    #expect(outcome.status == 1, "\(outcome)")
  }

  @Test(arguments: ["usual elements", "empty elements"])
  func `a transform that fails each element does not pass`(_ only: String) async throws {
    let body = "return swpipe_fail(error, \"never\");"
    let (lines, outcome) = try await Self.report(body, only: only)
    #expect(lines.failed.map(\.name) == ["flawed.same: does not fail every element"], "\(outcome)")
    let message = lines.failed.first?.message ?? ""
    #expect(message.contains("it fails every element: 7 of 7 elements failed: never"), "\(outcome)")
    #expect(message.contains("`--element` gives one"), "\(outcome)")
    #expect(outcome.status == 1, "\(outcome)")
  }

  /// Of the usual elements it takes `42` alone, which the chosen test does not send.
  @Test func `a transform that takes any of the usual elements passes`() async throws {
    let body = "if (element->count != 2) return swpipe_fail(error, \"not two\");"
    let (lines, outcome) = try await Self.report(body, only: "empty elements")
    #expect(lines.failed.isEmpty && outcome.status == 0, "\(outcome)")
  }

  @Test(arguments: [
    ("", "never starts: swpipe_plugin_start gave NULL and no reason", "answers usual"),
    ("swpipe_fail(error, \"no licence\");", "no licence", "does not fail every element"),
  ])
  func `a transform that never starts does not pass`(
    _ start: String,
    _ message: String,
    _ test: String
  ) async throws {
    let (lines, outcome) = try await Self.report("", start: "\(start) return NULL;", only: "usual")
    #expect(lines.failed.contains { $0.name.contains(test) && $0.message.contains(message) })
    #expect(lines.failed.last?.name == "flawed.same: does not fail every element", "\(outcome)")
    #expect(outcome.status == 1, "\(outcome)")
  }

  @Test func `a library without a flaw passes all tests with every operator`() async throws {
    let (lines, outcome) = try await Self.report("")
    #expect(lines.failed.isEmpty, "\(outcome)")
    for work in ["map", "filter", "flat_map", "each"] {
      let name = "flawed.same as \(work) of text: answers usual elements"
      #expect(lines.points.contains { $0.name == name }, "\(outcome)")
    }
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// A sanitizer has its own way with wrong addresses and with exits.
  @Test(
    .disabled(if: Sanitizer.isOn),
    arguments: [
      ("if (element->count == 0) abort();", "empty elements", "SIGABRT"),
      ("if (element->count == 0) *(volatile int *)8 = 1;", "empty elements", "SIGSEGV"),
      ("if (element->count > 1000000) exit(7);", "8MiB", "exited with status 7"),
      ("if (element->count && element->bytes[0] == 255) for (;;) {}", "no UTF-8", "did not answer"),
    ]
  )
  func `what a library does to its process fails one test and not the kit`(
    _ body: String,
    _ test: String,
    _ message: String
  ) async throws {
    let (lines, outcome) = try await Self.report(body)
    #expect(lines.failed.count == 4, "one for each operator: \(outcome)")
    for point in lines.failed {
      #expect(point.name.contains(test), "\(outcome)")
      #expect(point.message.contains(message), "\(outcome)")
    }
    #expect(lines.plan == lines.points.count)
    #expect(outcome.status == 1, "\(outcome)")
  }
}
