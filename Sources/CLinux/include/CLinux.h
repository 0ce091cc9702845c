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

/// Sequentially consistent atomics on a plain word, which a futex needs an address of.
uint32_t swp_atomic_load(const uint32_t *word);
void swp_atomic_store(uint32_t *word, uint32_t value);
uint32_t swp_atomic_exchange(uint32_t *word, uint32_t value);

/// An event descriptor, non-blocking and close-on-exec; negative errno on failure.
int swp_eventfd(void);

/// The kernel's id of the calling thread.
int32_t swp_gettid(void);

/// Names a thread (pthread_self's type), at most 15 bytes, for debuggers and /proc.
void swp_name_thread(unsigned long thread, const char *name);

/// Nanoseconds of the monotonic clock.
int64_t swp_monotonic_ns(void);

/// open(2) with a mode, close-on-exec; negative errno on failure.
int swp_open(const char *path, int flags, unsigned mode);

#pragma clang assume_nonnull end

#endif
