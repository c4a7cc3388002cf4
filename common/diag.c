/* diag: messages, counts and rejects of findings; see diag.h. */
#include "common/diag.h"

#include <errno.h>
#include <unistd.h>

#include "common/line.h"
#include "common/output.h"
#include "common/utf8.h"

__extension__ typedef unsigned __int128 u128;

enum { SHOWN_BYTES = 100 };	/* of an offending value, in a message */

const char *const finding_levels[] = {
	[LEVEL_NOTE] = "note", [LEVEL_WARNING] = "warning",
	[LEVEL_REFUSED] = "refused", [LEVEL_FAILURE] = "failed",
};

/* ---- showing ------------------------------------------------------------ */

/* Characters that change how the rest of a terminal line looks. */
static bool
unseen(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff || c > 0xe0000;
}

static void
show_unseen(struct buf *b, uint32_t c)
{
	static const char named[] = "abtnvfr";	/* 7 to 13 */

	if (c >= 7 && c <= 13)
		buf_printf(b, "\\%c", named[c - 7]);
	else if (c < 0x80)
		buf_printf(b, "\\x%02x", (unsigned)c);
	else
		buf_printf(b, c > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)c);
}

void
diag_escape(struct buf *b, struct str s)
{
	size_t plain = utf8_plain(s);
	uint32_t c;

	buf_add(b, s.p, plain);
	for (s = str_skip(s, plain); s.n;) {
		size_t n = utf8_decode(s, &c);

		if (n == 0)
			buf_printf(b, "\\x%02x", (unsigned char)s.p[0]);
		else if (unseen(c))
			show_unseen(b, c);
		else
			buf_add(b, s.p, n);
		s = str_skip(s, n ? n : 1);
	}
}

/* Cut for a message, at the end of a character. */
static void
show_value(struct buf *b, struct str value)
{
	size_t n = MIN(value.n, SHOWN_BYTES);

	while (n > 0 && n < value.n && ((unsigned char)value.p[n] & 0xc0) == 0x80)
		n--;
	buf_puts(b, ": \"");
	diag_escape(b, (struct str){ value.p, n });
	buf_puts(b, n < value.n ? "...\"" : "\"");
}

static void
show_place(struct buf *b, const struct finding *f)
{
	if (!f->file)
		return;
	diag_escape(b, str_of(f->file));
	if (f->line)
		buf_printf(b, ":%llu", (unsigned long long)f->line);
	if (f->line && f->column)
		buf_printf(b, ":%llu", (unsigned long long)f->column);
	buf_puts(b, ": ");
}

void
diag_words(struct buf *b, const struct finding *f)
{
	const struct finding_kind *kind = &findings[f->code];

	show_place(b, f);
	buf_printf(b, "%s: %s: ", finding_levels[kind->level], kind->code);
	if (f->field.p) {
		buf_char(b, '\'');
		diag_escape(b, f->field);
		buf_puts(b, "' ");
	} else {
		buf_puts(b, "record ");
	}
	buf_puts(b, kind->words);
	if (f->value.p)
		show_value(b, f->value);
	if (f->more) {
		buf_puts(b, " (");
		diag_escape(b, str_of(f->more));
		buf_char(b, ')');
	}
}

/* One write a message, so that messages of a pipe's tools do not mix. What
 * cannot be written to standard error has nowhere else to go. */
static void
print(const struct buf *b)
{
	struct str rest = buf_view(b);

	while (rest.n) {
		ssize_t n = write(STDERR_FILENO, rest.p, rest.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		rest = str_skip(rest, (size_t)n);
	}
}

/* ---- rejects ------------------------------------------------------------ */

static void
put_text(struct buf *b, const char *name, struct str s)
{
	struct buf shown = { 0 };

	if (!s.p)
		return;
	buf_printf(b, ",\"%s\":", name);
	if (utf8_valid(s)) {
		json_put_str(b, s);
	} else {
		diag_escape(&shown, s);
		json_put_str(b, buf_view(&shown));
	}
	buf_release(&shown);
}

static void
put_base64(struct buf *b, struct str s)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = 0;

		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < s.n ? (unsigned char)s.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_char(b, k > s.n - i ? '=' :
			    digit[v >> (18 - 6 * k) & 63]);
	}
}

/* The record's own bytes, so that it can be mended and imported again. */
static void
put_raw(struct buf *b, struct str raw)
{
	if (!raw.p || utf8_valid(raw)) {
		put_text(b, "raw", raw);
		return;
	}
	buf_puts(b, ",\"raw_base64\":\"");
	put_base64(b, raw);
	buf_char(b, '"');
}

static int
write_reject(struct diag *d, const struct finding *f, struct str raw,
    struct err *err)
{
	struct buf b = { 0 };
	int result;

	buf_printf(&b, "{\"code\":\"%s\"", findings[f->code].code);
	put_text(&b, "file", str_of(f->file));
	if (f->line)
		buf_printf(&b, ",\"line\":%llu", (unsigned long long)f->line);
	buf_printf(&b, ",\"byte\":%llu", (unsigned long long)f->byte);
	if (f->column)
		buf_printf(&b, ",\"column\":%llu",
		    (unsigned long long)f->column);
	put_text(&b, "field", f->field);
	put_text(&b, "value", f->value);
	put_text(&b, "more", str_of(f->more));
	put_raw(&b, raw);
	buf_puts(&b, "}\n");
	result = output_write(d->rejects, buf_view(&b), err);
	buf_release(&b);
	return result;
}

/* ---- the verbs ---------------------------------------------------------- */

/* Whether this message is still worth a line of its own. */
static bool
speaks(const struct diag *d, const struct finding *f)
{
	if (findings[f->code].level == LEVEL_FAILURE)
		return true;
	return !d->quiet && (d->verbose || d->printed[f->code] < DIAG_ALIKE);
}

int
diag_report(struct diag *d, const struct finding *f, struct str raw,
    struct err *err)
{
	enum finding_level level = findings[f->code].level;
	struct buf b = { 0 };

	d->count[f->code]++;
	d->worst = MAX(d->worst, level);
	if (speaks(d, f)) {
		d->printed[f->code]++;
		buf_printf(&b, "%s: ", d->tool);
		diag_words(&b, f);
		buf_char(&b, '\n');
		print(&b);
		buf_release(&b);
	}
	if (level != LEVEL_REFUSED)
		return 0;
	d->refused++;
	if (d->rejects && write_reject(d, f, raw, err) < 0)
		return -1;
	if (d->stop_at && d->refused >= d->stop_at)
		return err_set(err, ERR_FAILED, "more than %llu record%s refused "
		    "(--max-errors)", (unsigned long long)d->stop_at - 1,
		    d->stop_at == 2 ? "" : "s");
	return 0;
}

void
diag_failure(struct diag *d, const struct err *err)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s: ", d->tool);
	diag_escape(&b, str_of(err->text));
	buf_char(&b, '\n');
	if (err->hint[0]) {
		buf_printf(&b, "%s: hint: ", d->tool);
		diag_escape(&b, str_of(err->hint));
		buf_char(&b, '\n');
	}
	print(&b);
	buf_release(&b);
}

void
diag_note(struct diag *d, const char *fmt, ...)
{
	struct buf words = { 0 }, b = { 0 };
	va_list ap;

	if (d->quiet)
		return;
	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	buf_printf(&b, "%s: ", d->tool);
	diag_escape(&b, buf_view(&words));
	buf_char(&b, '\n');
	print(&b);
	buf_release(&words);
	buf_release(&b);
}

static bool
tolerated(const struct diag *d)
{
	if (d->tolerate_micro < 0)
		return d->refused <= d->tolerate;
	return (u128)d->refused * 1000000 <=
	    (u128)d->records * (uint64_t)d->tolerate_micro;
}

int
diag_status(struct diag *d)
{
	for (size_t i = 0; i < FINDING_COUNT; i++) {
		uint64_t more = d->count[i] - d->printed[i];

		if (more && !d->quiet)
			diag_note(d, "and %llu more: %s",
			    (unsigned long long)more, findings[i].code);
		d->printed[i] = d->count[i];
	}
	if (d->worst == LEVEL_FAILURE)
		return 3;
	if (d->refused && !tolerated(d))
		return 1;
	return d->strict && d->worst >= LEVEL_WARNING;
}
