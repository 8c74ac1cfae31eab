// Lets one system call of a program fail, or the program end at it. Preloaded (LD_PRELOAD); says how many
// calls there were.
//
// Counted are calls on files below MUSTER_FAULTS_UNDER, from 1 on. MUSTER_FAULTS is `KIND` or `KIND N`: at
// the Nth call that the kind can happen to, it happens; without N nothing does. When the program ends, the
// number of such calls is written to the file MUSTER_FAULTS_COUNT.
//
//   io     a call fails with EIO
//   full   from the Nth call on that would take room, every such call fails with ENOSPC
//   signal a call is interrupted (EINTR); it comes through when it is tried again
//   short  a read or write takes half of its bytes
//   files  a file cannot be opened (EMFILE)
//   kill   the program ends at once, as by kill -9
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { none, io, full, interrupted, cut, files, killed };
static const char *const names[] = {"", "io", "full", "signal", "short", "files", "kill"};

/// What a call is to the kinds of faults.
enum call { opens = 1, reads = 2, writes = 4, takes_room = 8, waits = 16, other = 32 };

static enum kind kind;
static long at;
static const char *under, *count_file;
static atomic_long calls;
static atomic_bool watched[4096];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  under = getenv("MUSTER_FAULTS_UNDER");
  count_file = getenv("MUSTER_FAULTS_COUNT");
  char word[16] = "";
  const char *what = getenv("MUSTER_FAULTS");
  if (what) sscanf(what, "%15s %ld", word, &at);
  for (int k = 1; k <= killed; k++)
    if (!strcmp(word, names[k])) kind = k;
}

__attribute__((destructor)) static void end(void) {
  if (!count_file) return;
  int f = syscall(SYS_openat, AT_FDCWD, count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  char text[32];
  int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&calls));
  if (f >= 0 && syscall(SYS_write, f, text, length) == length) syscall(SYS_close, f);
}

static bool below(const char *path) {
  if (!under || !path) return false;
  char whole[PATH_MAX];
  if (path[0] != '/' && getcwd(whole, sizeof whole)) {
    size_t length = strlen(whole);
    snprintf(whole + length, sizeof whole - length, "/%s", path);
    path = whole;
  }
  return !strncmp(path, under, strlen(under));
}

static bool is_watched(int f) { return f >= 0 && f < 4096 && atomic_load(&watched[f]); }

static int watch(int f, bool on) {
  if (f >= 0 && f < 4096) atomic_store(&watched[f], on);
  return f;
}

/// Whether the call fails; `errno` says how. A read or write that is to be short only says so.
static bool fails(int call, bool *is_short) {
  bool can = kind == io || kind == killed || (kind == full && call & takes_room) ||
             (kind == interrupted && call & (opens | reads | writes | waits)) ||
             (kind == cut && call & (reads | writes)) || (kind == files && call & opens);
  if (!can) return false;
  long n = atomic_fetch_add(&calls, 1) + 1;
  if (!at || n < at || (n > at && kind != full)) return false;
  switch (kind) {
    case killed: syscall(SYS_kill, getpid(), SIGKILL); return true;
    case cut: if (is_short) *is_short = true; return false;
    case full: errno = ENOSPC; return true;
    case interrupted: errno = EINTR; return true;
    case files: errno = EMFILE; return true;
    default: errno = EIO; return true;
  }
}

static int opening(const char *path, int flags) {
  return below(path) && fails(opens | (flags & O_CREAT ? takes_room : 0), NULL);
}

#define MODE_OF(flags)                       \
  mode_t mode = 0;                           \
  if ((flags) & (O_CREAT | O_TMPFILE)) {     \
    va_list rest;                            \
    va_start(rest, flags);                   \
    mode = va_arg(rest, mode_t);             \
    va_end(rest);                            \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  if (opening(path, flags)) return -1;
  return watch(REAL(open)(path, flags, mode), below(path));
}
int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  if (opening(path, flags)) return -1;
  return watch(REAL(open64)(path, flags, mode), below(path));
}
FILE *fopen(const char *path, const char *how) {
  if (opening(path, strchr(how, 'r') ? 0 : O_CREAT)) return NULL;
  FILE *file = REAL(fopen)(path, how);
  if (file) watch(fileno(file), false);
  return file;
}
FILE *fopen64(const char *path, const char *how) {
  if (opening(path, strchr(how, 'r') ? 0 : O_CREAT)) return NULL;
  FILE *file = REAL(fopen64)(path, how);
  if (file) watch(fileno(file), false);
  return file;
}
DIR *opendir(const char *path) { return opening(path, 0) ? NULL : REAL(opendir)(path); }

int close(int f) {
  if (f >= 0) watch(f, false);
  return REAL(close)(f);
}

ssize_t read(int f, void *to, size_t n) {
  bool is_short = false;
  if (is_watched(f) && fails(reads, &is_short)) return -1;
  return REAL(read)(f, to, is_short && n > 1 ? n / 2 : n);
}
ssize_t pread64(int f, void *to, size_t n, off64_t place) {
  if (is_watched(f) && fails(reads, NULL)) return -1;
  return REAL(pread64)(f, to, n, place);
}
ssize_t pread(int f, void *to, size_t n, off_t place) { return pread64(f, to, n, place); }
ssize_t write(int f, const void *from, size_t n) {
  bool is_short = false;
  if (is_watched(f) && fails(writes | takes_room, &is_short)) return -1;
  return REAL(write)(f, from, is_short && n > 1 ? n / 2 : n);
}
ssize_t pwrite64(int f, const void *from, size_t n, off64_t place) {
  bool is_short = false;
  if (is_watched(f) && fails(writes | takes_room, &is_short)) return -1;
  return REAL(pwrite64)(f, from, is_short && n > 1 ? n / 2 : n, place);
}
ssize_t pwrite(int f, const void *from, size_t n, off_t place) { return pwrite64(f, from, n, place); }

#define ON_FILE(result, name, arguments, values, call, f) \
  result name arguments { return is_watched(f) && fails(call, NULL) ? -1 : REAL(name) values; }
#define ON_PATH(result, name, arguments, values, call, path) \
  result name arguments { return below(path) && fails(call, NULL) ? -1 : REAL(name) values; }

ON_FILE(int, fsync, (int f), (f), waits | takes_room, f)
ON_FILE(int, fdatasync, (int f), (f), waits | takes_room, f)
ON_FILE(int, syncfs, (int f), (f), waits | takes_room, f)
ON_FILE(int, ftruncate, (int f, off_t n), (f, n), takes_room, f)
ON_FILE(int, ftruncate64, (int f, off64_t n), (f, n), takes_room, f)
ON_FILE(int, flock, (int f, int how), (f, how), waits, f)
ON_FILE(int, fchmod, (int f, mode_t mode), (f, mode), other, f)
ON_FILE(int, fstat, (int f, struct stat *s), (f, s), other, f)
ON_FILE(int, fstat64, (int f, struct stat64 *s), (f, s), other, f)
ON_PATH(int, stat, (const char *path, struct stat *s), (path, s), other, path)
ON_PATH(int, lstat, (const char *path, struct stat *s), (path, s), other, path)
ON_PATH(int, stat64, (const char *path, struct stat64 *s), (path, s), other, path)
ON_PATH(int, access, (const char *path, int how), (path, how), other, path)
ON_PATH(int, rename, (const char *old, const char *path), (old, path), takes_room, path)
ON_PATH(int, renameat2, (int a, const char *old, int b, const char *path, unsigned how),
        (a, old, b, path, how), takes_room, path)
ON_PATH(int, symlink, (const char *target, const char *path), (target, path), takes_room, path)
ON_PATH(int, link, (const char *old, const char *path), (old, path), takes_room, path)
ON_PATH(ssize_t, readlink, (const char *path, char *to, size_t n), (path, to, n), other, path)
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode), takes_room, path)
ON_PATH(int, unlink, (const char *path), (path), other, path)
ON_PATH(int, rmdir, (const char *path), (path), other, path)

// The locks of databases; nothing else is asked of a file this way.
int fcntl(int f, int what, ...) {
  va_list rest;
  va_start(rest, what);
  void *value = va_arg(rest, void *);
  va_end(rest);
  if ((what == F_SETLK || what == F_SETLKW) && is_watched(f) && fails(waits, NULL)) return -1;
  return REAL(fcntl)(f, what, value);
}
int fcntl64(int f, int what, ...) {
  va_list rest;
  va_start(rest, what);
  void *value = va_arg(rest, void *);
  va_end(rest);
  if ((what == F_SETLK || what == F_SETLKW) && is_watched(f) && fails(waits, NULL)) return -1;
  return REAL(fcntl64)(f, what, value);
}
