/* peak: runs a command and appends to FILE what it cost: user and system ms,
 * wall ms, the most memory it held in KiB, its exit status. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long
ms_of(struct timeval t)
{
	return (long)t.tv_sec * 1000 + (long)t.tv_usec / 1000;
}

int
main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage use;
	FILE *f;
	int status;
	pid_t pid;

	if (argc < 3 || !(f = fopen(argv[1], "ae")))
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) != pid)
		return 3;
	clock_gettime(CLOCK_MONOTONIC, &to);
	status = WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
	fprintf(f, "%ld %ld %ld %ld %d\n", ms_of(use.ru_utime),
	    ms_of(use.ru_stime), (long)(to.tv_sec - from.tv_sec) * 1000 +
	    (to.tv_nsec - from.tv_nsec) / 1000000, use.ru_maxrss, status);
	return fclose(f) == 0 ? status : 3;
}
