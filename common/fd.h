/*
 * fd: read(2) and its like, made again when a signal came between, or when
 * whoever shares the file has made it non-blocking and it has nothing yet, or
 * no room. Tests can make each call fail (fault): a read with EIO, a write
 * with ENOSPC. Each returns what the call does: fewer bytes than asked for are
 * no failure; -1 with errno.
 */
#ifndef CCKIT_FD_H
#define CCKIT_FD_H

#include <sys/types.h>
#include <sys/uio.h>

#include "common/base.h"

ptrdiff_t fd_read(int fd, char *to, size_t n);
ptrdiff_t fd_pread(int fd, char *to, size_t n, off_t at);
ptrdiff_t fd_writev(int fd, const struct iovec *v, int n);
ptrdiff_t fd_pwrite(int fd, const char *p, size_t n, off_t at);

#endif
