import CommandSupport
import Testing

/// swpipe_plugin.h alone, as it is installed.
@Suite struct HeaderTests {
  /// Uses all that a plugin may use, in the language that C and C++ share.
  private let source = """
    #include <swpipe_plugin.h>
    #include <swpipe_plugin.h>

    uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }

    const char *swpipe_plugin_describe(void) { return "{}"; }

    void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
      const swpipe_argument *argument = swpipe_find_argument(info, "radius");
      if (argument == NULL || argument->kind != SWPIPE_ARGUMENT_NUMBER) {
        swpipe_fail(error, "no radius");
        return NULL;
      }
      return (void *)argument;
    }

    swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element,
                                      swpipe_output *output, swpipe_error *error) {
      if (state == NULL || element->type == SWPIPE_JSON) return swpipe_fail(error, "no state");
      if (!output->write(output, element->bytes, element->count)) return SWPIPE_FAILED;
      return output->end(output) && output->emit(output, "a", 1) ? SWPIPE_KEEP : SWPIPE_DROP;
    }

    int swpipe_plugin_done(void *state, const swpipe_stage_status *status, swpipe_error *error) {
      if (state != NULL && status->last) return 0;
      error->say(error, "never", 5);
      return -1;
    }

    void swpipe_plugin_free(void *state) { (void)state; }

    """

  @Test(arguments: ["gcc", "clang"], ["c11", "c17", "gnu11"])
  func `the header stands alone in C`(_ compiler: String, _ standard: String) throws {
    try Compiler.compile(
      source,
      named: "header_\(compiler)_\(standard).c",
      with: compiler,
      standard: standard,
      ["-fsyntax-only"]
    )
  }

  @Test(arguments: ["g++", "clang++"], ["c++17", "c++20"])
  func `the header stands alone in C++`(_ compiler: String, _ standard: String) throws {
    try Compiler.compile(
      source,
      named: "header_\(compiler)_\(standard.dropFirst(3)).cc",
      with: compiler,
      standard: standard,
      ["-fsyntax-only"]
    )
  }

  @Test func `what is not used of the header gives no warning`() throws {
    for compiler in ["gcc", "clang"] {
      try Compiler.compile(
        "#include <swpipe_plugin.h>\nint nothing;\n",
        named: "unused_\(compiler).c",
        with: compiler,
        ["-fsyntax-only", "-Wunused", "-Wstrict-prototypes"]
      )
    }
  }
}
