#define _GNU_SOURCE
#include "CTestSupport.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int swt_add_chdir(posix_spawn_file_actions_t *actions, const char *path) {
  return posix_spawn_file_actions_addchdir_np(actions, path);
}

int swt_pipe(int *read_end, int *write_end, int capacity) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  if (capacity > 0 && fcntl(ends[1], F_SETPIPE_SZ, capacity) < 0) return errno;
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}

int swt_open_terminal(int *terminal, int *side) {
  char name[128];
  *terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*terminal < 0) return errno;
  if (grantpt(*terminal) != 0 || unlockpt(*terminal) != 0) return errno;
  int code = ptsname_r(*terminal, name, sizeof name);
  if (code != 0) return code;
  *side = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  return *side < 0 ? errno : 0;
}
