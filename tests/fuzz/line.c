/* line: the fast reader, the guessing one and the strict JSON parser agree;
 * what is read can be patched and written again. */
#include "common/line.h"

#include "common/json.h"
#include "tests/patch_line.h"
#include "tests/fuzz/fuzz.h"

static struct line_plan plan;

static void
make_plan(void)
{
	enum field_id all[FIELD_COUNT];
	size_t n = 0;

	for (int f = 0; f < FIELD_COUNT && n < LINE_WANTS; f++)
		if (f != F_CC && f != F_KIND)
			all[n++] = (enum field_id)f;
	line_plan_init(&plan, all, n);
}

static void
same_line(const struct line *a, const struct line *b)
{
	MUST(a->kind == b->kind);
	for (unsigned i = 0; i < plan.n; i++)
		MUST(str_eq(a->token[i], b->token[i]) &&
		    !a->token[i].p == !b->token[i].p);
}

/* A wanted member is what the strict parser finds under its name. */
static void
check_tokens(const struct line *l, const struct json *j)
{
	for (unsigned i = 0; i < plan.n; i++) {
		const struct json_node *v = json_member(j, &j->node[0],
		    str_of(fields[plan.want[i]].name), NULL);

		MUST(!v == !l->token[i].p);
		if (!v || v->type == JSON_STRING)
			continue;
		MUST(str_eq(v->text, l->token[i]));
	}
}

static void
check_patch(struct str raw, bool strict)
{
	struct line_patch put = { F_QUEUE, STR("\"fuzz\"") };
	struct buf out = BUF_MAX(1 << 30), twice = BUF_MAX(1 << 30);
	struct line l;

	patch_line(&out, raw, NULL, 0);
	MUST(strict ? out.n <= raw.n + 1 : out.n == raw.n + 1 &&
	    memcmp(out.p, raw.p, raw.n) == 0);
	buf_clear(&out);
	patch_line(&out, raw, &put, 1);
	for (int i = 0; i < PADDING; i++)
		buf_char(&out, '\0');
	MUST(line_read(&plan, (struct str){ out.p, out.n - PADDING - 1 }, &l)
	    == LINE_OK && str_is(line_get(&plan, &l, F_QUEUE), "\"fuzz\""));
	buf_release(&out);
	buf_release(&twice);
}

static void
check_maker(struct str raw)
{
	struct line_maker m = { 0 };
	struct buf out = BUF_MAX(1 << 30);
	struct err err = { 0 };
	enum line_kind kind;
	struct line l;

	MUST(maker_load(&m, raw, &kind, &err) == 0);
	maker_emit(&m, kind, &out);
	for (int i = 0; i < PADDING; i++)
		buf_char(&out, '\0');
	MUST(line_read(&plan, (struct str){ out.p, out.n - PADDING - 1 }, &l)
	    == LINE_OK && l.kind == kind);
	maker_release(&m);
	buf_release(&out);
	err_clear(&err);
}

/* What was learned from other lines changes nothing. */
static void
check_guesses(struct str in)
{
	struct line_guess guess = { 0 };
	struct line_places placed = { 0 }, looked_up = { 0 };
	struct line l, again;

	while (in.n) {
		const char *lf = str_find(in, '\n');
		struct str raw = lf ? str_range(in.p, lf) : in;
		enum line_status status = line_read(&plan, raw, &l);

		placed.n = looked_up.n = 0;
		MUST(line_read_locating(&plan, &guess, raw, &again, &placed)
		    == status);
		if (status == LINE_OK) {
			same_line(&l, &again);
			MUST(line_locate(&looked_up, raw) == placed.n &&
			    (!placed.n || memcmp(looked_up.place, placed.place,
			    placed.n * sizeof(*placed.place)) == 0));
		}
		in = str_skip(in, MIN(raw.n + 1, in.n));
	}
	line_places_release(&placed);
	line_places_release(&looked_up);
}

static void
fuzz_one(struct str in)
{
	const char *lf = str_find(in, '\n');
	struct json j = { .max_depth = LINE_MAX_DEPTH };
	struct line_places places = { 0 };
	const char *problem = NULL;
	enum line_status status;
	struct line l;
	size_t at = 0;

	if (!plan.n)
		make_plan();
	check_guesses(in);
	if (lf)
		in.n = (size_t)(lf - in.p);
	status = line_read(&plan, in, &l);
	if (status == LINE_BAD)
		MUST(l.problem && l.problem_at <= in.n);
	if (status == LINE_OK) {
		MUST(json_parse(&j, in) == 0 &&
		    j.node[0].type == JSON_OBJECT);
		check_tokens(&l, &j);
		check_patch(in, l.strict);
		check_maker(in);
		line_locate(&places, in);
		MUST(line_validate_read(&j, in, places.place, places.n,
		    &problem, &at) == line_validate(&j, in, &problem, &at));
	}
	if (status != LINE_BLANK && line_validate(&j, in, &problem, &at) == 0)
		MUST(status == LINE_OK || status == LINE_FAILED);
	line_places_release(&places);
	json_release(&j);
}
