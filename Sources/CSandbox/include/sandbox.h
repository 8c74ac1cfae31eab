/* What Swift cannot say to the Linux kernel: the walls around the process of an isolated plugin.
 *
 * Every function answers 0 or more when it did its work, and minus an errno when it did not. */
#ifndef MUSTER_SANDBOX_H
#define MUSTER_SANDBOX_H

/* The version of Landlock that this kernel offers; 0 = none. */
int sandbox_landlock(void);

/* 1 where system calls can be filtered on this kernel and processor, else 0. */
int sandbox_seccomp(void);

/* Closes every descriptor from `first` on. */
void sandbox_close_from(int first);

/* Takes every capability and the way to new ones from this process. */
int sandbox_drop_privileges(void);

/* From now on the files below `readable` (NULL at the end) and the file open as `library` can be read;
 * nothing can be written, made, removed or run as a program, no TCP port bound or connected to. Before
 * the process has other threads. */
int sandbox_close_files(const char *const *readable, int library);

/* From now on system calls that reach out of this process end it, with the exit code
 * SANDBOX_EXIT + one of the reasons below; those a plugin has no need of fail. */
int sandbox_filter_calls(void);

enum {
  SANDBOX_EXIT = 224,
  SANDBOX_NETWORK = 1,
  SANDBOX_WRITING = 2,
  SANDBOX_PROGRAM = 3,
  SANDBOX_PROCESS = 4, /* a new one */
  SANDBOX_OTHERS = 5   /* another one */
};

/* Ends this process as soon as the other end of `socket` is closed, whatever else it is doing. */
int sandbox_end_with(int socket);

/* A file without a name, in memory, the descriptor closed when a program is run. */
int sandbox_memory_file(const char *name);

/* From now on nobody can change what such a file holds. */
int sandbox_seal(int file);

#endif
