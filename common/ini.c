/* ini: sections, keys and values that know where they stand; see ini.h. */
#include "common/ini.h"

#include "common/buf.h"
#include "common/io.h"

struct scan {
	struct ini *ini;
	struct err *err;
	struct str section;
	char *p, *end;
};

void
ini_where(const struct ini *ini, const char *at, unsigned *line,
    unsigned *column)
{
	const char *start = ini->text;

	*line = 1;
	for (const char *p = ini->text; p < at; p++)
		if (*p == '\n') {
			++*line;
			start = p + 1;
		}
	*column = (unsigned)(at - start) + 1;
}

int
ini_error(const struct ini *ini, const char *at, struct err *err,
    const char *fmt, ...)
{
	struct buf words = { 0 };
	unsigned line, column;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	ini_where(ini, at, &line, &column);
	err_set(err, ERR_USAGE, "%s:%u:%u: %.*s", ini->name, line, column,
	    STR_ARG(buf_view(&words)));
	buf_release(&words);
	return -1;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A quote opens only where a word begins, so it's or 5" stay text. */
static bool
opens_quote(const char *line, const char *p)
{
	return (*p == '"' || *p == '\'') && (p == line || blank(p[-1]) ||
	    (p[-1] && strchr("=,(|.[", p[-1]) != NULL));
}

const char *
ini_past_quote(const char *p, const char *end, const char *open)
{
	char q = *p++;

	for (; p < end; p++)
		if (*p == q) {
			if (p + 1 < end && p[1] == q)
				p++;
			else
				return p + 1;
		}
	return open;
}

/* Blanks out the comment of one line, so that positions stay. */
static void
blank_comment(char *line, char *end)
{
	char *p = line;

	while (p < end) {
		const char *after;

		if (*p == '#' && (p == line || blank(p[-1]))) {
			memset(p, ' ', (size_t)(end - p));
			return;
		}
		after = opens_quote(line, p) ? ini_past_quote(p, end, NULL) : NULL;
		p = after ? line + (after - line) : p + 1;
	}
}

/* The = that ends the key: outside quotes and brackets. */
static const char *
find_equals(struct str line)
{
	const char *end = line.p + line.n;
	int depth = 0;

	for (const char *p = line.p; p < end; p++) {
		const char *after = opens_quote(line.p, p) ?
		    ini_past_quote(p, end, NULL) : NULL;

		if (after)
			p = after - 1;
		else if (*p == '[')
			depth++;
		else if (*p == ']' && depth)
			depth--;
		else if (*p == '=' && depth == 0)
			return p;
	}
	return NULL;
}

static struct ini_item *
add_item(struct scan *s)
{
	struct ini *ini = s->ini;
	struct ini_item *item;

	GROW(ini->item, ini->n, ini->cap);
	item = &ini->item[ini->n++];
	*item = (struct ini_item){ .section = s->section };
	return item;
}

static int
read_section(struct scan *s, struct str line)
{
	const char *close = line.p + line.n - 1;

	if (line.n < 3 || *close != ']')
		return ini_error(s->ini, line.p, s->err,
		    "a section is written [name]");
	s->section = str_trim(str_range(line.p + 1, close));
	if (s->section.n == 0)
		return ini_error(s->ini, line.p, s->err,
		    "the section has no name");
	add_item(s);
	return 0;
}

static int
read_pair(struct scan *s, struct str line)
{
	const char *eq = find_equals(line);
	const char *key_end = eq;
	struct ini_item *item;
	struct str key;
	bool append;

	if (!eq)
		return ini_error(s->ini, line.p, s->err,
		    "expected 'key = value' or '[section]'");
	append = eq > line.p && eq[-1] == '+';
	if (append)
		key_end--;
	key = str_trim(str_range(line.p, key_end));
	if (key.n == 0)
		return ini_error(s->ini, line.p, s->err,
		    "there is no key before '='");
	item = add_item(s);
	item->key = key;
	item->append = append;
	item->value = str_trim(str_range(eq + 1, line.p + line.n));
	if (item->value.n == 0)		/* a place for messages all the same */
		item->value.p = eq;
	return 0;
}

/* An indented line: the value of the item before goes on to its end. */
static int
read_more(struct scan *s, struct str line)
{
	struct ini_item *item = s->ini->n ? &s->ini->item[s->ini->n - 1] : NULL;

	if (!item || !item->key.p)
		return ini_error(s->ini, line.p, s->err,
		    "an indented line goes on with a value, and there is none");
	if (item->value.n == 0)
		item->value = line;
	else
		item->value = str_range(item->value.p, line.p + line.n);
	item->continued = true;
	return 0;
}

static int
read_line(struct scan *s, char *line, char *end)
{
	struct str text;

	for (char *p = line; p < end; p++)
		if ((unsigned char)*p < 0x20 &&
		    (*p == 0 || !strchr("\t\r\n", *p)))
			return ini_error(s->ini, p, s->err,
			    "a control character is not allowed here");
	text = str_trim(str_range(line, end));
	if (text.n == 0)
		return 0;
	if (blank(line[0]))
		return read_more(s, text);
	return text.p[0] == '[' ? read_section(s, text) : read_pair(s, text);
}

static char *
line_end(const struct scan *s, char *from)
{
	char *lf = memchr(from, '\n', (size_t)(s->end - from));

	return lf ? lf : s->end;
}

/* A list of keys that ends its line with a comma has more of them below. */
static bool
list_goes_on(struct str line)
{
	struct str text = str_trim(line);

	return text.n && text.p[text.n - 1] == ',' && !blank(line.p[0]) && !find_equals(text);
}

int
ini_parse(struct ini *ini, struct str text, const char *name, struct err *err)
{
	struct scan s = { .ini = ini, .err = err };

	ini->name = mem_dup(str_of(name));
	if (text.n > INI_MAX_BYTES)
		return err_set(err, ERR_USAGE, "'%s': larger than 4 MiB", name);
	ini->text = mem_dup(text);
	ini->n_text = text.n;
	s.p = ini->text;
	s.end = ini->text + text.n;
	if (str_starts(text, STR("\xef\xbb\xbf")))
		s.p += 3;
	while (s.p < s.end) {
		char *end = line_end(&s, s.p);

		blank_comment(s.p, end);
		while (list_goes_on(str_range(s.p, end)) && end < s.end) {
			char *from = end + 1;

			end = line_end(&s, from);
			blank_comment(from, end);
		}
		if (read_line(&s, s.p, end) < 0)
			return -1;
		s.p = end + 1;
	}
	return 0;
}

int
ini_load(struct ini *ini, const char *path, struct err *err)
{
	size_t n;
	char *bytes = io_slurp(path, INI_MAX_BYTES, &n, err);
	int r;

	if (!bytes)
		return -1;
	r = ini_parse(ini, (struct str){ bytes, n }, path, err);
	mem_free(bytes);
	return r;
}

char *
ini_beside(const struct ini *ini, struct str path)
{
	const char *slash = strrchr(ini->name, '/');
	struct buf b = { 0 };
	char *s;

	if (slash && path.n && path.p[0] != '/')
		buf_add(&b, ini->name, (size_t)(slash + 1 - ini->name));
	buf_str(&b, path);
	s = mem_dup(buf_view(&b));
	buf_release(&b);
	return s;
}

void
ini_release(struct ini *ini)
{
	mem_free(ini->name);
	mem_free(ini->text);
	mem_free(ini->item);
	*ini = (struct ini){ 0 };
}

const struct ini_item *
ini_find(const struct ini *ini, const char *section, const char *key)
{
	for (size_t i = 0; i < ini->n; i++)
		if (ini->item[i].key.p && str_is(ini->item[i].key, key) &&
		    str_is(ini->item[i].section, section))
			return &ini->item[i];
	return NULL;
}

struct str
ini_unquote(struct str s, struct arena *a)
{
	char q = s.n ? s.p[0] : 0;
	char *out;
	size_t n = 0;

	if (s.n < 2 || (q != '"' && q != '\'') ||
	    ini_past_quote(s.p, s.p + s.n, NULL) != s.p + s.n)
		return s;
	s = (struct str){ s.p + 1, s.n - 2 };
	if (!str_find(s, q))
		return s;
	out = arena_get(a, s.n);
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		if (s.p[i] == q && i + 1 < s.n && s.p[i + 1] == q)
			i++;
	}
	return (struct str){ out, n };
}
