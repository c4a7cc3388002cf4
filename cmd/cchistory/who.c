/* who: what was typed against ids and parties; see who.h. */
#include "cmd/cchistory/who.h"

#include "common/party.h"

void
who_init(struct who *w, struct str typed, const struct country *home)
{
	*w = (struct who){ .typed = str_trim(typed) };
	party_guess(&w->party, typed, home);
}

void
who_release(struct who *w)
{
	buf_release(&w->party);
}

bool
who_is_id(const struct who *w, struct str id)
{
	return str_eq(w->typed, id);
}

/*
 * crm:core/8821 is also 8821, core/8821 and crm:8821: a desktop shows an id
 * without the system that gave it. Numbers and addresses have one spelling.
 */
static bool
is_bare_id(struct str typed, struct str party)
{
	const char *colon = str_find(party, ':'), *slash;
	struct str scheme, rest, id;

	if (!colon)
		return false;
	scheme = str_range(party.p, colon);
	if (str_is(scheme, "tel") || str_is(scheme, "mailto"))
		return false;
	rest = id = str_range(colon + 1, party.p + party.n);
	slash = str_find(rest, '/');
	if (slash)
		id = str_range(slash + 1, rest.p + rest.n);
	if (str_eq(typed, rest) || str_eq(typed, id))
		return true;
	return typed.n > scheme.n && str_starts(typed, scheme) &&
	    typed.p[scheme.n] == ':' &&
	    str_eq(str_skip(typed, scheme.n + 1), id);
}

bool
who_is_party(const struct who *w, struct str party)
{
	return str_eq(party, w->typed) ||
	    (w->party.n && str_eq(party, buf_view(&w->party))) ||
	    is_bare_id(w->typed, party);
}

static bool
is_national(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (!strchr(" .-/()", s.p[i]))
			return false;
	}
	return digits >= 6;
}

const char *
who_hint(const struct who *w)
{
	if (!w->party.n && is_national(w->typed))
		return "a telephone number needs its country: +44..., or "
		    "--country GB";
	return "a number with its country (+44...), a mail address or an id of "
	    "the CRM finds a customer; names do not";
}
