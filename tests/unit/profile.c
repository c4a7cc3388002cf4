// needs: ccimport
/* profile: the language's errors, each with its place; names; numbers. */
#include "cmd/ccimport/filter.h"
#include "cmd/ccimport/profile.h"
#include "cmd/ccimport/program.h"
#include "tests/unit/test.h"

#define TOP	"[profile]\nname = t\ncontainer = csv\n"

static struct profile *
parse(const char *text, struct err *err)
{
	struct profile *p = mem_zero(1, sizeof(*p));

	GROW(p->source, p->n_source, p->cap_source);
	p->source[0] = (struct ini){ 0 };
	p->n_source = 1;
	if (ini_parse(&p->source[0], str_of(text), "t", err) == 0 &&
	    profile_parse(p, err) == 0)
		return p;
	profile_free(p);
	return NULL;
}

static void
test_errors(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "[profile]\nname = x\n",
		    "t:1:1: container is csv, json or log" },
		{ "[profile]\ncontainer = csv\n",
		    "t:1:1: the profile has no name" },
		{ TOP, "t:1:1: no section makes a line" },
		{ TOP "[nothing]\n", "t:4:2: there is no section [nothing]" },
		{ TOP "colour = red\n", "t:4:1: [profile] has no key "
		    "'colour'" },
		{ TOP "[interaction]\nsize = X\n",
		    "t:5:1: there is no member 'size' of ours" },
		{ TOP "[interaction]\nstart = X\n", "t:5:9: 'start' needs a "
		    "time, and 'X' is text: say its unit in [columns]" },
		{ TOP "[interaction]\nwait_ms = X\n", "t:5:11: 'wait_ms' needs "
		    "a duration, and 'X' is text: say its unit in [columns]" },
		{ TOP "[interaction]\nparty += X\n", "t:5:10: 'party' needs an "
		    "identifier (filter phone, email, crm, acct, id, ...), and "
		    "'X' is text" },
		{ TOP "[interaction]\noutcome = 'won'\n",
		    "t:5:11: 'outcome' has no value 'won'" },
		{ TOP "[interaction]\nid = X | colour\n",
		    "t:5:10: there is no filter 'colour'" },
		{ TOP "[interaction]\nid = X | split\n",
		    "t:5:10: filter 'split' takes 1 argument" },
		{ TOP "[interaction]\nid = X | int | split ;\n", NULL },
		{ TOP "[interaction]\nholds = X | split ; | sum\n",
		    "t:5:23: filter 'sum' takes a number, a time or a "
		    "duration: say int, num or a unit before it" },
		{ TOP "[interaction]\nqueue = X | split ;\n",
		    "t:5:9: 'queue' needs a text, and 'X' is a list" },
		{ TOP "[interaction]\nid = X if\n",
		    "t:5:10: expected a value" },
		{ TOP "[interaction]\nid = X if (A\n", "t:5:13: expected ')'" },
		{ TOP "[interaction]\nid = X Y\n",
		    "t:5:8: not understood: 'Y'" },
		{ TOP "[interaction]\nid = X | lookup users\n",
		    "t:5:10: there is no section [lookup users]" },
		{ TOP "[interaction]\nid = X if Y matches 'a('\n", NULL },
		{ TOP "[interaction]\nratings.csat.colour = X\n",
		    "t:5:1: 'ratings' has no member 'colour'" },
		{ TOP "[interaction]\nratings = X\n",
		    "t:5:1: say which member of 'ratings'" },
		{ TOP "[interaction]\nqueue.name = X\n",
		    "t:5:1: 'queue' is no object" },
		{ TOP "[events]\nkey = X\n[event A]\ndoes = open\n",
		    "t:1:1: [events] needs 'key', 'event' and 'time'" },
		{ TOP "[event A]\ndoes = dance\n",
		    "t:5:8: expected open, find, close, beside, call or drop" },
		{ TOP "[messages]\ngap = soon\n", "t:5:7: expected a time span "
		    "such as 90s, 30m, 24h, 3d" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct profile *p = parse(cases[i].text, &err);

		TEST_CASE(!p && err.kind == ERR_USAGE, "case %zu refused", i);
		if (cases[i].want)
			TEST_STR(str_of(err.text), cases[i].want,
			    cases[i].want);
		profile_free(p);
	}
}

static void
test_good(void)
{
	struct err err = { 0 };
	struct profile *p = parse(TOP "[columns]\n\"TALK TIME\", HOLD = s\n"
	    "[interaction]\nid = \"CALL ID\", Other\n"
	    "talk_ms = talk_time minus hold, talk-time\n"
	    "outcome = answered if not (A is x or B > 5) and C in (1, 2)\n"
	    "outcome = abandoned\ntransfers = 0\n", &err);

	if (!TEST_CASE(p != NULL, "parses (%s)", err.text))
		return;
	TEST_CASE(p->section[0].n == 4, "alternatives share one assignment");
	TEST_CASE(p->section[0].assign[2].from.n == 2, "two outcomes");
	TEST_CASE(profile_column(p, STR("talk_time")) != NULL,
	    "columns match loosely");
	profile_free(p);
}

static void
test_names(void)
{
	static const struct {
		const char *a, *b;
		bool want;
	} cases[] = {
		{ "CALL ID", "call_id", true }, { "\"CALL ID\"", "Call-Id", true },
		{ "CALLID", "CALL ID ", true }, { "CALL ID", "CALL", false },
		{ "a", "b", false }, { "", "_", true },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		TEST_CASE(same_name(str_of(cases[i].a), str_of(cases[i].b)) ==
		    cases[i].want, "'%s' and '%s'", cases[i].a, cases[i].b);
}

static void
test_numbers(void)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t want;
	} cases[] = {
		{ "1", true, 1000000 }, { "-2.5", true, -2500000 },
		{ "0.0000019", true, 2 }, { "+3", true, 3000000 },
		{ "1.", true, 1000000 }, { ".5", true, 500000 }, { "", false, 0 },
		{ "1e3", false, 0 }, { "9999999999999", false, 0 },
		{ "1,5", false, 0 }, { "nan", false, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t v = 0;
		bool ok = text_to_micro(str_of(cases[i].text), &v);

		TEST_CASE(ok == cases[i].ok && (!ok || v == cases[i].want),
		    "'%s' is %jd", cases[i].text, (intmax_t)v);
	}
}

static void
test_paths(void)
{
	static const struct {
		const char *path;
		size_t steps;		/* 0: refused */
	} cases[] = {
		{ "a.b.c", 3 }, { "a[*].b", 3 }, { "a[0]", 2 }, { "a[-1].b", 3 },
		{ "metrics[name=tAcd].value", 3 }, { "a.\"b.c\".d", 3 },
		{ "[*]", 1 }, { "a[", 0 }, { "a[=x]", 0 }, { "a..b", 0 },
	};
	struct arena a = { 0 };
	struct ini ini = { .name = (char *)(uintptr_t)"t" };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct step *s = NULL;
		size_t n = 0;
		int r;

		ini.text = (char *)(uintptr_t)cases[i].path;
		r = path_parse(&a, str_of(cases[i].path),
		    (struct place){ &ini, ini.text }, &s, &n, &err);
		TEST_CASE(r < 0 ? cases[i].steps == 0 : n == cases[i].steps,
		    "%s has %zu steps", cases[i].path, n);
	}
	arena_release(&a);
}

/* Whatever is in the program must be without an error. */
static void
test_built_in(void)
{
	struct arena a = { 0 };
	struct str *names, *from;
	size_t n = profile_list(&a, &names, &from);

	TEST_CASE(n >= 5, "%zu profiles", n);
	for (size_t i = 0; i < n; i++) {
		struct err err = { 0 };
		char *name = mem_dup(names[i]);
		struct profile *p = profile_open(name, &err);
		struct program g = { 0 };
		bool known = p && p->n_detect;

		for (size_t k = 0; p && k < p->n_section; k++)
			known |= p->section[k].needs != NULL;
		TEST_CASE(p && program_compile(&g, p, &err) == 0, "%s %s",
		    name, err.text);
		TEST_CASE(p && str_is(p->name, name) && p->title.n && known,
		    "%s has its name, a title, what it is known by", name);
		program_release(&g);
		profile_free(p);
		mem_free(name);
	}
	arena_release(&a);
}

int
main(void)
{
	test_errors();
	test_good();
	test_names();
	test_numbers();
	test_paths();
	test_built_in();
	return test_end();
}
