#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// What a walk through processes has found, and how many it may still look at.
struct walk {
  int processes;
  int left;
};

// Reads a small file of a thread; its length, or -1 where it or the thread is not there.
static ssize_t read_entry(int process, const char *thread, const char *name, char *text,
                          size_t size) {
  char path[128];
  snprintf(path, sizeof path, "/proc/%d/task/%s/%s", process, thread, name);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  ssize_t count = read(descriptor, text, size - 1);
  close(descriptor);
  text[count > 0 ? count : 0] = 0;
  return count;
}

static int is_asleep(int process, struct walk *walk);

static int thread_is_asleep(int process, const char *thread, struct walk *walk) {
  char text[4096];
  // One that has gone is asleep for good.
  if (read_entry(process, thread, "stat", text, sizeof text) <= 0) return 1;
  // The name in brackets may have anything in it.
  const char *state = strrchr(text, ')');
  if (state == NULL || state[1] != ' ') return -1;
  if (state[2] == 'R' || state[2] == 'D') return 0;
  // A kernel without this file tells nothing of children.
  if (read_entry(process, thread, "children", text, sizeof text) < 0) {
    return state[2] == 'Z' ? 1 : -1;
  }
  char *rest = text;
  for (char *end = NULL;; rest = end) {
    long child = strtol(rest, &end, 10);
    if (end == rest) return 1;
    int result = is_asleep((int)child, walk);
    if (result != 1) return result;
  }
}

static int is_asleep(int process, struct walk *walk) {
  if (--walk->left < 0) return -1;
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", process);
  DIR *threads = opendir(path);
  if (threads == NULL) return 1;
  walk->processes++;
  int result = 1;
  for (struct dirent *entry; result == 1 && (entry = readdir(threads)) != NULL;) {
    if (entry->d_name[0] != '.') result = thread_is_asleep(process, entry->d_name, walk);
  }
  closedir(threads);
  return result;
}

int swp_is_asleep(int process) {
  struct walk walk = {0, 64};
  int result = is_asleep(process, &walk);
  // With a guard and one program there is nobody whom the end of another wakes in between.
  if (result != 1 || walk.processes <= 2) return result;
  walk = (struct walk){0, 64};
  return is_asleep(process, &walk);
}

int swp_unread_bytes(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) < 0 ? -errno : count;
}
