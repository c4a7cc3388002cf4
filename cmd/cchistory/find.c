/* find: one customer's lines out of many; see find.h. */
#include "cmd/cchistory/find.h"

#include "common/each.h"

struct search {
	struct line_plan plan;
	const struct who *who;
	struct story *s;
	struct buf run;			/* lines of the customer being read */
	struct buf customer;		/* whose run that is (raw token) */
	bool run_matches;
	bool disorder;			/* a customer came after a greater one */
	struct candidates *found;
	struct buf unknown;		/* lines of nobody that match */
	struct arena scratch;
};

static bool
party_matches(struct search *f, const struct line *l)
{
	struct str array = line_get(&f->plan, l, F_PARTY), element, p;
	size_t at = 0;

	while (array.p && token_element(array, &at, &element))
		if (token_str(element, &f->scratch, &p) &&
		    who_is_party(f->who, p))
			return true;
	return false;
}

static bool
matches(struct search *f, const struct line *l)
{
	struct str id;

	if (token_str(line_get(&f->plan, l, F_CUSTOMER), &f->scratch, &id) &&
	    who_is_id(f->who, id))
		return true;
	return party_matches(f, l);
}

/* Lines become part of the story. */
static void
tell_of(struct search *f, struct buf *lines)
{
	struct str rest, raw;
	struct line l;

	buf_room(lines, PADDING);	/* line_read looks past the end */
	rest = buf_view(lines);
	while (rest.n && str_cut(&rest, '\n', &raw))
		if (raw.n && line_read(&f->plan, raw, &l) == LINE_OK)
			story_add(f->s, &f->plan, &l);
}

static bool
is_candidate(const struct search *f, struct str id)
{
	for (size_t i = 0; i < MIN(f->found->n, (size_t)SEVERAL_SHOWN); i++)
		if (str_eq(f->found->who[i].id, id))
			return true;
	return false;
}

/* The id of the customer whose run that is, for the story's life. */
static struct str
run_id(struct search *f)
{
	struct str id;

	return token_str(buf_view(&f->customer), &f->s->arena, &id) ?
	    arena_dup(&f->s->arena, id) : STR_NONE;
}

/* What the kept lines call their customer. */
static struct str
run_name(struct search *f)
{
	struct story alone = { .horizon = WHEN_NONE };
	struct story *s = f->s;
	struct str name;

	f->s = &alone;
	tell_of(f, &f->run);
	f->s = s;
	story_settle(&alone, WHEN_NONE);
	name = arena_dup(&s->arena, alone.name);
	story_release(&alone);
	return name;
}

/* Keeps the candidates with the least ids, in order. */
static void
add_candidate(struct search *f, struct str id, struct str name)
{
	struct candidates *c = f->found;
	size_t i = MIN(c->n, (size_t)SEVERAL_SHOWN);

	c->n++;
	if (i == SEVERAL_SHOWN && str_cmp(id, c->who[--i].id) > 0)
		return;
	for (; i > 0 && str_cmp(id, c->who[i - 1].id) < 0; i--)
		c->who[i] = c->who[i - 1];
	c->who[i].id = id;
	c->who[i].name = name;
}

/* The kept lines become part of the story when one of them matched. */
static void
end_run(struct search *f)
{
	if (f->run_matches) {
		struct str id = run_id(f);

		if (!is_candidate(f, id))
			add_candidate(f, id, run_name(f));
		if (f->found->n == 1)
			tell_of(f, &f->run);
	}
	buf_clear(&f->run);
	f->run_matches = false;
}

static void
begin_run(struct search *f, struct str whose)
{
	struct str id;

	end_run(f);
	f->disorder |= str_cmp(whose, buf_view(&f->customer)) < 0;
	buf_clear(&f->customer);
	buf_str(&f->customer, whose);
	f->run_matches = token_str(whose, &f->scratch, &id) &&
	    is_candidate(f, id);
}

static void
keep(struct buf *lines, const struct line *l)
{
	buf_str(lines, l->raw);
	buf_char(lines, '\n');
}

static int
take_line(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct search *f = context;
	struct str whose = line_get(&f->plan, l, F_CUSTOMER);
	bool match = matches(f, l);

	(void)at;
	(void)err;
	story_see(f->s, &f->plan, l);
	if (!whose.p) {
		if (match)
			keep(&f->unknown, l);
	} else {
		if (!str_eq(whose, buf_view(&f->customer)))
			begin_run(f, whose);
		f->run_matches |= match;
		keep(&f->run, l);
	}
	arena_clear(&f->scratch);
	return 0;
}

static enum found
conclude(struct search *f)
{
	size_t n = f->found->n;

	if (n > 1)
		return FOUND_SEVERAL;
	if (n == 1)
		return f->disorder && !who_is_id(f->who, f->found->who[0].id) ?
		    FOUND_AGAIN : FOUND_ONE;
	tell_of(f, &f->unknown);
	return f->unknown.n ? FOUND_ONE : FOUND_NOBODY;
}

int
find_story(struct cli *cli, const struct who *who, struct story *s,
    struct candidates *found)
{
	struct search f = { .who = who, .s = s, .found = found,
	    .run = BUF_MAX(SIZE_MAX / 2), .unknown = BUF_MAX(SIZE_MAX / 2) };
	struct each e = { .paths = cli->operands, .n_paths = cli->n_operands,
	    .plan = &f.plan, .diag = &cli->diag, .take = take_line,
	    .context = &f };
	int r;

	*found = (struct candidates){ 0 };
	line_plan_init(&f.plan, story_fields, story_n_fields);
	s->horizon = WHEN_NONE;
	r = each_line(&e, &cli->err);
	if (r == 0) {
		end_run(&f);
		r = (int)conclude(&f);
	}
	buf_release(&f.run);
	buf_release(&f.unknown);
	buf_release(&f.customer);
	arena_release(&f.scratch);
	return r;
}
