/* The C interface of swpipe's plugins: a shared library that exports the six functions at the end of
 * this file gives swpipe transforms. Nothing but this file is needed to write one.
 *
 *     cc -shared -fPIC -o libgeo.so geo.c $(pkg-config --cflags swpipe-plugin)
 *
 * Memory: what swpipe passes is valid until the call returns; what a plugin passes to swpipe is
 * copied before that call returns. Texts are UTF-8 with a length; behind each text that swpipe passes
 * stands a NUL that is not counted. Behind the bytes of an element stands anything.
 *
 * Threads: each worker has a state of its own. No two calls with one state run at once, but they may
 * come on different threads. Calls with different states run at once, unless the manifest says
 * `"thread_safe": false`. No exception and no longjmp may leave a function.
 *
 * Structures begin with their size, so that later versions can add to their ends; swpipe_text and
 * swpipe_argument stay as they are. */
#ifndef SWPIPE_PLUGIN_H
#define SWPIPE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-extension"
#pragma clang assume_nonnull begin
#define SWPIPE_NULLABLE _Nullable
#else
#define SWPIPE_NULLABLE
#endif

/* The version of this interface. */
#define SWPIPE_PLUGIN_VERSION 1

#define SWPIPE_PLUGIN_EXPORT __attribute__((visibility("default")))

/* Bytes with their number. */
typedef struct swpipe_text {
  const char *bytes;
  size_t count;
} swpipe_text;

/* What a stage does with the transform. */
typedef enum swpipe_operator {
  SWPIPE_MAP = 0,      /* emits one element */
  SWPIPE_FILTER = 1,   /* says whether the element stays; what it emits is dropped */
  SWPIPE_FLAT_MAP = 2, /* emits any number of elements */
  SWPIPE_EACH = 3      /* what it emits is dropped */
} swpipe_operator;

/* What the bytes of an element are. */
typedef enum swpipe_element_type {
  SWPIPE_TEXT = 0, /* any bytes; usually a line of UTF-8 without its newline */
  SWPIPE_JSON = 1  /* one JSON text */
} swpipe_element_type;

/* One element. Where the manifest says `"element_index": true`, `index` is its element_index: its
 * position in the source, and one number more for each flat_map that it passed through. */
typedef struct swpipe_element {
  size_t size;
  const uint8_t *bytes;
  size_t count;
  const int64_t *SWPIPE_NULLABLE index;
  size_t index_count; /* 0 where it was not asked for */
  swpipe_element_type type;
} swpipe_element;

typedef enum swpipe_argument_kind {
  SWPIPE_ARGUMENT_TEXT = 0,    /* `text`: parameters of type text, choice, pattern, file */
  SWPIPE_ARGUMENT_INTEGER = 1, /* `integer`: boolean (0, 1), integer, duration (nanoseconds), size */
  SWPIPE_ARGUMENT_NUMBER = 2,  /* `number`, which INTEGER has as well */
  SWPIPE_ARGUMENT_JSON = 3     /* `text` is JSON: parameters of type list and value */
} swpipe_argument_kind;

/* What the spec gives for a parameter, or its default. */
typedef struct swpipe_argument {
  swpipe_text name;
  swpipe_argument_kind kind;
  swpipe_text text; /* empty where the kind has none */
  int64_t integer;
  double number;
} swpipe_argument;

/* What a worker is started with. */
typedef struct swpipe_start_info {
  size_t size;
  swpipe_text transform; /* its name in the manifest */
  swpipe_operator operation;
  /* Those that the spec gives or that have a default, in the manifest's order. */
  const swpipe_argument *SWPIPE_NULLABLE arguments;
  size_t argument_count;
  /* The worker: its index within the stage from 0, its kind (`thread`, `process`, `task`, `sync`),
   * the stage's id, how often it was replaced. */
  size_t worker_index;
  swpipe_text worker_kind;
  swpipe_text stage;
  size_t restarts;
  /* A JSON object: what the resources that `on_start` names have to show, by name. */
  swpipe_text resources;
} swpipe_start_info;

/* The state of the stage when a worker is done. */
typedef struct swpipe_stage_status {
  size_t size;
  size_t active_workers; /* that are not done yet, this one not counted */
  size_t elements_in;
  size_t elements_out;
  size_t failed; /* for good, skipped ones and dead letters included */
  int last; /* 1 for exactly one worker of the stage, else 0 */
} swpipe_stage_status;

/* Where a plugin's words on what went wrong go: one sentence. A second one replaces the first; long
 * ones are cut. */
typedef struct swpipe_error {
  size_t size;
  void (*say)(struct swpipe_error *error, const char *message, size_t count);
} swpipe_error;

/* Where emitted elements go: `emit` gives one, `write` a part of one, which `end` ends. Valid during
 * the call of swpipe_plugin_apply that it was passed to, on that thread.
 *
 * They return 1, or 0 where nothing more is taken: because the run is over, or because one call gave
 * more than 1 GiB, which is an error of the element. A function that emits without end must look. */
typedef struct swpipe_output {
  size_t size;
  int (*emit)(struct swpipe_output *output, const void *SWPIPE_NULLABLE bytes, size_t count);
  int (*write)(struct swpipe_output *output, const void *SWPIPE_NULLABLE bytes, size_t count);
  int (*end)(struct swpipe_output *output);
} swpipe_output;

/* What swpipe_plugin_apply says of an element. */
typedef enum swpipe_result {
  SWPIPE_FAILED = -1, /* it failed, as `error` says; what it emitted is dropped */
  SWPIPE_DONE = 0,    /* of all but filters */
  SWPIPE_DROP = 0,    /* of a filter: the element does not stay */
  SWPIPE_KEEP = 1     /* of a filter: the element stays */
} swpipe_result;

/* The version of the interface that the plugin was made for: return SWPIPE_PLUGIN_VERSION. */
SWPIPE_PLUGIN_EXPORT uint32_t swpipe_plugin_version(void);

/* The manifest, JSON ended by NUL, which stays valid: see the page on the plugin protocol. Called
 * in a process of its own when a spec is validated, so it must not need anything. */
SWPIPE_PLUGIN_EXPORT const char *swpipe_plugin_describe(void);

/* Makes the state of a worker; NULL, with what `error` is told, where it cannot start, which stops
 * the run. A transform without a state returns any pointer that is not NULL. */
SWPIPE_PLUGIN_EXPORT void *SWPIPE_NULLABLE swpipe_plugin_start(const swpipe_start_info *info,
                                                               swpipe_error *error);

/* Works on one element. */
SWPIPE_PLUGIN_EXPORT swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element,
                                                       swpipe_output *output, swpipe_error *error);

/* The worker has had its last element; 0, or -1 with what `error` is told, which is an error of the
 * run. Called once for each worker, also when the run was stopped. */
SWPIPE_PLUGIN_EXPORT int swpipe_plugin_done(void *state, const swpipe_stage_status *status,
                                            swpipe_error *error);

/* Frees the state of a worker: after swpipe_plugin_done, or without it where the state was not the
 * worker's last. */
SWPIPE_PLUGIN_EXPORT void swpipe_plugin_free(void *state);

/* The argument of a parameter, or NULL where the spec gives none and it has no default. */
static inline const swpipe_argument *SWPIPE_NULLABLE
swpipe_find_argument(const swpipe_start_info *info, const char *name) {
  for (size_t i = 0; i < info->argument_count; i++) {
    const swpipe_text *given = &info->arguments[i].name;
    if (given->count == strlen(name) && memcmp(given->bytes, name, given->count) == 0)
      return &info->arguments[i];
  }
  return NULL;
}

/* Tells `error` a message that is ended by NUL. Returns SWPIPE_FAILED, for swpipe_plugin_apply to
 * return. */
static inline swpipe_result swpipe_fail(swpipe_error *error, const char *message) {
  error->say(error, message, strlen(message));
  return SWPIPE_FAILED;
}

#if defined(__clang__)
#pragma clang assume_nonnull end
#pragma clang diagnostic pop
#endif

#ifdef __cplusplus
}
#endif

#endif
