/* party: identifiers in one normal spelling; see party.h. */
#include "common/party.h"

/* The digits that people write, without punctuation; ends at an extension. */
struct digits {
	char d[24];
	size_t n;
	bool plus, bad;
};

static bool
is_extension(struct str s)
{
	return (s.p[0] | 32) == 'x' || s.p[0] == ';' || s.p[0] == '#' ||
	    (s.n >= 3 && str_ieq((struct str){ s.p, 3 }, STR("ext")));
}

static struct digits
collect(struct str s)
{
	struct digits r = { .n = 0 };

	for (; s.n; s = str_skip(s, 1)) {
		char c = s.p[0];

		/* +44 (0)20: the zero is not dialled from abroad */
		if (r.plus && r.n && str_starts(s, STR("(0)"))) {
			s = str_skip(s, 2);
			continue;
		}
		if (c >= '0' && c <= '9') {
			if (r.n == sizeof(r.d))
				r.bad = true;
			else
				r.d[r.n++] = c;
		} else if (c == '+' && r.n == 0 && !r.plus) {
			r.plus = true;
		} else if (r.n && is_extension(s)) {
			break;
		} else if (!strchr(" .-/()\t", c) &&
		    (unsigned char)c < 0x80) {
			r.bad = true;
		}
	}
	return r;
}

static struct str
without_scheme(struct str s)
{
	static const struct str schemes[] = { STR_INIT("tel:"),
	    STR_INIT("sips:"), STR_INIT("sip:"), STR_INIT("whatsapp:"),
	    STR_INIT("callto:") };
	const char *at;

	if (s.n && (s.p[0] == '+' || (s.p[0] >= '0' && s.p[0] <= '9')))
		return s;
	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		if (s.n > schemes[i].n && str_ieq((struct str){ s.p,
		    schemes[i].n }, schemes[i])) {
			s = str_skip(s, schemes[i].n);
			break;
		}
	at = str_find(s, '@');	/* sip:+44...@host */
	return at ? str_range(s.p, at) : s;
}

/* 0000000, 1234567890, 9999999: nobody's. */
static bool
is_placeholder(struct str national)
{
	bool same = true, counting = national.p[0] <= '1';

	for (size_t i = 1; i < national.n && (same || counting); i++) {
		same &= national.p[i] == national.p[0];
		counting &= national.p[i] == (national.p[i - 1] == '9' ? '0' :
		    national.p[i - 1] + 1);
	}
	return same || counting;
}

/* North America: NXX-NXX-XXXX. */
static bool
is_nanp(const struct country *c)
{
	return c->code[0] == '1';
}

/* Where people dial a zero within the country, or North America's one, no
 * number begins with it. */
static bool
is_never_first(const struct country *c, char digit)
{
	return c->trunk[0] == digit && !c->trunk[1] &&
	    (digit == '0' || is_nanp(c));
}

/* Can this number, without trunk and country code, exist there? */
static bool
national_valid(struct str d, const struct country *c)
{
	return country_has_length(c, d.n) && !is_never_first(c, d.p[0]) &&
	    !is_placeholder(d) &&
	    (!is_nanp(c) || (d.p[0] >= '2' && d.p[3] >= '2'));
}

static bool
put_phone(struct buf *out, struct str code, struct str national)
{
	char *to = buf_room(out, 5 + code.n + national.n);

	if (!to)
		return false;
	memcpy(to, "tel:+", 5);
	memcpy(to + 5, code.p, code.n);
	memcpy(to + 5 + code.n, national.p, national.n);
	out->n += 5 + code.n + national.n;
	return true;
}

/* What follows the country code, after which people keep writing the zero. */
static struct str
after_code(struct str d, const struct country *c)
{
	struct str national = str_skip(d, country_code_length(c));

	return is_never_first(c, national.p[0]) ? str_skip(national, 1) :
	    national;
}

/* Digits with the country code. */
static bool
put_international(struct buf *out, struct str d, const struct country *home)
{
	/* nearly all are of the country that asks */
	const struct country *c = home && str_starts(d, str_of(home->code)) ?
	    home : country_of_code(d);
	struct str national;

	if (d.n < 7 || d.n > 16 || d.p[0] == '0')
		return false;
	if (!c)
		return d.n < 16 && !is_placeholder(d) && put_phone(out, d,
		    STR_NONE);
	national = after_code(d, c);
	return national_valid(national, c) && put_phone(out,
	    str_of(c->code), national);
}

/* National numbers with their area code are no shorter. */
enum { WHOLE_NUMBER = 8 };

/*
 * Do these digits begin with the country code, though without a plus? Where
 * both the whole and what follows the code can be a number, they do if the
 * code is so long that hardly any number begins with it by chance, or if a
 * zero is dialled there: hardly anybody leaves that out, but systems leave out
 * the plus. (In Italy 391 1234567 is a mobile number.)
 */
static bool
has_code(struct str d, const struct country *c)
{
	struct str rest;

	if (!str_starts(d, str_of(c->code)))
		return false;
	rest = after_code(d, c);
	return national_valid(rest, c) && (!national_valid(d, c) ||
	    country_code_length(c) == 3 ||
	    (is_never_first(c, '0') && rest.n >= WHOLE_NUMBER));
}

/* As people write it in that country: with what they dial before it, or
 * without; with the country code, but no plus. */
static bool
put_national(struct buf *out, struct str d, const struct country *c)
{
	struct str trunk = str_of(c->trunk);
	size_t abroad = strlen(c->abroad);

	if (str_starts(d, str_of(c->abroad)) && d.n > abroad + 6)
		return put_international(out, str_skip(d, abroad), c);
	if (trunk.n && str_starts(d, trunk) && !national_valid(d, c))
		d = str_skip(d, trunk.n);
	else if (has_code(d, c))
		d = after_code(d, c);
	return national_valid(d, c) && put_phone(out, str_of(c->code), d);
}

/* +442071234567 as it stands: what well-kept systems export. */
static bool
is_bare_number(struct str s)
{
	if (s.n < 8 || s.n > 16 || s.p[0] != '+')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

bool
party_phone(struct buf *out, struct str raw, const struct country *home)
{
	struct digits d;
	struct str digits;

	if (is_bare_number(raw))
		return put_international(out, str_skip(raw, 1), home);
	d = collect(without_scheme(str_trim(raw)));
	digits = (struct str){ d.d, d.n };
	if (d.bad || d.n < 6)
		return false;
	if (d.plus)
		return put_international(out, digits, home);
	if (home)
		return put_national(out, digits, home);
	if (str_starts(digits, STR("00")))
		return put_international(out, str_skip(digits, 2), NULL);
	return false;
}

/* ---- mail ----------------------------------------------------------------------------- */

static bool
is_local_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    (unsigned char)c >= 0x80 || (c && strchr(".!#$%&'*+-/=?^_`{|}~",
	    c));
}

static bool
local_valid(struct str s)
{
	if (!s.n || s.n > 64 || s.p[0] == '.' || s.p[s.n - 1] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_local_char(s.p[i]))
			return false;
	return true;
}

static bool
domain_valid(struct str s)
{
	bool dot = false;

	if (s.n < 3 || s.n > 253 || s.p[0] == '.' || s.p[0] == '-' ||
	    s.p[s.n - 1] == '.' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '.' && s.p[i - 1] == '.')
			return false;
		dot |= c == '.';
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '.' || (unsigned char)c >= 0x80))
			return false;
	}
	return dot;
}

/* Addresses that stand for nobody. */
static bool
is_nobody(struct str local, struct str domain)
{
	static const struct str nobodies[] = { STR_INIT("noreply"),
	    STR_INIT("no-reply"), STR_INIT("no_reply"), STR_INIT("donotreply"),
	    STR_INIT("do-not-reply"), STR_INIT("mailer-daemon"),
	    STR_INIT("postmaster"), STR_INIT("none"), STR_INIT("unknown"),
	    STR_INIT("n/a"), STR_INIT("anonymous") };

	for (size_t i = 0; i < COUNT_OF(nobodies); i++)
		if (str_eq(local, nobodies[i]))
			return true;
	return str_is(domain, "example.com") && str_is(local, "test");
}

bool
party_mail(struct buf *out, struct str raw)
{
	struct str s = str_trim(raw), local, domain;
	const char *open = str_find(s, '<'), *close = str_find(s, '>');
	char lower[320];
	const char *at = NULL;

	if (open && close > open)	/* Name <user@example.com> */
		s = str_range(open + 1, close);
	if (s.n > 7 && str_ieq((struct str){ s.p, 7 }, STR("mailto:")))
		s = str_skip(s, 7);
	if (s.n > sizeof(lower))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		lower[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ?
		    s.p[i] + 32 : s.p[i]);
		if (s.p[i] == '@')
			at = lower + i;
	}
	if (!at)
		return false;
	local = str_range(lower, at);
	domain = str_range(at + 1, lower + s.n);
	if (!local_valid(local) || !domain_valid(domain) ||
	    is_nobody(local, domain))
		return false;
	buf_puts(out, "mailto:");
	buf_add(out, lower, s.n);
	return true;
}

/* ---- the rest -------------------------------------------------------------------------- */

static bool
is_null_word(struct str s)
{
	static const struct str words[] = { STR_INIT("null"), STR_INIT("none"),
	    STR_INIT("n/a"), STR_INIT("na"), STR_INIT("-"), STR_INIT("unknown"),
	    STR_INIT("anonymous"), STR_INIT("undefined"), STR_INIT("0") };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_ieq(s, words[i]))
			return true;
	return s.n == 0;
}

bool
party_other(struct buf *out, struct str scheme, struct str raw)
{
	struct str s = str_trim(raw);
	const char *slash = str_find(s, '/');

	if (is_null_word(slash ? str_range(slash + 1, s.p + s.n) : s))
		return false;
	buf_str(out, scheme);
	buf_char(out, ':');
	buf_str(out, s);
	return true;
}

/* Well-formed: scheme, colon, value. */
static bool
is_party(struct str party)
{
	const char *colon = str_find(party, ':');

	if (!colon || colon == party.p || colon + 1 == party.p + party.n)
		return false;
	for (const char *p = party.p; p < colon; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') ||
		    *p == '-'))
			return false;
	return true;
}

/* As messengers and some dialers write them: all digits, country code first. */
static bool
phone_without_plus(struct buf *out, struct str s)
{
	char full[20] = "+";

	if (s.n < 8 || s.n >= sizeof(full) - 1 || s.p[0] == '0')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	memcpy(full + 1, s.p, s.n);
	return party_phone(out, (struct str){ full, s.n + 1 }, NULL);
}

void
party_guess(struct buf *out, struct str raw, const struct country *home)
{
	struct str s = str_trim(raw);

	if (str_find(s, '@') && party_mail(out, s))
		return;
	if (party_phone(out, s, home) || phone_without_plus(out, s))
		return;
	if (is_party(s))
		buf_str(out, s);
}
