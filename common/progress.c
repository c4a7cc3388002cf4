/* progress: a line on a terminal while a long read goes on; see progress.h. */
#include "common/progress.h"

#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/diag.h"

enum { FIRST_MS = 1000, EVERY_MS = 200, NAME_COLUMNS = 40 };

static int64_t
now_ms(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) < 0)
		return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p)
{
	*p = (struct progress){ .on = isatty(STDERR_FILENO),
	    .began_ms = now_ms() };
}

static void
put(struct progress *p, struct str text)
{
	/* a terminal that cannot be written to is no reason to stop */
	p->shown = write(STDERR_FILENO, text.p, text.n) > 0;
}

void
progress_show(struct progress *p, uint64_t bytes, const char *name)
{
	struct buf b = { 0 };
	struct str file = str_of(name);
	int64_t now;

	if (!p->on)
		return;
	now = now_ms();
	if (now - p->began_ms < FIRST_MS || now - p->last_ms < EVERY_MS)
		return;
	p->last_ms = now;
	if (file.n > NAME_COLUMNS)
		file = str_skip(file, file.n - NAME_COLUMNS);
	buf_printf(&b, "\r\033[K%llu MB read in %llu s, ",
	    (unsigned long long)(bytes / 1000000),
	    (unsigned long long)((now - p->began_ms) / 1000));
	diag_escape(&b, file);
	put(p, buf_view(&b));
	buf_release(&b);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		put(p, STR("\r\033[K"));
	p->on = p->shown = false;
}
