/* model_words: the words that values are made of: cut, read and printed; see
 * model_inside.h. */
#include "common/model_inside.h"
#include "common/near.h"
#include "common/num.h"

/* ---- words ------------------------------------------------------------------- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
model_word(struct str *rest, struct str *word)
{
	const char *p = rest->p, *end = p + rest->n, *from;

	while (p < end && is_blank(*p))
		p++;
	from = p;
	if (p < end && (*p == '"' || *p == '\''))
		p = ini_past_quote(p, end, end);
	while (p < end && !is_blank(*p))
		p++;
	*word = str_range(from, p);
	*rest = str_range(p, end);
	return word->n > 0;
}

bool
model_item(struct str *rest, struct str *item)
{
	const char *p = rest->p, *end;

	if (!p)
		return false;
	end = p + rest->n;
	while (p < end && *p != ',')
		p = *p == '"' || *p == '\'' ? ini_past_quote(p, end, end) : p + 1;
	*item = str_trim(str_range(rest->p, p));
	*rest = p < end ? str_range(p + 1, end) : STR_NONE;
	return true;
}

bool
model_number(struct str s, double *v)
{
	int64_t micro;

	if (!num_read(s, '.', 0, &micro))
		return false;
	*v = (double)micro / 1e6;
	return true;
}

bool
model_share(struct str s, double *share)
{
	bool percent = str_ends(s, STR("%"));
	int64_t micro;

	if (percent)
		s.n--;
	if (!num_read(s, '.', 0, &micro))
		return false;
	*share = (double)micro / (percent ? 1e8 : 1e6);
	return true;
}

/* ---- names ------------------------------------------------------------------- */

struct str
model_name(const struct model *m, int kind, int32_t i)
{
	const struct model_head *h = model_at(m, (enum model_kind)kind,
	    (size_t)i);

	return h->name;
}

int32_t
model_find(const struct model *m, enum model_kind kind, struct str name)
{
	for (size_t i = 0; i < m->n[kind]; i++)
		if (str_eq(model_name(m, (int)kind, (int32_t)i), name))
			return (int32_t)i;
	return MODEL_NONE;
}

int
model_unknown(struct model_reading *r, const char *what, struct str word,
    struct str near)
{
	if (near.n)
		return ini_error(r->src, word.p, r->err,
		    "there is no %s '%.*s'; did you mean '%.*s'?", what,
		    STR_ARG(word), STR_ARG(near));
	return ini_error(r->src, word.p, r->err, "there is no %s '%.*s'", what,
	    STR_ARG(word));
}

/* Those there are: who wrote another name than any near one sees which. */
static void
hint_names(const struct model *m, int kind, struct err *err)
{
	enum { MOST = 8 };
	struct buf names = { 0 };

	for (size_t i = 0; i < MIN(m->n[kind], (size_t)MOST); i++) {
		buf_puts(&names, i ? ", " : "there is: ");
		buf_str(&names, model_name(m, kind, (int32_t)i));
	}
	buf_puts(&names, m->n[kind] > MOST ? ", ..." : "");
	if (names.n)
		err_hint(err, "%.*s", STR_ARG(buf_view(&names)));
	buf_release(&names);
}

int32_t
model_refer(struct model_reading *r, int kind, struct str word)
{
	const char *what = kind == M_AGENTS ? "group of agents" :
	    model_sections[kind].word;
	struct str name = ini_unquote(word, &r->m->arena);
	struct near near = { .typed = name };
	int32_t found = model_find(r->m, (enum model_kind)kind, name);

	if (found != MODEL_NONE)
		return found;
	for (size_t i = 0; i < r->m->n[kind]; i++)
		near_offer(&near, model_name(r->m, kind, (int32_t)i));
	if (word.n == 0)
		ini_error(r->src, word.p, r->err, "the name of a %s is missing",
		    what);
	else
		model_unknown(r, what, word, near.best);
	if (!near.best.n)
		hint_names(r->m, kind, r->err);
	return MODEL_NONE;
}

/* Words that need no quotes: nothing that ends or begins a value. */
void
model_put_name(struct buf *out, struct str name)
{
	bool plain = name.n > 0;

	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		plain = plain && (c >= 0x80 || (c >= '0' && c <= '9') ||
		    ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' ||
		    c == '_' || (c == '.' && i > 0));
	}
	if (plain) {
		buf_str(out, name);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, name.p[i]);
	}
	buf_char(out, '"');
}

/* ---- numbers ----------------------------------------------------------------- */

void
model_put_number(struct buf *out, double v)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%.6f", v);

	while (n > 0 && text[n - 1] == '0')
		n--;
	if (n > 0 && text[n - 1] == '.')
		n--;
	if (n == 2 && memcmp(text, "-0", 2) == 0)
		buf_char(out, '0');
	else
		buf_add(out, text, (size_t)n);
}

void
model_put_share(struct buf *out, double share)
{
	model_put_number(out, share * 100);
	buf_char(out, '%');
}

void
model_put_duration(struct buf *out, int64_t ms)
{
	dist_print_time((double)ms, out);
}

int
model_wrong(struct model_reading *r, struct str words, const char *want)
{
	struct str shown = words;

	if (shown.n > 60)
		shown.n = 60;
	return ini_error(r->src, words.p, r->err, "'%.*s' is not %s",
	    STR_ARG(shown), want);
}
