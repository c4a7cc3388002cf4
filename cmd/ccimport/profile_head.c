/* profile_head: the keys of [profile]: what the file is, before its columns. */
#include "cmd/ccimport/parse.h"

static int
number(const struct parser *s, struct str text, unsigned *out)
{
	*out = 0;
	if (text.n == 0 || text.n > 2)
		return place_error(value_place(s), s->err,
		    "expected a number from 0 to 99");
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return place_error(value_place(s), s->err,
			    "expected a number from 0 to 99");
		*out = *out * 10 + (unsigned)(text.p[i] - '0');
	}
	return 0;
}

static int
set_name(struct parser *s)
{
	s->p->name = value_text(s);
	return 0;
}

static int
set_title(struct parser *s)
{
	s->p->title = value_text(s);
	return 0;
}

static int
set_container(struct parser *s)
{
	s->p->container = value_text(s);
	return 0;
}

static int
set_records(struct parser *s)
{
	s->p->records = value_text(s);
	return 0;
}

static int
set_unwrap(struct parser *s)
{
	s->p->unwrap = value_text(s);
	return 0;
}

static int
set_source(struct parser *s)
{
	s->p->source_name = value_text(s);
	return 0;
}

static int
set_separator(struct parser *s)
{
	struct str v = value_text(s);

	if (str_is(v, "tab"))
		s->p->separator = '\t';
	else if (v.n == 1)
		s->p->separator = v.p[0];
	else
		return place_error(value_place(s), s->err,
		    "a separator is one character or the word tab");
	return 0;
}

static void
free_charset(void *charset)
{
	charset_close(charset);
}

static int
set_charset(struct parser *s)
{
	struct err why = { 0 };

	s->p->charset = charset_open(value_text(s), &why);
	if (!s->p->charset)
		return place_error(value_place(s), s->err, "%s", why.text);
	profile_own(s->p, s->p->charset, free_charset);
	return 0;
}

/* header = 3 names 1 */
static int
set_header(struct parser *s)
{
	struct str *w = NULL;
	size_t n = 0;
	struct expr_parser x = value_expr(s);

	if (expr_words(&x, &w, &n) < 0)
		return -1;
	if ((n != 1 && n != 3) || (n == 3 && !str_is(w[1], "names")))
		return place_error(value_place(s), s->err,
		    "expected 'N' or 'N names K'");
	if (number(s, w[0], &s->p->header_rows) < 0)
		return -1;
	return n == 3 ? number(s, w[2], &s->p->names_row) : 0;
}

static int
set_preamble(struct parser *s)
{
	s->p->preamble_sniffed = str_is(s->item->value, "auto");
	return s->p->preamble_sniffed ? 0 :
	    number(s, s->item->value, &s->p->preamble);
}

static int
set_zone(struct parser *s)
{
	struct profile *p = s->p;
	struct str v = value_text(s);

	if (str_starts(v, STR("header "))) {
		p->zone_from = ZONE_FROM_HEADER;
		return number(s, str_trim(str_skip(v, 7)), &p->zone_row);
	}
	p->zone_at = value_place(s);
	p->zone_from = str_is(v, "local") ? ZONE_LOCAL : ZONE_FIXED;
	p->zone = str_is(v, "utc") ? STR("UTC") : v;
	return 0;
}

static int
set_null(struct parser *s)
{
	struct expr_parser x = value_expr(s);

	s->p->n_null = 0;
	return expr_words(&x, &s->p->null, &s->p->n_null);
}

static int
set_optional(struct parser *s)
{
	struct expr_parser x = value_expr(s);

	s->p->n_optional = 0;
	s->p->optional_all = str_is(s->item->value, "all");
	return s->p->optional_all ? 0 :
	    expr_words(&x, &s->p->optional, &s->p->n_optional);
}

static int
set_detect(struct parser *s)
{
	struct expr_parser x = value_expr(s);

	s->p->n_detect = 0;
	s->p->detect_at = value_place(s);
	return expr_words(&x, &s->p->detect, &s->p->n_detect);
}

static int
set_fields(struct parser *s)
{
	struct expr_parser x = value_expr(s);

	s->p->n_log_field = 0;
	return expr_words(&x, &s->p->log_field, &s->p->n_log_field);
}

static int
set_pattern(struct parser *s)
{
	struct err why = { 0 };

	pat_free(s->p->log_pattern);
	s->p->log_pattern = pat_new(value_text(s), PAT_WHOLE, &why);
	return s->p->log_pattern ? 0 :
	    place_error(value_place(s), s->err, "%s", why.text);
}

static int
set_like(struct parser *s)
{
	(void)s;	/* profile_open has followed it */
	return 0;
}

static const struct {
	const char *key;
	int (*set)(struct parser *s);
} profile_keys[] = {
	{ "name", set_name },
	{ "title", set_title },
	{ "like", set_like },
	{ "container", set_container },
	{ "records", set_records },
	{ "unwrap", set_unwrap },
	{ "header", set_header },
	{ "preamble", set_preamble },
	{ "separator", set_separator },
	{ "charset", set_charset },
	{ "fields", set_fields },
	{ "pattern", set_pattern },
	{ "detect", set_detect },
	{ "zone", set_zone },
	{ "null", set_null },
	{ "optional", set_optional },
	{ "source", set_source },
};

int
profile_item(struct parser *s)
{
	for (size_t i = 0; i < COUNT_OF(profile_keys); i++)
		if (key_is(s, profile_keys[i].key))
			return profile_keys[i].set(s);
	return place_error(key_place(s), s->err,
	    "[profile] has no key '%.*s'", STR_ARG(s->item->key));
}
