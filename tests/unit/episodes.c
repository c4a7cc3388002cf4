// needs: ccimport
/* episodes: messages cut into contacts; reply times; threads by reply. */
#include "cmd/ccimport/episodes.h"
#include "cmd/ccimport/threads.h"
#include "tests/unit/test.h"

/* One letter a message: c customer, a agent, b bot, C/A the same and it ends
 * the episode; the number is its minute. */
struct step {
	char who;
	int minute;
};

static size_t
messages(const struct step *s, struct message *m)
{
	size_t n = 0;

	for (; s[n].who; n++) {
		char c = s[n].who;

		m[n] = (struct message){ .id = STR("m"), .who = STR("w"),
		    .at_ms = s[n].minute * INT64_C(60000),
		    .by = c == 'a' || c == 'A' ? BY_AGENT : c == 'b' ? BY_BOT :
		    BY_CUSTOMER, .ends = c == 'A' || c == 'C' };
	}
	return n;
}

static void
test_cuts(void)
{
	static const struct {
		const char *what;
		struct step step[8];
		size_t want[4];		/* messages of each episode */
		size_t lost;
	} cases[] = {
		{ "one exchange", { { 'c', 0 }, { 'a', 5 }, { 'c', 6 } },
		    { 3 }, 0 },
		{ "the gap ends it", { { 'c', 0 }, { 'a', 5 }, { 'c', 66 } },
		    { 2, 1 }, 0 },
		{ "a late answer still answers",
		    { { 'c', 0 }, { 'a', 90 }, { 'c', 91 } }, { 3 }, 0 },
		{ "a second late word of the agent is of no contact",
		    { { 'c', 0 }, { 'a', 1 }, { 'a', 90 }, { 'c', 91 } },
		    { 2, 1 }, 1 },
		{ "an agent's word before any customer",
		    { { 'a', 0 }, { 'c', 1 } }, { 1 }, 1 },
		{ "an end ends it", { { 'c', 0 }, { 'A', 1 }, { 'c', 2 } },
		    { 2, 1 }, 0 },
		{ "nobody but agents", { { 'a', 0 }, { 'a', 1 } }, { 0 }, 2 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct message m[8];
		const struct message *list[8];
		struct episode e;
		size_t n = messages(cases[i].step, m), at = 0, lost = 0, k = 0;

		while (episode_next(m, n, &at, 3600000, list, &e, &lost)) {
			TEST_CASE(k < 4 && e.n == cases[i].want[k],
			    "%s: episode %zu has %zu", cases[i].what, k, e.n);
			k++;
		}
		TEST_CASE(cases[i].want[k] == 0, "%s: no more",
		    cases[i].what);
		TEST_CASE(lost == cases[i].lost, "%s: %zu lost",
		    cases[i].what, lost);
	}
}

/* Sessions that overlap are episodes of their own; what names none goes with
 * the message before it, at the start with the first one that does. */
static void
test_splits(void)
{
	static const struct {
		const char *what, *split;	/* a letter a message; - none */
		struct step step[8];
		size_t want[4], lost;
	} cases[] = {
		{ "two sessions that overlap", "ABAB",
		    { { 'c', 0 }, { 'c', 1 }, { 'a', 2 }, { 'a', 3 } },
		    { 2, 2 }, 0 },
		{ "none of their own", "-A-B-",
		    { { 'c', 0 }, { 'c', 1 }, { 'a', 2 }, { 'c', 3 },
		    { 'a', 4 } }, { 3, 2 }, 0 },
		{ "the gap ends a session's episode too", "AAA",
		    { { 'c', 0 }, { 'a', 1 }, { 'c', 99 } }, { 2, 1 }, 0 },
		{ "a session of an agent alone", "AB",
		    { { 'c', 0 }, { 'a', 1 } }, { 1 }, 1 },
		{ "no sessions at all", "---",
		    { { 'c', 0 }, { 'a', 1 }, { 'c', 2 } }, { 3 }, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct message m[8];
		const struct message *list[8];
		struct episode e;
		size_t n = messages(cases[i].step, m), at = 0, lost = 0, k = 0;

		for (size_t j = 0; j < n; j++)
			if (cases[i].split[j] != '-')
				m[j].split = (struct str){
				    &cases[i].split[j], 1 };
		episodes_split(m, n);
		while (episode_next(m, n, &at, 3600000, list, &e, &lost)) {
			TEST_CASE(k < 4 && e.n == cases[i].want[k],
			    "%s: episode %zu has %zu", cases[i].what, k, e.n);
			k++;
		}
		TEST_CASE(cases[i].want[k] == 0 && lost == cases[i].lost,
		    "%s: no more, %zu lost", cases[i].what, lost);
	}
}

/* The response times that a vendor's own chat record gives for such a chat:
 * from the first message of an unanswered run to the next of an agent. */
static void
test_replies(void)
{
	static const struct step chat[] = { { 'c', 0 }, { 'c', 1 }, { 'a', 2 },
	    { 'a', 3 }, { 'c', 10 }, { 'b', 11 }, { 'a', 15 }, { 0, 0 } };
	struct message m[8];
	const struct message *list[8];
	struct line_maker maker = { 0 };
	struct episode e;
	size_t n = messages(chat, m), at = 0, lost = 0;

	episode_next(m, n, &at, 3600000, list, &e, &lost);
	episode_members(&e, &maker, false);
	TEST_STR(maker_token(&maker, F_REPLY), "{\"first_ms\":120000,"
	    "\"sum_ms\":420000,\"max_ms\":300000,\"n\":2,"
	    "\"from\":\"first-message\",\"clock\":\"calendar\","
	    "\"whose\":\"ours\"}", "reply");
	TEST_STR(maker_token(&maker, F_OUTCOME), "\"answered\"", "outcome");
	TEST_STR(maker_token(&maker, F_MSGS_IN), "3", "messages in");
	TEST_STR(maker_token(&maker, F_MSGS_OUT), "3", "messages out");
	TEST_STR(maker_token(&maker, F_MSGS_BOT), "1", "bot messages");
	maker_release(&maker);
}

static void
test_threads(void)
{
	static const struct {
		const char *id, *parent, *root;
	} cases[] = {
		{ "3", "2", "1" }, { "2", "1", "1" }, { "1", "", "1" },
		{ "9", "gone", "gone" }, { "8", "gone", "gone" },
		{ "r1", "r2", "r1" }, { "r2", "r3", "r1" }, { "r3", "r1", "r1" },
		{ "t", "r2", "r1" },		/* a tail of the circle */
		{ "self", "self", "self" },
	};
	struct threads t = { 0 };
	struct parents p;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		threads_add(&t, str_of(cases[i].id), str_of(cases[i].parent),
		    i ? 0 : -99999);
	p = threads_parents(&t);
	TEST_CASE(p.named == 9 && p.found == 7, "%zu parents, %zu found",
	    (size_t)p.named, (size_t)p.found);
	TEST_CASE(p.younger == 1, "%zu answers before their parent",
	    (size_t)p.younger);
	for (size_t i = COUNT_OF(cases); i-- > 0;)
		TEST_STR(threads_root(&t, str_of(cases[i].id)), cases[i].root,
		    cases[i].id);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		TEST_STR(threads_root(&t, str_of(cases[i].id)), cases[i].root,
		    cases[i].id);
	threads_release(&t);
}

int
main(void)
{
	test_cuts();
	test_splits();
	test_replies();
	test_threads();
	return test_end();
}
