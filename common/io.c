/* io: bytes in from files, pipes and memory, through inflate() where they are
 * gzip; see io.h. */
#include "common/io.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "common/fault.h"
#include "common/fd.h"
#include "common/mem.h"

enum { RAW_BYTES = 256 * 1024, PIPE_BYTES = 1 << 20 };

/* What a small gzip member may not do: unpack to over 1 GiB at over 200:1. */
static const uint64_t bomb_bytes = (uint64_t)1 << 30;
static const uint64_t bomb_ratio = 200;

struct io {
	char *name;
	int fd;			/* -1: memory */
	struct str memory;	/* what is left of it */
	ptrdiff_t (*read)(void *state, char *to, size_t max, struct err *err);
	void (*close)(void *state);
	void *state;		/* of io_from */
	bool known;		/* gzip or not has been found out */
	bool gzip;
	bool in_member;		/* inflate has begun one that is not complete */
	bool in_padding;	/* zeroes after the last member */
	bool ended, failed;
	unsigned members;
	uint64_t packed, unpacked;	/* of this file */
	z_stream z;
	char *raw;		/* packed bytes, or the first bytes of plain */
	size_t raw_at, raw_n;
};

static struct io *
io_new(const char *name)
{
	struct io *in = mem_zero(1, sizeof(*in));

	in->name = mem_dup(str_of(name));
	in->fd = -1;
	return in;
}

void
io_guard_standard(void)
{
	static const int mode[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", mode[fd]);
}

static int
open_path(const char *path)
{
	if (!fault_hits(FAULT_OPEN))
		return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	errno = EMFILE;
	return -1;
}

/* What can be opened may still not be read: a directory, a closed stdin. */
static bool
is_readable(int fd)
{
	struct stat st;
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fstat(fd, &st) < 0)
		return false;
	if ((flags & O_ACCMODE) == O_WRONLY)
		errno = EBADF;
	else if (S_ISDIR(st.st_mode))
		errno = EISDIR;
	else
		return true;
	return false;
}

struct io *
io_open(const char *path, struct err *err)
{
	struct io *in = io_new(io_shown(path));

	in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open_path(path);
	if (in->fd >= 0 && is_readable(in->fd)) {
		/* fewer switches between us and the writer; pipes only */
		fcntl(in->fd, F_SETPIPE_SZ, PIPE_BYTES);
		return in;
	}
	err_errno(err, "'%s'", in->name);
	io_close(in);
	return NULL;
}

struct io *
io_memory(struct str bytes, const char *name)
{
	struct io *in = io_new(name);

	in->memory = bytes;
	return in;
}

struct io *
io_from(const char *name, ptrdiff_t (*read)(void *state, char *to, size_t max,
    struct err *err), void (*close)(void *state), void *state)
{
	struct io *in = io_new(name);

	in->read = read;
	in->close = close;
	in->state = state;
	return in;
}

const char *
io_shown(const char *path)
{
	return strcmp(path, "-") == 0 ? "(standard input)" : path;
}

const char *
io_name(const struct io *in)
{
	return in->name;
}

void
io_close(struct io *in)
{
	if (!in)
		return;
	if (in->close)
		in->close(in->state);
	if (in->gzip)
		inflateEnd(&in->z);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	mem_free(in->raw);
	mem_free(in->name);
	mem_free(in);
}

static ptrdiff_t
failed(struct io *in)
{
	in->failed = true;
	return -1;
}

/* Straight from the file, pipe or memory. */
static ptrdiff_t
read_raw(struct io *in, char *to, size_t max, struct err *err)
{
	ptrdiff_t n;

	if (in->fd < 0) {
		n = (ptrdiff_t)MIN(max, in->memory.n);
		if (n)
			memcpy(to, in->memory.p, (size_t)n);
		in->memory = str_skip(in->memory, (size_t)n);
		return n;
	}
	n = fd_read(in->fd, to, max);
	if (n < 0) {
		err_errno(err, "'%s': cannot be read", in->name);
		return failed(in);
	}
	return n;
}

static int
refill(struct io *in, struct err *err)
{
	ptrdiff_t n = read_raw(in, in->raw, RAW_BYTES, err);

	if (n < 0)
		return -1;
	in->raw_at = 0;
	in->raw_n = (size_t)n;
	in->packed += (uint64_t)n;
	return n > 0;
}

/* zlib's memory is ours: it fails like all of it, and tests make it fail. */
static void *
zlib_get(void *context, unsigned count, unsigned size)
{
	(void)context;
	return mem_zero(count, size);
}

static void
zlib_free(void *context, void *p)
{
	(void)context;
	mem_free(p);
}

/* Reads enough to see the magic, from pipes too. */
static int
find_out(struct io *in, struct err *err)
{
	in->raw = mem_get(RAW_BYTES);
	in->known = true;
	while (in->raw_n < 2) {
		ptrdiff_t n = read_raw(in, in->raw + in->raw_n,
		    RAW_BYTES - in->raw_n, err);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		in->raw_n += (size_t)n;
	}
	in->packed = in->raw_n;
	in->gzip = in->raw_n >= 2 && (unsigned char)in->raw[0] == 0x1f &&
	    (unsigned char)in->raw[1] == 0x8b;
	if (!in->gzip)
		return 0;
	in->z.zalloc = zlib_get;
	in->z.zfree = zlib_free;
	if (inflateInit2(&in->z, 15 + 16) != Z_OK)
		BUG("inflateInit2");
	return 0;
}

static ptrdiff_t
gzip_bad(struct io *in, const char *why, struct err *err)
{
	err_set(err, ERR_FAILED, "'%s': %s (member %u, after %llu bytes "
	    "were unpacked)", in->name, why, in->members + 1,
	    (unsigned long long)in->unpacked);
	return failed(in);
}

/* Tapes and block devices fill the last block with zeroes: passed over. */
static void
skip_padding(struct io *in)
{
	while (in->members && in->raw_at < in->raw_n &&
	    in->raw[in->raw_at] == 0) {
		in->in_padding = true;
		in->raw_at++;
	}
}

/* Between members: the true end, another member, or something else. */
static int
next_member(struct io *in, struct err *err)
{
	int r;

	for (skip_padding(in); in->raw_at == in->raw_n; skip_padding(in)) {
		r = refill(in, err);
		if (r <= 0) {
			in->ended = r == 0;
			return r;
		}
	}
	if (in->in_padding || (unsigned char)in->raw[in->raw_at] != 0x1f) {
		err_set(err, ERR_FAILED, "'%s': something follows the gzip data "
		    "(after member %u)", in->name, in->members);
		return (int)failed(in);
	}
	if (in->members && inflateReset(&in->z) != Z_OK)
		BUG("inflateReset");
	in->in_member = true;
	return 1;
}

static bool
is_bomb(const struct io *in)
{
	return in->unpacked > bomb_bytes &&
	    in->unpacked / bomb_ratio > in->packed;
}

/* One step of inflate: bytes made (maybe 0), or -1. */
static ptrdiff_t
unpack(struct io *in, char *to, size_t max, struct err *err)
{
	int r;
	size_t made;

	if (in->raw_at == in->raw_n) {
		r = refill(in, err);
		if (r < 0)
			return -1;
		if (r == 0)
			return gzip_bad(in, "the gzip data end too early", err);
	}
	in->z.next_in = (unsigned char *)in->raw + in->raw_at;
	in->z.avail_in = (unsigned)(in->raw_n - in->raw_at);
	in->z.next_out = (unsigned char *)to;
	in->z.avail_out = (unsigned)MIN(max, (size_t)1 << 30);
	made = in->z.avail_out;
	r = inflate(&in->z, Z_NO_FLUSH);
	made -= in->z.avail_out;
	in->raw_at = in->raw_n - in->z.avail_in;
	in->unpacked += made;
	if (r == Z_STREAM_END) {
		in->in_member = false;
		in->members++;
	} else if (r != Z_OK && r != Z_BUF_ERROR) {
		return gzip_bad(in, "the gzip data are corrupt", err);
	}
	if (is_bomb(in))
		return gzip_bad(in, "unpacks to far more than data do: refused "
		    "as a bomb", err);
	return (ptrdiff_t)made;
}

static ptrdiff_t
read_gzip(struct io *in, char *to, size_t max, struct err *err)
{
	ptrdiff_t n = 0;

	while (n == 0) {
		if (!in->in_member) {
			int r = next_member(in, err);

			if (r <= 0)
				return r;
		}
		n = unpack(in, to, max, err);
	}
	return n;
}

ptrdiff_t
io_read(struct io *in, char *to, size_t max, struct err *err)
{
	size_t n;

	if (in->failed)
		return err_set(err, ERR_FAILED, "'%s': reading failed before",
		    in->name);
	if (in->read) {
		ptrdiff_t got = in->read(in->state, to, max, err);

		return got < 0 ? failed(in) : got;
	}
	if (!in->known && find_out(in, err) < 0)
		return -1;
	if (in->ended)
		return 0;
	if (in->gzip)
		return read_gzip(in, to, max, err);
	if (in->raw_at < in->raw_n) {
		n = MIN(max, in->raw_n - in->raw_at);
		memcpy(to, in->raw + in->raw_at, n);
		in->raw_at += n;
		return (ptrdiff_t)n;
	}
	return read_raw(in, to, max, err);
}

char *
io_slurp(const char *path, size_t max, size_t *n, struct err *err)
{
	struct io *in = io_open(path, err);
	size_t cap = 64 * 1024, used = 0;
	char *bytes;
	ptrdiff_t got;

	if (!in)
		return NULL;
	bytes = mem_get(cap + PADDING);
	while ((got = io_read(in, bytes + used, cap - used, err)) > 0) {
		used += (size_t)got;
		if (used > max) {
			err_set(err, ERR_FAILED, "'%s': longer than %zu bytes",
			    path, max);
			got = -1;
			break;
		}
		if (used == cap) {
			cap *= 2;
			bytes = mem_resize(bytes, cap + PADDING);
		}
	}
	io_close(in);
	if (got < 0) {
		mem_free(bytes);
		return NULL;
	}
	memset(bytes + used, 0, PADDING);
	*n = used;
	return bytes;
}
