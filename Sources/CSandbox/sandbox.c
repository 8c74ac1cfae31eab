#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

static int answer(long result) { return result < 0 ? -errno : (int)result; }

/* ---- Descriptors and files in memory ---- */

void sandbox_close_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, (unsigned)first, ~0u, 0) == 0) return;
#endif
  long end = sysconf(_SC_OPEN_MAX);
  for (int i = first; i < (end > 0 && end < 1 << 16 ? end : 1 << 16); i++) close(i);
}

int sandbox_memory_file(const char *name) {
  return answer(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
}

int sandbox_seal(int file) {
  return answer(
      fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL));
}

/* ---- Privileges ---- */

int sandbox_drop_privileges(void) {
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -errno;
  return answer(syscall(SYS_capset, &head, none));
}

/* ---- Landlock ----
 * The kernel's header may be older than the kernel; what is used of it is small and frozen. */

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

struct ruleset {
  uint64_t files, network, scoped;
};

struct __attribute__((packed)) beneath {
  uint64_t allowed;
  int32_t parent;
};

enum {
  READ_FILE = 1 << 2,
  READ_FOLDER = 1 << 3,
  PATH_BENEATH = 1,
  FILES_OF_VERSION_1 = (1 << 13) - 1,
  MOVE_OR_LINK = 1 << 13,
  TRUNCATE = 1 << 14,
  DEVICE_CONTROL = 1 << 15,
  BIND_AND_CONNECT_TCP = 3,
  SOCKETS_AND_SIGNALS = 3
};

int sandbox_landlock(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1u);
  return version < 0 ? 0 : (int)version;
}

/* Allows reading below `path`, or of it; what is not there needs no rule. */
static int allow_reading(int rules, int file) {
  struct stat status;
  if (fstat(file, &status)) return -errno;
  struct beneath rule = {READ_FILE | (S_ISDIR(status.st_mode) ? READ_FOLDER : 0), file};
  return answer(syscall(SYS_landlock_add_rule, rules, PATH_BENEATH, &rule, 0u));
}

int sandbox_close_files(const char *const *readable, int library) {
  int version = sandbox_landlock();
  struct ruleset set = {FILES_OF_VERSION_1, 0, 0};
  if (version >= 2) set.files |= MOVE_OR_LINK;
  if (version >= 3) set.files |= TRUNCATE;
  if (version >= 4) set.network = BIND_AND_CONNECT_TCP;
  if (version >= 5) set.files |= DEVICE_CONTROL;
  if (version >= 6) set.scoped = SOCKETS_AND_SIGNALS;
  size_t size = version >= 6 ? sizeof set : version >= 4 ? 16 : 8;
  int rules = answer(syscall(SYS_landlock_create_ruleset, &set, size, 0u));
  if (rules < 0) return rules;
  int wrong = 0;
  for (; *readable && !wrong; readable++) {
    int file = open(*readable, O_PATH | O_CLOEXEC);
    if (file < 0) continue;
    int status = allow_reading(rules, file);
    if (status < 0) wrong = status;
    close(file);
  }
  /* A file in memory is outside all folders, and open to who has it: EBADFD. */
  int status = allow_reading(rules, library);
  if (status < 0 && status != -EBADFD) wrong = status;
  if (!wrong) wrong = answer(syscall(SYS_landlock_restrict_self, rules, 0u));
  close(rules);
  return wrong;
}

/* ---- System calls ----
 * A list of what a plugin may call; a few others are told apart, to say what it tried. The rest fails
 * as if the kernel did not know it, which libraries are used to. */

int sandbox_seccomp(void) {
#ifdef ARCHITECTURE
  uint32_t action = SECCOMP_RET_TRAP;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0u, &action) == 0;
#else
  return 0;
#endif
}

#ifdef ARCHITECTURE

struct filter {
  struct sock_filter lines[512];
  unsigned short count;
};

static void put(struct filter *f, uint16_t code, uint32_t k, uint8_t yes, uint8_t no) {
  if (f->count < sizeof f->lines / sizeof *f->lines)
    f->lines[f->count++] = (struct sock_filter){code, yes, no, k};
}

static void load(struct filter *f, size_t offset) {
  put(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void end(struct filter *f, uint32_t action) { put(f, BPF_RET | BPF_K, action, 0, 0); }

/* The call `number` ends in `action`; its number is in the accumulator, before and after. */
static void call(struct filter *f, long number, uint32_t action) {
  put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
  end(f, action);
}

static void calls(struct filter *f, const long *numbers, uint32_t action) {
  for (; *numbers >= 0; numbers++) call(f, *numbers, action);
}

#define NO_MORE UINT32_MAX

/* The call `number` ends in `match` where the low half of its argument passes one of the tests (BPF_JEQ:
 * is that value; BPF_JSET: has one of those bits), else in `otherwise`. What is tested has no high half. */
static void judge(struct filter *f, long number, int argument, uint16_t test, const uint32_t *values,
                  uint32_t match, uint32_t otherwise) {
  uint8_t tests = 0;
  while (values[tests] != NO_MORE) tests++;
  put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, (uint8_t)(2 * tests + 2));
  load(f, offsetof(struct seccomp_data, args) + 8 * (size_t)argument);
  for (; *values != NO_MORE; values++) {
    put(f, (uint16_t)(BPF_JMP | test | BPF_K), *values, 0, 1);
    end(f, match);
  }
  end(f, otherwise);
}

/* The call `number` is allowed where a pointer among its arguments is NULL. */
static void allow_null(struct filter *f, long number, int argument, uint32_t otherwise) {
  const size_t at = offsetof(struct seccomp_data, args) + 8 * (size_t)argument;
  put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 6);
  load(f, at);
  put(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2);
  load(f, at + 4);
  put(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
  end(f, otherwise);
  end(f, SECCOMP_RET_ALLOW);
}

#define ENDS(reason) (SECCOMP_RET_TRAP | (reason))
#define FAILS(code) (SECCOMP_RET_ERRNO | (code))

static const long harmless[] = {
    SYS_read, SYS_write, SYS_recvfrom, SYS_sendto, SYS_ppoll, SYS_futex, SYS_mmap, SYS_munmap,
    SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk, SYS_clock_gettime, SYS_close, SYS_fstat,
    SYS_newfstatat, SYS_statx, SYS_lseek, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64,
    SYS_preadv, SYS_pwritev, SYS_getdents64, SYS_readlinkat, SYS_faccessat, SYS_getcwd,
    SYS_fadvise64, SYS_mincore, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
    SYS_rt_sigpending, SYS_rt_sigtimedwait, SYS_rt_sigsuspend, SYS_sigaltstack, SYS_pselect6,
    SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_eventfd2, SYS_pipe2, SYS_dup, SYS_dup3,
    SYS_timerfd_create, SYS_timerfd_settime, SYS_timerfd_gettime, SYS_nanosleep,
    SYS_clock_nanosleep, SYS_clock_getres, SYS_gettimeofday, SYS_times, SYS_getitimer,
    SYS_setitimer, SYS_sched_yield, SYS_sched_getaffinity, SYS_sched_getparam,
    SYS_sched_getscheduler, SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid,
    SYS_getgid, SYS_getegid, SYS_getrandom, SYS_uname, SYS_sysinfo, SYS_getrusage, SYS_getcpu,
    SYS_set_tid_address, SYS_set_robust_list, SYS_get_robust_list, SYS_membarrier,
    SYS_restart_syscall, SYS_wait4, SYS_exit, SYS_exit_group,
#ifdef SYS_rseq
    SYS_rseq,
#endif
#ifdef __x86_64__
    SYS_poll, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_select, SYS_epoll_wait, SYS_pipe,
    SYS_dup2, SYS_time, SYS_getrlimit, SYS_alarm, SYS_pause, SYS_arch_prctl,
#endif
    -1};

static const long network[] = {SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen,
                               SYS_accept, SYS_accept4,    SYS_sendmsg, SYS_sendmmsg, -1};

static const long writing[] = {
    SYS_truncate, SYS_renameat2, SYS_unlinkat, SYS_mkdirat, SYS_linkat, SYS_symlinkat, SYS_mknodat,
    SYS_fchmodat, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr, SYS_removexattr,
    SYS_lremovexattr,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef __x86_64__
    SYS_creat, SYS_rename, SYS_unlink, SYS_mkdir, SYS_rmdir, SYS_link, SYS_symlink, SYS_mknod,
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
    -1};

static const long programs[] = {SYS_execve, SYS_execveat, -1};

static const long processes[] = {
#ifdef __x86_64__
    SYS_fork, SYS_vfork,
#endif
    -1};

static const long others[] = {SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev,
                              SYS_tkill,  SYS_rt_sigqueueinfo,  SYS_rt_tgsigqueueinfo, -1};

static void compose(struct filter *f) {
  const uint32_t allow = SECCOMP_RET_ALLOW;
  const uint32_t me[] = {(uint32_t)getpid(), NO_MORE};
  const uint32_t writes[] = {O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, NO_MORE};
  const uint32_t thread[] = {CLONE_THREAD, NO_MORE};
  const uint32_t questions[] = {TCGETS, FIONREAD, FIONBIO, FIOCLEX, NO_MORE};
  const uint32_t descriptors[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, NO_MORE};
  const uint32_t names[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS,
                            0x53564d41 /* PR_SET_VMA */, NO_MORE};

  f->count = 0;
  load(f, offsetof(struct seccomp_data, arch));
  put(f, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  end(f, SECCOMP_RET_KILL_PROCESS);
  load(f, offsetof(struct seccomp_data, nr));
  calls(f, harmless, allow);
#ifdef SYS_open
  judge(f, SYS_open, 1, BPF_JSET, writes, ENDS(SANDBOX_WRITING), allow);
#endif
  judge(f, SYS_openat, 2, BPF_JSET, writes, ENDS(SANDBOX_WRITING), allow);
  judge(f, SYS_clone, 0, BPF_JSET, thread, allow, ENDS(SANDBOX_PROCESS));
  judge(f, SYS_kill, 0, BPF_JEQ, me, allow, ENDS(SANDBOX_OTHERS));
  judge(f, SYS_tgkill, 0, BPF_JEQ, me, allow, ENDS(SANDBOX_OTHERS));
  judge(f, SYS_ioctl, 1, BPF_JEQ, questions, allow, FAILS(ENOTTY));
  judge(f, SYS_fcntl, 1, BPF_JEQ, descriptors, allow, FAILS(EPERM));
  judge(f, SYS_prctl, 0, BPF_JEQ, names, allow, FAILS(EPERM));
  allow_null(f, SYS_prlimit64, 2, FAILS(EPERM));
  calls(f, network, ENDS(SANDBOX_NETWORK));
  calls(f, writing, ENDS(SANDBOX_WRITING));
  calls(f, programs, ENDS(SANDBOX_PROGRAM));
  calls(f, processes, ENDS(SANDBOX_PROCESS));
  calls(f, others, ENDS(SANDBOX_OTHERS));
  end(f, FAILS(ENOSYS));
}

/* The kernel says which rule was broken in si_errno. */
static void broken(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  _exit(SANDBOX_EXIT + (info->si_errno & 7));
}

int sandbox_filter_calls(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = broken;
  action.sa_flags = SA_SIGINFO;
  if (sigaction(SIGSYS, &action, NULL)) return -errno;
  struct filter f;
  compose(&f);
  if (f.count == sizeof f.lines / sizeof *f.lines) return -E2BIG;
  struct sock_fprog program = {f.count, f.lines};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -errno;
  return answer(
      syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program));
}

#else

int sandbox_filter_calls(void) { return -ENOSYS; }

#endif

/* ---- The other end ---- */

static void *watch(void *socket) {
  struct pollfd end = {(int)(intptr_t)socket, POLLRDHUP, 0};
  while (poll(&end, 1, -1) < 0 && errno == EINTR) {
  }
  if (end.revents & (POLLRDHUP | POLLHUP)) _exit(0);
  return NULL;
}

int sandbox_end_with(int socket) {
  pthread_attr_t small;
  pthread_t thread;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 1 << 18);
  int wrong = pthread_create(&thread, &small, watch, (void *)(intptr_t)socket);
  pthread_attr_destroy(&small);
  return -wrong;
}
