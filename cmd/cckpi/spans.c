/* spans: where the data end; see spans.h. */
#include "cmd/cckpi/spans.h"

#include <sys/stat.h>

#include "common/when.h"

enum { HEAD = 64 << 10 };

static int64_t
least(int64_t a, int64_t b)
{
	if (a == WHEN_NONE || b == WHEN_NONE)
		return MAX(a, b);	/* WHEN_NONE is the least number */
	return MIN(a, b);
}

int64_t
spans_end(const struct batch *b)
{
	static const enum field_id want[] = { F_END };
	struct line_plan plan;
	struct line l;
	struct str raw;
	int64_t end, found = WHEN_NONE;
	size_t at = 0;

	line_plan_init(&plan, want, COUNT_OF(want));
	while (batch_line(b, &at, &raw) &&
	    line_read(&plan, raw, &l) == LINE_OK && l.kind == K_SPAN)
		if (token_time(line_get(&plan, &l, F_END), &end))
			found = least(found, end);
	return found;
}

static int
look_into(struct measure *m, char *path, struct err *err)
{
	struct inputs *in = inputs_open(&path, 1, err);
	struct batch b;
	int r = in ? inputs_next(in, HEAD, &b, err) : -1;

	if (r > 0) {
		m->settings.horizon = least(m->settings.horizon,
		    spans_end(&b));
		inputs_give_back(in, &b);
	}
	inputs_close(in);
	return r < 0 ? -1 : 0;
}

int
spans_look(struct measure *m, struct err *err)
{
	struct stat st;

	if (m->o->until)
		return 0;
	for (int i = 0; i < m->o->cli.n_operands; i++) {
		char *path = m->o->cli.operands[i];

		if (strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
		    S_ISREG(st.st_mode) && look_into(m, path, err) < 0)
			return -1;
	}
	return 0;
}

int
spans_take(struct measure *m, const struct inputs *in, const struct batch *b,
    bool counting, struct err *err)
{
	int64_t end;

	if (m->o->until || !m->plan.section[SECTION_REPEAT] ||
	    (end = spans_end(b)) == WHEN_NONE)
		return 0;
	end = least(m->settings.horizon, end);
	if (end == m->settings.horizon)
		return 0;
	if (counting) {
		err_set(err, ERR_FAILED, "'%s': its data end before those "
		    "counted already", inputs_name(in, b->file));
		err_hint(err, "say with --until where the data end, or name "
		    "this input first");
		return -1;
	}
	m->settings.horizon = m->plan.settings.horizon = end;
	return 0;
}
