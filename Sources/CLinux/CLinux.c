#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

char **swp_environment(void) { return environ; }

// Moves a pair out of the way of the descriptors that a child is given, which may be closed here.
static int raise_pair(int pair[2]) {
  for (int i = 0; i < 2; i++) {
    if (pair[i] > 3) continue;
    int raised = fcntl(pair[i], F_DUPFD_CLOEXEC, 4);
    int error = errno;
    close(pair[i]);
    if (raised < 0) {
      close(pair[1 - i]);
      return -error;
    }
    pair[i] = raised;
  }
  return 0;
}

int swp_socket_pair(int pair[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) return -errno;
  return raise_pair(pair);
}

int swp_pipe(int pair[2]) { return pipe2(pair, O_CLOEXEC) < 0 ? -errno : raise_pair(pair); }

void swp_tune_pipe(int descriptor, int size) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags >= 0) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
  fcntl(descriptor, F_SETPIPE_SZ, size);
}

int swp_wait_exchange(int readable, int writable, bool writes, int third, int fourth, int fifth,
                      int64_t timeout_ns) {
  struct pollfd polled[5] = {{readable, POLLIN, 0},
                             {writable, writes ? POLLOUT : 0, 0},
                             {third, POLLIN, 0},
                             {fourth, POLLIN, 0},
                             {fifth, POLLIN, 0}};
  struct timespec limit = {timeout_ns / 1000000000, timeout_ns % 1000000000};
  int ready;
  do {
    ready = ppoll(polled, 5, timeout_ns < 0 ? NULL : &limit, NULL);
  } while (ready < 0 && errno == EINTR);
  if (ready < 0) return -errno;
  int result = 0;
  for (int i = 0; i < 5; i++) {
    if (polled[i].revents != 0) result |= 1 << i;
  }
  if (polled[1].revents & (POLLERR | POLLNVAL)) result = (result & ~2) | 32;
  return result;
}

// All that is called here may be called in a signal handler.
static void say_end(const char *what) {
  char name[17] = "";
  prctl(PR_GET_NAME, name);
  const char *parts[] = {"error: the thread `", name, "` ", what,
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

int swp_process_descriptor(int child) {
  return (int)syscall(SYS_pidfd_open, child, 0);
}

int swp_wait_child(int socket, bool for_writing, int process, int64_t timeout_ns) {
  struct pollfd polled[2] = {{socket, for_writing ? POLLOUT : POLLIN, 0}, {process, POLLIN, 0}};
  struct timespec limit = {timeout_ns / 1000000000, timeout_ns % 1000000000};
  for (;;) {
    int ready = ppoll(polled, 2, timeout_ns < 0 ? NULL : &limit, NULL);
    if (ready < 0) {
      if (errno == EINTR) continue;
      return -errno;
    }
    if (polled[0].revents != 0) return 1;
    return ready == 0 ? 0 : 2;
  }
}

// The message that a worker process dies by takes what the worker started along.
static void end_group(int number) {
  (void)number;
  kill(getpgrp() == getpid() ? 0 : getpid(), SIGKILL);
}

void swp_end_group(void) { end_group(0); }

static void add_descriptor(posix_spawn_file_actions_t *actions, int descriptor, int as) {
  // None of ours is 0 to 3 itself, see raise_pair; dup2 clears close-on-exec.
  if (descriptor >= 0) {
    posix_spawn_file_actions_adddup2(actions, descriptor, as);
  } else if (as < 3) {
    posix_spawn_file_actions_addopen(actions, as, "/dev/null", as == 0 ? O_RDONLY : O_WRONLY, 0);
  }
}

int swp_spawn(const char *path, char *const *arguments, char *const *environment,
              swp_descriptors descriptors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t all, none;
  pid_t child = 0;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  add_descriptor(&actions, descriptors.input, 0);
  add_descriptor(&actions, descriptors.output, 1);
  add_descriptor(&actions, descriptors.errors, 2);
  add_descriptor(&actions, descriptors.control, 3);
  posix_spawn_file_actions_addclosefrom_np(&actions, descriptors.control < 0 ? 3 : 4);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                            POSIX_SPAWN_SETPGROUP);
  int code = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code != 0 ? -code : child;
}

static void become(int64_t memory, pid_t guard, char *const *words) {
  sigset_t none;
  sigemptyset(&none);
  signal(SIGUSR2, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int error = prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != guard ? ESRCH : 0;
  if (error == 0 && memory > 0) error = -swp_limit_data(memory);
  if (error == 0) {
    execvp(words[0], words);
    error = errno;
  }
  dprintf(2, "cannot run %s: %s\n", words[0], strerror(error));
  _exit(127);
}

int swp_guard(int parent, int64_t memory, char *const *words) {
  struct sigaction action = {.sa_handler = end_group};
  if (sigaction(SIGUSR2, &action, NULL) < 0 || prctl(PR_SET_PDEATHSIG, SIGUSR2) < 0) return errno;
  if (getppid() != parent) return ESRCH;
  pid_t guard = getpid();
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) become(memory, guard, words);
  // What the program closes must be closed: nobody else holds its pipes.
  for (int descriptor = 0; descriptor < 3; descriptor++) close(descriptor);
  int status = 0;
  if (swp_reap(child, &status) < 0) _exit(127);
  if (!WIFSIGNALED(status)) _exit(WEXITSTATUS(status));
  // It ends by the same signal, without a core dump of its own.
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_UNBLOCK, &all, NULL);
  signal(WTERMSIG(status), SIG_DFL);
  kill(guard, WTERMSIG(status));
  _exit(128 + WTERMSIG(status));
}

bool swp_die_with_parent(int parent) {
  struct sigaction action = {.sa_handler = end_group};
  return sigaction(SIGUSR2, &action, NULL) == 0 && prctl(PR_SET_PDEATHSIG, SIGUSR2) == 0 &&
         fcntl(3, F_SETFD, FD_CLOEXEC) == 0 && getppid() == parent;
}

int swp_limit_data(int64_t bytes) {
  struct rlimit limit = {(rlim_t)bytes, (rlim_t)bytes};
  return setrlimit(RLIMIT_DATA, &limit) < 0 ? -errno : 0;
}

int swp_reap(int child, int *status) {
  while (waitpid(child, status, 0) < 0) {
    if (errno != EINTR) return -errno;
  }
  return 0;
}

int swp_exit_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

const char *swp_signal_name(int number) { return sigabbrev_np(number); }

int swp_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

int swp_pidfd_open(int32_t process) {
  long descriptor = syscall(SYS_pidfd_open, process, 0);
  return descriptor < 0 ? -errno : (int)descriptor;
}

int swp_spawn_close_from(void *file_actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(file_actions, first);
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
