import CommandSupport
import Testing

/// The conformance kit on shared libraries, which it drives in processes that they may crash.
@Suite struct LibraryTestTests {
  /// A library whose function for elements has this body.
  private static func source(_ body: String) -> String {
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

  private static func report(_ body: String) async throws -> (lines: TestLines, outcome: Outcome) {
    let path = try Compiler.library(source(body), named: "flawed\(UInt32.random(in: 0...(.max)))")
    let outcome = try await Swpipe.run("plugin", "test", path, "--timeout", "5s")
    return (try #require(TestLines(outcome.text), "\(outcome)"), outcome)
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
