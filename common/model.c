/* model: sections and keys into structs, and back; see model.h. */
#include "common/model.h"

#include "common/model_inside.h"
#include "common/near.h"

/* ---- headings --------------------------------------------------------------------- */

struct heading {
	enum model_kind kind;
	struct str name[2];
	unsigned names;
};

static int
unknown_section(struct model_reading *r, struct str word)
{
	struct str best = STR_NONE;

	for (int i = 0; i < MODEL_KINDS; i++)
		if (near_enough(word, str_of(model_sections[i].word)))
			best = str_of(model_sections[i].word);
	return model_unknown(r, "section", word, best);
}

/* "queue cards", "handling cards seniors". */
static int
read_heading(struct model_reading *r, struct str text, struct heading *h)
{
	const struct model_place *place;
	struct str rest = text, word;
	int kind = 0;

	*h = (struct heading){ 0 };
	model_word(&rest, &word);
	while (kind < MODEL_KINDS && !str_is(word, model_sections[kind].word))
		kind++;
	if (kind == MODEL_KINDS)
		return unknown_section(r, word);
	h->kind = (enum model_kind)kind;
	place = &model_places[kind];
	while (model_word(&rest, &word)) {
		if (h->names == place->most)
			return ini_error(r->src, word.p, r->err,
			    "this section is written [%s%s%s]",
			    model_sections[kind].word, place->most ? " " : "",
			    model_sections[kind].names);
		h->name[h->names++] = word;
	}
	return h->names >= place->least ? 0 : ini_error(r->src, text.p, r->err,
	    "this section is written [%s %s]", model_sections[kind].word,
	    model_sections[kind].names);
}

static bool
is_heading(const struct ini_item *item)
{
	return !item->key.p;
}

static void *
field_of(void *section, const struct model_key *k)
{
	return (char *)section + k->offset;
}

/* Every key of a section to its standard, or to not said. */
static void
set_standards(struct model *m, enum model_kind kind, void *section)
{
	struct ini none = { .name = (char *)(uintptr_t)"defaults",
	    .text = (char *)(uintptr_t)"" };
	struct err err = { 0 };
	struct model_reading r = { m, &none, &err, MODEL_UNSET };
	struct model_head *h = section;

	h->a = h->b = MODEL_NONE;
	for (const struct model_key *k = model_sections[kind].keys; k->name;
	    k++) {
		void *field = field_of(section, k);

		if (k->type == MT_INT || k->type == MT_TIME ||
		    k->type == MT_DAY)
			*(int64_t *)field = MODEL_UNSET;
		else if (k->type == MT_CHOICE)
			*(int *)field = MODEL_NONE;
		else if (k->type == MT_REF)
			*(int32_t *)field = MODEL_NONE;
		if (k->standard && model_value_read(&r, k, OP_SET,
		    str_of(k->standard), field) < 0)
			BUG(k->name);
	}
}

static void *
add_section(struct model *m, enum model_kind kind, const char *at)
{
	void *section = model_at(m, kind, m->n[kind]++);

	set_standards(m, kind, section);
	((struct model_head *)section)->at = at;
	return section;
}

static int
refer(struct model_reading *r, int kind, struct str word, int32_t *to)
{
	if (str_is(word, "*")) {
		*to = MODEL_NONE;
		return 0;
	}
	*to = model_refer(r, kind, word);
	return *to == MODEL_NONE ? -1 : 0;
}

/* The section a heading is about, or NULL. */
static void *
find_section(const struct model *m, const struct heading *h, struct str name,
    int32_t a, int32_t b)
{
	const struct model_place *place = &model_places[h->kind];

	if (place->array == SIZE_MAX)
		return m->n[h->kind] ? model_at(m, h->kind, 0) : NULL;
	for (size_t i = 0; i < m->n[h->kind]; i++) {
		struct model_head *s = model_at(m, h->kind, i);

		if (place->a < 0 ? str_eq(s->name, name) :
		    s->a == a && s->b == b)
			return s;
	}
	return NULL;
}

/* What a heading's names say: a name of its own, or two references. */
static int
resolve(struct model_reading *r, const struct heading *h, struct str *name,
    int32_t *a, int32_t *b)
{
	const struct model_place *place = &model_places[h->kind];

	*name = STR_NONE;
	*a = *b = MODEL_NONE;
	if (!h->names)
		return 0;
	if (place->a < 0) {
		*name = arena_dup(&r->m->arena, ini_unquote(h->name[0],
		    &r->m->arena));
		return name->n ? 0 : ini_error(r->src, h->name[0].p, r->err,
		    "a name cannot be empty");
	}
	if (refer(r, place->a, h->name[0], a) < 0)
		return -1;
	return h->names > 1 ? refer(r, place->b, h->name[1], b) : 0;
}

static int
take_heading(struct model_reading *r, struct str text,
    const struct heading *h)
{
	struct model_head *s;
	struct str name;
	int32_t a, b;

	if (resolve(r, h, &name, &a, &b) < 0)
		return -1;
	s = find_section(r->m, h, name, a, b);
	if (s && s->at)
		return ini_error(r->src, text.p, r->err,
		    "[%.*s] is written twice", STR_ARG(text));
	if (!s || model_places[h->kind].array == SIZE_MAX)
		s = add_section(r->m, h->kind, text.p);
	s->at = text.p;
	s->name = name;
	s->a = a;
	s->b = b;
	return 0;
}

/* Every queue is a skill of its own, said or not. */
static void
imply_skills(struct model *m)
{
	m->declared_skills = m->n[M_SKILL];
	for (size_t i = 0; i < m->n[M_QUEUE]; i++) {
		struct str name = m->queue[i].head.name;
		struct model_head *s;

		if (model_find(m, M_SKILL, name) != MODEL_NONE)
			continue;
		s = add_section(m, M_SKILL, NULL);
		s->name = name;
	}
}

/* own: sections that make a name, or those that join names. */
static int
take_headings(struct model_reading *r, bool own)
{
	const struct ini *ini = &r->m->ini;

	for (size_t i = 0; i < ini->n; i++) {
		struct heading h;

		if (!is_heading(&ini->item[i]))
			continue;
		if (read_heading(r, ini->item[i].section, &h) < 0)
			return -1;
		if ((model_places[h.kind].a < 0) == own &&
		    take_heading(r, ini->item[i].section, &h) < 0)
			return -1;
	}
	return 0;
}

/* Room for every section, so that arrays never move. */
static int
make_room(struct model_reading *r)
{
	struct model *m = r->m;
	size_t n[MODEL_KINDS] = { 0 };

	for (size_t i = 0; i < m->ini.n; i++) {
		struct heading h;

		if (!is_heading(&m->ini.item[i]))
			continue;
		if (read_heading(r, m->ini.item[i].section, &h) < 0)
			return -1;
		n[h.kind]++;
	}
	n[M_SKILL] += n[M_QUEUE];
	for (int k = 0; k < MODEL_KINDS; k++) {
		const struct model_place *p = &model_places[k];

		if (p->array == SIZE_MAX)
			set_standards(m, (enum model_kind)k,
			    model_at(m, (enum model_kind)k, 0));
		else
			*(void **)(void *)((char *)m + p->array) =
			    arena_zero(&m->arena, n[k] + 1, p->size);
	}
	return 0;
}

/* ---- keys ------------------------------------------------------------------------------ */

static const struct model_key *
find_key(enum model_kind kind, struct str name)
{
	for (const struct model_key *k = model_sections[kind].keys; k->name;
	    k++)
		if (str_is(name, k->name))
			return k;
	return NULL;
}

static int
unknown_key(struct model_reading *r, enum model_kind kind, struct str name)
{
	struct near n = { .typed = name };

	for (const struct model_key *k = model_sections[kind].keys; k->name;
	    k++)
		near_offer(&n, str_of(k->name));
	return model_unknown(r, "key", name, n.best);
}

/* The interval of lists in a section. */
static int64_t
spacing_of(const struct model *m, enum model_kind kind,
    const void *section)
{
	const struct model_arrivals *a = section;

	if (kind == M_ARRIVALS && a->per_ms != MODEL_UNSET)
		return a->per_ms;
	return m->center.interval_ms;
}

static bool
has_lists(const struct model_key *k)
{
	return k->type == MT_RATES || k->type == MT_COUNTS;
}

/* One key of a section; lists wait for the second round: their interval may
 * be said below them. */
static int
take_item(struct model_reading *r, enum model_kind kind, void *section,
    size_t i, bool lists)
{
	const struct ini_item *item = &r->m->ini.item[i], *before;
	const struct model_key *k = find_key(kind, item->key);

	if (!k)
		return unknown_key(r, kind, item->key);
	for (before = item - 1; before >= r->m->ini.item && before->key.p &&
	    !item->append; before--)
		if (str_eq(before->key, item->key))
			return ini_error(r->src, item->key.p, r->err,
			    "'%s' is said twice; += says more of it", k->name);
	if (has_lists(k) != lists)
		return 0;
	r->spacing = spacing_of(r->m, kind, section);
	return model_value_read(r, k, item->append ? OP_ADD : OP_SET,
	    item->value, field_of(section, k));
}

static void *
section_at(const struct model *m, const char *at, enum model_kind kind)
{
	for (size_t i = 0; i < MAX(m->n[kind], (size_t)1); i++) {
		struct model_head *h = model_at(m, kind, i);

		if (h->at == at)
			return h;
	}
	return NULL;
}

static int
take_items(struct model_reading *r, bool lists)
{
	const struct ini *ini = &r->m->ini;
	struct heading h = { 0 };
	void *section = NULL;

	for (size_t i = 0; i < ini->n; i++) {
		if (is_heading(&ini->item[i])) {
			if (read_heading(r, ini->item[i].section, &h) < 0)
				return -1;
			section = section_at(r->m, ini->item[i].section.p,
			    h.kind);
			continue;
		}
		if (!section)
			return ini_error(ini, ini->item[i].key.p, r->err,
			    "a key stands below its [section]");
		if (take_item(r, h.kind, section, i, lists) < 0)
			return -1;
	}
	return 0;
}

static int
check_interval(struct model *m, struct err *err)
{
	int64_t ms = m->center.interval_ms;

	if (ms != MODEL_UNSET && (ms < MS_MINUTE || MS_DAY % ms ||
	    ms % MS_SECOND))
		return model_error(m, &m->center.head, "interval", err,
		    "an interval divides the day: 15m, 30m, 1h");
	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++)
		if (m->arrivals[i].per_ms != MODEL_UNSET &&
		    m->arrivals[i].per_ms < MS_SECOND)
			return model_error(m, &m->arrivals[i].head, "per", err,
			    "a rate is per 1s at least");
	return 0;
}

static int
read_all(struct model *m, struct err *err)
{
	struct model_reading r = { m, &m->ini, err, MODEL_UNSET };

	if (make_room(&r) < 0 || take_headings(&r, true) < 0)
		return -1;
	imply_skills(m);
	if (take_headings(&r, false) < 0 || take_items(&r, false) < 0 ||
	    check_interval(m, err) < 0)
		return -1;
	return take_items(&r, true);
}

int
model_parse(struct model *m, struct str text, const char *name,
    struct err *err)
{
	if (ini_parse(&m->ini, text, name, err) < 0)
		return -1;
	return read_all(m, err);
}

int
model_load(struct model *m, const char *path, struct err *err)
{
	if (ini_load(&m->ini, path, err) < 0)
		return -1;
	return read_all(m, err);
}

void
model_release(struct model *m)
{
	arena_release(&m->arena);
	ini_release(&m->ini);
	*m = (struct model){ 0 };
}

int
model_error(const struct model *m, const struct model_head *h,
    const char *key, struct err *err, const char *fmt, ...)
{
	const char *at = h->at ? h->at : m->ini.text;
	struct buf words = { 0 };
	va_list ap;

	for (size_t i = 0; key && h->at && i < m->ini.n; i++)
		if (m->ini.item[i].section.p == h->at &&
		    m->ini.item[i].key.p && str_is(m->ini.item[i].key, key))
			at = m->ini.item[i].value.p;
	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	ini_error(&m->ini, at, err, "%.*s", STR_ARG(buf_view(&words)));
	buf_release(&words);
	return -1;
}

/* ---- changing ---------------------------------------------------------------------------- */

struct change {
	struct str section, key, value;
	enum model_op op;
};

/* The first = outside quotes, and the last dot before it. */
static int
split_change(struct model_reading *r, struct str words, struct change *c)
{
	const char *eq = NULL, *dot = NULL, *end;
	char quote = 0;

	for (const char *p = words.p; p < words.p + words.n && !eq; p++) {
		if (quote)
			quote = *p == quote ? 0 : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '.')
			dot = p;
		else if (*p == '=')
			eq = p;
	}
	if (!eq || !dot) {
		ini_error(r->src, words.p, r->err,
		    "expected 'section.key=value'");
		err_hint(r->err, "such as 'agents cards.count+=4'");
		return -1;
	}
	end = eq;
	c->op = OP_SET;
	if (end[-1] == '+' || end[-1] == '-' || end[-1] == '*') {
		c->op = *--end == '+' ? OP_ADD : *end == '-' ? OP_TAKE :
		    OP_TIMES;
	}
	c->section = str_trim(str_range(words.p, dot));
	c->key = str_trim(str_range(dot + 1, end));
	c->value = str_trim(str_range(eq + 1, words.p + words.n));
	return 0;
}

static int
change(struct model_reading *r, const struct change *c)
{
	const struct model_key *k;
	struct heading h;
	struct str name;
	int32_t a, b;
	void *section;

	if (read_heading(r, c->section, &h) < 0 ||
	    resolve(r, &h, &name, &a, &b) < 0)
		return -1;
	section = find_section(r->m, &h, name, a, b);
	if (model_places[h.kind].array == SIZE_MAX)
		section = model_at(r->m, h.kind, 0);
	if (!section && model_places[h.kind].a < 0)
		return model_refer(r, (int)h.kind, h.name[0]);
	if (!section)
		return ini_error(r->src, c->section.p, r->err,
		    "there is no section [%.*s]", STR_ARG(c->section));
	k = find_key(h.kind, c->key);
	if (!k)
		return unknown_key(r, h.kind, c->key);
	if (h.kind == M_CENTER && str_is(c->key, "interval"))
		return ini_error(r->src, c->key.p, r->err,
		    "the interval says what lists mean: it stays");
	r->spacing = spacing_of(r->m, h.kind, section);
	return model_value_read(r, k, c->op, c->value, field_of(section, k));
}

int
model_set(struct model *m, struct str words, struct err *err)
{
	struct ini src = { .name = (char *)(uintptr_t)"--set" };
	struct model_reading r = { m, &src, err, MODEL_UNSET };
	struct change c;
	int bad;

	src.text = mem_dup(words);
	src.n_text = words.n;
	bad = split_change(&r, (struct str){ src.text, words.n }, &c);
	if (bad == 0)
		bad = change(&r, &c);
	mem_free(src.text);
	return bad;
}

/* ---- printing ------------------------------------------------------------------------------ */

static void
put_heading(const struct model *m, enum model_kind kind,
    const struct model_head *h, struct buf *out)
{
	const struct model_place *place = &model_places[kind];

	buf_printf(out, "%s[%s", out->n ? "\n" : "",
	    model_sections[kind].word);
	if (place->array != SIZE_MAX && place->a < 0) {
		buf_char(out, ' ');
		model_put_name(out, h->name);
	}
	if (place->a >= 0) {
		buf_char(out, ' ');
		if (h->a == MODEL_NONE)
			buf_char(out, '*');
		else
			model_put_name(out, model_name(m, place->a, h->a));
	}
	if (place->b >= 0 && h->b != MODEL_NONE) {
		buf_char(out, ' ');
		model_put_name(out, model_name(m, place->b, h->b));
	}
	buf_puts(out, "]\n");
}

/* Only what differs from the standard. */
static void
put_keys(const struct model *m, enum model_kind kind, void *section,
    struct buf *out)
{
	struct model spare = { 0 };
	void *plain = mem_zero(1, sizeof(union {
	    struct model_center center; struct model_queue queue;
	    struct model_agents agents; struct model_outbound outbound; }));
	int64_t spacing = spacing_of(m, kind, section);
	struct buf now = { 0 }, standard = { 0 };

	set_standards(&spare, kind, plain);
	for (const struct model_key *k = model_sections[kind].keys; k->name;
	    k++) {
		buf_clear(&now);
		buf_clear(&standard);
		model_value_print(m, k, spacing, field_of(section, k), &now);
		model_value_print(&spare, k, spacing, field_of(plain, k),
		    &standard);
		if (!str_eq(buf_view(&now), buf_view(&standard)))
			buf_printf(out, "%s = %.*s\n", k->name,
			    STR_ARG(buf_view(&now)));
	}
	buf_release(&now);
	buf_release(&standard);
	mem_free(plain);
	arena_release(&spare.arena);
}

void
model_print(const struct model *m, struct buf *out)
{
	for (int k = 0; k < MODEL_KINDS; k++) {
		bool one = model_places[k].array == SIZE_MAX;
		size_t n = k == M_SKILL ? m->declared_skills :
		    one ? 1 : m->n[k];

		for (size_t i = 0; i < n; i++) {
			void *s = model_at(m, (enum model_kind)k, i);

			put_heading(m, (enum model_kind)k, s, out);
			put_keys(m, (enum model_kind)k, s, out);
		}
	}
}
