/* output: bytes out, whole or not at all; see output.h. */
#include "common/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fault.h"
#include "common/mem.h"

enum { BUFFER = 256 * 1024, MAX_UNFINISHED = 8 };

struct output {
	char *name;		/* as the user gave it */
	char *target;		/* the file to appear; NULL: written straight */
	char *temporary;	/* its path while it is not finished */
	int fd;
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

/* A symbolic link is followed: the file it names is replaced. */
static char *
resolve(const char *path)
{
	char *real = realpath(path, NULL);
	char *copy = mem_dup(str_of(real ? real : path));

	free(real);
	return copy;
}

static size_t
directory_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
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

static int
open_temporary(struct output *o, struct err *err)
{
	mode_t mask = umask(0);
	struct stat old;
	mode_t mode = 0666 & ~mask;

	umask(mask);
	if (stat(o->target, &old) == 0)
		mode = old.st_mode & 07777;
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
	if (fchmod(o->fd, mode) < 0)
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
	o->target = resolve(path);
	return open_temporary(o, err);
}

struct output *
output_open(const char *path, struct err *err)
{
	struct output *o = mem_zero(1, sizeof(*o));
	bool standard = !path || strcmp(path, "-") == 0;

	o->name = mem_dup(str_of(standard ? "(standard output)" : path));
	o->bytes = mem_get(BUFFER);
	o->fd = STDOUT_FILENO;
	if (standard && fcntl(STDOUT_FILENO, F_GETFD) < 0) {
		err_errno(err, "(standard output)");
		output_abandon(o);
		return NULL;
	}
	if (!standard && open_target(o, path, err) < 0) {
		output_abandon(o);
		return NULL;
	}
	return o;
}

const char *
output_name(const struct output *o)
{
	return o->name;
}

static int
write_all(struct output *o, const char *p, size_t n, struct err *err)
{
	while (n) {
		ptrdiff_t w;

		if (fault_hits(FAULT_WRITE)) {
			errno = ENOSPC;
			w = -1;
		} else {
			w = write(o->fd, p, n);
		}
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0) {
			o->failed = true;
			return err_errno(err, "'%s': cannot be written",
			    o->name);
		}
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

/* All but the last byte: a stream is never seen complete before it is. */
static int
flush_but_one(struct output *o, struct err *err)
{
	if (o->n < 2)
		return 0;
	if (write_all(o, o->bytes, o->n - 1, err) < 0)
		return -1;
	o->bytes[0] = o->bytes[o->n - 1];
	o->n = 1;
	return 0;
}

int
output_write(struct output *o, struct str bytes, struct err *err)
{
	if (o->failed)
		return err_set(err, ERR_FAILED, "'%s': writing failed before",
		    o->name);
	if (bytes.n > BUFFER - o->n && flush_but_one(o, err) < 0)
		return -1;
	if (bytes.n > BUFFER - o->n) {
		if (write_all(o, o->bytes, o->n, err) < 0 ||
		    write_all(o, bytes.p, bytes.n - 1, err) < 0)
			return -1;
		o->bytes[0] = bytes.p[bytes.n - 1];
		o->n = 1;
		return 0;
	}
	if (bytes.n)
		memcpy(o->bytes + o->n, bytes.p, bytes.n);
	o->n += bytes.n;
	return 0;
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
	if (fsync(fd) < 0 && errno != EINVAL && errno != EROFS)
		r = err_errno(err, "'%s': its directory cannot be synced",
		    target);
	close(fd);
	return r;
}

static int
put_in_place(struct output *o, struct err *err)
{
	int r;

	if (fault_hits(FAULT_FSYNC)) {
		errno = EIO;
		r = -1;
	} else {
		r = fsync(o->fd);
	}
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
	    write_all(o, o->bytes, o->n, err);

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

bool
output_is_terminal(const struct output *o)
{
	return !o->target && isatty(o->fd);
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
