/* format: the registry of ways to write a document; see format.h. */
#include "cmd/ccreport/format.h"

static const struct format *const formats[] = { &format_text, &format_html,
	NULL };

static const struct format *
named(const char *name, struct err *err)
{
	for (size_t i = 0; formats[i]; i++)
		if (str_is(str_of(name), formats[i]->name))
			return formats[i];
	err_set(err, ERR_USAGE, "'--format' takes text or html, not '%s'",
	    name);
	return NULL;
}

/* The letters after the last point of a name that begins before it: none for
 * x, .x, x.7, x.2026-W10. */
static struct str
suffix_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	if (!dot || dot == name)
		return STR_NONE;
	for (const char *p = dot + 1; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')))
			return STR_NONE;
	return str_of(dot + 1);
}

/* A week.pdf that holds text would be found out by whoever it was sent to. */
static const struct format *
by_suffix(const char *out, struct err *err)
{
	struct str suffix = suffix_of(out);

	if (!suffix.n)
		return formats[0];
	for (size_t i = 0; formats[i]; i++)
		for (size_t k = 0; formats[i]->suffix[k]; k++)
			if (str_ieq(suffix, str_of(formats[i]->suffix[k])))
				return formats[i];
	err_set(err, ERR_USAGE, "'%s': no format has the suffix '%.*s'", out,
	    STR_ARG(suffix));
	err_hint(err, "-f html or -f text says which to write there; browsers "
	    "print html as PDF");
	return NULL;
}

const struct format *
format_choose(const char *name, const char *out, struct err *err)
{
	if (name)
		return named(name, err);
	return out ? by_suffix(out, err) : formats[0];
}
