/*
 * io: bytes in. A file, a pipe, "-" (standard input) or memory, gzip by magic
 * through inflate() with full framing: a truncated or corrupt member, trailing
 * garbage and a bomb are failures by name, never a shorter file (gzread()
 * would end a truncated .gz like a complete one). Several members are one
 * stream; zeroes after the last are padding. read(2) into big buffers,
 * never mmap. EINTR is handled. Every failure names the file.
 */
#ifndef CCKIT_IO_H
#define CCKIT_IO_H

#include "common/err.h"
#include "common/str.h"

struct io;

/*
 * First of all in a process: a standard stream that came closed is filled with
 * one that fails (EBADF), so that no file opened later takes its number and
 * gets what was meant for a message.
 */
void io_guard_standard(void);

/* path "-" is standard input. NULL and err on failure. */
struct io *io_open(const char *path, struct err *err);
struct io *io_memory(struct str bytes, const char *name);
/*
 * A stream of the caller's own making: read as io_read is (it need not fail
 * again after a failure), close when it is closed.
 */
struct io *io_from(const char *name, ptrdiff_t (*read)(void *state, char *to,
    size_t max, struct err *err), void (*close)(void *state), void *state);
const char *io_name(const struct io *in);	/* for messages, as io_shown */
const char *io_shown(const char *path);		/* "-": "(standard input)" */
/*
 * Up to max bytes into to. Returns the count, 0 at the true end, -1 on
 * failure (after which every call fails).
 */
ptrdiff_t io_read(struct io *in, char *to, size_t max, struct err *err);
void io_close(struct io *in);

/* A whole small file, NUL added and PADDING after it; max bytes, else err. */
char *io_slurp(const char *path, size_t max, size_t *n, struct err *err);

#endif
