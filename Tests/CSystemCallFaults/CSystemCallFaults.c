// Preloaded into swpipe by the fault tests: one system call fails at its n-th use.
//
// SWPIPE_FAULT_CALL is the call's name and SWPIPE_FAULT_NTH the use that fails, from 1. It fails with
// SWPIPE_FAULT_ERRNO; where that is 0, a read or write moves one byte instead. When it has failed the
// file SWPIPE_FAULT_MARK is made. Only calls by the program itself count, none by its libraries.
// Where SWPIPE_FAULT_SIGNAL is a signal's number and the call is posix_spawn, that succeeds, and the signal
// reaches this process and the new one, which has run nothing yet: what a Ctrl-C does before the new
// process has a group of its own.
// Where SWPIPE_FAULT_UNNAMED is `none`, no file system has files without a name (O_TMPFILE).
#define _GNU_SOURCE
#include "CSystemCallFaults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *fault_call;
static const char *mark;
static bool has_no_unnamed_files;
static int fault_number;
static int spawn_signal;
static long fault_nth;
static atomic_long uses;
static uintptr_t program_start, program_end;

// The first object is the program; its segments give the addresses that its calls come from.
static int note_program(struct dl_phdr_info *info, size_t size, void *data) {
  (void)size, (void)data;
  program_start = UINTPTR_MAX;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD) continue;
    uintptr_t start = info->dlpi_addr + segment->p_vaddr;
    if (start < program_start) program_start = start;
    if (start + segment->p_memsz > program_end) program_end = start + segment->p_memsz;
  }
  return 1;
}

__attribute__((constructor)) static void prepare(void) {
  const char *nth = getenv("SWPIPE_FAULT_NTH"), *number = getenv("SWPIPE_FAULT_ERRNO");
  const char *unnamed = getenv("SWPIPE_FAULT_UNNAMED");
  has_no_unnamed_files = unnamed && strcmp(unnamed, "none") == 0;
  const char *sent = getenv("SWPIPE_FAULT_SIGNAL");
  spawn_signal = sent ? atoi(sent) : 0;
  mark = getenv("SWPIPE_FAULT_MARK");
  fault_nth = nth ? atol(nth) : 0;
  fault_number = number ? atoi(number) : EIO;
  dl_iterate_phdr(note_program, NULL);
  fault_call = getenv("SWPIPE_FAULT_CALL");
}

// Whether this is the use that fails.
static bool strikes(const char *call, const void *caller) {
  uintptr_t address = (uintptr_t)caller;
  if (!fault_call || strcmp(call, fault_call) != 0) return false;
  if (address < program_start || address >= program_end) return false;
  if (atomic_fetch_add(&uses, 1) + 1 != fault_nth) return false;
  if (mark) syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, mark, O_WRONLY | O_CREAT, 0666));
  errno = fault_number;
  return true;
}

// An eventfd, say, which never fails so.
static bool is_anonymous(int descriptor) {
  struct stat status;
  return syscall(SYS_fstat, descriptor, &status) == 0 && (status.st_mode & S_IFMT) == 0;
}

#define HERE __builtin_return_address(0)
#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  unsigned mode = va_arg(rest, unsigned);
  va_end(rest);
  if (strikes("open", HERE)) return -1;
  if (has_no_unnamed_files && (flags & O_TMPFILE) == O_TMPFILE) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return REAL(open)(path, flags, mode);
}

ssize_t read(int descriptor, void *buffer, size_t count) {
  if (!is_anonymous(descriptor) && count > 0 && strikes("read", HERE)) {
    if (fault_number) return -1;
    count = 1;
  }
  return REAL(read)(descriptor, buffer, count);
}

ssize_t write(int descriptor, const void *buffer, size_t count) {
  if (!is_anonymous(descriptor) && count > 0 && strikes("write", HERE)) {
    if (fault_number) return -1;
    count = 1;
  }
  return REAL(write)(descriptor, buffer, count);
}

ssize_t send(int descriptor, const void *buffer, size_t count, int flags) {
  if (count > 0 && strikes("send", HERE)) {
    if (fault_number) return -1;
    count = 1;
  }
  return REAL(send)(descriptor, buffer, count, flags);
}

int poll(struct pollfd *polled, nfds_t count, int timeout) {
  return strikes("poll", HERE) ? -1 : REAL(poll)(polled, count, timeout);
}

int ppoll(struct pollfd *polled, nfds_t count, const struct timespec *limit,
          const sigset_t *mask) {
  return strikes("ppoll", HERE) ? -1 : REAL(ppoll)(polled, count, limit, mask);
}

int pipe2(int pair[2], int flags) {
  return strikes("pipe2", HERE) ? -1 : REAL(pipe2)(pair, flags);
}

int socketpair(int domain, int type, int protocol, int pair[2]) {
  return strikes("socketpair", HERE) ? -1 : REAL(socketpair)(domain, type, protocol, pair);
}

int eventfd(unsigned count, int flags);
int eventfd(unsigned count, int flags) {
  return strikes("eventfd", HERE) ? -1 : REAL(eventfd)(count, flags);
}

int posix_spawn(pid_t *child, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const *arguments,
                char *const *environment) {
  bool is_struck = strikes("posix_spawn", HERE);
  if (is_struck && !spawn_signal) return fault_number;
  int code = REAL(posix_spawn)(child, path, actions, attributes, arguments, environment);
  if (is_struck && code == 0) {
    kill(*child, spawn_signal);
    kill(getpid(), spawn_signal);
  }
  return code;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
                   void *argument) {
  if (strikes("pthread_create", HERE)) return fault_number;
  return REAL(pthread_create)(thread, attributes, body, argument);
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  if (strikes("mmap", HERE)) return MAP_FAILED;
  return REAL(mmap)(address, length, protection, flags, descriptor, offset);
}

int rename(const char *from, const char *to) {
  return strikes("rename", HERE) ? -1 : REAL(rename)(from, to);
}

int mkostemp(char *path, int flags) {
  return strikes("mkostemp", HERE) ? -1 : REAL(mkostemp)(path, flags);
}

pid_t fork(void) { return strikes("fork", HERE) ? -1 : REAL(fork)(); }

pid_t waitpid(pid_t child, int *status, int options) {
  return strikes("waitpid", HERE) ? -1 : REAL(waitpid)(child, status, options);
}

off_t lseek(int descriptor, off_t offset, int whence) {
  return strikes("lseek", HERE) ? -1 : REAL(lseek)(descriptor, offset, whence);
}

int fstat(int descriptor, struct stat *status) {
  return strikes("fstat", HERE) ? -1 : REAL(fstat)(descriptor, status);
}
