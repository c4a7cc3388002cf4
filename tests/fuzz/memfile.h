/* memfile: the input as a file that has a path, for readers that open one. */
#ifndef CCKIT_TESTS_FUZZ_MEMFILE_H
#define CCKIT_TESTS_FUZZ_MEMFILE_H

#include <sys/mman.h>

#include "tests/fuzz/fuzz.h"

/* Its descriptor; the caller closes it. */
static inline int
memfile(struct str s)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
		abort();
	return fd;
}

#endif
