/* Runs a program as on a kernel that lacks something: without landlock|seccomp|both PROGRAM ARGUMENT… */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  const int lacks_files = strcmp(argv[1], "seccomp"), lacks_calls = strcmp(argv[1], "landlock");
  const unsigned from = lacks_files ? 444 : 1000, to = lacks_files ? 446 : 1000;
  const unsigned seccomp = lacks_calls ? SYS_seccomp : 1000;
  struct sock_filter lines[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, seccomp, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, from, 0, 2),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, to, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof lines / sizeof *lines, lines};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return 3;
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) return 4;
  execv(argv[2], argv + 2);
  perror(argv[2]);
  return 5;
}
