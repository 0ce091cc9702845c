extension Skeleton {
  /// A shared library in C and the Makefile that builds it.
  static func c(_ name: String) -> Skeleton {
    Skeleton(
      files: [
        File(path: "\(name).c", text: source(name)),
        File(path: "Makefile", text: makefile(name)),
        File(path: "\(name).yaml", text: spec(name, plugin: "./lib\(name).so")),
      ],
      next: ["make", "swpipe run \(name).yaml", "swpipe plugin test ./lib\(name).so"]
    )
  }

  private static func source(_ name: String) -> String {
    #"""
    /* What this plugin is for, in one sentence. swpipe_plugin.h says what each function may do. */
    #include <stdlib.h>
    #include <string.h>
    #include <swpipe_plugin.h>

    /* What one worker keeps between its elements. */
    typedef struct worker {
      char *greeting;
      size_t greeting_count;
    } worker;

    uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }

    /* What `swpipe explain \#(name).greet` shows, and what a spec may give. */
    const char *swpipe_plugin_describe(void) {
      return "{\"name\": \"\#(name)\", \"version\": \"0.1\","
             " \"transforms\": [{"
             "   \"name\": \"\#(name).greet\","
             "   \"summary\": \"Greets the person that an element names\","
             "   \"operators\": [\"map\"], \"takes\": \"text\", \"gives\": \"text\","
             "   \"parameters\": [{\"name\": \"greeting\", \"type\": \"text\", \"default\": \"Hello\","
             "     \"help\": \"What to say before the name.\"}]}]}";
    }

    /* Called once in each worker. */
    void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
      const swpipe_argument *greeting = swpipe_find_argument(info, "greeting");
      worker *state = calloc(1, sizeof *state);
      if (state != NULL) state->greeting = malloc(greeting->text.count + 1);
      if (state == NULL || state->greeting == NULL) {
        swpipe_fail(error, "there is no memory left");
        free(state);
        return NULL;
      }
      memcpy(state->greeting, greeting->text.bytes, greeting->text.count);
      state->greeting_count = greeting->text.count;
      return state;
    }

    /* Called for each element. What is wrong with one, swpipe_fail says. */
    swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element, swpipe_output *output,
                                      swpipe_error *error) {
      const worker *self = state;
      if (element->count == 0) return swpipe_fail(error, "nobody has no name");
      output->write(output, self->greeting, self->greeting_count);
      output->write(output, ", ", 2);
      output->write(output, element->bytes, element->count);
      output->write(output, "!", 1);
      output->end(output);
      return SWPIPE_DONE;
    }

    /* Called in each worker after its last element. */
    int swpipe_plugin_done(void *state, const swpipe_stage_status *status, swpipe_error *error) {
      (void)state, (void)status, (void)error;
      return 0;
    }

    void swpipe_plugin_free(void *state) {
      worker *self = state;
      free(self->greeting);
      free(self);
    }

    """#
  }

  private static func makefile(_ name: String) -> String {
    """
    # Where swpipe_plugin.h is: pkg-config knows once swpipe is installed.
    SWPIPE_INCLUDE ?= /usr/local/include
    SWPIPE_CFLAGS := $(shell pkg-config --cflags swpipe-plugin 2>/dev/null || echo -I$(SWPIPE_INCLUDE))
    CFLAGS ?= -O2 -Wall -Wextra

    lib\(name).so: \(name).c
    \t$(CC) -std=c11 -shared -fPIC $(CFLAGS) $(SWPIPE_CFLAGS) -o $@ $<

    .PHONY: clean
    clean:
    \trm -f lib\(name).so

    """
  }
}
