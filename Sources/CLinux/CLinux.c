#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int swp_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_ns) {
  struct timespec limit = {timeout_ns / 1000000000, timeout_ns % 1000000000};
  long result = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected,
                        timeout_ns < 0 ? NULL : &limit, NULL, 0);
  if (result == 0) return 0;
  return errno == EINTR ? 0 : errno;
}

void swp_futex_wake(const uint32_t *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

void swp_share_heap(void) {
  mallopt(M_ARENA_MAX, 1);
  // Any of these ends glibc's own adapting, which would have them about here after the first batches;
  // until then each batch would cost page faults.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}

int swp_eventfd(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t swp_gettid(void) { return (int32_t)syscall(SYS_gettid); }

void swp_name_thread(unsigned long thread, const char *name) { pthread_setname_np(thread, name); }

int64_t swp_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t swp_coarse_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t swp_realtime_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int swp_open(const char *path, int flags, unsigned mode) {
  int descriptor = open(path, flags | O_CLOEXEC, mode);
  return descriptor < 0 ? -errno : descriptor;
}

void swp_fill_standard_descriptors(void) {
  // open(2) takes the lowest free number, and those below are open by then.
  for (int descriptor = 0; descriptor <= 2; descriptor++)
    if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", descriptor ? O_RDONLY : O_WRONLY) < 0)
      _exit(70);
}

// Written once, before any thread exists, and only read afterwards.
static sigset_t taken;

void swp_take_signals(void) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGWINCH};
  sigemptyset(&taken);
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    // A blocked signal reaches sigwait even where it is ignored, so those are left out.
    struct sigaction action;
    if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
      sigaddset(&taken, numbers[i]);
  }
  pthread_sigmask(SIG_BLOCK, &taken, NULL);
  signal(SIGPIPE, SIG_IGN);
  // A file that gets too large is an error of write(2), which says which file it was.
  signal(SIGXFSZ, SIG_IGN);
}

void swp_release_signals(void) { pthread_sigmask(SIG_UNBLOCK, &taken, NULL); }

int swp_wait_signal(int64_t timeout_ns) {
  struct timespec limit = {timeout_ns / 1000000000, timeout_ns % 1000000000};
  for (;;) {
    int number = timeout_ns < 0 ? sigwaitinfo(&taken, NULL) : sigtimedwait(&taken, NULL, &limit);
    if (number > 0) return number;
    if (errno == EAGAIN) return 0;
  }
}

// Whose code the thread runs that is not swpipe's own.
static _Thread_local const char *foreign_code;

void swp_note_foreign_code(const char *name) { foreign_code = name; }

// All that is called here may be called in a signal handler.
static void say_end(const char *what) {
  char thread[17] = "";
  prctl(PR_GET_NAME, thread);
  const char *name = foreign_code;
  const char *parts[] = {"error: ", name != NULL ? name : "the thread `", name != NULL ? "" : thread,
                         name != NULL ? " " : "` ", what,
                         ", and all of the run is lost with it; `kind: process` keeps a library of "
                         "a plugin apart\n"};
  char line[512];
  size_t size = 0;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    for (const char *c = parts[i]; *c != 0 && size < sizeof line; c++) line[size++] = *c;
  }
  ssize_t written = write(STDERR_FILENO, line, size);
  (void)written;
}

static void tell_crash(int number) {
  say_end(number == SIGSEGV  ? "crashed by SIGSEGV"
          : number == SIGBUS ? "crashed by SIGBUS"
          : number == SIGFPE ? "crashed by SIGFPE"
          : number == SIGILL ? "crashed by SIGILL"
          : number == SIGTRAP ? "crashed by SIGTRAP"
                             : "crashed by SIGABRT");
  // It comes when this has returned, and has its usual effect then.
  raise(number);
}

// swpipe ends by _exit, so that only somebody else's exit comes here.
static void tell_exit(void) {
  say_end("ended the whole process by a call of exit");
  // Whatever it gave exit, this is no success.
  _exit(69);
}

void swp_tell_crashes(void) {
  static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
  struct sigaction action = {.sa_handler = tell_crash, .sa_flags = (int)SA_RESETHAND};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    sigaction(numbers[i], &action, NULL);
  atexit(tell_exit);
}

int swp_temporary_file(const char *directory) {
  int descriptor = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  // Some file systems have no files without a name, and old kernels take the flag for a directory.
  if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) return -errno;
  char path[PATH_MAX];
  int length = snprintf(path, sizeof path, "%s/swpipe-XXXXXX", directory);
  if (length < 0 || (size_t)length >= sizeof path) return -ENAMETOOLONG;
  descriptor = mkostemp(path, O_CLOEXEC);
  if (descriptor < 0) return -errno;
  unlink(path);
  return descriptor;
}
