// What tests of a command line need of Linux and Swift's Glibc module does not show.
#ifndef SWPIPE_CTESTSUPPORT_H
#define SWPIPE_CTESTSUPPORT_H

#include <spawn.h>

#pragma clang assume_nonnull begin

/// Makes the child start in a folder; 0 or an errno value.
int swt_add_chdir(posix_spawn_file_actions_t *actions, const char *path);

/// Makes a pipe whose ends no other child inherits and that holds `capacity` bytes, rounded up to
/// pages, or as many as usual where that is 0; 0 or an errno value.
int swt_pipe(int *read_end, int *write_end, int capacity);

/// Makes a terminal and opens the side that a program sits at; 0 or an errno value.
int swt_open_terminal(int *terminal, int *side);

#pragma clang assume_nonnull end

#endif
