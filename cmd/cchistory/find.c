/* find: one customer's lines out of many; see find.h. */
#include "cmd/cchistory/find.h"

#include "common/party.h"

struct search {
	struct line_plan plan;
	struct str who;			/* as asked */
	struct buf party;		/* who as a party, when it can be one */
	struct story *s;
	struct diag *diag;
	struct inputs *in;
	struct buf run;			/* lines of the customer being read */
	struct buf customer;		/* whose run that is (raw token) */
	bool run_matches;
	bool found;
	struct arena scratch;
};

static bool
party_matches(struct search *f, const struct line *l)
{
	struct str array = line_get(&f->plan, l, F_PARTY), element, p;
	size_t at = 0;

	while (array.p && token_element(array, &at, &element))
		if (token_str(element, &f->scratch, &p) &&
		    (str_eq(p, f->who) || (f->party.n &&
		    str_eq(p, buf_view(&f->party)))))
			return true;
	return false;
}

static bool
matches(struct search *f, const struct line *l)
{
	struct str id;

	if (token_str(line_get(&f->plan, l, F_CUSTOMER), &f->scratch, &id) &&
	    str_eq(id, f->who))
		return true;
	return party_matches(f, l);
}

/* The kept lines become part of the story when one of them matched. */
static void
end_run(struct search *f)
{
	struct str rest, raw;
	struct line l;

	buf_room(&f->run, PADDING);	/* line_read looks past the end */
	rest = buf_view(&f->run);

	if (f->run_matches) {
		f->found = true;
		while (rest.n && str_cut(&rest, '\n', &raw)) {
			if (raw.n && line_read(&f->plan, raw, &l) == LINE_OK)
				story_add(f->s, &f->plan, &l);
		}
	}
	buf_clear(&f->run);
	f->run_matches = false;
}

static void
take(struct search *f, const struct line *l)
{
	struct str whose = line_get(&f->plan, l, F_CUSTOMER);

	story_see(f->s, &f->plan, l);
	if (!str_eq(whose, buf_view(&f->customer)) || !whose.p) {
		end_run(f);
		buf_clear(&f->customer);
		buf_str(&f->customer, whose);
	}
	f->run_matches |= matches(f, l);
	buf_str(&f->run, l->raw);
	buf_char(&f->run, '\n');
	arena_clear(&f->scratch);
}

static int
refuse(struct search *f, const struct batch *b, uint64_t line,
    const struct line *l, struct err *err)
{
	struct finding bad = inputs_refusal(f->in, b, line, l, l->problem);

	return diag_report(f->diag, &bad, l->raw, err);
}

static int
take_batch(struct search *f, const struct batch *b, struct err *err)
{
	uint64_t number = b->line;
	struct str raw;
	struct line l;

	for (size_t at = 0; batch_line(b, &at, &raw); number++) {
		enum line_status status = line_read(&f->plan, raw, &l);

		switch (status) {
		case LINE_OK:
			take(f, &l);
			break;
		case LINE_BLANK:
			break;
		case LINE_BAD:
			if (refuse(f, b, number, &l, err) < 0)
				return -1;
			break;
		case LINE_NEWER:
		case LINE_FAILED:
			return inputs_stop(f->in, b, number, status, err);
		}
	}
	return 0;
}

static int
read_all(struct search *f, struct err *err)
{
	struct batch b;
	int got;

	while ((got = inputs_next(f->in, 0, &b, err)) > 0) {
		int r = take_batch(f, &b, err);

		inputs_give_back(f->in, &b);
		if (r < 0)
			return -1;
	}
	end_run(f);
	return got < 0 ? -1 : f->found;
}

int
find_story(struct inputs *in, struct str who, struct diag *diag,
    struct story *s, struct err *err)
{
	struct search f = { .who = who, .s = s, .diag = diag, .in = in };
	int r;

	line_plan_init(&f.plan, story_fields, story_n_fields);
	party_guess(&f.party, who);
	s->horizon = WHEN_NONE;
	s->since = WHEN_NONE;
	r = read_all(&f, err);
	story_sort(s);
	buf_release(&f.party);
	buf_release(&f.run);
	buf_release(&f.customer);
	arena_release(&f.scratch);
	return r;
}
