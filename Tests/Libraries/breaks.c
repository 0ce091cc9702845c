/* A plugin that breaks at the element `5`, in the way that its transform is named by, and otherwise
 * gives elements back. */
#include "swpipe_plugin.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define MAP(name) "{\"name\": \"" name "\", \"summary\": \"Breaks\", \"operators\": [\"map\"]}"

uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }

const char *swpipe_plugin_describe(void) {
  return "{\"transforms\": [" MAP("segv") "," MAP("abort") "," MAP("exit") "," MAP("leave") "," MAP("hang") ","
         MAP("fail") "," MAP("twice") "," MAP("done") "," MAP("start") "]}";
}

void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
  if (strcmp(info->transform.bytes, "start") == 0) {
    swpipe_fail(error, "the licence has ended");
    return NULL;
  }
  char *name = malloc(info->transform.count + 1);
  return name == NULL ? NULL : strcpy(name, info->transform.bytes);
}

swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element,
                                  swpipe_output *output, swpipe_error *error) {
  const char *name = state;
  output->emit(output, element->bytes, element->count);
  if (element->count != 1 || element->bytes[0] != '5') return SWPIPE_DONE;
  if (strcmp(name, "segv") == 0) raise(SIGSEGV);
  if (strcmp(name, "abort") == 0) abort();
  if (strcmp(name, "exit") == 0) _exit(3);
  if (strcmp(name, "leave") == 0) exit(0);
  if (strcmp(name, "hang") == 0)
    for (;;) pause();
  if (strcmp(name, "fail") == 0) return swpipe_fail(error, "five is right out");
  if (strcmp(name, "twice") == 0) output->emit(output, "5", 1);
  return SWPIPE_DONE;
}

int swpipe_plugin_done(void *state, const swpipe_stage_status *status, swpipe_error *error) {
  if (strcmp(state, "done") != 0 || !status->last) return 0;
  swpipe_fail(error, "the disk is full");
  return -1;
}

void swpipe_plugin_free(void *state) { free(state); }
