/* opt: reads argv by an option table and stores what it says; see opt.h. */
#include "common/opt.h"

#include "common/mem.h"
#include "common/near.h"

struct row {			/* a row of some group, and where it stores */
	const struct opt *opt;
	void *to;
};

struct parse {
	const struct tool *tool;
	char *options;
	struct err *err;
};

/* ---- looking up --------------------------------------------------------- */

static bool
find(const struct parse *p, char letter, struct str name, struct row *row)
{
	for (const struct opt_group *g = p->tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++)
			if (letter ? o->letter == letter :
			    str_is(name, o->name)) {
				row->opt = o;
				row->to = p->options + g->base + o->offset;
				return true;
			}
	return false;
}

static const char *
nearest(const struct tool *tool, struct str name)
{
	struct near n = { .typed = name };

	for (const struct opt_group *g = tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++)
			near_offer(&n, str_of(o->name));
	return n.best.p;
}

static int
unknown(const struct parse *p, const char *dashes, struct str name)
{
	const char *near = dashes[1] ? nearest(p->tool, name) : NULL;

	err_set(p->err, ERR_USAGE, "there is no option '%s%.*s'", dashes,
	    STR_ARG(name));
	if (near)
		err_hint(p->err, "did you mean '--%s'?", near);
	else
		err_hint(p->err, "'%s --help' lists the options",
		    p->tool->name);
	return -1;
}

/* ---- reading values ----------------------------------------------------- */

/* Digits, at most max; the rest stays in *s. False: no digit or too large. */
static bool
take_digits(struct str *s, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;
	size_t n = 0;

	for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++) {
		unsigned d = (unsigned)(s->p[n] - '0');

		if (v > (max - d) / 10)
			return false;
		v = v * 10 + d;
	}
	*s = str_skip(*s, n);
	*out = v;
	return n > 0;
}

bool
opt_int(struct str s, int64_t *out)
{
	bool minus = s.n && s.p[0] == '-';
	uint64_t v;

	if (minus)
		s = str_skip(s, 1);
	if (!take_digits(&s, INT64_MAX, &v) || s.n)
		return false;
	*out = minus ? -(int64_t)v : (int64_t)v;
	return true;
}

bool
opt_size(struct str s, size_t *out)
{
	static const char units[] = "KMGT";
	const char *unit;
	uint64_t v;
	unsigned shift = 0;

	if (!take_digits(&s, SIZE_MAX, &v) || s.n > 1)
		return false;
	if (s.n) {
		unit = strchr(units, s.p[0] & ~0x20);
		if (!unit || !*unit)
			return false;
		shift = 10 * (unsigned)(unit - units + 1);
	}
	if (v > SIZE_MAX >> shift)
		return false;
	*out = (size_t)v << shift;
	return true;
}

/* The fraction after a point, in thousandths; at most three digits. */
static bool
take_thousandths(struct str *s, uint64_t *out)
{
	struct str digits = str_skip(*s, 1);
	size_t before = digits.n;
	uint64_t v;

	if (!take_digits(&digits, 999, &v))
		return false;
	for (size_t n = before - digits.n; n < 3; n++)
		v *= 10;
	*s = digits;
	*out = v;
	return before - digits.n <= 3;
}

bool
opt_seconds(struct str s, int64_t *ms)
{
	static const struct { const char *name; int64_t seconds; } unit[] = {
		{ "", 1 }, { "s", 1 }, { "m", 60 }, { "min", 60 },
		{ "h", 3600 }, { "d", 86400 },
	};
	uint64_t whole, part = 0;

	if (!take_digits(&s, INT64_MAX / 86400000 - 1, &whole))
		return false;
	if (s.n && s.p[0] == '.' && !take_thousandths(&s, &part))
		return false;
	for (size_t i = 0; i < COUNT_OF(unit); i++)
		if (str_is(s, unit[i].name)) {
			*ms = (int64_t)(whole * 1000 + part) * unit[i].seconds;
			return true;
		}
	return false;
}

static int
bad_value(const struct parse *p, const struct opt *o, const char *text,
    const char *wants)
{
	return err_set(p->err, ERR_USAGE, "'--%s' takes %s, not '%s'",
	    o->name, wants, text);
}

static int
store_int(const struct parse *p, const struct row *r, const char *text)
{
	const struct opt *o = r->opt;
	int64_t max = o->min || o->max ? o->max : INT64_MAX;
	int64_t *to = r->to;
	int64_t v;
	char wants[80];

	if (opt_int(str_of(text), &v) && v >= o->min && v <= max) {
		*to = v;
		return 0;
	}
	if (max == INT64_MAX)
		snprintf(wants, sizeof(wants), "a whole number from %lld on",
		    (long long)o->min);
	else
		snprintf(wants, sizeof(wants), "a whole number from %lld to "
		    "%lld", (long long)o->min, (long long)max);
	return bad_value(p, o, text, wants);
}

static int
store_choice(const struct parse *p, const struct row *r, const char *text)
{
	const char *const *values = r->opt->values;
	char wants[256] = "one of";
	size_t n = strlen(wants);

	for (int i = 0; values[i]; i++) {
		if (strcmp(values[i], text) == 0) {
			*(int *)r->to = i;
			return 0;
		}
		if (n < sizeof(wants))
			n += (size_t)snprintf(wants + n, sizeof(wants) - n,
			    "%s %s", i ? "," : "", values[i]);
	}
	return bad_value(p, r->opt, text, wants);
}

/* "$FILE" with FILE unset is no file. */
static int
store_path(const struct parse *p, const struct row *r, const char *text)
{
	if (!*text)
		return bad_value(p, r->opt, text, "a name");
	*(const char **)r->to = text;
	return 0;
}

static int
store_optional(const struct parse *p, const struct row *r, const char *text)
{
	if (text && !*text)
		return bad_value(p, r->opt, text, "something after '='");
	*(struct opt_optional *)r->to = (struct opt_optional){
	    .on = true, .text = text };
	return 0;
}

static void
store_list(struct opt_list *list, const char *text)
{
	GROW(list->item, list->n, list->cap);
	list->item[list->n++] = text;
}

static int
store(const struct parse *p, const struct row *r, const char *text)
{
	switch (r->opt->type) {
	case OPT_FLAG:
		*(bool *)r->to = true;
		return 0;
	case OPT_TEXT:
		*(const char **)r->to = text;
		return 0;
	case OPT_FILE:
	case OPT_DIR:
		return store_path(p, r, text);
	case OPT_INT:
		return store_int(p, r, text);
	case OPT_SIZE:
		return opt_size(str_of(text), r->to) ? 0 :
		    bad_value(p, r->opt, text, "a size such as 64K, 512M, 2G");
	case OPT_SECONDS:
		return opt_seconds(str_of(text), r->to) ? 0 : bad_value(p,
		    r->opt, text, "seconds, or a time such as 90s, 5m, 2h, 7d");
	case OPT_CHOICE:
		return store_choice(p, r, text);
	case OPT_LIST:
		store_list(r->to, text);
		return 0;
	case OPT_OPTIONAL:
		return store_optional(p, r, text);
	}
	BUG("an option of no type");
}

/* ---- walking argv ------------------------------------------------------- */

static bool
takes_value(const struct opt *o)
{
	return o->type != OPT_FLAG && o->type != OPT_OPTIONAL;
}

/* The value in the next argument. *argv is left on it. */
static int
store_next(const struct parse *p, const struct row *r, char ***argv)
{
	if (!(*argv)[1])
		return err_set(p->err, ERR_USAGE, "'--%s' needs %s",
		    r->opt->name, r->opt->arg ? r->opt->arg : "a value");
	return store(p, r, *++*argv);
}

/* --name, --name=VALUE, --name VALUE */
static int
parse_long(const struct parse *p, char ***argv)
{
	const char *text = **argv + 2;
	const char *equals = strchr(text, '=');
	struct str name = equals ? str_range(text, equals) : str_of(text);
	struct row r;

	if (!find(p, 0, name, &r))
		return unknown(p, "--", name);
	if (equals && r.opt->type == OPT_FLAG)
		return err_set(p->err, ERR_USAGE, "'--%s' takes no value",
		    r.opt->name);
	if (equals)
		return store(p, &r, equals + 1);
	if (takes_value(r.opt))
		return store_next(p, &r, argv);
	return store(p, &r, NULL);
}

/* -x, -xyz (flags together), -xVALUE, -x VALUE */
static int
parse_letters(const struct parse *p, char ***argv)
{
	struct row r;

	for (const char *c = **argv + 1; *c; c++) {
		if (!find(p, *c, STR_NONE, &r))
			return unknown(p, "-", (struct str){ c, 1 });
		if (takes_value(r.opt))
			return c[1] ? store(p, &r, c + 1) :
			    store_next(p, &r, argv);
		if (store(p, &r, NULL) < 0)
			return -1;
	}
	return 0;
}

int
opt_parse(const struct tool *tool, void *options, int argc, char **argv,
    int *n, struct err *err)
{
	struct parse p = { tool, options, err };
	char **from = argv + (argc > 0);
	int operands = 0;
	bool only_operands = false;

	for (; *from; from++) {
		char *a = *from;

		if (only_operands || a[0] != '-' || a[1] == '\0')
			argv[operands++] = a;
		else if (strcmp(a, "--") == 0)
			only_operands = true;
		else if ((a[1] == '-' ? parse_long(&p, &from) :
		    parse_letters(&p, &from)) < 0)
			return -1;
	}
	argv[operands] = NULL;
	*n = operands;
	return 0;
}

void
opt_release(const struct tool *tool, void *options)
{
	for (const struct opt_group *g = tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++)
			if (o->type == OPT_LIST) {
				struct opt_list *list = (void *)
				    ((char *)options + g->base + o->offset);

				mem_free(list->item);
				*list = (struct opt_list){ 0 };
			}
}
