/*
 * explain: what fills which member, by the same compiled program that imports:
 * every column or path the profile names, its unit, what it fills, how often
 * it is empty and what it looks like.
 */
#include "cmd/ccimport/import.h"
#include "common/table.h"
#include "common/utf8.h"

enum { RECORDS = 1000, SAMPLES = 3, SAMPLE_WIDTH = 24 };

struct seen {
	uint64_t looked, present;
	struct str sample[SAMPLES];
	size_t n;
};

/* Where paths begin: at the record, or at each element of an array. */
struct scope {
	struct str path;		/* of `each`; absent: the record */
	const struct each *each;
	bool *has;			/* [program.n]: a path begins there */
};

struct explaining {
	struct import *im;
	struct scope *scope;		/* [0] is the record */
	size_t scopes;
	struct seen *seen;		/* [program.n] */
	struct arena arena;
	uint64_t records;
	struct buf out;
};

/* ---- what a slot is used for -------------------------------------------- */

static bool
term_uses(const struct term *t, unsigned slot)
{
	for (size_t i = 0; i < t->n_part; i++)
		if (term_uses(&t->part[i], slot))
			return true;
	return t->kind == TERM_THEIRS && t->slot == slot;
}

static bool
cond_uses(const struct cond *c, unsigned slot)
{
	if (!c)
		return false;
	if (c->kind >= COND_ALWAYS)
		return cond_uses(c->a, slot) || cond_uses(c->b, slot);
	return term_uses(&c->term, slot) ||
	    (c->kind >= COND_LESS && term_uses(&c->right, slot));
}

/* 1: a value of it, 2: a condition. */
static int
choices_use(const struct choices *list, unsigned slot)
{
	int use = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct choice *c = &list->choice[i];

		for (size_t k = 0; k < c->n; k++)
			if (term_uses(&c->term[k], slot))
				return 1;
		if (cond_uses(c->when, slot))
			use = 2;
	}
	return use;
}

/* Adds a use once, however many sections have it. */
static void
put_use(struct buf *b, const char *what, struct str more)
{
	struct buf use = { 0 };
	struct str rest = buf_view(b), one;
	bool known = false;

	buf_puts(&use, what);
	buf_str(&use, more);
	while (!known && str_cut(&rest, ',', &one))
		known = str_eq(str_trim(one), buf_view(&use));
	if (!known) {
		if (b->n)
			buf_puts(b, ", ");
		buf_str(b, buf_view(&use));
	}
	buf_release(&use);
}

static void
section_uses(struct buf *b, const struct section *s, unsigned slot)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct assign *a = &s->assign[i];
		int use = choices_use(&a->from, slot);

		if (use)
			put_use(b, use == 2 ? "if:" : "",
			    str_of(fields[a->field].name));
	}
	if (cond_uses(s->when, slot))
		put_use(b, "when:", s->title);
}

struct named_choices {
	const char *name;
	const struct choices *list;
};

static void
list_uses(struct buf *b, const struct named_choices *lists, size_t n,
    unsigned slot)
{
	for (size_t i = 0; i < n; i++)
		if (choices_use(lists[i].list, slot))
			put_use(b, lists[i].name, STR(""));
}

static void
message_uses(struct buf *b, const struct messages *m, unsigned slot)
{
	const struct named_choices lists[] = {
		{ "id", &m->id }, { "parent", &m->parent },
		{ "thread", &m->thread }, { "customer", &m->customer },
		{ "split", &m->split },
		{ "who", &m->who }, { "at", &m->time }, { "text", &m->text },
	};

	list_uses(b, lists, COUNT_OF(lists), slot);
	if (cond_uses(m->agent, slot) || cond_uses(m->bot, slot))
		put_use(b, "by", STR(""));
}

static void
uses_of(struct buf *b, const struct profile *p, const struct binding *bind,
    unsigned slot)
{
	const struct named_choices lists[] = {
		{ "join", &p->join }, { "break", &p->apart },
		{ "key", &p->event_key }, { "event", &p->event_name },
		{ "time", &p->event_time },
	};

	list_uses(b, lists, COUNT_OF(lists), slot);
	message_uses(b, &p->messages, slot);
	for (size_t i = 0; i < p->n_section; i++)
		if (!bind->has_section || bind->has_section[i])
			section_uses(b, &p->section[i], slot);
	for (size_t i = 0; i < p->expect.n; i++)
		if (cond_uses(p->expect.rule[i].when, slot))
			put_use(b, "expect", STR(""));
	for (size_t i = 0; i < p->drop.n; i++)
		if (cond_uses(p->drop.rule[i].when, slot))
			put_use(b, "drop:", p->drop.rule[i].name);
}

/* ---- where paths begin -------------------------------------------------- */

/* The scope of an `each`; absent: the record's. */
static struct scope *
scope_of(struct explaining *x, struct str path, const struct each *each)
{
	struct scope *s = x->scope;

	while (s < x->scope + x->scopes && !str_eq(s->path, path))
		s++;
	if (s == x->scope + x->scopes) {
		*s = (struct scope){ .path = path, .each = each,
		    .has = arena_zero(&x->arena, x->im->program.n + 1, 1) };
		x->scopes++;
	}
	return s;
}

/* What no section names, and what begins with $, is the record's. */
static void
find_scopes(struct explaining *x)
{
	const struct profile *p = x->im->profile;
	const struct program *g = &x->im->program;
	struct buf uses = { 0 };

	x->scopes = 0;
	x->scope = arena_zero(&x->arena, p->n_section + 2, sizeof(*x->scope));
	(void)scope_of(x, STR_NONE, NULL);
	for (unsigned k = 0; k < g->n; k++) {
		bool *of_record = &x->scope[0].has[k];
		bool any = false;

		for (size_t i = 0; i <= p->n_section; i++) {
			bool in = i == p->n_section;
			struct str path = in ? p->messages.in :
			    p->section[i].each;

			buf_clear(&uses);
			if (in)
				message_uses(&uses, &p->messages, k);
			else
				section_uses(&uses, &p->section[i], k);
			if (!uses.n)
				continue;
			any = true;
			scope_of(x, path, in ? &g->messages_in :
			    &g->each[i])->has[k] = !g->access[k].root;
			*of_record |= g->access[k].root || !path.n;
		}
		*of_record |= !any;
	}
	buf_release(&uses);
}

/* ---- looking at records ------------------------------------------------- */

static bool
known_sample(const struct seen *s, struct str text)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->sample[i], text))
			return true;
	return false;
}

/* Raw text, before the unit: what a person sees in the file. */
static void
see(struct explaining *x, struct run *r, unsigned slot)
{
	struct seen *s = &x->seen[slot];
	struct value v;

	s->looked++;
	run_raw(r, slot, &v);
	if (v.type == V_NONE)
		return;
	s->present++;
	if (v.type == V_LIST)
		v = v.list[0];
	v.s.n = MIN(v.s.n, SAMPLE_WIDTH);
	if (v.type != V_TEXT || s->n == SAMPLES || known_sample(s, v.s))
		return;
	s->sample[s->n++] = arena_dup(&x->arena, v.s);
}

static void
see_all(struct explaining *x, struct run *r, const struct scope *s)
{
	for (unsigned k = 0; k < x->im->program.n; k++)
		if (s->has[k])
			see(x, r, k);
}

static void
see_record(struct explaining *x, struct run *r)
{
	for (size_t i = 0; i < x->scopes; i++) {
		const struct scope *s = &x->scope[i];
		const struct json_node **list, **parent;
		size_t n;

		if (!s->each || !s->each->n_step) {
			see_all(x, r, s);
			continue;
		}
		n = run_elements(r, s->each->step, s->each->n_step, &list,
		    &parent);
		for (size_t k = 0; k < n; k++) {
			run_enter(r, list[k], parent[k]);
			see_all(x, r, s);
			run_leave(r);
		}
	}
}

static void
look_at(struct explaining *x, const struct raw_batch *b)
{
	struct import *im = x->im;
	struct worker *w = &im->worker[0];

	for (size_t i = 0; i < b->n && x->records < RECORDS; i++) {
		const struct raw_record *rr = &b->rec[i];
		struct record rec = { .raw = { b->bytes.p + rr->at, rr->n },
		    .line = rr->line, .byte = rr->byte };
		struct finding f = { 0 };

		arena_clear(&w->run.arena);
		if (rr->problem || im->reader->take(&w->taking,
		    &im->current->head, &w->run.arena, &rec, &f) < 0)
			continue;
		x->records++;
		run_begin(&w->run, &im->current->info, &rec);
		see_record(x, &w->run);
	}
}

static int
look_at_file(struct explaining *x, struct err *err)
{
	struct raw_batch b = { 0 };
	int got = 1;

	while (got > 0 && x->records < RECORDS) {
		batch_clear(&b);
		got = x->im->reader->fill(x->im->current->state, &b, err);
		if (got > 0) {
			batch_end(&b);
			look_at(x, &b);
		}
	}
	batch_release(&b);
	return got < 0 ? -1 : 0;
}

/* ---- saying it ---------------------------------------------------------- */

static void
put_unit(struct buf *b, const struct access *a)
{
	const struct column *c = a->column;

	for (size_t i = 0; c && i < c->n; i++)
		for (size_t k = 0; k < c->filter[i].n; k++)
			buf_printf(b, "%s%.*s", k ? " " : i ? " | " : "",
			    STR_ARG(c->filter[i].arg[k]));
	if (!c || c->n == 0)
		buf_puts(b, "text");
	for (size_t i = 0; c && i < c->n_null; i++)
		buf_printf(b, "%s'%.*s'", i ? " " : " null ",
		    STR_ARG(c->null[i]));
}

enum { INDENT = 4, CELLS = 4 };

static const char *const heads[CELLS] = { "column or path", "nulls", "read as",
	"fills" };

/* What a row says in one of its columns; text is used up by the next call. */
static struct str
cell(struct explaining *x, unsigned slot, int column, struct buf *text)
{
	const struct access *a = &x->im->program.access[slot];

	buf_clear(text);
	if (column == 0)
		buf_str(text, ini_unquote(a->path, &x->arena));
	else if (column == 1)
		buf_printf(text, "%ju/%ju", (uintmax_t)(x->seen[slot].looked -
		    x->seen[slot].present), (uintmax_t)x->seen[slot].looked);
	else if (column == 2)
		put_unit(text, a);
	else
		uses_of(text, x->im->profile,
		    &x->im->current->info.binding, slot);
	return buf_view(text);
}

/* "a | b | c" from column INDENT on, broken between samples. */
static void
put_samples(struct buf *b, const struct seen *s)
{
	struct buf one = { 0 };
	size_t at = TEXT_WIDTH;

	for (size_t i = 0; i < s->n; i++) {
		size_t n;

		buf_clear(&one);
		diag_escape(&one, s->sample[i]);
		n = utf8_columns(buf_view(&one));
		if (at + 3 + n > TEXT_WIDTH) {
			buf_puts(b, i ? "\n    " : "    ");
			at = INDENT;
		} else {
			buf_puts(b, " | ");
			at += 3;
		}
		buf_str(b, buf_view(&one));
		at += n;
	}
	buf_puts(b, s->n ? "\n" : "");
	buf_release(&one);
}

static void
pad_to(struct buf *b, size_t n, size_t width)
{
	for (; n < width + 2; n++)
		buf_char(b, ' ');
}

/* A line for each column of the file, with its samples below it. */
static void
put_rows(struct explaining *x)
{
	struct buf text = { 0 }, *b = &x->out;
	size_t width[CELLS - 1] = { 0 }, at = 0;

	for (int c = 0; c < CELLS - 1; c++) {
		width[c] = strlen(heads[c]);
		for (unsigned k = 0; k < x->im->program.n; k++)
			width[c] = MAX(width[c], utf8_columns(cell(x, k, c,
			    &text)));
		buf_puts(b, heads[c]);
		pad_to(b, strlen(heads[c]), width[c]);
		at += width[c] + 2;
	}
	buf_printf(b, "%s\n%*ssamples\n", heads[CELLS - 1], INDENT, "");
	for (unsigned k = 0; k < x->im->program.n; k++) {
		for (int c = 0; c < CELLS - 1; c++) {
			struct str s = cell(x, k, c, &text);

			buf_str(b, s);
			pad_to(b, utf8_columns(s), width[c]);
		}
		text_wrap(b, at, at, cell(x, k, CELLS - 1, &text));
		put_samples(b, &x->seen[k]);
	}
	buf_release(&text);
}

static bool
bound(const struct explaining *x, size_t column)
{
	const struct binding *b = &x->im->current->info.binding;

	for (size_t i = 0; i < x->im->program.n; i++)
		if (b->column[i] == (int)column)
			return true;
	return false;
}

/* What is in the file and goes nowhere: the migration engineer's question. */
static void
put_unused(struct explaining *x)
{
	const struct head *h = &x->im->current->head;
	struct buf names = { 0 };

	for (size_t i = 0; i < h->n; i++) {
		if (bound(x, i))
			continue;
		buf_puts(&names, names.n ? ", " : "not used: ");
		diag_escape(&names, h->name[i]);
	}
	if (names.n) {
		buf_char(&x->out, '\n');
		text_wrap(&x->out, 0, INDENT, buf_view(&names));
	}
	buf_release(&names);
}

static void
put_all(struct explaining *x)
{
	const struct import *im = x->im;
	const struct file *f = im->current;
	const struct profile *p = im->profile;
	struct str zone = f->info.zone ? zone_name(f->info.zone) :
	    STR("none known (-z)");
	struct buf *b = &x->out;

	buf_printf(b, "profile %.*s: %.*s\n", STR_ARG(p->name),
	    STR_ARG(p->title));
	buf_puts(b, "file ");
	diag_escape(b, str_of(f->info.name));
	buf_printf(b, ": %.*s, %ju records looked at\ntimes without an "
	    "offset: %.*s\n\n", STR_ARG(p->container), (uintmax_t)x->records,
	    STR_ARG(zone));
	put_rows(x);
	put_unused(x);
}

static int
write_out(struct explaining *x, struct err *err)
{
	struct output *out = output_open(x->im->o->cli.out, err);

	if (!out)
		return -1;
	if (output_write(out, buf_view(&x->out), err) < 0) {
		output_abandon(out);
		return -1;
	}
	return output_finish(out, err);
}

int
explain_run(struct import *im, struct err *err)
{
	struct explaining x = { .im = im };
	int got, r = 0;

	while (r == 0 && (got = import_next_file(im, err)) != 0) {
		x.records = 0;
		x.seen = mem_zero(im->program.n + 1, sizeof(*x.seen));
		find_scopes(&x);
		r = got < 0 || look_at_file(&x, err) < 0 ? -1 : 0;
		if (r == 0)
			put_all(&x);
		mem_free(x.seen);
		import_close_file(im);
	}
	if (r == 0)
		r = write_out(&x, err);
	arena_release(&x.arena);
	buf_release(&x.out);
	return r;
}
