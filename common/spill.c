/* spill: a nameless temporary file; see spill.h. */
#include "common/spill.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/fd.h"

void
spill_init(struct spill *s, const char *what, const char *tmp_dir)
{
	*s = (struct spill){ .what = what, .tmp_dir = tmp_dir, .fd = -1 };
}

static int
make_file(struct spill *s, struct err *err)
{
	const char *dir = s->tmp_dir ? s->tmp_dir : getenv("TMPDIR");
	char path[4096];

	if (!dir || !*dir)
		dir = "/tmp";
	s->fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (s->fd >= 0)
		return 0;
	/* a file system without O_TMPFILE: a name, gone at once */
	snprintf(path, sizeof(path), "%s/cckit-XXXXXX", dir);
	s->fd = mkostemp(path, O_CLOEXEC);
	if (s->fd < 0)
		return err_errno(err, "'%s': no room for %s temporary file",
		    dir, s->what);
	unlink(path);
	return 0;
}

int
spill_add(struct spill *s, struct str bytes, struct err *err)
{
	if (s->fd < 0 && make_file(s, err) < 0)
		return -1;
	while (bytes.n) {
		ptrdiff_t w = fd_pwrite(s->fd, bytes.p, bytes.n,
		    (off_t)s->end);

		if (w < 0) {
			err_errno(err, "%s temporary file", s->what);
			err_hint(err, "give it room with --tmp DIR, or more "
			    "memory with -S SIZE");
			return -1;
		}
		s->end += (uint64_t)w;
		bytes = str_skip(bytes, (size_t)w);
	}
	return 0;
}

ptrdiff_t
spill_read(const struct spill *s, uint64_t at, char *to, size_t n,
    struct err *err)
{
	ptrdiff_t got = fd_pread(s->fd, to, n, (off_t)at);

	if (got < 0)
		return err_errno(err, "%s temporary file", s->what);
	if (got == 0)
		return err_set(err, ERR_FAILED, "%s temporary file was cut "
		    "off", s->what);
	return got;
}

void
spill_release(struct spill *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}
