/* journeys: how customers went from channel to channel. */
#include "cmd/ccreport/sections.h"

enum { TOP_PATHS = 15 };

static int
by_count(const void *a, const void *b)
{
	const struct way *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->path != y->path)
		return x->path < y->path ? -1 : 1;
	return x->longer - y->longer;
}

static bool
same_path(const struct way *a, const struct way *b)
{
	return a->path == b->path && a->longer == b->longer;
}

static int
by_path(const void *a, const void *b)
{
	const struct way *x = a, *y = b;

	if (x->path != y->path)
		return x->path < y->path ? -1 : 1;
	return x->longer - y->longer;
}

/* The distinct paths, commonest first; *n of them. */
static struct way *
list_paths(const struct ways *w, size_t *n)
{
	struct way *list = mem_get((w->known.n + 1) * sizeof(*list));
	size_t distinct = 0;

	memcpy(list, w->way, w->known.n * sizeof(*list));
	qsort(list, w->known.n, sizeof(*list), by_path);
	for (size_t i = 0; i < w->known.n; i++) {
		if (distinct && same_path(&list[distinct - 1], &list[i]))
			list[distinct - 1].count += list[i].count;
		else
			list[distinct++] = list[i];
	}
	qsort(list, distinct, sizeof(*list), by_count);
	*n = distinct;
	return list;
}

/* "chat > voice x2 > email", more when it goes on. */
static struct str
path_name(struct report *r, const struct way *p)
{
	struct buf b = { 0 };
	struct str name;
	uint32_t rest = p->path;

	while (rest) {
		uint32_t step = rest & 15, times = 0;

		while (rest && (rest & 15) == step) {
			times++;
			rest >>= 4;
		}
		if (b.n)
			buf_puts(&b, " > ");
		buf_puts(&b, fields[F_CHANNEL].values[step - 1]);
		if (times > 1)
			buf_printf(&b, " x%u", times);
	}
	if (p->longer)
		buf_puts(&b, " > more");
	name = arena_dup(&r->d->arena, buf_view(&b));
	buf_release(&b);
	return name;
}

static void
path_chart(struct report *r)
{
	size_t n, shown;
	struct way *list = list_paths(&r->g->ways, &n);
	struct chart *c;

	shown = MIN(n, (size_t)TOP_PATHS);
	c = document_chart(r->d, CHART_ACROSS, shown, 1);
	c->title = STR("The commonest ways through the channels");
	c->axis = STR("Channels in order");
	c->series[0].name = STR("journeys");
	c->desc = document_text(r->d, "%zu different ways, the %zu commonest "
	    "are shown.", n, shown);
	for (size_t i = 0; i < shown; i++) {
		c->category[i] = path_name(r, &list[i]);
		c->series[0].value[i] = list[i].count;
	}
	mem_free(list);
}

/* ---- from channel to channel ------------------------------------------------ */

/* How often a contact of channel a was followed by one of b; [a][CHANNELS]:
 * by none. Steps past the sixth of a journey are not known. */
static void
count_steps(const struct ways *w, uint64_t step[CHANNELS][CHANNELS + 1])
{
	for (size_t i = 0; i < w->known.n; i++) {
		const struct way *way = &w->way[i];

		for (uint32_t path = way->path; path; path >>= 4) {
			uint32_t from = path & 15, to = path >> 4 & 15;
			uint64_t n = (uint64_t)way->count;

			if (to)
				step[from - 1][to - 1] += n;
			else if (!way->longer)
				step[from - 1][CHANNELS] += n;
		}
	}
}

static size_t
channels_of(uint64_t step[CHANNELS][CHANNELS + 1], int *shown)
{
	size_t n = 0;

	for (int a = 0; a < CHANNELS; a++) {
		uint64_t any = 0;

		for (int k = 0; k < CHANNELS; k++)
			any += step[a][k] + step[k][a];
		if (any + step[a][CHANNELS])
			shown[n++] = a;
	}
	return n;
}

static void
fill_steps(struct report *r, struct sheet *t, size_t row,
    const uint64_t step[CHANNELS + 1], const int *shown, size_t n)
{
	struct cell *cell = &t->cell[row * t->columns];
	int64_t all = 0;

	for (size_t i = 0; i <= CHANNELS; i++)
		all += (int64_t)step[i];
	cell[0] = (struct cell){ .type = CELL_TEXT, .text = str_of(
	    fields[F_CHANNEL].values[shown[row]]) };
	cell[1] = (struct cell){ .type = CELL_VALUE, .value = all };
	for (size_t i = 0; i <= n; i++) {
		int64_t v = (int64_t)step[i < n ? shown[i] : CHANNELS];

		cell[i + 2] = (struct cell){ .type = CELL_VALUE,
		    .unit = UNIT_RATE, .value = all ?
		    (v * 1000000 + all / 2) / all : VALUE_NONE };
		t->column[i + 2].name = i < n ? document_text(r->d,
		    "then %s", fields[F_CHANNEL].values[shown[i]]) :
		    STR("then nothing");
	}
}

static void
step_table(struct report *r)
{
	uint64_t step[CHANNELS][CHANNELS + 1] = { 0 };
	int shown[CHANNELS];
	struct sheet *t;
	size_t n;

	count_steps(&r->g->ways, step);
	n = channels_of(step, shown);
	t = document_sheet(r->d, n + 3, n);
	t->title = STR("What came next in the journey, by channel");
	t->column[0].name = STR("After");
	t->column[1].name = STR("Contacts");
	for (size_t i = 0; i < n; i++)
		fill_steps(r, t, i, step[shown[i]], shown, n);
}

static bool
crosses(uint32_t path)
{
	uint32_t first = path & 15;

	for (path >>= 4; path; path >>= 4)
		if ((path & 15) != first)
			return true;
	return false;
}

static struct figure *
share(struct figure *f, const char *name, int64_t part, int64_t whole,
    const char *definition)
{
	f->name = str_of(name);
	f->unit = UNIT_RATE;
	f->value = whole ? (part * 1000000 + whole / 2) / whole : VALUE_NONE;
	f->definition = str_of(definition);
	return f;
}

static void
journey_figures(struct report *r)
{
	const struct ways *w = &r->g->ways;
	int64_t several = 0, across = 0;
	struct figure *f = document_figures(r->d, 4);

	for (size_t i = 0; i < w->known.n; i++) {
		several += w->way[i].several ? w->way[i].count : 0;
		across += crosses(w->way[i].path) ? w->way[i].count : 0;
	}
	f[0].name = STR("Customers");
	f[0].value = w->customers;
	f[0].definition = STR("persons, resolved across the sources");
	f[1].name = STR("Journeys");
	f[1].value = w->journeys;
	f[1].definition = STR("contacts of one customer about one thing, by "
	    "case, or by reason and time");
	share(&f[2], "More than one contact", several, w->journeys,
	    "journeys that took several contacts / journeys");
	share(&f[3], "Across channels", across, w->journeys,
	    "journeys that went through several channels / journeys");
}

void
section_journeys(struct report *r)
{
	document_section(r->d, STR("Journeys across channels"));
	if (!r->g->ways.journeys) {
		document_note(r->d, "These lines know no journeys: ccmerge "
		    "writes them.");
		return;
	}
	journey_figures(r);
	path_chart(r);
	step_table(r);
}
