/* model_value: every type of value: read, changed, printed; see
 * model_inside.h. */
#include <math.h>

#include "common/erlang.h"
#include "common/field.h"
#include "common/model_inside.h"
#include "common/near.h"

/* ---- numbers -------------------------------------------------------------------- */

/* old op new, whole millionths again. */
static double
apply(enum model_op op, double old, double value)
{
	double v = op == OP_ADD ? old + value : op == OP_TAKE ? old - value :
	    op == OP_TIMES ? old * value : value;

	return (double)llround(v * 1e6) / 1e6;
}

static int
within(struct model_reading *r, const struct model_key *k, struct str words,
    double v)
{
	if (k->max > k->min && (v < k->min || v > k->max))
		return ini_error(r->src, words.p, r->err,
		    k->type == MT_SHARE ? "%s would be %g: a share is 0%% to "
		    "100%%" : "%s would be %g: it is from %.15g to %.15g",
		    k->name, v, k->min, k->max);
	return 0;
}

static int
read_number(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	double v, *to = field;
	bool share = k->type == MT_SHARE && op != OP_TIMES;

	if (!(share ? model_share(words, &v) : model_number(words, &v)))
		return model_wrong(r, words, share ? "a share such as 30%" :
		    "a number");
	v = apply(op, *to, v);
	if (within(r, k, words, v) < 0)
		return -1;
	*to = v;
	return 0;
}

static int
read_int(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	int64_t *to = field;
	double v;

	if (!model_number(words, &v) ||
	    (op != OP_TIMES && v != (double)(int64_t)v))
		return model_wrong(r, words, "a whole number");
	if (op != OP_SET && *to == MODEL_UNSET)
		return ini_error(r->src, words.p, r->err,
		    "'%s' is not said, so it cannot be changed", k->name);
	v = (double)llround(apply(op, (double)*to, v));
	if (within(r, k, words, v) < 0)
		return -1;
	*to = (int64_t)v;
	return 0;
}

static int
read_time(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	int64_t *to = field;
	double v;

	if (!(op == OP_TIMES ? model_number(words, &v) :
	    dist_time(words, &v)))
		return model_wrong(r, words, op == OP_TIMES ? "a number" :
		    "a time such as 20s, 5m, 2h");
	if (op != OP_SET && *to == MODEL_UNSET)
		return ini_error(r->src, words.p, r->err,
		    "'%s' is not said, so it cannot be changed", k->name);
	v = apply(op, (double)*to, v);
	if (v < 0 || v > 4e12)
		return ini_error(r->src, words.p, r->err,
		    "%s would be %g ms: no time that makes sense", k->name, v);
	*to = llround(v);
	return 0;
}

static void
print_int(const struct model *m, const struct model_key *k, int64_t spacing,
    const void *field, struct buf *out)
{
	const int64_t *v = field;

	(void)m, (void)k, (void)spacing;
	if (*v != MODEL_UNSET)
		buf_int(out, *v);
}

static void
print_number(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	(void)m, (void)spacing;
	if (k->type == MT_SHARE)
		model_put_share(out, *(const double *)field);
	else
		model_put_number(out, *(const double *)field);
}

static void
print_time(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	const int64_t *v = field;

	(void)m, (void)k, (void)spacing;
	if (*v != MODEL_UNSET)
		model_put_duration(out, *v);
}

/* ---- words out of a list ----------------------------------------------------------- */

static int
read_text(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct str *to = field;

	(void)k, (void)op;
	*to = arena_dup(&r->m->arena, ini_unquote(words, &r->m->arena));
	return 0;
}

static void
print_text(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	const struct str *s = field;

	(void)m, (void)k, (void)spacing;
	if (s->p)
		model_put_name(out, *s);
}

static int
read_flag(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	(void)k, (void)op;
	if (!str_is(words, "yes") && !str_is(words, "no"))
		return model_wrong(r, words, "yes or no");
	*(bool *)field = str_is(words, "yes");
	return 0;
}

static void
print_flag(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	(void)m, (void)k, (void)spacing;
	buf_puts(out, *(const bool *)field ? "yes" : "no");
}

static const char *const *
choices(const struct model_key *k)
{
	return k->type == MT_CHANNEL ? fields[F_CHANNEL].values : k->words;
}

static int
read_choice(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	const char *const *names = choices(k);
	struct str best = STR_NONE;

	(void)op;
	for (int i = 0; names[i]; i++) {
		if (str_is(words, names[i])) {
			*(int *)field = i;
			return 0;
		}
		if (near_enough(words, str_of(names[i])))
			best = str_of(names[i]);
	}
	return model_unknown(r, k->name, words, best);
}

static void
print_choice(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	int v = *(const int *)field;

	(void)m, (void)spacing;
	if (v >= 0)
		buf_puts(out, choices(k)[v]);
}

static int
read_ref(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	int32_t to = model_refer(r, k->refers, words);

	(void)op;
	if (to == MODEL_NONE)
		return -1;
	*(int32_t *)field = to;
	return 0;
}

static void
print_ref(const struct model *m, const struct model_key *k, int64_t spacing,
    const void *field, struct buf *out)
{
	int32_t to = *(const int32_t *)field;

	(void)spacing;
	if (to != MODEL_NONE)
		model_put_name(out, model_name(m, k->refers, to));
}

/* ---- laws -------------------------------------------------------------------------- */

/* Times only: shares and shapes stay. */
static void
scale_law(struct model *m, struct dist *d, double by)
{
	struct dist_point *p = arena_get(&m->arena, d->n * sizeof(*p));

	for (size_t i = 0; i < d->n; i++) {
		p[i] = d->point[i];
		p[i].x *= by;
		if (d->law == DIST_HAZARD)
			p[i].y /= by;
	}
	if (d->n)
		d->point = p;
	d->mean *= by;
	if (d->law == DIST_UNIFORM)
		d->shape *= by;
	dist_ready(d);
}

static int
read_law(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct err why = { 0 };
	struct dist d = { 0 };
	double by;

	(void)k;
	if (op == OP_TIMES) {
		if (!model_number(words, &by) || by <= 0)
			return model_wrong(r, words, "a number above 0");
		scale_law(r->m, field, by);
		return 0;
	}
	if (op != OP_SET)
		return ini_error(r->src, words.p, r->err,
		    "a law is set by = or scaled by *=");
	if (dist_parse(words, &r->m->arena, &d, &why) < 0) {
		ini_error(r->src, words.p, r->err, "%s", why.text);
		if (why.hint[0])
			err_hint(r->err, "%s", why.hint);
		return -1;
	}
	*(struct dist *)field = d;
	return 0;
}

static void
print_law(const struct model *m, const struct model_key *k, int64_t spacing,
    const void *field, struct buf *out)
{
	const struct dist *d = field;

	(void)m, (void)k, (void)spacing;
	if (d->law != DIST_NONE)
		dist_print(d, out);
}

/* ---- profiles ------------------------------------------------------------------------ */

static int
read_profile(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	return model_profile_read(r, k, op, words, field);
}

static void
print_profile(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	(void)m;
	if (k->type == MT_HOURS)
		model_hours_print(out, field);
	else
		model_put_profile(out, field, spacing);
}

/* ---- lists of names --------------------------------------------------------------------- */

static void
add_ref(struct model_reading *r, struct model_refs *list,
    struct model_ref ref)
{
	struct model_ref *more = arena_get(&r->m->arena,
	    (list->n + 1) * sizeof(*more));

	if (list->n)
		memcpy(more, list->ref, list->n * sizeof(*more));
	more[list->n++] = ref;
	list->ref = more;
}

static bool
has_ref(const struct model_refs *list, int32_t to)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->ref[i].to == to)
			return true;
	return false;
}

/* What stands behind a name: a priority, a share. */
static int
read_beside(struct model_reading *r, const struct model_key *k,
    struct str rest, struct model_ref *ref)
{
	struct str word;
	double v;

	while (model_word(&rest, &word)) {
		bool share = str_ends(word, STR("%"));

		if (k->type == MT_NAMES)
			return ini_error(r->src, word.p, r->err, "'%.*s' behind "
			    "a name says nothing here: only agents have a "
			    "priority or a proficiency", STR_ARG(word));
		if (k->type == MT_SKILLS && !share && model_number(word, &v) &&
		    v >= 1 && v <= 1000 && v == (double)(int32_t)v)
			ref->level = (int32_t)v;
		else if (share && model_share(word, &v) && v >= 0 &&
		    v <= (k->type == MT_SKILLS ? 10 : 1))
			ref->share = v;
		else
			return model_wrong(r, word, k->type == MT_SKILLS ?
			    "a priority such as 2, nor a proficiency such as "
			    "80%" : "a share such as 60%");
	}
	if (k->type == MT_SKILLS && ref->share <= 0)
		return model_wrong(r, rest, "a proficiency above 0%");
	return 0;
}

/* "30s seniors juniors": one for each name. */
static int
read_ring(struct model_reading *r, const struct model_key *k,
    struct str item, struct model_refs *list)
{
	struct str word;
	double after;
	size_t before = list->n;

	if (!model_word(&item, &word) || !dist_time(word, &after))
		return model_wrong(r, word, "a ring such as '30s seniors'");
	while (model_word(&item, &word)) {
		int32_t to = model_refer(r, k->refers, word);

		if (to == MODEL_NONE)
			return -1;
		add_ref(r, list, (struct model_ref){ .to = to,
		    .after_ms = llround(after) });
	}
	return list->n > before ? 0 : ini_error(r->src, item.p, r->err,
	    "a ring names its groups: '30s seniors'");
}

static int
read_refs(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct model_refs list = { 0 }, *to = field;
	struct str item;

	if (op == OP_ADD)
		list = *to;
	else if (op != OP_SET)
		return ini_error(r->src, words.p, r->err,
		    "a list is set by = or gets more by +=");
	while (model_item(&words, &item)) {
		struct model_ref ref = { .level = 1, .share = 1 };
		struct str word;

		if (k->type == MT_RINGS) {
			if (read_ring(r, k, item, &list) < 0)
				return -1;
			continue;
		}
		model_word(&item, &word);
		ref.to = model_refer(r, k->refers, word);
		if (ref.to == MODEL_NONE || read_beside(r, k, item, &ref) < 0)
			return -1;
		if (has_ref(&list, ref.to))
			return ini_error(r->src, word.p, r->err,
			    "'%.*s' is named twice", STR_ARG(word));
		add_ref(r, &list, ref);
	}
	*to = list;
	return 0;
}

static void
print_refs(const struct model *m, const struct model_key *k, int64_t spacing,
    const void *field, struct buf *out)
{
	const struct model_refs *list = field;

	(void)spacing;
	for (size_t i = 0; i < list->n; i++) {
		const struct model_ref *ref = &list->ref[i];

		buf_puts(out, i ? ", " : "");
		if (k->type == MT_RINGS) {
			model_put_duration(out, ref->after_ms);
			buf_char(out, ' ');
		}
		model_put_name(out, model_name(m, k->refers, ref->to));
		if (k->type == MT_SKILLS && ref->level != 1) {
			buf_char(out, ' ');
			buf_int(out, ref->level);
		}
		if (k->type == MT_ALLOCATE ||
		    (k->type == MT_SKILLS && ref->share != 1)) {
			buf_char(out, ' ');
			model_put_share(out, ref->share);
		}
	}
}

/* ---- the rest ---------------------------------------------------------------------------- */

static int
read_target(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct model_target t = { 0 };
	struct str rest = words, share, in, time, of, kind = STR_NONE;
	double ms;

	(void)k;
	if (op != OP_SET)
		return ini_error(r->src, words.p, r->err,
		    "a service level is set by =");
	model_word(&rest, &share);
	model_word(&rest, &in);
	model_word(&rest, &time);
	if (!model_share(share, &t.share) || t.share <= 0 || t.share > 1 ||
	    !str_is(in, "in") || !dist_time(time, &ms))
		return model_wrong(r, words, "a target such as '80% in 20s of "
		    "offered'");
	t.within_ms = llround(ms);
	if (model_word(&rest, &of)) {
		model_word(&rest, &kind);
		while (t.of < SL_KINDS && !str_is(kind, sl_kind_names[t.of]))
			t.of++;
		if (!str_is(of, "of") || t.of == SL_KINDS || rest.n)
			return model_wrong(r, of, "'of offered', 'of served', 'of "
			    "pos' or 'of excl'");
	}
	*(struct model_target *)field = t;
	return 0;
}

static void
print_target(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	const struct model_target *t = field;

	(void)m, (void)k, (void)spacing;
	if (t->share <= 0)
		return;
	model_put_share(out, t->share);
	buf_puts(out, " in ");
	model_put_duration(out, t->within_ms);
	buf_printf(out, " of %s", sl_kind_names[t->of]);
}

static int
read_slots(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct model_key channel = { .name = "channel", .type = MT_CHANNEL };
	struct model_slots s = { { 0 } };
	struct str item;

	(void)k;
	if (op != OP_SET)
		return ini_error(r->src, words.p, r->err,
		    "concurrency is set by =");
	while (model_item(&words, &item)) {
		struct str word, number;
		double v;
		int i = 0;

		model_word(&item, &word);
		if (read_choice(r, &channel, OP_SET, word, &i) < 0)
			return -1;
		if (!model_word(&item, &number) || !model_number(number, &v) ||
		    v < 0 || v > 1000 || v != (double)(int32_t)v)
			return model_wrong(r, number, "a number of contacts such as 3");
		s.of[i] = (int32_t)v;
	}
	*(struct model_slots *)field = s;
	return 0;
}

static void
print_slots(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	const struct model_slots *s = field;
	size_t from = out->n;

	(void)m, (void)k, (void)spacing;
	for (int i = 0; i < MODEL_CHANNELS; i++)
		if (s->of[i])
			buf_printf(out, "%s%s %d", out->n > from ? ", " : "",
			    fields[F_CHANNEL].values[i], s->of[i]);
}

static int
read_numbers(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct model_numbers list = { 0 };
	double value[64];
	struct str item;

	(void)k;
	if (op != OP_SET)
		return ini_error(r->src, words.p, r->err,
		    "a list of numbers is set by =");
	while (model_item(&words, &item)) {
		if (list.n == COUNT_OF(value) ||
		    !model_number(item, &value[list.n]) ||
		    value[list.n] <= 0)
			return model_wrong(r, item, "a number above 0: "
			    "commas stand between, 64 numbers at most");
		list.n++;
	}
	list.value = arena_get(&r->m->arena, sizeof(value));
	memcpy(list.value, value, list.n * sizeof(*value));
	*(struct model_numbers *)field = list;
	return 0;
}

static void
print_numbers(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	const struct model_numbers *list = field;

	(void)m, (void)k, (void)spacing;
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(out, i ? ", " : "");
		model_put_number(out, list->value[i]);
	}
}

/* ---- the types ------------------------------------------------------------------------------- */

static const struct {
	int (*read)(struct model_reading *, const struct model_key *,
	    enum model_op, struct str, void *);
	void (*print)(const struct model *, const struct model_key *,
	    int64_t, const void *, struct buf *);
	const char *words;
} types[MT_TYPES] = {
	[MT_TEXT] = { read_text, print_text, "words" },
	[MT_FLAG] = { read_flag, print_flag, "yes or no" },
	[MT_CHOICE] = { read_choice, print_choice, NULL },
	[MT_CHANNEL] = { read_choice, print_choice, "channel" },
	[MT_INT] = { read_int, print_int, "whole number" },
	[MT_NUMBER] = { read_number, print_number, "number" },
	[MT_SHARE] = { read_number, print_number, "share: 30% or 0.3" },
	[MT_TIME] = { read_time, print_time, "time: 20s, 5m" },
	[MT_LAW] = { read_law, print_law, "law" },
	[MT_RATES] = { read_profile, print_profile, "profile" },
	[MT_COUNTS] = { read_profile, print_profile,
	    "profile of whole numbers" },
	[MT_HOURS] = { read_profile, print_profile,
	    "hours: mon-fri 08:00-18:00, sat 09:00-13:00" },
	[MT_SHIFTS] = { model_shifts_read, model_shifts_print,
	    "shifts: mon-fri 08:00-16:30 6 break 12:00-12:45" },
	[MT_DAYS] = { model_days_read, model_days_print,
	    "days: 2026-12-25, 2026-12-26" },
	[MT_TARGET] = { read_target, print_target, "80% in 20s of offered" },
	[MT_SLOTS] = { read_slots, print_slots, "voice 1, chat 3" },
	[MT_NUMBERS] = { read_numbers, print_numbers, "numbers: 1, 1.7, 2.5" },
	[MT_DAY] = { model_day_read, model_day_print, "day: 2026-03-02" },
	[MT_REF] = { read_ref, print_ref, "name" },
	[MT_NAMES] = { read_refs, print_refs, "names: cards, loans" },
	[MT_SKILLS] = { read_refs, print_refs, "names: cards, loans 2 90%" },
	[MT_ALLOCATE] = { read_refs, print_refs, "names: first 60%, other "
	    "40%" },
	[MT_RINGS] = { read_refs, print_refs, "rings: 0s cards, 30s seniors" },
};

const char *
model_type_words(int type)
{
	return types[type].words;
}

int
model_value_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	bool changes = op == OP_TAKE || op == OP_TIMES;
	bool numeric = k->type == MT_INT || k->type == MT_NUMBER ||
	    k->type == MT_SHARE || k->type == MT_TIME || k->type == MT_LAW ||
	    k->type == MT_RATES || k->type == MT_COUNTS ||
	    k->type == MT_SHIFTS;

	if (words.n == 0)
		return ini_error(r->src, words.p, r->err,
		    "'%s' has no value", k->name);
	if (changes && !numeric)
		return ini_error(r->src, words.p, r->err,
		    "'%s' is no number: it is set by =", k->name);
	return types[k->type].read(r, k, op, words, field);
}

void
model_value_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	types[k->type].print(m, k, spacing, field, out);
}
