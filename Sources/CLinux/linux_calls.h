// Calls of Linux that Swift's Glibc module leaves out.
int syncfs(int descriptor);
int renameat2(int oldFolder, const char *old, int newFolder, const char *new_, unsigned int flags);
