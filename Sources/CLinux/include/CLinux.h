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

/// Names a thread (pthread_self's type), at most 15 bytes, for debuggers and /proc.
void swp_name_thread(unsigned long thread, const char *name);

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

/// The descriptors that a process gets; those that are -1 it gets from /dev/null, or not at all.
typedef struct swp_descriptors {
  int input;
  int output;
  int errors;
  /// Becomes 3.
  int control;
} swp_descriptors;

/// Starts a worker process: its own process group, default signals, no signal blocked, these
/// descriptors as 0 to 3, all others closed. Its pid or negative errno.
///
/// The arrays end in a null pointer.
int swp_spawn(const char *path, char *_Nullable const *_Nonnull arguments,
              char *_Nullable const *_Nonnull environment, swp_descriptors descriptors);

/// Has the process say, before it ends by a signal of its own doing or by exit(3), in which of its
/// threads that was, and how a library of a plugin is kept apart.
void swp_tell_crashes(void);

/// A descriptor that is readable once the child has ended; -1 where the kernel has none.
int swp_process_descriptor(int child);

/// Waits until one descriptor has something to read, or another takes something to write (asked for
/// by `writes`) or has lost its reader, or a third, fourth or fifth is readable, or the time (negative:
/// without limit) is over. Descriptors may be -1. Returns bits: 1 readable, 2 writable, 4 the third,
/// 8 the fourth, 16 the fifth, 32 no reader; negative errno on failure.
int swp_wait_exchange(int readable, int writable, bool writes, int third, int fourth, int fifth,
                      int64_t timeout_ns);

/// Waits until a child's socket is ready, or the child has ended, or the time (negative: without
/// limit) is over. Returns 1, 2 or 0; negative errno on failure. `process` may be -1.
int swp_wait_child(int socket, bool for_writing, int process, int64_t timeout_ns);

/// In a child: ends it and its process group by SIGKILL; itself alone where it leads none.
void swp_end_group(void);

/// In a child: swp_end_group when the thread that spawned it ends, by SIGUSR2. Descriptor 3 becomes
/// close-on-exec. False if the parent has gone already, or this is no worker process.
bool swp_die_with_parent(int parent);

/// In a child of `parent`: runs a program, whose words end in a null pointer, in the child's process
/// group, waits for it and ends as it ended; the group goes when the thread that spawned this child
/// ends. `memory` limits the bytes that the program may allocate; 0 is no limit. Returns only where it
/// could not be done, with an errno; a program that is not there ends with status 127 and a line on
/// standard error.
int swp_guard(int parent, int64_t memory, char *_Nullable const *_Nonnull words);

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

/// A descriptor that polls as readable once a child process has ended, close-on-exec; negative errno
/// on failure.
int swp_pidfd_open(int32_t process);

/// Adds the closing of all descriptors from one on to the file actions of a posix_spawn(3); an errno
/// or 0. The type is hidden, because the header would have to include spawn.h for it.
int swp_spawn_close_from(void *file_actions, int first);

#pragma clang assume_nonnull end

#endif
