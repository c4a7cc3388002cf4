// needs: ccimport
/* straight: three writers of the same lines (straight from the cells, from
 * values, by a line_maker), held to the same bytes, answers and counts over
 * rows of plausible and of odd cells. */
#include "cmd/ccimport/straight.h"
#include "common/country.h"
#include "common/csv.h"
#include "common/rng.h"
#include "tests/unit/test.h"

enum { ROWS = 40000, COLUMNS = 16 };

/* What a cell may hold: the first `usual` of them are the rule. */
struct choice_of {
	const char *column;
	size_t usual;
	const char *cell[16];
};

static const struct choice_of columns[] = {
	{ "id", 2, { "17", "a-1", "", " 9", "q\"x", "k\\", "\xc3\xa4" } },
	{ "start", 3, { "2026-03-02 10:11:12", "2026-03-28T23:00:00",
	    "2026-07-05 00:00:00", "2026-03-29 01:30:00", "2026-10-25 01:30:00",
	    "2026-03-02T10:11:12.345Z", "2026-03-02 10:11", "2026-03-02",
	    "2026-02-30 10:00:00", "", "yesterday", "2026-03-02 10:11:12 " } },
	{ "since", 2, { "2024-03-02", "2024-03-02 10:00:00", "", "soon" } },
	{ "queued", 2, { "2026-03-02 10:11:20", "", "2026-03-02 10:11:20.5" } },
	{ "answered", 2, { "2026-03-02 10:12:00", "",
	    "2026-03-02 10:12:00+01:00" } },
	{ "end", 2, { "2026-07-06 10:15:00", "", "2020-01-01 00:00:00" } },
	{ "phone", 3, { "+442071234567", "+447700900123", "+12025550123",
	    "020 7123 4567", "anonymous", "+44", "", "+4402071234567",
	    "+11111111" } },
	{ "queue", 2, { "cards", "loans and a very long name of a queue, no",
	    "", "caf\xc3\xa9", "tab\there", "caf\xe9" } },
	{ "agent", 2, { "a17", "", "x y", " a", "-" } },
	{ "outcome", 2, { "answered", "Abandoned", "odd", "" } },
	{ "wait", 3, { "40", "0", "7", "007", "-1", "1.5", "00", "123456789",
	    "1:30", "", "4 0" } },
	{ "talk_ms", 2, { "1200", "0", "0012", "-5", "12.5", "", "x" } },
	{ "hold", 2, { "12", "", "99999999" } },
	{ "transfers", 2, { "0", "2", "-1", "03", "x", "" } },
	{ "reason", 2, { "card-lost", "", "say \"no\"", "a,b" } },
	{ "channel", 2, { "voice", "chat", "fax", "" } },
	{ "by", 2, { "customer", "agent", "", "nobody" } },
};

/* Which columns a file has, and how many of 100 rows go straight at least;
 * customers' lines (no start) have too many identifiers to. */
static const struct {
	const char *names;
	size_t straight;
} headers[] = {
	{ "id,start,end,phone,queue,agent,outcome,wait,reason", 40 },
	{ "id,start,queued,answered,wait,talk_ms,hold,transfers,channel", 40 },
	{ "id,start,end,queue,phone,by", 40 },
	{ "id,since,phone,reason", 0 },
	{ "start,id,queue", 40 },
};

struct bench {			/* one file, and three ways through it */
	struct profile *profile;
	struct program program;
	struct file_info file, long_file;
	struct arena arena;
	struct str name[COLUMNS];
	size_t n;
	struct run run[3];
	struct buf out[3];
	size_t straight, long_way;
};

static void
open_bench(struct bench *b, const char *header, const struct zone *zone)
{
	struct str rest = str_of(header), name;
	struct err err = { 0 };

	b->profile = profile_open("generic", &err);
	if (!b->profile || program_compile(&b->program, b->profile, &err) < 0)
		BUG(err.text);
	while (rest.n && (str_cut(&rest, ',', &name) || name.n))
		b->name[b->n++] = name;
	b->file = (struct file_info){ .name = "f.csv", .zone = zone,
	    .src_head = STR("{\"file\":\"f.csv\",\"line\":"),
	    .src_tail = STR(",\"profile\":\"generic\"}") };
	if (program_bind(&b->program, b->name, b->n, &b->file.binding, NULL,
	    "f.csv", &err) < 0)
		BUG(err.text);
	plan_make(&b->program, &b->file.binding, &b->arena, &b->file.plan);
	b->long_file = b->file;
	b->file.plan.straight = straight_make(&b->program, &b->file,
	    STR("s.1"), false, &b->arena);
	for (size_t i = 0; i < 3; i++) {
		b->run[i].source = STR("s.1");
		b->run[i].env.home = country_find(STR("GB"));
		run_init(&b->run[i], &b->program);
	}
}

static void
close_bench(struct bench *b)
{
	for (size_t i = 0; i < 3; i++) {
		run_release(&b->run[i]);
		buf_release(&b->out[i]);
	}
	binding_release(&b->file.binding);
	program_release(&b->program);
	profile_free(b->profile);
	arena_release(&b->arena);
}

/* A row of cells, each odd with a chance of one in `odd`. */
static void
make_row(const struct bench *b, struct rng *g, unsigned odd, struct buf *row)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct choice_of *c = columns;
		size_t all = 0;
		struct str cell;
		bool quoted;

		while (!str_is(b->name[i], c->column))
			c++;
		while (all < COUNT_OF(c->cell) && c->cell[all])
			all++;
		cell = str_of(c->cell[rng_below(g, rng_below(g, odd) ?
		    c->usual : all)]);
		quoted = str_find(cell, ',') || str_find(cell, '"');
		if (i)
			buf_char(row, ',');
		if (quoted)
			buf_char(row, '"');
		for (size_t k = 0; k < cell.n; k++) {
			if (cell.p[k] == '"')
				buf_char(row, '"');
			buf_char(row, cell.p[k]);
		}
		if (quoted)
			buf_char(row, '"');
	}
}

/* The record one way; its answer. */
static int
go(struct bench *b, size_t way, struct csv_splitter *s, struct str row,
    uint64_t line)
{
	struct run *r = &b->run[way];
	struct csv_record cells = { 0 };
	struct record rec = { .raw = row, .line = line };
	int made;

	arena_clear(&r->arena);
	buf_clear(&b->out[way]);
	if (csv_split(s, row, &r->arena, &cells) < 0)
		BUG("the row is no CSV");
	rec.cell = cells.field;
	rec.n = cells.n;
	rec.plain = cells.plain;
	run_begin(r, way == 0 ? &b->file : &b->long_file, &rec);
	r->out = way < 2 ? &b->out[way] : NULL;
	made = run_record(r);
	for (size_t i = 0; way == 2 && made > 0 && i < r->n_made; i++)
		maker_emit(r->made[i].maker, r->made[i].kind, &b->out[2]);
	return made;
}

/* Did the first way write it without the long one? It leaves no values. */
static bool
went_straight(const struct bench *b)
{
	const struct run *r = &b->run[0];

	return r->n_out && field_set_next(&r->has_ours, 0) == FIELD_COUNT;
}

static bool
same_tally(const struct tally *a, const struct tally *b)
{
	return a->any == b->any && a->start == b->start && a->end == b->end &&
	    memcmp(a->issue, b->issue, sizeof(a->issue)) == 0;
}

static bool
same_finding(const struct finding *a, const struct finding *b)
{
	return a->code == b->code && a->line == b->line &&
	    a->column == b->column && str_eq(a->value, b->value) &&
	    str_eq(a->field, b->field);
}

static bool
try_row(struct bench *b, struct csv_splitter *s, struct str row,
    uint64_t line)
{
	int made[3];

	for (size_t way = 0; way < 3; way++)
		made[way] = go(b, way, s, row, line);
	b->straight += went_straight(b);
	b->long_way += !went_straight(b);
	for (size_t way = 1; way < 3; way++)
		if (made[way] != made[0] || !str_eq(buf_view(&b->out[way]),
		    buf_view(&b->out[0])) || !same_tally(&b->run[0].tally,
		    &b->run[way].tally) || (made[0] < 0 &&
		    !same_finding(&b->run[0].finding, &b->run[way].finding))) {
			printf("# row %.*s\n# way 0: %d %.*s# way %zu: %d %.*s",
			    STR_ARG(row), made[0], STR_ARG(buf_view(
			    &b->out[0])), way, made[way], STR_ARG(buf_view(
			    &b->out[way])));
			return false;
		}
	return true;
}

static void
test_header(const char *header, size_t least, const char *zone_name)
{
	struct err err = { 0 };
	struct zone *zone = zone_open(str_of(zone_name), &err);
	struct csv_splitter *s = csv_splitter_new(',');
	static const char zeroes[PADDING];
	struct bench b = { 0 };
	struct buf row = { 0 };
	struct rng g;
	bool same = true;

	rng_seed(&g, 7);
	open_bench(&b, header, zone);
	for (uint64_t i = 0; same && i < ROWS; i++) {
		size_t n;

		buf_clear(&row);
		make_row(&b, &g, i % 2 ? 40 : 3, &row);
		n = row.n;
		buf_add(&row, zeroes, PADDING);
		same = try_row(&b, s, (struct str){ row.p, n }, i + 2);
	}
	TEST_CASE(same, "%s in %s: three writers, the same bytes", header,
	    zone_name);
	TEST_CASE(b.long_way > ROWS / 50, "some rows needed judgement");
	TEST_CASE(b.straight >= ROWS / 100 * least,
	    "%zu rows of %d went straight", b.straight, ROWS);
	close_bench(&b);
	csv_splitter_free(s);
	buf_release(&row);
	zone_close(zone);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT_OF(headers); i++) {
		test_header(headers[i].names, headers[i].straight, "UTC");
		test_header(headers[i].names, headers[i].straight,
		    "Europe/London");
	}
	return test_end();
}
