/* fd: system calls that are made again; see fd.h. */
#include "common/fd.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "common/fault.h"

static bool
try_again(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	if (errno == EAGAIN)
		return poll(&p, 1, -1) >= 0 || errno == EINTR;
	return errno == EINTR;
}

static bool
fails(enum fault_kind kind, int number)
{
	if (LIKELY(!fault_hits(kind)))
		return false;
	errno = number;
	return true;
}

ptrdiff_t
fd_read(int fd, char *to, size_t n)
{
	ptrdiff_t r;

	do
		r = fails(FAULT_READ, EIO) ? -1 : read(fd, to, n);
	while (r < 0 && try_again(fd, POLLIN));
	return r;
}

ptrdiff_t
fd_pread(int fd, char *to, size_t n, off_t at)
{
	ptrdiff_t r;

	do
		r = fails(FAULT_READ, EIO) ? -1 : pread(fd, to, n, at);
	while (r < 0 && try_again(fd, POLLIN));
	return r;
}

ptrdiff_t
fd_writev(int fd, const struct iovec *v, int n)
{
	ptrdiff_t r;

	do
		r = fails(FAULT_WRITE, ENOSPC) ? -1 : writev(fd, v, n);
	while (r < 0 && try_again(fd, POLLOUT));
	return r;
}

ptrdiff_t
fd_pwrite(int fd, const char *p, size_t n, off_t at)
{
	ptrdiff_t r;

	do
		r = fails(FAULT_WRITE, ENOSPC) ? -1 : pwrite(fd, p, n, at);
	while (r < 0 && try_again(fd, POLLOUT));
	return r;
}
