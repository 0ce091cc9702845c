#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// Moves a pair out of the way of the descriptors that a child is given, which may be closed here.
static int raise_pair(int *pair) {
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

int swp_socket_pair(int *pair) {
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) return -errno;
  return raise_pair(pair);
}

int swp_pipe(int *pair) { return pipe2(pair, O_CLOEXEC) < 0 ? -errno : raise_pair(pair); }

void swp_tune_pipe(int descriptor, int size) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags >= 0) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
  fcntl(descriptor, F_SETPIPE_SZ, size);
}

int swp_wait_descriptors(int readable, int writable, bool writes, int process, int stop, int bell,
                         int64_t timeout_ns) {
  struct pollfd polled[5] = {{readable, POLLIN, 0},
                             {writable, writes ? POLLOUT : 0, 0},
                             {process, POLLIN, 0},
                             {stop, POLLIN, 0},
                             {bell, POLLIN, 0}};
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

int swp_eventfd(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
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
