// Calls of Linux that Swift's Glibc module leaves out.
int syncfs(int descriptor);
