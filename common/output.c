/* output: bytes out, whole or not at all; see output.h. */
#include "common/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/fault.h"
#include "common/fd.h"
#include "common/mem.h"

enum { BUFFER = 256 * 1024, PAGE = 4096, MAX_UNFINISHED = 16,
	MOST_LINKS = 40 };

struct output {
	char *name;		/* as the user gave it */
	char *target;		/* the file to appear; NULL: written straight */
	char *temporary;	/* its path while it is not finished */
	int fd;
	bool is_pipe;		/* a kill may cut what is written to it */
	bool failed;
	char *bytes;		/* BUFFER of them */
	size_t n;
};

/*
 * Temporaries to be removed if the process has to end: paths that a signal
 * handler may unlink. A slot is free when its path is NULL.
 */
static _Atomic(char *) unfinished[MAX_UNFINISHED];

static void
remember(char *path)
{
	for (size_t i = 0; i < MAX_UNFINISHED; i++) {
		char *none = NULL;

		if (atomic_compare_exchange_strong(&unfinished[i], &none,
		    path))
			return;
	}
	BUG("too many outputs at once");
}

static void
forget(char *path)
{
	for (size_t i = 0; i < MAX_UNFINISHED; i++) {
		char *it = path;

		if (atomic_compare_exchange_strong(&unfinished[i], &it, NULL))
			return;
	}
}

void
output_abandon_all(void)
{
	for (size_t i = 0; i < MAX_UNFINISHED; i++) {
		char *path = atomic_exchange(&unfinished[i], NULL);

		if (path)
			unlink(path);
	}
}

static size_t
directory_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

static char *
joined(const char *head, size_t n, const char *tail)
{
	struct buf b = { 0 };
	char *path;

	buf_add(&b, head, n);
	buf_puts(&b, tail);
	path = mem_dup(buf_view(&b));
	buf_release(&b);
	return path;
}

/* A file that is not there yet, in the directory that really holds it. */
static char *
resolve_new(const char *path)
{
	size_t n = directory_length(path);
	char *dir = n ? mem_dup((struct str){ path, n }) : mem_dup(STR("./"));
	char *real = realpath(dir, NULL);
	char *to;

	mem_free(dir);
	dir = real ? joined(real, strlen(real), "/") :
	    mem_dup((struct str){ path, n });
	to = joined(dir, strlen(dir), path + n);
	mem_free(dir);
	free(real);
	return to;
}

/*
 * A symbolic link is followed: the file it names is replaced, or made where
 * there is none yet, as the shell's > does. A circle of links ends after as
 * many as the kernel follows.
 */
static char *
resolve(const char *path, int links)
{
	char *real = realpath(path, NULL), *next, *to;
	char names[PATH_MAX];
	ptrdiff_t n = real ? -1 : readlink(path, names, sizeof(names) - 1);

	if (n <= 0 || !links) {
		to = real ? mem_dup(str_of(real)) : resolve_new(path);
		free(real);
		return to;
	}
	names[n] = '\0';
	next = joined(path, names[0] == '/' ? 0 : directory_length(path),
	    names);
	to = resolve(next, links - 1);
	mem_free(next);
	return to;
}

char *
output_target(const char *path)
{
	return resolve(path, MOST_LINKS);
}

static void
random_name(char *to, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	unsigned char bytes[16] = { 0 };

	if (getrandom(bytes, sizeof(bytes), 0) < 0)
		memcpy(bytes, &(uintptr_t){ (uintptr_t)&bytes ^
		    (uintptr_t)getpid() }, sizeof(uintptr_t));
	for (size_t i = 0; i < n; i++)
		to[i] = letters[bytes[i] % (sizeof(letters) - 1)];
}

static char *
temporary_path(const char *target)
{
	size_t dir = directory_length(target);
	char *path = mem_get(dir + 32);

	memcpy(path, target, dir);
	memcpy(path + dir, ".cckit-", 7);
	random_name(path + dir + 7, 12);
	path[dir + 19] = '\0';
	return path;
}

/*
 * The mode and owner of the file that is replaced, else what a new file gets.
 * Whoever may not give the owner back keeps the file, as with cp and sed -i,
 * but never makes it set-user-id.
 */
static int
set_mode(struct output *o)
{
	mode_t mask = umask(0);
	struct stat old;
	bool same;

	umask(mask);
	if (stat(o->target, &old) < 0)
		return fchmod(o->fd, 0666 & ~mask);
	same = (old.st_uid == geteuid() && old.st_gid == getegid()) ||
	    fchown(o->fd, old.st_uid, old.st_gid) == 0;
	return fchmod(o->fd, old.st_mode & (same ? 07777 : 0777));
}

static int
open_temporary(struct output *o, struct err *err)
{
	o->temporary = temporary_path(o->target);
	if (fault_hits(FAULT_OPEN)) {
		errno = ENOSPC;
		o->fd = -1;
	} else {
		o->fd = open(o->temporary, O_WRONLY | O_CREAT | O_EXCL |
		    O_NOFOLLOW | O_CLOEXEC, 0600);
	}
	if (o->fd < 0) {
		err_errno(err, "'%s': cannot be written", o->name);
		err_hint(err, "a file is made beside it first: its directory "
		    "must be writable");
		return -1;
	}
	remember(o->temporary);
	if (set_mode(o) < 0)
		return err_errno(err, "'%s': its mode cannot be set", o->name);
	return 0;
}

/* FIFOs, devices and sockets have readers of their own: written straight. */
static bool
is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* A circle of links names no file; errno says so. */
static bool
goes_in_circles(const char *path)
{
	struct stat st;

	return stat(path, &st) < 0 && errno == ELOOP;
}

/* /dev/stdout and /dev/fd/N are files that are open already. */
static int
open_number(const char *path)
{
	static const char dir[] = "/dev/fd/";
	int n = 0;

	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	if (strncmp(path, dir, sizeof(dir) - 1) != 0)
		return -1;
	for (path += sizeof(dir) - 1; *path >= '0' && *path <= '9' &&
	    n < 100000; path++)
		n = n * 10 + (*path - '0');
	return *path ? -1 : n;
}

static int
open_target(struct output *o, const char *path, struct err *err)
{
	int n = open_number(path);

	if (n >= 0) {
		o->fd = dup(n);
		if (o->fd < 0)
			return err_errno(err, "'%s': cannot be written",
			    path);
		return 0;
	}
	if (is_special(path)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		if (o->fd < 0)
			return err_errno(err, "'%s': cannot be written",
			    path);
		return 0;
	}
	if (goes_in_circles(path))
		return err_errno(err, "'%s': cannot be written", path);
	o->target = output_target(path);
	return open_temporary(o, err);
}

/* Closed, or filled by io_guard_standard because it was. */
static int
check_standard(struct err *err)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY)
		return 0;
	errno = EBADF;
	return err_errno(err, "'(standard output)'");
}

static bool
is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

static bool
is_input(const struct stat *out, const char *input)
{
	struct stat in;

	if (!S_ISREG(out->st_mode) || (strcmp(input, "-") == 0 ?
	    fstat(STDIN_FILENO, &in) : stat(input, &in)) < 0)
		return false;
	return out->st_dev == in.st_dev && out->st_ino == in.st_ino;
}

bool
output_same_as(const char *path, const char *input)
{
	struct stat out;
	int n = is_standard(path) ? STDOUT_FILENO : open_number(path);

	return n >= 0 && fstat(n, &out) == 0 && is_input(&out, input);
}

bool
output_replaces(const char *path, const char *input)
{
	struct stat out;

	return !is_standard(path) && open_number(path) < 0 &&
	    stat(path, &out) == 0 && is_input(&out, input);
}

bool
output_twice(const char *a, const char *b)
{
	bool a_standard = is_standard(a), b_standard = is_standard(b), same;
	char *x, *y;

	if (a_standard || b_standard)
		return a_standard && b_standard;
	if (open_number(a) >= 0 || open_number(b) >= 0 || is_special(a) ||
	    is_special(b))
		return false;
	x = output_target(a);
	y = output_target(b);
	same = strcmp(x, y) == 0;
	mem_free(x);
	mem_free(y);
	return same;
}

struct output *
output_open(const char *path, struct err *err)
{
	struct output *o = mem_zero(1, sizeof(*o));
	bool standard = is_standard(path);

	o->name = mem_dup(str_of(standard ? "(standard output)" : path));
	o->bytes = mem_get(BUFFER);
	o->fd = STDOUT_FILENO;
	if ((standard ? check_standard(err) : open_target(o, path, err)) < 0) {
		output_abandon(o);
		return NULL;
	}
	o->is_pipe = fcntl(o->fd, F_GETPIPE_SZ) > 0;
	return o;
}

static ptrdiff_t
write_some(struct output *o, const struct iovec *v, int n, struct err *err)
{
	ptrdiff_t w = fd_writev(o->fd, v, n);

	if (w >= 0)
		return w;
	o->failed = true;
	return err_errno(err, "'%s': cannot be written", o->name);
}

static int
write_all(struct output *o, const char *p, size_t n, struct err *err)
{
	while (n) {
		ptrdiff_t w = write_some(o, &(struct iovec){ (char *)p, n }, 1,
		    err);

		if (w < 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

/*
 * How much of n bytes goes into the next write(2) to a pipe, so that not even
 * kill -9 in the middle of the call leaves a stream that ends with LF. Linux
 * cuts a write that does not fit between its pages; up to one page is written
 * whole or not at all (PIPE_BUF). So a call takes whole pages, up to one that
 * ends with LF, or less than a page.
 */
static size_t
next_write(const char *p, size_t n)
{
	size_t whole = 0;

	if (n < PAGE)
		return n;
	while (n - whole >= PAGE && p[whole + PAGE - 1] != '\n')
		whole += PAGE;
	return whole ? whole : PAGE - 1;
}

static int
write_stream(struct output *o, const char *p, size_t n, struct err *err)
{
	while (n) {
		size_t step = o->is_pipe ? next_write(p, n) : n;

		if (write_all(o, p, step, err) < 0)
			return -1;
		p += step;
		n -= step;
	}
	return 0;
}

/* How many of n bytes may be written while more is to come: not the last one,
 * and none that would let the stream end with LF. */
static size_t
writable(const char *p, size_t n)
{
	if (n)
		n--;
	while (n && p[n - 1] == '\n')
		n--;
	return n;
}

/* What has to be kept moves to the front. */
static int
flush(struct output *o, struct err *err)
{
	size_t n = writable(o->bytes, o->n);

	if (n == 0)
		return err_set(err, ERR_FAILED, "'%s': nothing but empty lines",
		    o->name);
	if (write_stream(o, o->bytes, n, err) < 0)
		return -1;
	memmove(o->bytes, o->bytes + n, o->n - n);
	o->n -= n;
	return 0;
}

/* What was kept and n more, without a copy: for results of whole batches. */
static int
write_direct(struct output *o, const char *p, size_t n, struct err *err)
{
	const struct iovec v[] = { { o->bytes, o->n }, { (char *)p, n } };
	ptrdiff_t w = write_some(o, v, 2, err);
	size_t done = (size_t)w, kept = o->n;

	if (w < 0 || (done < kept &&
	    write_all(o, o->bytes + done, kept - done, err) < 0))
		return -1;
	o->n = 0;
	done = done > kept ? done - kept : 0;
	return write_all(o, p + done, n - done, err);
}

static int
append(struct output *o, struct str bytes, struct err *err)
{
	while (bytes.n) {
		size_t n = MIN(bytes.n, BUFFER - o->n);

		memcpy(o->bytes + o->n, bytes.p, n);
		o->n += n;
		bytes = str_skip(bytes, n);
		if (o->n == BUFFER && flush(o, err) < 0)
			return -1;
	}
	return 0;
}

int
output_write(struct output *o, struct str bytes, struct err *err)
{
	if (o->failed)
		return err_set(err, ERR_FAILED, "'%s': writing failed before",
		    o->name);
	if (bytes.n >= BUFFER && !o->is_pipe) {
		size_t n = writable(bytes.p, bytes.n);

		if (n && write_direct(o, bytes.p, n, err) < 0)
			return -1;
		bytes = str_skip(bytes, n);
	}
	return append(o, bytes, err);
}

static int
sync_file(int fd)
{
	if (!fault_hits(FAULT_FSYNC))
		return fsync(fd);
	errno = EIO;
	return -1;
}

/* After the rename nothing is allocated: it would fail with the new file in
 * place, as if it were the old one. */
static int
sync_directory(const char *target, struct err *err)
{
	char dir[PATH_MAX];
	int fd, r = 0;

	snprintf(dir, sizeof(dir), "%.*s", (int)directory_length(target),
	    target);
	fd = open(dir[0] ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return 0;	/* may be unreadable; the rename is done */
	if (sync_file(fd) < 0 && errno != EINVAL && errno != EROFS)
		r = err_errno(err, "'%s': its directory cannot be synced",
		    target);
	close(fd);
	return r;
}

static int
put_in_place(struct output *o, struct err *err)
{
	int r = sync_file(o->fd);

	if (r < 0 && errno != EINVAL)
		return err_errno(err, "'%s': cannot be synced", o->name);
	r = close(o->fd);
	o->fd = -1;
	if (r < 0)
		return err_errno(err, "'%s': cannot be closed", o->name);
	if (fault_hits(FAULT_RENAME)) {
		errno = EIO;
		r = -1;
	} else {
		r = rename(o->temporary, o->target);
	}
	if (r < 0)
		return err_errno(err, "'%s': cannot be put in place", o->name);
	forget(o->temporary);
	mem_free(o->temporary);
	o->temporary = NULL;
	return sync_directory(o->target, err);
}

static int
close_straight(struct output *o, struct err *err)
{
	int fd = o->fd;

	o->fd = -1;
	if (close(fd) < 0)
		return err_errno(err, "'%s': cannot be closed", o->name);
	return 0;
}

int
output_finish(struct output *o, struct err *err)
{
	int r = o->failed ? err_set(err, ERR_FAILED,
	    "'%s': writing failed before", o->name) :
	    write_stream(o, o->bytes, o->n, err);

	if (r == 0)
		r = o->target ? put_in_place(o, err) : close_straight(o, err);
	output_abandon(o);
	return r;
}

void
output_abandon(struct output *o)
{
	if (!o)
		return;
	if (o->fd > STDERR_FILENO)
		close(o->fd);
	if (o->temporary) {
		forget(o->temporary);
		unlink(o->temporary);
	}
	mem_free(o->temporary);
	mem_free(o->target);
	mem_free(o->bytes);
	mem_free(o->name);
	mem_free(o);
}

int
output_end(struct output *o, int result, struct err *err)
{
	if (result < 0) {
		output_abandon(o);
		return -1;
	}
	return output_finish(o, err);
}
