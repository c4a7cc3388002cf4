/* party: identifiers in one normal spelling; see party.h. Lengths and prefixes
 * are from the national numbering plans as published through the ITU. */
#include "common/party.h"

struct country {
	char iso[3];
	const char *code;		/* country calling code */
	const char *trunk;		/* national prefix, "" where none */
	int shortest, longest;		/* digits of a national number */
	const char *abroad;		/* international prefix */
};

static const struct country countries[] = {
	{ "US", "1", "1", 10, 10, "011" }, { "CA", "1", "1", 10, 10, "011" },
	{ "GB", "44", "0", 9, 10, "00" }, { "IE", "353", "0", 7, 9, "00" },
	{ "DE", "49", "0", 6, 13, "00" }, { "AT", "43", "0", 4, 13, "00" },
	{ "CH", "41", "0", 9, 9, "00" }, { "FR", "33", "0", 9, 9, "00" },
	{ "BE", "32", "0", 8, 9, "00" }, { "NL", "31", "0", 9, 9, "00" },
	{ "LU", "352", "", 4, 11, "00" }, { "ES", "34", "", 9, 9, "00" },
	{ "PT", "351", "", 9, 9, "00" }, { "IT", "39", "", 6, 11, "00" },
	{ "DK", "45", "", 8, 8, "00" }, { "SE", "46", "0", 7, 9, "00" },
	{ "NO", "47", "", 8, 8, "00" }, { "FI", "358", "0", 5, 11, "00" },
	{ "IS", "354", "", 7, 9, "00" }, { "PL", "48", "", 9, 9, "00" },
	{ "CZ", "420", "", 9, 9, "00" }, { "SK", "421", "0", 9, 9, "00" },
	{ "HU", "36", "06", 8, 9, "00" }, { "RO", "40", "0", 9, 9, "00" },
	{ "BG", "359", "0", 7, 9, "00" }, { "GR", "30", "", 10, 10, "00" },
	{ "HR", "385", "0", 8, 9, "00" }, { "SI", "386", "0", 8, 8, "00" },
	{ "RS", "381", "0", 8, 9, "00" }, { "EE", "372", "", 7, 8, "00" },
	{ "LV", "371", "", 8, 8, "00" }, { "LT", "370", "0", 8, 8, "00" },
	{ "TR", "90", "0", 10, 10, "00" }, { "UA", "380", "0", 9, 9, "00" },
	{ "RU", "7", "8", 10, 10, "810" }, { "IL", "972", "0", 8, 9, "00" },
	{ "AE", "971", "0", 8, 9, "00" }, { "SA", "966", "0", 8, 9, "00" },
	{ "ZA", "27", "0", 9, 9, "00" }, { "EG", "20", "0", 8, 10, "00" },
	{ "NG", "234", "0", 8, 10, "009" }, { "KE", "254", "0", 9, 9, "000" },
	{ "IN", "91", "0", 10, 10, "00" }, { "PK", "92", "0", 9, 10, "00" },
	{ "BD", "880", "0", 8, 10, "00" }, { "LK", "94", "0", 9, 9, "00" },
	{ "CN", "86", "0", 9, 11, "00" }, { "HK", "852", "", 8, 8, "001" },
	{ "TW", "886", "0", 8, 9, "002" }, { "JP", "81", "0", 9, 10, "010" },
	{ "KR", "82", "0", 8, 10, "00" }, { "SG", "65", "", 8, 8, "000" },
	{ "MY", "60", "0", 8, 10, "00" }, { "TH", "66", "0", 8, 9, "00" },
	{ "ID", "62", "0", 8, 12, "00" }, { "PH", "63", "0", 8, 10, "00" },
	{ "VN", "84", "0", 9, 10, "00" }, { "AU", "61", "0", 9, 9, "0011" },
	{ "NZ", "64", "0", 8, 10, "00" }, { "MX", "52", "", 10, 10, "00" },
	{ "BR", "55", "0", 10, 11, "00" }, { "AR", "54", "0", 10, 11, "00" },
	{ "CL", "56", "", 9, 9, "00" }, { "CO", "57", "", 8, 10, "00" },
	{ "PE", "51", "0", 8, 9, "00" },
};

static const struct country *
find_country(struct str iso)
{
	for (size_t i = 0; i < COUNT_OF(countries); i++)
		if (str_ieq(iso, str_of(countries[i].iso)))
			return &countries[i];
	return NULL;
}

bool
party_country(struct str country)
{
	return find_country(country) != NULL;
}

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

/* Codes have one to three digits. */
static inline size_t
code_length(const struct country *c)
{
	return !c->code[1] ? 1 : !c->code[2] ? 2 : 3;
}

static const struct country *
by_code(struct str digits)
{
	for (size_t i = 0; i < COUNT_OF(countries) && digits.n; i++) {
		const struct country *c = &countries[i];
		size_t n = code_length(c);

		if (c->code[0] == digits.p[0] && n <= digits.n &&
		    (n < 2 || c->code[1] == digits.p[1]) &&
		    (n < 3 || c->code[2] == digits.p[2]))
			return c;
	}
	return NULL;
}

/* 0000000, 1234567890, 9999999: nobody's. */
static bool
is_placeholder(struct str national)
{
	bool same = true, counting = true;

	for (size_t i = 1; i < national.n && (same || counting); i++) {
		same &= national.p[i] == national.p[0];
		counting &= national.p[i] == (national.p[i - 1] == '9' ? '0' :
		    national.p[i - 1] + 1);
	}
	return same || counting;
}

/* Digits with the country code (c's; NULL: none known): can they exist? */
static bool
international_valid(struct str d, const struct country *c)
{
	struct str national;

	if (d.n < 7 || d.n > 15 || d.p[0] == '0')
		return false;
	national = str_skip(d, c ? code_length(c) : 2);
	if (is_placeholder(national))
		return false;
	if (c && c->code[0] == '1')		/* NANP: NXX-NXX-XXXX */
		return national.n == 10 && national.p[0] >= '2' &&
		    national.p[3] >= '2';
	return !c || ((int)national.n >= c->shortest &&
	    (int)national.n <= c->longest);
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

/* A country code, and after it a trunk zero that people keep writing. */
static bool
put_international(struct buf *out, struct str d)
{
	const struct country *c = by_code(d);
	size_t code = c ? code_length(c) : 0;

	if (c && c->trunk[0] == '0' && !c->trunk[1] && d.n > code &&
	    d.p[code] == '0' && (int)(d.n - code) > c->longest)
		return put_phone(out, (struct str){ d.p, code },
		    str_skip(d, code + 1));
	return international_valid(d, c) &&
	    put_phone(out, (struct str){ d.p, 0 }, d);
}

static bool
put_national(struct buf *out, struct str d, const struct country *c)
{
	char full[32];
	size_t code = strlen(c->code);
	struct str trunk = str_of(c->trunk);

	if (str_starts(d, str_of(c->abroad)) && d.n > strlen(c->abroad) + 6)
		return put_international(out, str_skip(d,
		    strlen(c->abroad)));
	if (trunk.n && str_starts(d, trunk) && (int)d.n > c->shortest)
		d = str_skip(d, trunk.n);
	else if (str_starts(d, str_of(c->code)) && (int)d.n > c->longest)
		return put_international(out, d);
	if (d.n + code > sizeof(full) || (int)d.n < c->shortest ||
	    (int)d.n > c->longest)
		return false;
	memcpy(full, c->code, code);
	memcpy(full + code, d.p, d.n);
	return international_valid((struct str){ full, code + d.n },
	    by_code((struct str){ full, code + d.n })) &&
	    put_phone(out, str_of(c->code), d);
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
party_phone(struct buf *out, struct str raw, struct str country)
{
	const struct country *c;
	struct digits d;
	struct str digits;

	if (is_bare_number(raw))
		return put_international(out, str_skip(raw, 1));
	d = collect(without_scheme(str_trim(raw)));
	digits = (struct str){ d.d, d.n };
	if (d.bad || d.n < 6)
		return false;
	if (d.plus)
		return put_international(out, digits);
	c = country.n ? find_country(country) : NULL;
	if (c)
		return put_national(out, digits, c);
	if (str_starts(digits, STR("00")))
		return put_international(out, str_skip(digits, 2));
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
	return party_phone(out, (struct str){ full, s.n + 1 }, STR_NONE);
}

void
party_guess(struct buf *out, struct str raw, struct str country)
{
	struct str s = str_trim(raw);

	if (str_find(s, '@') && party_mail(out, s))
		return;
	if (party_phone(out, s, country) || phone_without_plus(out, s))
		return;
	if (is_party(s))
		buf_str(out, s);
}
