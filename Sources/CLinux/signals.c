#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

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
