/* A plugin whose transforms do what a test wants to see. The name of a transform picks it. */
#include "swpipe_plugin.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct state {
  char transform[64];
  swpipe_operator operation;
  long calls;
  int64_t number;
  char *started; /* what it was started with, in words */
} state;

static atomic_int alive;

uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }

const char *swpipe_plugin_describe(void) {
  return "{\"name\": \"kinds\", \"transforms\": [{\"name\": \"same\", \"summary\": \"Gives it back\","
         " \"operators\": [\"map\"]}]}";
}

static char *words_of(const swpipe_start_info *info) {
  char *words = NULL;
  size_t count = 0;
  FILE *file = open_memstream(&words, &count);
  fprintf(file, "%s %d worker %zu %s of %s restarts %zu resources %s", info->transform.bytes,
          (int)info->operation, info->worker_index, info->worker_kind.bytes, info->stage.bytes,
          info->restarts, info->resources.bytes);
  for (size_t i = 0; i < info->argument_count; i++) {
    const swpipe_argument *given = &info->arguments[i];
    fprintf(file, "; %s kind %d text `%s` %zu integer %" PRId64 " number %g", given->name.bytes,
            (int)given->kind, given->text.bytes, given->text.count, given->integer, given->number);
  }
  fclose(file);
  return words;
}

void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
  if (strcmp(info->transform.bytes, "refuses") == 0) {
    swpipe_fail(error, "there is no such place\n");
    return NULL;
  }
  if (strcmp(info->transform.bytes, "refuses.silently") == 0) return NULL;
  state *made = calloc(1, sizeof *made);
  snprintf(made->transform, sizeof made->transform, "%s", info->transform.bytes);
  made->operation = info->operation;
  made->started = words_of(info);
  const swpipe_argument *number = swpipe_find_argument(info, "number");
  made->number = number == NULL ? -1 : number->integer;
  atomic_fetch_add(&alive, 1);
  return made;
}

static int is(const state *state, const char *name) { return strcmp(state->transform, name) == 0; }

static void emit_text(swpipe_output *output, const char *text) {
  output->emit(output, text, strlen(text));
}

static swpipe_result split(const swpipe_element *element, swpipe_output *output,
                           swpipe_error *error) {
  size_t start = 0;
  for (size_t i = 0; i <= element->count; i++) {
    if (i < element->count && element->bytes[i] != ',') continue;
    if (i - start == 4 && memcmp(element->bytes + start, "fail", 4) == 0)
      return swpipe_fail(error, "a part is `fail`");
    output->write(output, "<", 1);
    output->write(output, element->bytes + start, i - start);
    output->write(output, ">", 1);
    output->end(output);
    start = i + 1;
  }
  return SWPIPE_DONE;
}

/* Works for so many milliseconds. */
static void work(int64_t milliseconds) {
  struct timespec start, now;
  clock_gettime(CLOCK_MONOTONIC, &start);
  do clock_gettime(CLOCK_MONOTONIC, &now);
  while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 <
         milliseconds);
}

swpipe_result swpipe_plugin_apply(void *given, const swpipe_element *element,
                                  swpipe_output *output, swpipe_error *error) {
  state *state = given;
  const char *bytes = (const char *)element->bytes;
  state->calls++;
  if (is(state, "same")) output->emit(output, bytes, element->count);
  if (is(state, "even")) return element->count % 2 == 0 ? SWPIPE_KEEP : SWPIPE_DROP;
  if (is(state, "split")) return split(element, output, error);
  if (is(state, "started")) emit_text(output, state->started);
  if (is(state, "alive") || is(state, "calls")) {
    char text[32];
    snprintf(text, sizeof text, "%ld", is(state, "alive") ? (long)alive : state->calls);
    emit_text(output, text);
  }
  if (is(state, "index")) {
    output->write(output, element->type == SWPIPE_JSON ? "json" : "text", 4);
    for (size_t i = 0; i < element->index_count; i++) {
      char text[32];
      int count = snprintf(text, sizeof text, " %" PRId64, element->index[i]);
      output->write(output, text, (size_t)count);
    }
    if (element->index_count == 0) output->write(output, element->index ? "?" : "-", 1);
    output->end(output);
  }
  if (is(state, "fails") && element->count > 0) {
    error->say(error, bytes, element->count);
    return SWPIPE_FAILED;
  }
  if (is(state, "fails")) return SWPIPE_FAILED;
  if (is(state, "complains")) { /* says something, but fails only at the next element */
    if (state->calls % 2 == 0) return SWPIPE_FAILED;
    swpipe_fail(error, "not meant");
    emit_text(output, "fine");
  }
  if (is(state, "long")) {
    char *text = malloc(9000);
    for (int i = 0; i + 2 < 9000; i += 3) memcpy(text + i, "\xe2\x82\xac", 3);
    error->say(error, text, 9000);
    free(text);
    return SWPIPE_FAILED;
  }
  if (is(state, "times"))
    for (int64_t i = 0; i < state->number; i++) output->emit(output, bytes, element->count);
  if (is(state, "begins")) output->write(output, bytes, element->count);
  if (is(state, "nowhere")) output->emit(output, NULL, 3);
  if (is(state, "vast")) {
    output->emit(output, bytes, (size_t)1 << 40);
    if (output->emit(output, "more", 4) != 0) abort();
  }
  if (is(state, "vast.negative")) output->emit(output, bytes, (size_t)-1);
  if (is(state, "endless"))
    while (output->emit(output, bytes, element->count)) {}
  if (is(state, "result")) return (swpipe_result)state->number;
  if (is(state, "works")) {
    work(state->number);
    output->emit(output, bytes, element->count);
  }
  return SWPIPE_DONE;
}

int swpipe_plugin_done(void *given, const swpipe_stage_status *status, swpipe_error *error) {
  state *state = given;
  if (is(state, "ends.silently")) return -1;
  if (!is(state, "ends")) return 0;
  char text[200];
  snprintf(text, sizeof text, "active %zu in %zu out %zu failed %zu last %d",
           status->active_workers, status->elements_in, status->elements_out, status->failed,
           status->last);
  swpipe_fail(error, text);
  return -1;
}

void swpipe_plugin_free(void *given) {
  state *state = given;
  atomic_fetch_sub(&alive, 1);
  free(state->started);
  free(state);
}
