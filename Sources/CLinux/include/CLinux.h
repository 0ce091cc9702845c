// Linux calls and atomics that Swift cannot see through its Glibc module: variadic, macro-made or
// newer than the module map. Each is one call deep, so that everything worth testing stays in Swift.
#ifndef SWPIPE_CLINUX_H
#define SWPIPE_CLINUX_H

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Waits while *word == expected, at most timeout_ns nanoseconds (negative: without limit).
/// Returns 0 when woken (also spuriously), ETIMEDOUT, or EAGAIN when the word differed.
int swp_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_ns);

/// Wakes up to count waiters.
void swp_futex_wake(const uint32_t *word, int count);

/// Sequentially consistent atomics on a plain word, which a futex needs an address of. Inline, so
/// that a queue's fast path stays without calls.
static inline uint32_t swp_atomic_load(const uint32_t *word) {
  return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static inline void swp_atomic_store(uint32_t *word, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

static inline uint32_t swp_atomic_exchange(uint32_t *word, uint32_t value) {
  return __atomic_exchange_n(word, value, __ATOMIC_SEQ_CST);
}

/// Replaces *word by value if it is expected; whether it did.
static inline bool swp_atomic_replace(uint32_t *word, uint32_t expected, uint32_t value) {
  return __atomic_compare_exchange_n(word, &expected, value, false, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST);
}

/// Tells the processor that this is a waiting loop.
static inline void swp_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Has all threads allocate from one heap. Batches are made by one thread and freed by another: with a
/// heap for each, what the first one has freed is of no use to the second, and the process takes up
/// to twice the memory of its elements. Called before the first thread is started.
void swp_share_heap(void);

/// An event descriptor, non-blocking and close-on-exec; negative errno on failure.
int swp_eventfd(void);

/// The kernel's id of the calling thread.
int32_t swp_gettid(void);

/// Names the calling thread, at most 15 bytes, for debuggers and /proc.
void swp_name_thread(const char *name);

/// Nanoseconds of the monotonic clock.
int64_t swp_monotonic_ns(void);

/// The same as of the last tick, a few milliseconds ago at most; a fifth of the cost.
int64_t swp_coarse_monotonic_ns(void);

/// Milliseconds since 1970.
int64_t swp_realtime_ms(void);

/// open(2) with a mode, close-on-exec; negative errno on failure.
int swp_open(const char *path, int flags, unsigned mode);

/// An open file without a name in a directory, close-on-exec; negative errno on failure.
int swp_temporary_file(const char *directory);

/// Sees to it that descriptors 0, 1 and 2 are open, so that no file or queue of ours becomes one of
/// them. One that was closed becomes /dev/null opened the wrong way round: using it still fails.
/// Called before anything is opened.
void swp_fill_standard_descriptors(void);

/// Blocks INT, TERM, HUP, USR1 and WINCH for this thread and those it starts, and ignores PIPE and
/// XFSZ.
/// Those that were ignored when the program started (nohup, a shell's background job) stay ignored.
/// Called first of all, so that no thread exists that a signal could be delivered to.
void swp_take_signals(void);

/// Lets the signals of swp_take_signals have their usual effect again, on this thread.
void swp_release_signals(void);

/// Waits for one of those signals and returns its number; 0 when timeout_ns (negative: without
/// limit) is over first.
int swp_wait_signal(int64_t timeout_ns);

/// The environment: NAME=value strings, ended by NULL.
char *_Nullable *_Nullable swp_environment(void);

/// Makes a connected pair of stream sockets above 3, close-on-exec; negative errno on failure.
int swp_socket_pair(int *pair);

/// Makes a pipe above 3, close-on-exec; negative errno on failure.
int swp_pipe(int *pair);

/// Makes our end of a pipe non-blocking, and the pipe larger where the system lets it be.
void swp_tune_pipe(int descriptor, int size);

/// Starts a process: its own process group, default signals, no signal blocked, the first `count`
/// descriptors as these, all others closed; one of -1 is /dev/null. None may be lower than its place.
/// Its pid or negative errno.
///
/// The arrays of texts end in a null pointer.
int swp_spawn(const char *path, char *_Nullable const *_Nonnull arguments,
              char *_Nullable const *_Nonnull environment, const int *descriptors, int count);

/// Has the process say, before it ends by a signal of its own doing or by exit(3), in which of its
/// threads that was, or in whose code, and how a library of a plugin is kept apart.
void swp_tell_crashes(void);

/// Says whose code the calling thread runs until it says otherwise; the text has to live that long.
void swp_note_foreign_code(const char *_Nullable name);

/// A descriptor that is readable once the child has ended, close-on-exec; negative errno on failure.
int swp_process_descriptor(int child);

/// Whether a child, by its process descriptor, is stopped (SIGSTOP); false where that is not known.
bool swp_is_stopped(int process);

/// Whether no thread of a process and of those below it runs or could run: 1 if so, 0 if not, -1 where
/// /proc does not tell.
int swp_is_asleep(int process);

/// The bytes in a pipe that nobody has read yet, by either of its ends; negative errno on failure.
int swp_unread_bytes(int descriptor);

/// Waits until one descriptor has something to read, or another takes something to write (asked for
/// by `writes`) or has lost its reader, or a process has ended, a stop or a bell is readable, or the
/// time (negative: without limit) is over. Descriptors may be -1. Returns bits: 1 readable, 2 writable,
/// 4 the process, 8 the stop, 16 the bell, 32 no reader; negative errno on failure.
int swp_wait_descriptors(int readable, int writable, bool writes, int process, int stop, int bell,
                         int64_t timeout_ns);

/// In a child: ends it and its process group by SIGKILL; itself alone where it leads none.
void swp_end_group(void);

/// In a child: swp_end_group when the thread that spawned it ends, by SIGUSR2. Descriptor 3 becomes
/// close-on-exec. False if the parent has gone already, or this is no worker process.
bool swp_die_with_parent(int parent);

/// What a guard tells of the start of its program: pairs of one of these and an errno.
enum {
  /// The program's process is there; it has started once the descriptor closes.
  swp_start_forked = 0,
  /// The guard could not do its work.
  swp_start_failed = 1,
  /// The program cannot be executed.
  swp_start_refused = 2,
};

/// In a child of `parent`: runs a program, whose words end in a null pointer, in the child's process
/// group, waits for it, ends what it has left (not where it `spares` that) and ends as it ended.
///
/// When the thread that spawned this child ends, or SIGUSR2 comes, all that the program has started is
/// ended, but what has begun a session of its own. Descriptor 3 is told how the start went, see above,
/// and then closed. `memory` limits the bytes that the program may allocate; 0 is no limit. Returns
/// only where it could not be done, with an errno.
int swp_guard(int parent, int64_t memory, bool spares, char *_Nullable const *_Nonnull words);

/// Limits the memory that the process may allocate (RLIMIT_DATA); negative errno on failure.
int swp_limit_data(int64_t bytes);

/// Waits for a child to end and fills its status; negative errno on failure.
int swp_reap(int child, int *status);

/// The signal that ended a child, or 0.
int swp_exit_signal(int status);

/// The name of a signal without its SIG, as `SEGV`; null where there is none of that number.
const char *_Nullable swp_signal_name(int number);

/// The exit code of a child that exited, or -1.
int swp_exit_code(int status);

#pragma clang assume_nonnull end

#endif
