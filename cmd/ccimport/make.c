/* make: values become members of the line at hand; see run.h. */
#include "cmd/ccimport/cell.h"
#include "common/buf.h"
#include "common/utf8.h"

/* ---- text --------------------------------------------------------------- */

/* What windows-1252 has at 0x80 to 0x9f; holes stay C1 controls. */
static const uint16_t cp1252[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,
	0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019,
	0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
	0x153, 0x9d, 0x17e, 0x178
};

/* A field that is not UTF-8 is read as windows-1252, whole: no byte is lost. */
struct str
run_clean(struct run *r, struct str s)
{
	struct buf b = { 0 };

	if (utf8_valid(s))
		return s;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		utf8_put(&b, c >= 0x80 && c < 0xa0 ? cp1252[c - 0x80] : c);
	}
	s = arena_dup(&r->arena, buf_view(&b));
	buf_release(&b);
	r->issues |= ISSUE_CHARSET;
	return s;
}

/* ---- conversion --------------------------------------------------------- */

static int
bad_value(struct run *r, const struct assign *a, const struct value *v)
{
	struct finding *f = &r->finding;

	*f = (struct finding){ .code = FINDING_BAD_NUMBER,
	    .file = r->file->name, .value = v->s,
	    .field = str_of(fields[a->field].name) };
	run_locate(r, v->s, f);
	return -1;
}

/* Text into what the member wants; typed values stay. 0 or -1. */
static int
convert(struct run *r, const struct assign *a, struct value *v)
{
	bool ok = true;

	if (v->type == V_LIST && a->type != T_STRS)
		*v = v->list[0];	/* one member, several values */
	if (v->type != V_TEXT)
		return 0;
	switch (a->type) {
	case T_INT:
		ok = text_to_int(v->s, &v->i);
		v->type = V_INT;
		break;
	case T_NUM:
		ok = text_to_micro(v->s, &v->i);
		v->type = V_NUM;
		break;
	case T_BOOL:
		ok = text_to_bool(v->s, &v->i);
		v->type = V_BOOL;
		break;
	case T_DUR:			/* only the literal 0 comes here */
		v->i = 0;
		v->type = V_DUR;
		break;
	default:
		if (!(v->flags & VALUE_PLAIN)) {
			if (text_is_plain(v->s))
				v->flags |= VALUE_PLAIN;
			else
				v->s = run_clean(r, v->s);
		}
	}
	return ok ? 0 : bad_value(r, a, v);
}

static bool
in_values(const char *const *values, struct str s)
{
	for (; values && *values; values++)
		if (str_is(s, *values))
			return true;
	return false;
}

/* A word outside the closed list counts as other, where there is one. */
static struct str
enum_word(const struct assign *a, struct str s)
{
	const char *const *values = fields[a->field].values;

	if (in_values(values, s))
		return s;
	if (in_values(values, STR("other")))
		return STR("other");
	return in_values(values, STR("unknown")) ? STR("unknown") : STR_NONE;
}

/* ---- objects: ratings.csat.value ---------------------------------------- */

static void
put_value(struct buf *b, const struct value *v)
{
	switch (v->type) {
	case V_TIME:
		json_put_time(b, v->i);
		break;
	case V_INT:
	case V_DUR:
		buf_int(b, v->i);
		break;
	case V_NUM:
		json_put_micro(b, v->i);
		break;
	case V_BOOL:
		buf_puts(b, v->i ? "true" : "false");
		break;
	case V_NODE:
		buf_puts(b, "null");
		break;
	default:
		json_put_str(b, v->s);
	}
}

/* A vendor's own object or list, in the writer's spelling. */
static void
put_node(struct run *r, struct buf *b, const struct json_node *n)
{
	const struct json *j = r->record->json;
	const struct json_node *e = n + 1;
	bool object = n->type == JSON_OBJECT, repaired;

	switch (n->type) {
	case JSON_STRING:
		json_put_str(b, json_text(n, &r->arena, &repaired));
		return;
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	default:
		buf_str(b, n->text);
		return;
	}
	buf_char(b, object ? '{' : '[');
	for (uint32_t i = 0; i < n->count; i++) {
		if (i)
			buf_char(b, ',');
		if (object) {
			json_put_str(b, json_text(e, &r->arena, &repaired));
			buf_char(b, ':');
			e = &j->node[e->next];
		}
		put_node(r, b, e);
		e = &j->node[e->next];
	}
	buf_char(b, object ? '}' : ']');
}

static bool
same_object(const struct assign *a, const struct assign *b)
{
	return a->field == b->field && str_eq(a->object, b->object);
}

/* The kind of a rating is its name in the profile when that is not said. */
static const char *
default_name(const struct assign *a)
{
	return a->field == F_RATINGS ? "kind" : a->field == F_SLA ? "name" :
	    NULL;
}

static const struct assign *
object_member(const struct section *s, const struct assign *first,
    const char *member)
{
	for (size_t i = 0; i < s->n; i++)
		if (same_object(&s->assign[i], first) &&
		    str_is(s->assign[i].member, member))
			return &s->assign[i];
	return NULL;
}

static void
put_name(struct buf *b, struct str name)
{
	if (b->n > 1)
		buf_char(b, ',');
	json_put_str(b, name);
	buf_char(b, ':');
}

/* ,"value":5 when it is there; *any: when the record itself said it. */
static int
put_member(struct run *r, const struct assign *a, bool *any)
{
	struct value tmp, v;
	const struct value *got = run_choices(r, &a->from, &tmp);

	if (!got)
		return -1;
	if (got->type == V_NONE)
		return 0;
	v = *got;
	*any |= !(v.flags & VALUE_LITERAL);
	if (convert(r, a, &v) < 0)
		return -1;
	put_name(&r->object, a->member);
	if (v.type == V_NODE)
		put_node(r, &r->object, v.node);
	else
		put_value(&r->object, &v);
	return 0;
}

/*
 * Writes the object whose first assignment is `first`, members in the field
 * table's order. *any is false when nothing but literals are in it.
 */
static int
make_object(struct run *r, const struct section *s, const struct assign *first,
    bool *any)
{
	const char *const *name = fields[first->field].members;
	const char *name_member = default_name(first);

	*any = false;
	buf_clear(&r->object);
	buf_char(&r->object, '{');
	for (size_t i = 0; !name && i < s->n; i++)
		if (same_object(&s->assign[i], first) &&
		    put_member(r, &s->assign[i], any) < 0)
			return -1;
	for (; name && *name; name++) {
		const struct assign *a = object_member(s, first, *name);

		if (a && put_member(r, a, any) < 0)
			return -1;
		if (!a && name_member && str_is(str_of(*name), name_member)) {
			put_name(&r->object, str_of(*name));
			json_put_str(&r->object, first->object);
		}
	}
	buf_char(&r->object, '}');
	return 0;
}

static bool
first_of_object(const struct section *s, const struct assign *a)
{
	for (size_t k = 0; &s->assign[k] < a; k++)
		if (same_object(&s->assign[k], a))
			return false;
	return true;
}

static void
set_ours(struct run *r, enum field_id f, const struct value *v)
{
	r->ours[f] = *v;
	field_set_add(&r->has_ours, f);
}

/* Adds an element to a list that is kept as JSON text. */
static void
add_raw(struct run *r, enum field_id f, struct str json)
{
	struct value v = { .type = V_RAW };
	struct str old = run_has(r, f) ? r->ours[f].s : STR("[]");
	char *to = arena_get(&r->arena, old.n + json.n + 1);
	size_t n = old.n - 1;

	memcpy(to, old.p, n);
	if (n > 1)
		to[n++] = ',';
	memcpy(to + n, json.p, json.n);
	n += json.n;
	to[n++] = ']';
	v.s = (struct str){ to, n };
	set_ours(r, f, &v);
}

static int
set_object(struct run *r, const struct section *s, const struct assign *a)
{
	struct value v = { .type = V_RAW };
	bool any;

	if (!first_of_object(s, a))
		return 0;
	if (make_object(r, s, a, &any) < 0)
		return -1;
	if (!any)
		return 0;
	if (fields[a->field].type == T_OBJS) {
		add_raw(r, a->field, buf_view(&r->object));
		return 0;
	}
	v.s = arena_dup(&r->arena, buf_view(&r->object));
	set_ours(r, a->field, &v);
	return 0;
}

/* ---- members ------------------------------------------------------------ */

/* s must live as long as the record. */
void
run_add(struct run *r, enum field_id f, struct str s)
{
	struct value *v = &r->ours[f];
	struct buf *b = &r->object;
	bool has = run_has(r, f);

	if (s.n == 0 || (has && v->type == V_ONE && str_eq(v->s, s)))
		return;
	if (!has && text_is_plain(s)) {
		v->type = V_ONE;
		v->flags = 0;
		v->s.p = s.p;
		v->s.n = s.n;
		run_mark(r, f);
		return;
	}
	if (has && v->type == V_ONE) {		/* two: a list in full */
		buf_clear(b);
		buf_char(b, '[');
		json_put_str(b, v->s);
		buf_char(b, ']');
		v->type = V_RAW;
		v->s = arena_dup(&r->arena, buf_view(b));
	}
	buf_clear(b);
	json_put_str(b, s);
	if (!has || !str_search(v->s, buf_view(b)))
		add_raw(r, f, buf_view(b));
}

static void
add_coarse(struct run *r, enum field_id f, unsigned flags)
{
	char text[64];
	int n;

	if (f == F_REV || f == F_LEG_REV)
		return;
	n = snprintf(text, sizeof(text), "%s:%s", fields[f].name,
	    flags & VALUE_DAY ? "day" : "min");
	run_add(r, F_COARSE, arena_dup(&r->arena,
	    (struct str){ text, (size_t)n }));
}

static void
look_at_time(struct run *r, enum field_id f, const struct value *v)
{
	if (v->flags & (VALUE_MINUTE | VALUE_DAY))
		add_coarse(r, f, v->flags);
	r->issues |= v->flags & VALUE_GAP ? ISSUE_GAP : 0;
	r->issues |= v->flags & VALUE_FOLD ? ISSUE_FOLD : 0;
	if (f == F_START || f == F_END || f == F_AT)
		tally_time(&r->tally, v->i);
}

static void
add_list(struct run *r, enum field_id f, const struct value *v)
{
	if (v->type != V_LIST) {
		run_add(r, f, run_clean(r, v->s));
		return;
	}
	for (int64_t i = 0; i < v->i; i++)
		run_add(r, f, run_clean(r, v->list[i].s));
}

/* Numbers that a text member takes are written as text. */
static void
as_text(struct run *r, struct value *v)
{
	struct buf b = { 0 };

	if (v->type == V_TEXT || v->type == V_PARTY || v->type == V_LIST)
		return;
	put_value(&b, v);
	v->s = arena_dup(&r->arena, buf_view(&b));
	if (v->type == V_TIME)		/* without its quotes */
		v->s = (struct str){ v->s.p + 1, v->s.n - 2 };
	v->flags = 0;
	v->type = V_TEXT;
	buf_release(&b);
}

/* Sets one plain member, which stands in its place. A negative duration is no duration: said, left out. */
static void
set_member(struct run *r, const struct assign *a, struct value *v)
{
	switch (a->type) {
	case T_TIME:
		look_at_time(r, a->field, v);
		break;
	case T_DUR:
		if (v->i < 0) {
			r->issues |= ISSUE_NEGATIVE;
			return;
		}
		break;
	case T_NUM:
		if (v->type == V_INT)
			v->i *= 1000000;
		v->type = V_NUM;
		break;
	case T_INT:
		break;
	case T_BOOL:
		if (!v->i)
			return;
		break;
	case T_ENUM:
		if (!(v->flags & (VALUE_LITERAL | VALUE_WORD)))
			v->s = enum_word(a, v->s);
		if (!v->s.p)
			return;
		break;
	default:
		as_text(r, v);
	}
	run_mark(r, a->field);
}

/* Member by member, for the reason fetch_cell gives. */
static inline void
copy_value(struct value *to, const struct value *from)
{
	if (to == from)
		return;
	to->type = from->type;
	to->flags = from->flags;
	to->i = from->i;
	to->s.p = from->s.p;
	to->s.n = from->s.n;
	to->list = from->list;
}

/* The value of an assignment, into its place. */
static int
value_into(struct run *r, const struct assign *a, struct value *to)
{
	struct value tmp;
	const struct value *got = run_choices(r, &a->from, &tmp);

	if (!got)
		return -1;
	copy_value(to, got);
	return 0;
}

static int
assign_one(struct run *r, const struct section *s, const struct assign *a)
{
	struct value tmp, *to = &r->ours[a->field];

	if (a->member.p)
		return set_object(r, s, a);
	if (a->field == F_TEXT && !r->content)
		return 0;
	if (s->make == MAKE_DERIVE && run_has(r, a->field))
		return 0;
	if (a->type == T_STRS || run_has(r, a->field))
		to = &tmp;		/* what is there stays, or grows */
	if (value_into(r, a, to) < 0)
		return -1;
	if (to->type == V_NONE)
		return 0;
	if (a->type == T_STRS) {
		add_list(r, a->field, to);
		return 0;
	}
	if (to == &tmp) {
		to = &r->ours[a->field];
		copy_value(to, &tmp);
	}
	if (convert(r, a, to) < 0)
		return -1;
	set_member(r, a, to);
	if (s->make == MAKE_DERIVE)
		r->issues |= ISSUE_DERIVED;
	return 0;
}

static void
do_word(struct run *r, const struct op *op)
{
	struct value *to = &r->ours[op->field];

	to->type = V_TEXT;
	to->flags = VALUE_LITERAL | VALUE_PLAIN | VALUE_PADDED;
	to->s.p = op->word.p;
	to->s.n = op->word.n;
	run_mark(r, (enum field_id)op->field);
}

static int
do_cell(struct run *r, const struct op *op)
{
	struct value *to = &r->ours[op->field];

	if (run_cell(r, op, to) < 0)
		return -1;
	if (to->type == V_NONE) {
		if (op->word.p)
			do_word(r, op);
		return 0;
	}
	if (op->plain_text && to->flags & VALUE_PLAIN) {	/* most are */
		run_mark(r, (enum field_id)op->field);
		return 0;
	}
	if ((to->type == V_TEXT || to->type == V_LIST) &&
	    convert(r, op->assign, to) < 0)
		return -1;
	set_member(r, op->assign, to);
	return 0;
}

/* A line that nothing is known of yet: flat operations set their members. */
int
run_ops(struct run *r, const struct section *s)
{
	for (const struct op *op = s->op, *end = op + s->n; op < end; op++) {
		if (op->kind == OP_WORD)
			do_word(r, op);
		else if ((op->kind == OP_CELL ? do_cell(r, op) :
		    assign_one(r, s, op->assign)) < 0)
			return -1;
	}
	return 0;
}

int
run_assigns(struct run *r, const struct section *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (assign_one(r, s, &s->assign[i]) < 0)
			return -1;
	return 0;
}

void
run_put(struct run *r, struct line_maker *m)
{
	for EACH_FIELD(f, &r->has_ours) {
		const struct value *v = &r->ours[f];
		enum field_id id = (enum field_id)f;

		switch (v->type) {
		case V_TIME:
			maker_time(m, id, v->i);
			break;
		case V_INT:
		case V_DUR:
			maker_int(m, id, v->i);
			break;
		case V_NUM:
			maker_micro(m, id, v->i);
			break;
		case V_BOOL:
			maker_bool(m, id, v->i);
			break;
		case V_RAW:
			maker_raw(m, id, v->s);
			break;
		case V_ONE:
			maker_unset(m, id);
			maker_add_str(m, id, v->s);
			break;
		default:
			maker_str(m, id, v->s);
		}
	}
}

void
run_recall(struct run *r, const struct line_maker *m)
{
	run_forget_ours(r);
	for EACH_FIELD(f, &m->has) {
		struct str token = maker_token(m, (enum field_id)f);
		struct value v = { .type = V_NONE };

		/* m's bytes move as soon as something is put into it. */
		token = arena_dup(&r->arena, token);
		if (fields[f].type == T_TIME && token_time(token, &v.i))
			v.type = V_TIME;
		else if (fields[f].type == T_DUR && token_int(token, &v.i))
			v.type = V_DUR;
		else if (fields[f].type == T_INT && token_int(token, &v.i))
			v.type = V_INT;
		else if ((fields[f].type == T_STR || fields[f].type == T_ENUM)
		    && token_str(token, &r->arena, &v.s)) {
			v.type = V_TEXT;	/* not a view of m: it moves */
			v.s = arena_dup(&r->arena, v.s);
		}
		else
			v = (struct value){ .type = V_RAW, .s = token };
		if (v.type != V_NONE)
			set_ours(r, (enum field_id)f, &v);
	}
}
