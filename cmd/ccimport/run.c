/* run: evaluates values and conditions over one record; see run.h. */
#include "cmd/ccimport/cell.h"

/* ---- state -------------------------------------------------------------- */

void
run_init(struct run *r, const struct program *g)
{
	r->program = g;
	r->cache = mem_zero(g->n + 1, sizeof(*r->cache));
	r->cached_at = mem_zero(g->n + 1, sizeof(*r->cached_at));
	r->tally.skipped = mem_zero(g->profile->drop.n + RULES,
	    sizeof(*r->tally.skipped));
	r->env.scratch = pat_scratch_new(32);
	r->env.arena = &r->arena;
	r->env.days = mem_zero(DAYS, sizeof(*r->env.days));
	r->env.source = r->source;
	if (g->profile->own.numbers.n || g->profile->own.domains.n ||
	    g->profile->own.names.n)
		r->env.own = &g->profile->own;
}

void
run_release(struct run *r)
{
	for (size_t i = 0; i < r->cap_made; i++)
		if (r->made[i].maker) {
			maker_release(r->made[i].maker);
			mem_free(r->made[i].maker);
		}
	mem_free(r->made);
	mem_free(r->cache);
	mem_free(r->cached_at);
	mem_free(r->tally.skipped);
	pat_scratch_free(r->env.scratch);
	mem_free(r->env.days);
	buf_release(&r->env.party);
	buf_release(&r->object);
	arena_release(&r->arena);
}

void
run_begin(struct run *r, const struct file_info *file,
    const struct record *rec)
{
	r->file = file;
	r->env.zone = file->zone;
	r->record = rec;
	r->stamp++;
	r->n_made = 0;
	r->n_out = 0;
	r->n_scope = 0;
	r->issues = 0;
	if (rec->root)
		r->scope[r->n_scope++] = rec->root;
	run_forget_ours(r);
}

void
run_forget_ours(struct run *r)
{
	r->has_ours = (struct field_set){ 0 };
}

/* Values found in an outer scope are not those of the inner one. */
void
run_enter(struct run *r, const struct json_node *element,
    const struct json_node *parent)
{
	bool both = parent && parent != r->scope[0];
	unsigned more = both ? 2 : 1;

	if (r->n_scope + more > MAX_SCOPES)
		return;
	memmove(r->scope + more, r->scope, r->n_scope * sizeof(r->scope[0]));
	r->scope[0] = element;
	if (both)
		r->scope[1] = parent;
	r->n_scope += more;
	r->stamp++;
}

void
run_leave(struct run *r)
{
	r->scope[0] = r->record->root;
	r->n_scope = 1;
	r->stamp++;
}

void
tally_time(struct tally *t, int64_t ms)
{
	if (!t->any || ms < t->start)
		t->start = ms;
	if (!t->any || ms > t->end)
		t->end = ms;
	t->any = true;
}

/* ---- fetching ----------------------------------------------------------- */

/* *twice is set where the object has another member of that name. */
static const struct json_node *
member(const struct run *r, const struct json_node *o, struct str name,
    bool *twice)
{
	const struct json_node *n;
	bool dup = false;

	if (!o || o->type != JSON_OBJECT)
		return NULL;
	n = json_member(r->record->json, o, name, &dup);
	*twice |= dup;
	return n;
}

static struct value
node_value(struct run *r, const struct json_node *n)
{
	struct value v = { .type = V_NONE };
	bool repaired = false;

	if (!n)
		return v;
	switch (n->type) {
	case JSON_NULL:
		break;
	case JSON_STRING:
		v.type = V_TEXT;
		v.s = json_text(n, &r->arena, &repaired);
		v.flags = repaired ? VALUE_REPAIRED : 0;
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		v.type = n->count ? V_NODE : V_NONE;
		v.node = n;
		break;
	default:
		v.type = V_TEXT;
		v.s = n->text;
		v.flags = n->type == JSON_FALSE ? VALUE_FALSE : 0;
	}
	return v;
}

struct walk {
	struct run *r;
	const struct json_node **list, **parent;
	size_t n, cap;
	bool twice;			/* a member on the way has a double */
};

static void
walk_add(struct walk *w, const struct json_node *n,
    const struct json_node *parent)
{
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 8;
		const struct json_node **list =
		    arena_get(&w->r->arena, cap * 2 * sizeof(*list));

		if (w->n) {
			memcpy(list, w->list, w->n * sizeof(*list));
			memcpy(list + cap, w->parent, w->n * sizeof(*list));
		}
		w->list = list;
		w->parent = list + cap;
		w->cap = cap;
	}
	w->list[w->n] = n;
	w->parent[w->n++] = parent;
}

static bool
node_is(struct run *r, const struct json_node *n, struct str want)
{
	struct value v = node_value(r, n);

	return v.type == V_TEXT && str_eq(v.s, want);
}

/* First element whose member is the value. */
static const struct json_node *
find_where(struct run *r, const struct json_node *array, const struct step *s)
{
	const struct json *j = r->record->json;
	const struct json_node *e = array + 1;
	bool twice = false;		/* what is looked for is not taken */

	for (uint32_t i = 0; i < array->count; i++, e = &j->node[e->next]) {
		if (node_is(r, member(r, e, s->name, &twice), s->value))
			return e;
	}
	return NULL;
}

/* Follows the steps; [*] fans out. parent = the object an element is in. */
static void
walk(struct walk *w, const struct json_node *n, const struct json_node *parent,
    const struct step *s, size_t left)
{
	const struct json *j = w->r->record->json;

	for (; n && left; s++, left--) {
		if (s->kind == STEP_NAME) {
			parent = n;
			n = member(w->r, n, s->name, &w->twice);
			continue;
		}
		if (n->type != JSON_ARRAY)
			return;
		if (s->kind == STEP_INDEX) {
			n = json_element(j, n, s->index);
		} else if (s->kind == STEP_WHERE) {
			n = find_where(w->r, n, s);
		} else {
			const struct json_node *e = n + 1;

			for (uint32_t i = 0; i < n->count; i++) {
				walk(w, e, parent, s + 1, left - 1);
				e = &j->node[e->next];
			}
			return;
		}
	}
	if (n)
		walk_add(w, n, parent);
}

size_t
run_elements(struct run *r, const struct step *step, size_t n,
    const struct json_node ***list, const struct json_node ***parent)
{
	struct walk w = { .r = r };

	walk(&w, r->scope[0], NULL, step, n);
	*list = w.list;
	*parent = w.parent;
	return w.n;
}

static struct value
fetch_json(struct run *r, const struct access *a)
{
	const struct json_node *from = a->root ? r->record->root :
	    a->up < r->n_scope ? r->scope[a->up] : NULL;
	struct walk w = { .r = r };
	struct value *list, v = { .type = V_NONE };
	size_t n = 0;

	walk(&w, from, NULL, a->step, a->n_step);
	if (w.n == 1)
		v = node_value(r, w.list[0]);
	if (w.n > 1) {
		list = arena_zero(&r->arena, w.n, sizeof(*list));
		for (size_t i = 0; i < w.n; i++) {
			list[n] = node_value(r, w.list[i]);
			v.flags |= list[n].flags;
			n += list[n].type != V_NONE;
		}
		v.type = n ? V_LIST : V_NONE;
		v.list = list;
		v.i = (int64_t)n;
	}
	v.flags |= w.twice ? VALUE_DOUBLE : 0;
	return v;
}

static void
fetch_cell(const struct run *r, unsigned slot, struct value *v)
{
	fetch_column(r, r->file->binding.column[slot], v);
}

bool
run_null_word(const struct profile *p, const struct column *c, struct str s)
{
	if (s.n == 0)
		return true;
	for (size_t i = 0; i < p->n_null; i++)
		if (str_eq(p->null[i], s))
			return true;
	for (size_t i = 0; c && i < c->n_null; i++)
		if (str_eq(c->null[i], s))
			return true;
	return false;
}

void
run_raw(struct run *r, unsigned slot, struct value *v)
{
	const struct access *a = &r->program->access[slot];

	if (r->record->json)
		*v = fetch_json(r, a);
	else
		fetch_cell(r, slot, v);
	if (v->type == V_TEXT && (a->has_null || r->record->json) &&
	    run_null_word(r->program->profile, a->column, str_trim(v->s)))
		v->type = V_NONE;
}

/* ---- refusals ----------------------------------------------------------- */

/* Line and column of a view into the record's own bytes. */
void
run_locate(const struct run *r, struct str s, struct finding *f)
{
	struct str raw = r->record->raw;
	const char *start = raw.p;

	f->line = r->record->line;
	f->byte = r->record->byte;
	if (!s.p || s.p < raw.p || s.p > raw.p + raw.n)
		return;
	for (const char *p = raw.p; p < s.p; p++)
		if (*p == '\n') {
			f->line++;
			start = p + 1;
		}
	f->column = (uint64_t)(s.p - start) + 1;
}

const struct value *
run_refuse(struct run *r, struct str path, struct str value)
{
	r->finding = (struct finding){ .code = r->env.code,
	    .file = r->file->name, .field = path, .value = value,
	    .more = r->env.more };
	run_locate(r, value, &r->finding);
	return NULL;
}

/* The value into *v, without the cache. */
static int
fetch(struct run *r, unsigned slot, struct value *v)
{
	const struct access *a = &r->program->access[slot];
	unsigned doubtful;
	struct str raw;

	run_raw(r, slot, v);
	if (v->type == V_NONE || !a->column || !a->column->n)
		return 0;
	raw = v->type == V_TEXT ? v->s : STR_NONE;
	doubtful = v->flags & (VALUE_REPAIRED | VALUE_DOUBLE);
	if (filter_run(&r->env, a->column->filter, a->column->n, v) < 0) {
		run_refuse(r, a->path, raw);
		return -1;
	}
	v->flags |= doubtful;
	return 0;
}

static const struct value *
slot_value(struct run *r, unsigned slot)
{
	struct value *v = &r->cache[slot];

	if (r->cached_at[slot] != r->stamp) {
		if (fetch(r, slot, v) < 0)
			return NULL;
		r->cached_at[slot] = r->stamp;
	}
	/* at every use: each section has issues of its own */
	r->issues |= v->flags & VALUE_REPAIRED ? ISSUE_CHARSET : 0;
	r->issues |= v->flags & VALUE_DOUBLE ? ISSUE_DOUBLE : 0;
	return v;
}

/* ---- values ------------------------------------------------------------- */

static const struct value nothing = { .type = V_NONE };

/* Texts with a blank between them; nothing as soon as one is missing. *first:
 * where in the record they begin. NULL: refused. */
static const struct value *
joined(struct run *r, const struct term *t, struct value *tmp,
    struct str *first)
{
	struct str text = STR_NONE;

	for (size_t i = 0; i < t->n_part; i++) {
		struct value part;
		const struct value *v = run_term(r, &t->part[i], &part);

		if (!v || v->type != V_TEXT)
			return v ? &nothing : NULL;
		if (i == 0)
			*first = text = v->s;
		else
			text = join2(&r->env, join2(&r->env, text, STR(" ")),
			    v->s);
	}
	*tmp = (struct value){ .type = V_TEXT, .s = text };
	return tmp;
}

const struct value *
run_term(struct run *r, const struct term *t, struct value *tmp)
{
	const struct value *v;
	struct str raw, first = STR_NONE;

	switch (t->kind) {
	case TERM_LITERAL:
		*tmp = (struct value){ .type = V_TEXT, .s = t->text,
		    .flags = VALUE_LITERAL | VALUE_PADDED |
		    (t->plain ? VALUE_PLAIN : 0) };
		v = tmp;
		break;
	case TERM_OURS:
		v = run_has(r, t->ours) ? &r->ours[t->ours] : &nothing;
		break;
	case TERM_WITH:
		v = joined(r, t, tmp, &first);
		if (!v)
			return NULL;
		break;
	default:
		v = slot_value(r, t->slot);
		if (!v)
			return NULL;
	}
	if (t->n == 0 || v->type == V_NONE)
		return v;
	*tmp = *v;
	raw = v->type == V_TEXT ? v->s : STR_NONE;
	if (filter_run(&r->env, t->filter, t->n, tmp) == 0)
		return tmp;
	run_refuse(r, t->text, first.p ? first : raw);
	r->finding.value = raw;
	return NULL;
}

/* A sum of typed values; absent as soon as one of them is. */
static const struct value *
sum_of(struct run *r, const struct choice *c, const struct value *first,
    struct value *sum)
{
	bool times = first->type == V_TIME;

	*sum = *first;
	sum->flags &= ~(unsigned)(VALUE_SPELLED | VALUE_SECONDS |
	    VALUE_THOUSANDS);
	for (size_t i = 1; i < c->n; i++) {
		struct value tmp;
		const struct value *b = run_term(r, &c->term[i], &tmp);

		if (!b)
			return NULL;
		if (b->type == V_NONE)
			return &nothing;
		if (c->sign[i] == '-')
			sum->i -= b->i;
		else
			sum->i += b->i;
		if (b->type == V_TIME)	/* time - time; duration + time */
			sum->type = times ? V_DUR : V_TIME;
		sum->flags |= b->flags & (VALUE_MINUTE | VALUE_DAY);
	}
	return sum;
}

const struct value *
run_choices(struct run *r, const struct choices *list, struct value *tmp)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct choice *c = &list->choice[i];
		const struct value *v;
		int holds = c->when ? run_condition(r, c->when) : 1;

		if (holds < 0)
			return NULL;
		if (!holds)
			continue;
		v = run_term(r, &c->term[0], tmp);
		if (v && v->type != V_NONE && c->n > 1)
			v = sum_of(r, c, v, tmp);
		if (!v || v->type != V_NONE)
			return v;
	}
	return &nothing;
}

/* ---- conditions --------------------------------------------------------- */

static bool
word_is(const struct value *v, struct str word)
{
	int64_t n;

	switch (v->type) {
	case V_TEXT:
	case V_PARTY:
		return str_ieq(v->s, word);
	case V_BOOL:
		return text_to_bool(word, &n) && n == v->i;
	case V_INT:
		return text_to_int(word, &n) && n == v->i;
	case V_NUM:
		return text_to_micro(word, &n) && n == v->i;
	default:
		return false;
	}
}

static bool
any_word_is(const struct value *v, const struct cond *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (word_is(v, c->word[i]))
			return true;
	return false;
}

static bool
has_word(const struct value *v, struct str word)
{
	if (v->type == V_LIST) {
		for (int64_t i = 0; i < v->i; i++)
			if (word_is(&v->list[i], word))
				return true;
		return false;
	}
	return v->type == V_TEXT && str_search(v->s, word) != NULL;
}

/* Text that is compared as a number: both in millionths then. */
static bool
comparable(struct value *v)
{
	int64_t n;

	if (v->type == V_TEXT) {
		if (!text_to_micro(str_trim(v->s), &n))
			return false;
		v->i = n;
		v->type = V_NUM;
	} else if (v->type == V_INT) {
		v->i *= 1000000;
		v->type = V_NUM;
	}
	return v->type == V_NUM || v->type == V_TIME || v->type == V_DUR;
}

static int
compare(struct run *r, const struct cond *c, const struct value *left)
{
	struct value tmp, right, both = *left, *v = &both;
	const struct value *other = run_term(r, &c->right, &tmp);

	if (!other)
		return -1;
	right = *other;
	if (c->kind == COND_EQUALS && v->type == V_TEXT)
		return right.type == V_TEXT && str_eq(v->s, right.s);
	if (v->type == V_DUR && right.type == V_TEXT &&
	    text_to_micro(right.s, &right.i)) {	/* plain seconds */
		right.i /= 1000;
		right.type = V_DUR;
	}
	if (!comparable(v) || !comparable(&right) || v->type != right.type)
		return 0;
	return c->kind == COND_EQUALS ? v->i == right.i :
	    c->kind == COND_LESS ? v->i < right.i : v->i > right.i;
}

/* A cell with more than blanks in it, where no word stands for nothing. */
static bool
cell_there(const struct run *r, unsigned slot)
{
	int i = r->file->binding.column[slot];
	const struct str *cell;

	if (i < 0 || (size_t)i >= r->record->n)
		return false;
	cell = &r->record->cell[i];
	return cell->n && ((unsigned char)cell->p[0] > ' ' ||
	    str_trim(*cell).n);
}

static int
run_test(struct run *r, const struct cond *c)
{
	const struct term *t = &c->term;
	const struct value *v;
	struct value tmp;

	/* Whether there is a time needs no reading of it. */
	if (c->kind == COND_PRESENT && t->kind == TERM_THEIRS && !t->n) {
		const struct access *a = &r->program->access[t->slot];

		if (!r->record->json && !a->has_null && (a->one_unit ||
		    !a->column || !a->column->n))
			return cell_there(r, t->slot);
		if (a->one_unit) {
			run_raw(r, t->slot, &tmp);
			return tmp.type != V_NONE;
		}
	}
	v = run_term(r, t, &tmp);
	if (!v)
		return -1;
	switch (c->kind) {
	case COND_PRESENT:
		return v->type != V_NONE && !(v->flags & VALUE_FALSE) &&
		    !(v->type == V_BOOL && !v->i);
	case COND_IS:
	case COND_IN:
		return any_word_is(v, c);
	case COND_HAS:
		return v->type != V_NONE && has_word(v, c->word[0]);
	case COND_MATCHES:
		return v->type == V_TEXT && pat_match(c->pat, r->env.scratch,
		    v->s, 0) == PAT_YES;
	default:
		return v->type == V_NONE ? 0 : compare(r, c, v);
	}
}

int
run_condition(struct run *r, const struct cond *c)
{
	int a;

	if (c->kind < COND_ALWAYS)
		return run_test(r, c);
	if (c->kind < COND_AND)
		return c->kind == COND_ALWAYS;
	a = run_condition(r, c->a);
	if (a < 0)
		return -1;
	if (c->kind == COND_NOT)
		return !a;
	if (c->kind == COND_AND ? !a : a)
		return a;
	return run_condition(r, c->b);
}
