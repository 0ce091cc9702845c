#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

char **swp_environment(void) { return environ; }

// MARK: Starting

int swp_spawn(const char *path, char *const *arguments, char *const *environment,
              const int *descriptors, int count) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t all, blocked;
  pid_t child = 0;
  sigfillset(&all);
  // Until it has a group of its own, what is sent to swpipe's group reaches the child too. It takes these
  // no more than swpipe does, see swp_take_signals, and a guard starts its program without them.
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGTERM);
  sigaddset(&blocked, SIGHUP);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  for (int as = 0; as < count; as++) {
    // None of ours is lower than its place, see raise_pair; dup2 clears close-on-exec.
    if (descriptors[as] >= 0) {
      posix_spawn_file_actions_adddup2(&actions, descriptors[as], as);
    } else {
      posix_spawn_file_actions_addopen(&actions, as, "/dev/null", as == 0 ? O_RDONLY : O_WRONLY, 0);
    }
  }
  posix_spawn_file_actions_addclosefrom_np(&actions, count);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                            POSIX_SPAWN_SETPGROUP);
  int code = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code != 0 ? -code : child;
}

// MARK: Watching

int swp_process_descriptor(int child) {
  long descriptor = syscall(SYS_pidfd_open, child, 0);
  return descriptor < 0 ? -errno : (int)descriptor;
}

bool swp_is_stopped(int process) {
  siginfo_t info = {0};
  // P_PIDFD, which older headers do not name.
  int code = waitid((idtype_t)3, (id_t)process, &info, WSTOPPED | WNOHANG | WNOWAIT);
  return code == 0 && info.si_pid != 0;
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

int swp_limit_data(int64_t bytes) {
  struct rlimit limit = {(rlim_t)bytes, (rlim_t)bytes};
  return setrlimit(RLIMIT_DATA, &limit) < 0 ? -errno : 0;
}

// MARK: In a worker process

// The message that a worker process dies by takes what the worker started along.
static void end_group(int number) {
  (void)number;
  kill(getpgrp() == getpid() ? 0 : getpid(), SIGKILL);
}

void swp_end_group(void) { end_group(0); }

bool swp_die_with_parent(int parent) {
  struct sigaction action = {.sa_handler = end_group};
  return sigaction(SIGUSR2, &action, NULL) == 0 && prctl(PR_SET_PDEATHSIG, SIGUSR2) == 0 &&
         fcntl(3, F_SETFD, FD_CLOEXEC) == 0 && getppid() == parent;
}

// MARK: In a guard

// How often a guard looks for processes to end, a millisecond apart, before it leaves them.
enum { most_looks = 500 };

// Ends by SIGKILL the children that this process has now, those whose parents have ended among them;
// whether there were any. Those that have begun a session of their own wanted to outlive the program.
static bool kill_children(void) {
  char names[4096];
  int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t size = read(file, names, sizeof names - 1);
  close(file);
  bool found = false;
  pid_t number = 0;
  for (ssize_t i = 0; i < size; i++) {
    if (names[i] >= '0' && names[i] <= '9') {
      number = number * 10 + (names[i] - '0');
    } else {
      if (number > 0 && getsid(number) == getsid(0)) {
        kill(number, SIGKILL);
        found = true;
      }
      number = 0;
    }
  }
  return found;
}

// Ends all that this guard's program has started. All that is called here may be called in a signal
// handler.
static void kill_family(void) {
  for (int look = 0; look < most_looks; look++) {
    // The children of one that has ended become the guard's (PR_SET_CHILD_SUBREAPER).
    bool found = kill_children();
    while (waitpid(-1, NULL, WNOHANG) > 0) found = true;
    if (!found) return;
    struct timespec pause = {0, look == 0 ? 100000 : 1000000};
    nanosleep(&pause, NULL);
  }
}

static void end_family(int number) {
  kill_family();
  end_group(number);
}

// What a guard tells of the start on descriptor 3, see swp_guard.
static int tell_start(int32_t what, int error) {
  int32_t words[2] = {what, error};
  ssize_t written = write(3, words, sizeof words);
  (void)written;
  return error;
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
  tell_start(swp_start_refused, error);
  _exit(127);
}

int swp_guard(int parent, int64_t memory, bool spares, char *const *words) {
  struct sigaction action = {.sa_handler = end_family};
  // The program shall not have it, and it closes when the program is there.
  if (fcntl(3, F_SETFD, FD_CLOEXEC) < 0) return errno;
  if (sigaction(SIGUSR2, &action, NULL) < 0 || prctl(PR_SET_PDEATHSIG, SIGUSR2) < 0 ||
      prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
    return tell_start(swp_start_failed, errno);
  if (getppid() != parent) return tell_start(swp_start_failed, ESRCH);
  pid_t guard = getpid();
  pid_t child = fork();
  if (child < 0) return tell_start(swp_start_failed, errno);
  if (child == 0) become(memory, guard, words);
  tell_start(swp_start_forked, 0);
  // What the program closes must be closed: nobody else holds its pipes.
  for (int descriptor = 0; descriptor < 4; descriptor++) close(descriptor);
  int status = 0;
  for (;;) {
    pid_t ended = waitpid(-1, &status, 0);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) _exit(127);
  }
  if (!spares) kill_family();
  if (!WIFSIGNALED(status)) _exit(WEXITSTATUS(status));
  // It ends by the same signal, without a core dump of its own.
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  sigset_t same;
  sigemptyset(&same);
  sigaddset(&same, WTERMSIG(status));
  signal(WTERMSIG(status), SIG_DFL);
  kill(guard, WTERMSIG(status));
  sigprocmask(SIG_UNBLOCK, &same, NULL);
  _exit(128 + WTERMSIG(status));
}
