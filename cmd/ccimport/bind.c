/* bind: a program meets the header of one file (csv, log); see program.h. */
#include "cmd/ccimport/program.h"
#include "common/buf.h"
#include "common/field.h"

static int
find_name(const struct str *header, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (same_name(header[i], name))
			return (int)i;
	return -1;
}

int
header_column(const struct profile *p, const struct str *header, size_t n,
    struct str name)
{
	long at;
	int i;

	if (name.n > 1 && name.p[0] == '@' && path_index(str_skip(name, 1), &at))
		return at >= 1 ? (int)at - 1 : -1;
	i = find_name(header, n, name);
	for (size_t k = 0; i < 0 && k < p->n_names; k++)
		for (size_t j = 0; i < 0 && j < p->names[k].n &&
		    names_have(&p->names[k], name); j++)
			i = find_name(header, n, p->names[k].name[j]);
	return i;
}

static bool
optional(const struct profile *p, struct str name)
{
	for (size_t i = 0; i < p->n_optional; i++)
		if (same_name(p->optional[i], name))
			return true;
	return p->optional_all;
}

static struct str
bare(struct str name)			/* as the file writes it */
{
	return name.n > 1 && name.p[0] == '"' ?
	    (struct str){ name.p + 1, name.n - 2 } : name;
}

static void
report_double(const struct access *a, const struct str *header, size_t n,
    int at, struct buf *missing)
{
	for (size_t i = (size_t)at + 1; i < n; i++)
		if (same_name(header[i], header[at])) {
			buf_printf(missing, "%c%.*s\tcolumns %d and %zu; the "
			    "first one is taken\n", TOLD_DOUBLE,
			    STR_ARG(bare(a->path)), at + 1, i + 1);
			return;
		}
}

/* What may help where a header is not the profile's: nearest names, or none. */
static void
hint_header(struct err *err, size_t n, struct str nearest)
{
	if (n == 1)
		err_hint(err, "its first line is one column: titles above a "
		    "header are passed over by 'preamble = N' in a profile "
		    "like this one");
	else if (nearest.n)
		err_hint(err, "the nearest: %.*s; another profile may fit: "
		    "--sniff", STR_ARG(nearest));
	else
		err_hint(err, "another profile may fit: --sniff");
}

static int
report_missing(const struct access *a, const struct str *header, size_t n,
    struct buf *missing, const char *file, struct err *err)
{
	struct buf near = { 0 };

	nearest_names(&near, a->path, header, n);
	if (a->required) {
		place_error(a->at, err, "'%s' has no column '%.*s'", file,
		    STR_ARG(bare(a->path)));
		hint_header(err, n, buf_view(&near));
	} else if (missing && a->fills != FIELD_COUNT) {
		buf_printf(missing, "%c%.*s\t%s%.*s%s'%s' stays unknown\n",
		    TOLD_MISSING, STR_ARG(bare(a->path)), near.n ? "nearest: " : "",
		    STR_ARG(buf_view(&near)), near.n ? "; " : "",
		    fields[a->fills].name);
	}
	buf_release(&near);
	return a->required ? -1 : 0;
}

/* ---- what the header must have ------------------------------------------- */

struct names_there {
	const struct profile *profile;
	const struct str *header;
	size_t n;
};

/* A condition over names alone, as the parser has checked. */
static bool
names_hold(const struct names_there *t, const struct cond *c)
{
	switch (c->kind) {
	case COND_AND:
		return names_hold(t, c->a) && names_hold(t, c->b);
	case COND_OR:
		return names_hold(t, c->a) || names_hold(t, c->b);
	case COND_NOT:
		return !names_hold(t, c->a);
	default:
		return header_column(t->profile, t->header, t->n,
		    c->term.text) >= 0;
	}
}

/* [interaction] needs this; [customer] needs that: as they are written. */
static void
put_needs(const struct profile *p, struct buf *b)
{
	for (size_t i = 0; i < p->n_section; i++) {
		const struct section *s = &p->section[i];
		bool blank = true;

		buf_printf(b, "%s[%.*s] needs ", b->n ? "; " : "",
		    STR_ARG(s->title));
		for (size_t k = 0; k < s->needs_text.n; k++) {
			bool space = (unsigned char)s->needs_text.p[k] <= ' ';

			if (!space || !blank)
				buf_char(b, space ? ' ' : s->needs_text.p[k]);
			blank = space;
		}
	}
}

/*
 * Which sections have what they need. A file of which none takes anything is
 * another vendor's.
 */
static int
check_needs(const struct program *g, const struct names_there *t,
    struct binding *b, const char *file, struct err *err)
{
	const struct profile *p = g->profile;
	struct buf words = { 0 };
	bool any = false;

	for (size_t i = 0; i < p->n_section; i++) {
		const struct section *s = &p->section[i];

		b->has_section[i] = !s->needs || names_hold(t, s->needs);
		any |= b->has_section[i];
	}
	if (any)
		return 0;
	put_needs(p, &words);
	place_error(p->section[0].needs_at, err, "'%s' is not what this "
	    "profile expects: %.*s", file, STR_ARG(buf_view(&words)));
	hint_header(err, t->n, STR_NONE);
	buf_release(&words);
	return -1;
}

/* The marks by which the format is known must be there. */
static int
check_marks(const struct profile *p, const struct str *header, size_t n,
    const char *file, struct err *err)
{
	for (size_t i = 0; p->header_rows && i < p->n_detect &&
	    str_is(p->container, "csv"); i++)
		if (header_column(p, header, n, p->detect[i]) < 0) {
			place_error(p->detect_at, err, "'%s' has no column "
			    "'%.*s', by which this format is known", file,
			    STR_ARG(p->detect[i]));
			hint_header(err, n, STR_NONE);
			return -1;
		}
	return 0;
}

int
program_bind(const struct program *g, const struct str *header, size_t n,
    struct binding *b, struct buf *missing, const char *file,
    struct err *err)
{
	const struct names_there t = { g->profile, header, n };

	b->column = mem_get((g->n + 1) * sizeof(*b->column));
	b->has_section = mem_zero(g->profile->n_section + 1,
	    sizeof(*b->has_section));
	b->n_header = n;
	for (size_t i = 0; i < g->n; i++)
		b->column[i] = header_column(g->profile, header, n,
		    g->access[i].path);
	for (size_t i = 0; i < g->n; i++) {
		const struct access *a = &g->access[i];

		if (missing && b->column[i] >= 0 && g->profile->header_rows &&
		    (size_t)b->column[i] < n && header[b->column[i]].n)
			report_double(a, header, n, b->column[i], missing);
		if (b->column[i] < 0 && !a->alternative &&
		    (a->required || !optional(g->profile, a->path)) &&
		    report_missing(a, header, n, missing, file, err) < 0)
			return -1;
	}
	return check_marks(g->profile, header, n, file, err) < 0 ? -1 :
	    check_needs(g, &t, b, file, err);
}

void
binding_release(struct binding *b)
{
	mem_free(b->column);
	mem_free(b->has_section);
	*b = (struct binding){ 0 };
}
