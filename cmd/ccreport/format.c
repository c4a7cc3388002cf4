/* format: the registry of ways to write a document; see format.h. */
#include "cmd/ccreport/format.h"

const struct format *const formats[] = { &format_text, &format_html, NULL };

static bool
has_suffix(const char *path, const char *suffix)
{
	struct str p = str_of(path), s = str_of(suffix);

	return p.n > s.n && str_ends(p, s) && p.p[p.n - s.n - 1] == '.';
}

const struct format *
format_choose(const char *name, const char *out)
{
	for (size_t i = 0; name && formats[i]; i++)
		if (str_is(str_of(name), formats[i]->name))
			return formats[i];
	for (size_t i = 0; out && formats[i]; i++)
		if (formats[i]->suffix && has_suffix(out, formats[i]->suffix))
			return formats[i];
	return formats[0];
}
