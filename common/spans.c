/* spans: where the data end; see spans.h. */
#include "common/spans.h"

#include <sys/stat.h>

#include "common/when.h"

enum { HEAD = 64 << 10 };

int64_t
spans_least(int64_t a, int64_t b)
{
	if (a == WHEN_NONE || b == WHEN_NONE)
		return MAX(a, b);	/* WHEN_NONE is the least number */
	return MIN(a, b);
}

/* False: no span. */
static bool
read_span(struct str raw, int64_t *end)
{
	static const enum field_id want[] = { F_END };
	struct line_plan plan;
	struct line l;

	line_plan_init(&plan, want, COUNT_OF(want));
	if (line_read(&plan, raw, &l) != LINE_OK || l.kind != K_SPAN)
		return false;
	*end = token_when(line_get(&plan, &l, F_END));
	return true;
}

int64_t
spans_end(struct str raw)
{
	int64_t end = WHEN_NONE;

	return read_span(raw, &end) ? end : WHEN_NONE;
}

int64_t
spans_head(const struct batch *b)
{
	int64_t end, found = WHEN_NONE;
	struct str raw;

	for (size_t at = 0; batch_line(b, &at, &raw) && read_span(raw, &end);)
		found = spans_least(found, end);
	return found;
}

static bool
is_file(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	    S_ISREG(st.st_mode);
}

static int
look_into(char *path, int64_t *horizon, struct err *err)
{
	struct inputs *in = inputs_open(&path, 1, err);
	struct batch b;
	int r = in ? inputs_next(in, HEAD, &b, err) : -1;

	if (r > 0) {
		*horizon = spans_least(*horizon, spans_head(&b));
		inputs_give_back(in, &b);
	}
	inputs_close(in);
	return r < 0 ? -1 : 0;
}

int
spans_look(char *const *paths, int n, int64_t *horizon, struct err *err)
{
	for (int i = 0; i < n; i++)
		if (is_file(paths[i]) && look_into(paths[i], horizon, err) < 0)
			return -1;
	return 0;
}

void
spans_late(struct late_span *late, int64_t end, unsigned file)
{
	int64_t now = spans_least(late->end, end);

	if (now != late->end)
		*late = (struct late_span){ now, file };
}

static bool
all_files(char *const *paths, int n)
{
	for (int i = 0; i < n; i++)
		if (!is_file(paths[i]))
			return false;
	return n > 0;
}

int
spans_settle(char *const *paths, int n, const struct late_span *late,
    bool chained, int64_t *horizon, struct err *err)
{
	int64_t end = spans_least(*horizon, late->end);

	if (end == *horizon)
		return 0;
	*horizon = end;
	if (!chained || all_files(paths, n))
		return chained;
	return err_set(err, ERR_FAILED, "'%s': its data end before those "
	    "counted already", n && strcmp(paths[late->file], "-") != 0 ?
	    paths[late->file] : "(standard input)");
}
