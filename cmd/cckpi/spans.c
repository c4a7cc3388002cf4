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
	if (!token_time(line_get(&plan, &l, F_END), end))
		*end = WHEN_NONE;
	return true;
}

int64_t
spans_end(struct str raw)
{
	int64_t end = WHEN_NONE;

	return read_span(raw, &end) ? end : WHEN_NONE;
}

static int64_t
head_end(const struct batch *b)
{
	int64_t end, found = WHEN_NONE;
	struct str raw;

	for (size_t at = 0; batch_line(b, &at, &raw) && read_span(raw, &end);)
		found = least(found, end);
	return found;
}

/* ---- before counting ---------------------------------------------------- */

static bool
is_file(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	    S_ISREG(st.st_mode);
}

static int
look_into(struct measure *m, char *path, struct err *err)
{
	struct inputs *in = inputs_open(&path, 1, err);
	struct batch b;
	int r = in ? inputs_next(in, HEAD, &b, err) : -1;

	if (r > 0) {
		m->settings.horizon = least(m->settings.horizon,
		    head_end(&b));
		inputs_give_back(in, &b);
	}
	inputs_close(in);
	return r < 0 ? -1 : 0;
}

int
spans_look(struct measure *m, struct err *err)
{
	if (m->o->until)
		return 0;
	for (int i = 0; i < m->o->cli.n_operands; i++) {
		char *path = m->o->cli.operands[i];

		if (is_file(path) && look_into(m, path, err) < 0)
			return -1;
	}
	return 0;
}

static bool
wanted(const struct measure *m)
{
	return !m->o->until && m->plan.section[SECTION_REPEAT];
}

static void
set_horizon(struct measure *m, int64_t end)
{
	m->settings.horizon = m->plan.settings.horizon = end;
}

void
spans_take(struct measure *m, const struct batch *b)
{
	if (wanted(m))
		set_horizon(m, least(m->settings.horizon, head_end(b)));
}

/* ---- while counting, and after ------------------------------------------ */

void
spans_late(struct late_span *late, int64_t end, unsigned file)
{
	int64_t now = least(late->end, end);

	if (now != late->end)
		*late = (struct late_span){ now, file };
}

static bool
all_files(const struct cli *c)
{
	for (int i = 0; i < c->n_operands; i++)
		if (!is_file(c->operands[i]))
			return false;
	return c->n_operands > 0;
}

int
spans_settle(struct measure *m, const struct late_span *late,
    struct err *err)
{
	int64_t end = least(m->settings.horizon, late->end);
	bool chained = false;

	if (!wanted(m) || end == m->settings.horizon)
		return 0;
	for (size_t i = 0; i < m->n; i++)
		chained |= grouping_chained(m->grouping[i]);
	set_horizon(m, end);
	if (!chained || all_files(&m->o->cli))
		return chained;
	err_set(err, ERR_FAILED, "'%s': its data end before those counted "
	    "already", m->o->cli.n_operands && strcmp(
	    m->o->cli.operands[late->file], "-") != 0 ?
	    m->o->cli.operands[late->file] : "(standard input)");
	err_hint(err, "say with --until where the data end, or give files "
	    "rather than pipes");
	return -1;
}
