/* party: telephone numbers and addresses in one spelling. The table is from
 * the plans themselves; a sample of some thousand numbers, as another library
 * reads them, is read through CCKIT_SAMPLES and skipped by name without it. */
#include "common/party.h"

#include <stdlib.h>

#include "common/country.h"
#include "tests/unit/test.h"

static const struct {
	const char *raw, *country, *want;	/* want "": no number */
} phones[] = {
	/* with a country code, however it is written */
	{ "+442071234567", "", "+442071234567" },
	{ "+44 20 7123 4567", "", "+442071234567" },
	{ "tel:+44-20-7123-4567", "", "+442071234567" },
	{ "sip:+442071234567@bank.example", "", "+442071234567" },
	{ "+44 (0)20 7123 4567", "", "+442071234567" },
	{ "+44 020 7123 4567", "", "+442071234567" },
	{ "00442071234567", "", "+442071234567" },
	{ "011 44 20 7123 4567", "US", "+442071234567" },
	{ "810 44 20 7123 4567", "RU", "+442071234567" },
	{ "+4901712345678", "", "+491712345678" },
	{ "+49 (0)171 2345678", "", "+491712345678" },
	{ "+39 06 6982 1234", "", "+390669821234" },	/* Italy keeps its 0 */
	{ "+442071234567 ext. 12", "", "+442071234567" },
	{ "+442071234567x12", "", "+442071234567" },
	{ "+442071234567;ext=12", "", "+442071234567" },
	{ "+376712345", "", "+376712345" },
	/* as at home */
	{ "020 7123 4567", "GB", "+442071234567" },
	{ "020 7123 4567", "gb", "+442071234567" },
	{ "020 7123 4567", "", "" },
	{ "20 7123 4567", "GB", "+442071234567" },
	{ "0171 2345678", "DE", "+491712345678" },
	{ "06 6982 1234", "IT", "+390669821234" },
	{ "(202) 555-0123", "US", "+12025550123" },
	{ "1 202 555 0123", "CA", "+12025550123" },
	{ "8 495 123-45-67", "RU", "+74951234567" },
	{ "06 1 234 5670", "HU", "+3612345670" },
	{ "8 0152 45-09-11", "BY", "+375152450911" },
	{ "712 345", "AD", "+376712345" },
	{ "0612345679", "FR", "+33612345679" },
	/* with the code, without the plus */
	{ "447700900123", "GB", "+447700900123" },
	{ "491712345678", "DE", "+491712345678" },
	{ "43664123456", "AT", "+43664123456" },
	{ "49 0171 2345678", "DE", "+491712345678" },
	{ "44 020 7123 4567", "GB", "+442071234567" },
	{ "12025550123", "US", "+12025550123" },
	{ "31612345679", "NL", "+31612345679" },
	{ "314 123456", "NL", "+31314123456" },	/* Doetinchem, without its 0 */
	{ "391 1234567", "IT", "+393911234567" },
	{ "39 391 1234567", "IT", "+393911234567" },
	/* nobody's */
	{ "0171 55", "DE", "" },
	{ "+44 171 55", "", "" },
	{ "+1 102 555 0123", "", "" },
	{ "202 155 0123", "US", "" },
	{ "0000000000", "GB", "" },
	{ "1234567890", "GB", "" },
	{ "9999999999", "IN", "" },
	{ "+266696687", "", "" },		/* ANONYMOUS on a keypad */
	{ "anonymous", "GB", "" },
	{ "unknown", "", "" },
	{ "4711", "DE", "" },			/* an extension */
	{ "+4420712345678901", "", "" },
	{ "2026-03-29 01:59", "GB", "" },
	{ "", "GB", "" },
	{ "+", "GB", "" },
	{ "020 7123 4567", "ZZ", "" },	/* no such country */
};

static const struct {
	const char *raw, *want;
} mails[] = {
	{ "Sara.Rossi@Post.Example", "sara.rossi@post.example" },
	{ "Sara Rossi <sara@post.example>", "sara@post.example" },
	{ "mailto:sara@post.example", "sara@post.example" },
	{ "sara+bank@post.example", "sara+bank@post.example" },
	{ "no-reply@post.example", "" }, { "sara@post", "" },
	{ "sara@@post.example", "" }, { "@post.example", "" },
	{ ".sara@post.example", "" }, { "sara@post..example", "" },
	{ "sara rossi@post.example", "" }, { "n/a", "" },
};

static bool
reads_as(bool read, const struct buf *got, const char *scheme,
    const char *want)
{
	struct str text = buf_view(got);

	if (!*want)
		return !read && !got->n;
	return read && str_starts(text, str_of(scheme)) &&
	    str_is(str_skip(text, strlen(scheme)), want);
}

static void
test_spellings(void)
{
	struct buf got = { 0 };

	for (size_t i = 0; i < COUNT_OF(phones); i++) {
		buf_clear(&got);
		TEST_CASE(reads_as(party_phone(&got, str_of(phones[i].raw),
		    country_find(str_of(phones[i].country))), &got, "tel:",
		    phones[i].want), "'%s' in '%s' is %s", phones[i].raw,
		    phones[i].country, *phones[i].want ? phones[i].want :
		    "no number");
	}
	for (size_t i = 0; i < COUNT_OF(mails); i++) {
		buf_clear(&got);
		TEST_CASE(reads_as(party_mail(&got, str_of(mails[i].raw)),
		    &got, "mailto:", mails[i].want), "'%s' is %s",
		    mails[i].raw, *mails[i].want ? mails[i].want :
		    "no address");
	}
	buf_release(&got);
}

/* The table's order, which looking up a code rests on. */
static void
test_countries(void)
{
	static const char *const codes[] = { "1", "20", "27", "30", "39", "44",
	    "49", "7", "86", "995", "998" };
	size_t found = 0, none = 0;

	for (int n = 0; n < 1000; n++) {
		char digits[8];
		const struct country *c;

		snprintf(digits, sizeof(digits), "%03d", n);
		c = country_of_code(str_of(digits));
		none += !c;
		found += c && str_starts(str_of(digits), str_of(c->code));
	}
	TEST_CASE(found + none == 1000 && found > 700, "who is found by a "
	    "code has it (%zu of 1000 beginnings are anybody's)", found);
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		const struct country *c = country_of_code(str_of(codes[i]));

		TEST_CASE(c && strcmp(c->code, codes[i]) == 0, "code %s",
		    codes[i]);
	}
	TEST_CASE(country_find(STR("XK")) && !country_find(STR("X")) &&
	    !country_find(STR("ZZ")) && country_find(STR("de")),
	    "countries by their letters");
}

/* ---- beside another library --------------------------------------------------- */

struct counts {
	size_t all, same, other;
};

/* input,region,e164,possible,valid,…: no field has quotes or commas. */
static void
compare(char *row, struct counts *n, struct buf *got)
{
	struct str rest = str_of(row), field[5], want;
	bool read;

	for (size_t i = 0; i < COUNT_OF(field); i++)
		if (!str_cut(&rest, ',', &field[i]))
			return;
	want = str_is(field[4], "1") ? field[2] : STR("");
	buf_clear(got);
	read = party_phone(got, field[0], country_find(field[1]));
	n->all++;
	if (read ? str_eq(str_skip(buf_view(got), 4), want) : !want.n)
		n->same++;
	else
		n->other += read && want.n;
}

static void
test_sample(void)
{
	const char *dir = getenv("CCKIT_SAMPLES");
	struct counts n = { 0 };
	struct buf got = { 0 };
	char path[512], row[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/identity/phone_e164_oracle_a.csv",
	    dir ? dir : "../shared/samples");
	f = fopen(path, "r");
	if (!f) {
		printf("skipped party: phone_e164_oracle_a.csv is not there\n");
		return;
	}
	while (fgets(row, sizeof(row), f))
		if (!strchr(row, '"') && strncmp(row, "input,", 6) != 0)
			compare(row, &n, &got);
	fclose(f);
	buf_release(&got);
	/* what is read otherwise: numbers that count up (nobody's, we say), and
	 * patterns within a country, of which only the lengths are known */
	TEST_CASE(n.all > 3900 && n.same * 100 >= n.all * 95,
	    "read as another library does: %zu of %zu", n.same, n.all);
	TEST_CASE(n.other * 500 <= n.all, "as another number: %zu of %zu",
	    n.other, n.all);
}

int
main(void)
{
	test_spellings();
	test_countries();
	test_sample();
	return test_end();
}
