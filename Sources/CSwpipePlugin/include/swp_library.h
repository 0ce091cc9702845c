#ifndef SWP_LIBRARY_H
#define SWP_LIBRARY_H

// Why this shim exists.
//
// dlsym(3) gives a data pointer, which Swift could only turn into a function by unsafeBitCast. The
// shim gives the functions of a plugin with their types, and says what is wrong with a library that
// does not have them. The contexts behind the callbacks begin with what a plugin sees, so that a
// callback finds its context by the pointer that the plugin passes; that layout is C's to promise.

#include <stdbool.h>

#include "swpipe_plugin.h"

#pragma clang assume_nonnull begin

/// What is wrong with a library.
typedef enum swp_library_fault {
  SWP_LIBRARY_SOUND,
  /// dlopen(3) refuses it; `detail` is what dlerror(3) says.
  SWP_LIBRARY_REFUSED,
  /// `detail` is the name of the function that it does not have.
  SWP_LIBRARY_INCOMPLETE,
  /// It was made for another version of the interface.
  SWP_LIBRARY_FOREIGN,
} swp_library_fault;

typedef const char *_Nullable (*swp_describe)(void);
typedef void *_Nullable (*swp_start)(const swpipe_start_info *info, swpipe_error *error);
typedef swpipe_result (*swp_apply)(void *state, const swpipe_element *element,
                                   swpipe_output *output, swpipe_error *error);
typedef int (*swp_done)(void *state, const swpipe_stage_status *status, swpipe_error *error);
typedef void (*swp_free)(void *state);

/// The functions of a library.
typedef struct swp_functions {
  swp_describe _Nullable describe;
  swp_start _Nullable start;
  swp_apply _Nullable apply;
  swp_done _Nullable done;
  swp_free _Nullable free;
} swp_functions;

/// A library that was opened.
typedef struct swp_library {
  swp_library_fault fault;
  /// Valid until the next call on this thread.
  const char *_Nullable detail;
  /// The version of the interface that it was made for; 0 where it did not come to that.
  uint32_t version;
  /// All there where nothing is wrong with it.
  swp_functions functions;
} swp_library;

/// Loads a library and finds its functions. It stays loaded: code that a plugin has left running
/// would lose the ground under its feet.
swp_library swp_library_open(const char *path);

/// What is behind a `swpipe_error`.
typedef struct swp_error_context {
  swpipe_error error;
  /// The receiver's own.
  void *message;
  /// Whether something was said in this call.
  bool was_told;
} swp_error_context;

/// Whether an output takes more in a call.
typedef enum swp_output_state {
  SWP_OUTPUT_OPEN,
  /// The run is over.
  SWP_OUTPUT_STOPPED,
  /// The call gave too much.
  SWP_OUTPUT_FULL,
  /// The call gave bytes without an address.
  SWP_OUTPUT_MISUSED,
} swp_output_state;

/// What is behind a `swpipe_output`: where one call's elements go.
typedef struct swp_output_context {
  swpipe_output output;
  /// The receiver's builder, and what tells it that the run is over.
  void *builder;
  void *stop;
  swp_output_state state;
  /// Whether `write` has begun an element that `end` has not ended.
  bool has_begun;
  /// Elements that were given in this call.
  size_t given;
  /// The bytes in the builder at which the receiver looks whether to go on.
  size_t checkpoint;
  /// The bytes in the builder past which nothing more is taken.
  size_t limit;
} swp_output_context;

/// All that is passed with an element; one for a whole slice.
typedef struct swp_call {
  swpipe_element element;
  swp_output_context output;
  swp_error_context error;
} swp_call;

static inline swpipe_result swp_call_apply(swp_call *call, swp_apply apply, void *state) {
  return apply(state, &call->element, &call->output.output, &call->error.error);
}

#pragma clang assume_nonnull end

#endif
