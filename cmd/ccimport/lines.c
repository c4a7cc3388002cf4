/*
 * lines: a record's sections become lines, legs and contacts: what is dropped,
 * what the profile expects, `each`, `attach`, messages inside; see run.h.
 */
#include "cmd/ccimport/cell.h"
#include "cmd/ccimport/straight.h"
#include "common/buf.h"

static const char *const issue_names[ISSUE_COUNT] = {
	"charset", "negative-duration", "zone-gap", "zone-fold",
	"vendor-duration-differs", "ends-before-start", "opening-derived",
	"stamp-derived", "duplicate-member",
};

const char *
issue_name(unsigned i)
{
	return issue_names[i];
}

/* ---- lines -------------------------------------------------------------- */

/* A cleared maker of r->made. */
static struct line_maker *
begin_line(struct run *r, enum line_kind kind, enum make make)
{
	struct made *made;

	if (r->n_made == r->cap_made) {
		size_t old = r->cap_made;

		GROW(r->made, r->n_made, r->cap_made);
		memset(r->made + old, 0,
		    (r->cap_made - old) * sizeof(*r->made));
	}
	made = &r->made[r->n_made++];
	if (!made->maker)
		made->maker = mem_zero(1, sizeof(*made->maker));
	maker_clear(made->maker);
	made->kind = kind;
	made->make = make;
	return made->maker;
}

/* The next issue of the line at hand, counted and taken off; absent: none. */
static struct str
take_issue(struct run *r)
{
	for (unsigned i = 0; r->issues >> i; i++)
		if (r->issues >> i & 1) {
			r->issues &= ~(1u << i);
			r->tally.issue[i]++;
			return str_of(issue_names[i]);
		}
	return STR_NONE;
}

void
run_issues(struct run *r, struct line_maker *m)
{
	struct str name;

	while ((name = take_issue(r)).p)
		maker_add_str(m, F_ISSUES, name);
}

/* What the vendor says and what the stamps say: told when > 1 s apart. */
static void
check_times(struct run *r)
{
	const struct value *o = r->ours;

	if (run_has(r, F_WAIT_MS) && run_has(r, F_QUEUED) &&
	    run_has(r, F_ANSWERED)) {
		int64_t d = o[F_ANSWERED].i - o[F_QUEUED].i - o[F_WAIT_MS].i;

		if (d > 1000 || d < -1000)
			r->issues |= ISSUE_DIFFERS;
	}
	if (run_has(r, F_START) && run_has(r, F_END) &&
	    o[F_END].i < o[F_START].i)
		r->issues |= ISSUE_ORDER;
}

/* Checks the line at hand and puts what it found into its issues. */
void
run_check(struct run *r)
{
	struct str name;

	check_times(r);
	while ((name = take_issue(r)).p)
		run_add(r, F_ISSUES, name);
}

static void
add_src(struct run *r, struct line_maker *m)
{
	struct buf *b = &r->object;

	buf_clear(b);
	buf_str(b, r->file->src_head);
	buf_int(b, (int64_t)r->record->line);
	buf_str(b, r->file->src_tail);
	maker_raw(m, F_SRC, buf_view(b));
}

int
run_no_key(struct run *r)
{
	r->finding = (struct finding){ .code = FINDING_NO_KEY,
	    .file = r->file->name, .line = r->record->line,
	    .byte = r->record->byte, .more = "nothing fills 'id'" };
	return -1;
}

int
run_unexpected(struct run *r, const char *why)
{
	r->finding = (struct finding){ .code = FINDING_UNEXPECTED,
	    .file = r->file->name, .line = r->record->line,
	    .byte = r->record->byte, .more = why };
	return -1;
}

int
run_finish(struct run *r, struct line_maker *m, enum line_kind kind)
{
	if (!maker_has(m, F_ID) && kind != K_AGENT && kind != K_AGGREGATE)
		return run_no_key(r);
	check_times(r);
	maker_str(m, F_SOURCE, r->source);
	add_src(r, m);
	run_issues(r, m);
	return 0;
}

/* ---- sections ----------------------------------------------------------- */

static bool
tokens_equal(const struct line_maker *a, const struct line_maker *b,
    struct str member)
{
	enum field_id f = field_find(member);

	return maker_has(a, f) && maker_has(b, f) &&
	    str_eq(maker_token(a, f), maker_token(b, f));
}

/* The nearest earlier leg of the type with equal members. */
static struct line_maker *
find_attached(struct run *r, const struct section *s,
    const struct line_maker *m, size_t before)
{
	for (size_t i = before; i-- > 0;) {
		struct line_maker *to = r->made[i].maker;
		struct str type = maker_token(to, F_TYPE);
		size_t k = 0;

		if (r->made[i].make != MAKE_LEG || type.n < 2 ||
		    !str_eq((struct str){ type.p + 1, type.n - 2 },
		    s->attach_type))
			continue;
		while (k < s->n_attach && tokens_equal(to, m, s->attach[k]))
			k++;
		if (k == s->n_attach)
			return to;
	}
	return NULL;
}

void
fill_from(struct line_maker *to, const struct line_maker *m, bool contact)
{
	for EACH_FIELD(f, &m->has)
		if (!maker_has(to, (enum field_id)f) &&
		    (!contact || fields[f].level == LEVEL_CONTACT))
			maker_raw(to, (enum field_id)f,
			    maker_token(m, (enum field_id)f));
}

/* An answer goes over what the waiting leg said of its end. */
static void
attach(struct line_maker *to, const struct line_maker *m)
{
	static const enum field_id wins[] = {
		F_OUTCOME, F_ANSWERED, F_END, F_AGENT
	};

	for (size_t i = 0; i < COUNT_OF(wins); i++)
		if (maker_has(m, wins[i]))
			maker_raw(to, wins[i], maker_token(m, wins[i]));
	fill_from(to, m, false);
}

/* Messages say most of the contact; the section has the last word. */
/* The section that says of an episode what its messages do not: the first. */
static const struct section *
episode_section(const struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->section[i].make == MAKE_LINE &&
		    p->section[i].kind == K_INTERACTION)
			return &p->section[i];
	return NULL;
}

int
run_episode(struct run *r, const struct episode *e, struct str thread,
    struct line_maker *m)
{
	const struct section *s = episode_section(&r->file->plan);

	episode_members(e, m, r->content);
	if (thread.n)
		maker_str(m, F_THREAD, thread);
	r->issues = 0;
	run_recall(r, m);
	if (s && run_assigns(r, s) < 0)
		return -1;
	if (s)
		run_put(r, m);
	return run_finish(r, m, K_INTERACTION);
}

/* The n-th episode of a record has an id of its own, also where the record's
 * id is all there is: two lines of one id would be one contact. */
static void
tell_apart(struct run *r, struct line_maker *m, int n)
{
	struct str id = maker_token(m, F_ID);
	struct buf b = { 0 };

	if (!str_eq(id, maker_token(r->made[r->n_made - (size_t)n].maker,
	    F_ID)))
		return;
	buf_str(&b, (struct str){ id.p, id.n - 1 });
	buf_printf(&b, "/%d\"", n);
	maker_raw(m, F_ID, buf_view(&b));
	buf_release(&b);
}

/* The messages inside the record: 1 when there are any. */
static int
run_inside(struct run *r)
{
	int64_t gap = r->program->profile->messages.gap_ms;
	struct message *m;
	const struct message **list;
	struct episode e;
	size_t n, at = 0, lost = 0;
	int any = 0;

	if (messages_inside(r, &m, &n) < 0)
		return -1;
	list = arena_get(&r->arena, (n + 1) * sizeof(*list));
	while (episode_next(m, n, &at, gap ? gap : MS_DAY, list, &e, &lost)) {
		struct line_maker *made = begin_line(r, K_INTERACTION, MAKE_LINE);

		if (run_episode(r, &e, STR_NONE, made) < 0)
			return -1;
		if (++any > 1)
			tell_apart(r, made, any);
	}
	return any > 0;
}

/* The text of a value, absent where there is none. 0 or -1. */
static int
text_of(struct run *r, const struct choices *list, struct str *s)
{
	struct value tmp;
	const struct value *v = run_choices(r, list, &tmp);

	*s = STR_NONE;
	if (!v)
		return -1;
	if (v->type != V_NONE)
		*s = arena_dup(&r->arena, run_clean(r, v->s));
	return 0;
}

/* The leg's contact by [legs]: `join`, or one that begins here by `break`. */
static int
join_leg(struct run *r, struct line_maker *m)
{
	const struct profile *p = r->program->profile;
	struct str join, apart;

	if (text_of(r, &p->join, &join) < 0 ||
	    text_of(r, &p->apart, &apart) < 0)
		return -1;
	if (!apart.n) {
		if (join.n)
			maker_str(m, F_ID, join);
		return 0;
	}
	maker_str(m, F_ID, apart);
	if (join.n && !str_eq(join, apart) && !maker_has(m, F_PARENT))
		maker_str(m, F_PARENT, join);
	if (!maker_has(m, F_ORIGIN))
		maker_str(m, F_ORIGIN, STR("callback"));
	return 0;
}

static bool
write_straight(struct run *r, const struct section *s)
{
	const struct plan *p = &r->file->plan;
	const struct straight *x = p->straight && r->out ?
	    p->straight[s - p->section] : NULL;

	return x && straight_run(r, s, x);
}

/* 1: made something; 0: its `when` does not hold; -1. */
static int
run_section(struct run *r, const struct section *s)
{
	int holds = s->when ? run_condition(r, s->when) : 1;
	struct line_maker *m, *to;
	size_t before = r->n_made;

	if (holds > 0 && r->program->messages_in.n_step &&
	    s == episode_section(&r->file->plan)) {
		int any = run_inside(r);

		if (any)
			return any;
	}
	if (holds <= 0)
		return holds;
	if (write_straight(r, s))
		return 1;
	run_forget_ours(r);
	r->issues = 0;
	if ((s->op ? run_ops(r, s) : run_assigns(r, s)) < 0)
		return -1;
	if (s->make == MAKE_LINE && r->out)
		return run_emit(r, s->kind) < 0 ? -1 : 1;
	m = begin_line(r, s->kind, s->make);
	run_put(r, m);
	to = s->n_attach ? find_attached(r, s, m, before) : NULL;
	if (to) {
		attach(to, m);
		r->n_made = before;
		return 1;
	}
	if (s->make == MAKE_LEG && join_leg(r, m) < 0)
		return -1;
	return s->make == MAKE_CONTACT || run_finish(r, m, s->kind) == 0 ?
	    1 : -1;
}

static int
run_each(struct run *r, const struct section *s, const struct each *e)
{
	const struct json_node **list, **parent;
	size_t n;
	int any = 0;

	if (!e->n_step)
		return run_section(r, s);
	n = run_elements(r, e->step, e->n_step, &list, &parent);
	for (size_t i = 0; i < n; i++) {
		int made;

		run_enter(r, list[i], parent[i]);
		made = run_section(r, s);
		run_leave(r);
		if (made < 0)
			return -1;
		any |= made;
	}
	return any;
}

/*
 * [contact]: what is the contact's own goes to all legs (so the fold finds them
 * of one mind), the rest to the first; it stands alone when there is none.
 */
static int
join_contact(struct run *r)
{
	size_t contact = r->n_made, leg = r->n_made;
	struct made taken;

	for (size_t i = r->n_made; i-- > 0;) {
		if (r->made[i].make == MAKE_CONTACT)
			contact = i;
		else if (r->made[i].make == MAKE_LEG &&
		    !maker_has(r->made[i].maker, F_SIDE))
			leg = i;
	}
	if (contact == r->n_made)
		return 0;
	if (leg == r->n_made) {
		r->made[contact].make = MAKE_LEG;
		return run_finish(r, r->made[contact].maker, K_INTERACTION);
	}
	for (size_t i = 0; i < r->n_made; i++)
		if (r->made[i].make == MAKE_LEG)
			fill_from(r->made[i].maker, r->made[contact].maker,
			    true);
	fill_from(r->made[leg].maker, r->made[contact].maker, false);
	taken = r->made[contact];
	memmove(&r->made[contact], &r->made[contact + 1],
	    (r->n_made - contact - 1) * sizeof(taken));
	r->made[--r->n_made] = taken;
	return 0;
}

int
run_drop(struct run *r)
{
	const struct profile *p = r->program->profile;

	for (size_t i = 0; i < p->drop.n; i++) {
		int holds = run_condition(r, p->drop.rule[i].when);

		if (holds < 0)
			return -2;
		if (holds)
			return (int)i;
	}
	for (size_t i = 0; i < p->expect.n; i++) {
		int holds = run_condition(r, p->expect.rule[i].when);

		if (holds == 0)
			run_unexpected(r, p->expect.rule[i].words);
		if (holds <= 0)
			return -2;
	}
	return -1;
}

/* Lines that messages made (with makers) go out where no sort waits. */
static void
write_made(struct run *r)
{
	for (size_t i = 0; r->out && i < r->n_made; i++) {
		maker_emit(r->made[i].maker, r->made[i].kind, r->out);
		r->tally.written[r->made[i].kind]++;
		r->n_out++;
	}
}

static int
run_sections(struct run *r)
{
	const struct plan *p = &r->file->plan;
	int any = 0;

	for (size_t i = 0; i < p->n; i++) {
		int made = p->section[i].make > MAKE_CONTACT ? 0 :
		    run_each(r, &p->section[i], &r->program->each[i]);

		if (made < 0)
			return -1;
		any |= made;
	}
	return any;
}

int
run_record(struct run *r)
{
	size_t before = r->out ? r->out->n : 0;
	int drop = run_drop(r);
	int any;

	if (drop == -2)
		return -1;
	if (drop >= 0) {
		r->tally.skipped[drop]++;
		return 0;
	}
	any = run_sections(r);
	if (any > 0 && join_contact(r) < 0)
		any = -1;
	if (!any)
		any = run_unexpected(r, "no section of the profile takes it");
	if (any < 0) {
		if (r->out)
			r->out->n = before;
		return -1;
	}
	write_made(r);
	return any;
}
