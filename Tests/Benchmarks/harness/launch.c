// launch: runs a command and accounts for it and all its descendants.
//
//   launch [-t SECONDS] [-s] INPUT OUTPUT ERRORS REPORT COMMAND [ARGUMENT…]
//
// Writes one JSON object to REPORT: wall, user and sys seconds, the largest resident size of one process
// and, with -s, the largest sampled sum over the process tree (proportional set size), both in KiB, the
// exit status (128 + n after signal n) and whether the time was up. It is a small program of its own
// because a child's resident size starts with that of the process it was forked from.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const double sample_interval = 0.05;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/// Reads a file of /proc into `text`; an empty text if it is gone.
static void read_text(const char *path, char *text, size_t capacity) {
  ssize_t count = 0;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file >= 0) {
    count = read(file, text, capacity - 1);
    close(file);
  }
  text[count > 0 ? count : 0] = 0;
}

/// The proportional set size of all descendants of a process, in KiB.
static long tree_size(int process, int depth) {
  char path[64], text[16384];
  long total = 0;
  if (depth > 16) return 0;
  snprintf(path, sizeof path, "/proc/%d/task", process);
  DIR *threads = opendir(path);
  if (!threads) return 0;
  for (struct dirent *thread; (thread = readdir(threads));) {
    char file[320];
    if (thread->d_name[0] == '.') continue;
    snprintf(file, sizeof file, "/proc/%d/task/%s/children", process, thread->d_name);
    read_text(file, text, sizeof text);
    char *rest = text, *end;
    for (long child; (child = strtol(rest, &end, 10)), end != rest; rest = end) {
      char rollup[4096];
      snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", child);
      read_text(path, rollup, sizeof rollup);
      char *size = strstr(rollup, "\nPss:");
      if (size) total += atol(size + 5);
      total += tree_size((int)child, depth + 1);
    }
  }
  closedir(threads);
  return total;
}

static void redirect(const char *path, int flags, int target) {
  int file = open(path, flags, 0644);
  if (file < 0) {
    perror(path);
    _exit(126);
  }
  dup2(file, target);
  close(file);
}

/// Ends what the command left behind and waits for it, so that its time is counted too.
static void reap_the_rest(pid_t group) {
  kill(-group, SIGKILL);
  for (int attempt = 0; attempt < 200; attempt++) {
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (ended < 0) return;
    usleep(5000);
  }
}

int main(int count, char **arguments) {
  double limit = 600;
  bool samples = false;
  for (int option; (option = getopt(count, arguments, "+t:s")) != -1;) {
    if (option == 't') limit = atof(optarg);
    else if (option == 's') samples = true;
    else return 2;
  }
  if (count - optind < 5) return 2;
  char **words = arguments + optind;

  prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_ended, NULL);

  double start = now();
  pid_t command = fork();
  if (command == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // an interrupted benchmark leaves nothing behind
    sigprocmask(SIG_UNBLOCK, &child_ended, NULL);
    redirect(words[0], O_RDONLY, 0);
    redirect(words[1], O_WRONLY | O_CREAT | O_TRUNC, 1);
    redirect(words[2], O_WRONLY | O_CREAT | O_TRUNC, 2);
    execvp(words[4], words + 4);
    perror(words[4]);
    _exit(127);
  }
  setpgid(command, command);

  int status = 0;
  bool expired = false;
  double end = 0;
  long largest_tree = 0;
  while (end == 0) {
    double left = start + limit - now();
    double pause = samples && left > sample_interval ? sample_interval : left > 0 ? left : 0;
    if (expired) pause = 1;
    struct timespec wait = {(time_t)pause, (long)((pause - (double)(time_t)pause) * 1e9)};
    sigtimedwait(&child_ended, NULL, &wait);
    int child_status;
    for (pid_t ended; (ended = waitpid(-1, &child_status, WNOHANG)) > 0;) {
      if (ended != command) continue;
      status = child_status;
      end = now();
    }
    if (end != 0) break;
    if (samples) {
      long size = tree_size(getpid(), 0);
      if (size > largest_tree) largest_tree = size;
    }
    if (!expired && now() - start >= limit) {
      expired = true;
      kill(-command, SIGKILL);
    }
  }
  reap_the_rest(command);

  struct rusage used;
  getrusage(RUSAGE_CHILDREN, &used);
  FILE *report = fopen(words[3], "w");
  if (!report) return 1;
  fprintf(report,
    "{\"wall\": %.6f, \"user\": %.6f, \"sys\": %.6f, \"peak\": %ld, \"tree\": %ld, \"status\": %d, "
    "\"expired\": %s}\n",
    end - start, (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6,
    (double)used.ru_stime.tv_sec + (double)used.ru_stime.tv_usec / 1e6, used.ru_maxrss, largest_tree,
    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), expired ? "true" : "false");
  return fclose(report) == 0 ? 0 : 1;
}
