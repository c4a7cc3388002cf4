/* write_words: the lines and comments of a section; see write_inside.h. */
#include "cmd/ccfit/write_inside.h"

#include <math.h>

void
put_note(struct buf *out, const char *fmt, ...)
{
	struct buf words = { 0 };
	struct str rest, word;
	size_t column = 0;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < words.n; i++)	/* names may hold anything */
		if ((unsigned char)words.p[i] < ' ')
			words.p[i] = ' ';
	rest = buf_view(&words);
	while (str_cut(&rest, ' ', &word)) {
		if (column && column + 1 + word.n > 77) {
			buf_char(out, '\n');
			column = 0;
		}
		buf_puts(out, column ? " " : "# ");
		buf_str(out, word);
		column += 1 + word.n + (column ? 0 : 1);
	}
	buf_char(out, '\n');
	buf_release(&words);
}

void
put_name(struct buf *out, struct str name)
{
	struct buf clean = { 0 };

	for (size_t i = 0; i < name.n; i++)
		buf_char(&clean, (unsigned char)name.p[i] < ' ' ? '_' :
		    name.p[i]);
	model_put_name(out, buf_view(&clean));
	buf_release(&clean);
}

void
begin_section(struct writing *w, const char *kind, struct str a, struct str b)
{
	buf_clear(&w->block);
	buf_printf(&w->block, "[%s", kind);
	for (int i = 0; i < 2; i++)
		if ((i ? b : a).n) {
			buf_char(&w->block, ' ');
			put_name(&w->block, i ? b : a);
		}
	buf_puts(&w->block, "]\n");
}

void
end_section(struct writing *w, bool runs)
{
	struct str rest = buf_view(&w->block), line;

	buf_char(w->out, '\n');
	while (str_cut(&rest, '\n', &line)) {
		if (!line.n)
			continue;
		if (!runs && line.p[0] != '#')
			buf_puts(w->out, "#-");
		buf_str(w->out, line);
		buf_char(w->out, '\n');
	}
}

void
put_law(struct buf *out, const char *key, const struct dist *d)
{
	if (d->law == DIST_NONE)
		return;
	buf_printf(out, "%s = ", key);
	dist_print(d, out);
	buf_char(out, '\n');
}

void
put_share(struct buf *out, const char *key, double share)
{
	buf_printf(out, "%s = ", key);
	model_put_share(out, round(share * 1e4) / 1e4);
	buf_char(out, '\n');
}

void
put_time(struct buf *out, const char *key, double ms)
{
	buf_printf(out, "%s = ", key);
	model_put_duration(out, (int64_t)ms);
	buf_char(out, '\n');
}

const char *
short_time(char text[32], double ms)
{
	struct buf b = { 0 };

	dist_print_time(round(ms / 100) * 100, &b);
	snprintf(text, 32, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
	return text;
}

void
note_law(struct buf *out, const char *what, const struct law_fit *f)
{
	struct buf b = { 0 };
	char mean[32];

	if (f->n == 0)
		return;
	buf_printf(&b, "%s: %.0f of mean %s", what, f->n,
	    short_time(mean, f->mean));
	if (f->law.law == DIST_NONE)
		buf_printf(&b, ", too few for a law");
	for (size_t i = 0; i < f->candidates; i++)
		buf_printf(&b, "%s %s %.0f and %.3f", i ? "," :
		    "; AIC and Kolmogorov-Smirnov distance:",
		    dist_law_names[f->candidate[i].law.law],
		    f->candidate[i].aic, f->candidate[i].ks);
	if (f->law.law == DIST_EMPIRICAL)
		buf_printf(&b, "; none is within %g, so the quantiles are "
		    "taken", LAW_KS);
	put_note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}
