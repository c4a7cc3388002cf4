/* fold: any order and any grouping of the same lines gives the same bytes, and
 * folding what is folded changes nothing; the totals are the sums of format. */
#include "common/fold.h"

#include "common/json.h"
#include "common/line.h"
#include "common/when.h"
#include "tests/patch_line.h"
#include "tests/unit/test.h"

enum { LINES = 7, ROUNDS = 1000 };

static uint64_t state = 20261125;
static int miscounted;			/* folds whose counts do not add up */

static unsigned
draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

struct word {
	const char *text[5];
	unsigned n;
};

static struct str
word(const struct word *w)
{
	return str_of(w->text[draw(w->n)]);
}

static const struct word types = { { "queue", "agent", "offer", "consult",
    "self" }, 5 };
static const struct word queues = { { "cards", "loans", "" }, 3 };
static const struct word outcomes = { { "answered", "abandoned", "elsewhere",
    "" }, 4 };
static const struct word reasons = { { "x", "y", "" }, 3 };
static const struct word parts = { { "metrics", "survey" }, 2 };

/* Members of both levels, alike often enough to be agreed on. */
static void
random_members(struct line_maker *m)
{
	if (draw(4))
		maker_time(m, F_START, 1000000 + 1000 * (int64_t)draw(4));
	if (draw(2))
		maker_time(m, F_END, 1100000 + 1000 * (int64_t)draw(4));
	maker_str(m, F_QUEUE, word(&queues));
	maker_str(m, F_REASON, word(&reasons));
	maker_str(m, F_OUTCOME, word(&outcomes));
	if (draw(3))
		maker_str(m, F_CHANNEL, STR("voice"));
	if (draw(2))
		maker_str(m, F_AGENT, draw(2) ? STR("a") : STR("b"));
	if (draw(2))
		maker_int(m, F_WAIT_MS, draw(3));
	if (draw(2))
		maker_int(m, F_TALK_MS, draw(3));
	if (draw(6) == 0)
		maker_int(m, F_TRANSFERS, draw(2));
	if (draw(5) == 0)
		maker_micro(m, F_COST, 1000000);
	if (draw(2))
		maker_add_str(m, F_PARTY, draw(2) ? STR("tel:+441") :
		    STR("mailto:a@b.c"));
	if (draw(4) == 0)
		maker_raw(m, F_RATINGS, draw(2) ? STR("[{\"kind\":\"csat\"}]") :
		    STR("[{\"kind\":\"nps\"},{\"kind\":\"csat\"}]"));
	if (draw(9) == 0)
		maker_bool(m, F_OPEN, true);
	if (draw(9) == 0)
		maker_unknown(m, STR("zz"), draw(2) ? STR("[1]") : STR("2"));
	if (draw(9) == 0)
		maker_raw(m, F_SRC, STR("{\"line\":1}"));
}

/* A leg, the contact's own record, a part of either. */
static void
random_line(struct line_maker *m, struct buf *out)
{
	char leg[3] = { 'l', (char)('a' + draw(4)), 0 };
	bool is_leg = draw(4) > 0;

	maker_clear(m);
	maker_str(m, F_ID, STR("c1"));
	maker_str(m, F_SOURCE, STR("s"));
	random_members(m);
	if (draw(3) == 0)
		maker_str(m, F_PART, word(&parts));
	if (is_leg)
		maker_str(m, F_LEG, str_of(leg));
	if (draw(3))
		maker_time(m, is_leg ? F_LEG_REV : F_REV,
		    1000 * (int64_t)draw(4));
	if (draw(3)) {
		maker_str(m, F_TYPE, word(&types));
		if (draw(3) == 0)
			maker_bool(m, F_SIDE, true);
	}
	if (!is_leg && !maker_has(m, F_WAIT_MS) && !maker_has(m, F_TALK_MS) &&
	    draw(2))
		maker_raw(m, F_LEGS, STR("[{\"type\":\"self\"},{\"type\":"
		    "\"queue\",\"queue\":\"cards\"}]"));
	maker_emit(m, K_INTERACTION, out);
}

static void
fold_lines(struct fold *f, const struct buf *lines, const size_t *which,
    size_t n, struct buf *out)
{
	struct fold_counts c = { 0 };
	struct err err = { 0 };
	size_t beside = 0;

	for (size_t i = 0; i < n; i++) {
		struct str l = buf_view(&lines[which[i]]);
		bool counted = draw(3);

		l.n -= l.p[l.n - 1] == '\n';
		beside += !counted;
		if ((counted ? fold_add(f, l, &err) :
		    fold_add_beside(f, l, &err)) < 0)
			BUG(err.text);
	}
	buf_clear(out);
	if (fold_end(f, out, &c, &err) < 0)
		BUG(err.text);
	miscounted += c.lines != n - beside || c.opened + c.extra != 1 ||
	    c.lines != c.opened + c.joined + c.superseded;
}

static void
shuffle(size_t *which, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = draw((unsigned)i), t = which[i - 1];

		which[i - 1] = which[k];
		which[k] = t;
	}
}

/* What a tool does to a line between two folds: a reason, a tag. */
static void
tag(struct buf *line)
{
	static const struct line_patch patch[] = {
		{ F_REASON, STR_INIT("\"tagged\"") },
		{ F_TAGS, STR_INIT("[\"t\"]") },
	};
	struct buf tagged = { 0 };
	struct str raw = buf_view(line);

	raw.n--;
	patch_line(&tagged, raw, patch, 1 + draw(2));
	buf_clear(line);
	buf_str(line, buf_view(&tagged));
	buf_release(&tagged);
}

/* Folds lines [0, n) of a shuffled list in a random tree. */
static void
fold_tree(struct fold *f, const struct buf *lines, size_t *which, size_t n,
    struct buf *out)
{
	struct buf two[2] = { { 0 } };
	size_t both[2] = { 0, 1 }, cut;

	if (n == 1 || draw(4) == 0) {
		fold_lines(f, lines, which, n, out);
		return;
	}
	cut = 1 + draw((unsigned)n - 1);
	fold_tree(f, lines, which, cut, &two[0]);
	fold_tree(f, lines, which + cut, n - cut, &two[1]);
	fold_lines(f, two, both, 2, out);
	buf_release(&two[0]);
	buf_release(&two[1]);
}

/* Lines to fold: flat ones, and now and then a folded and tagged one. */
static size_t
random_lines(struct fold *f, struct line_maker *m, struct buf *lines)
{
	size_t n = 2 + draw(LINES - 1), all[LINES] = { 0, 1, 2, 3, 4, 5, 6 };
	struct buf folded = { 0 };

	for (size_t i = 0; i < n; i++) {
		buf_clear(&lines[i]);
		random_line(m, &lines[i]);
	}
	if (draw(3) == 0) {
		fold_lines(f, lines, all, n, &folded);
		tag(&folded);
		buf_clear(&lines[draw((unsigned)n)]);
		for (size_t i = 0; i < n; i++)
			if (!lines[i].n)
				buf_str(&lines[i], buf_view(&folded));
	}
	buf_release(&folded);
	return n;
}

static void
test_associative(void)
{
	struct buf lines[LINES] = { { 0 } }, whole = { 0 }, tree = { 0 };
	struct line_maker m = { 0 };
	struct fold *f = fold_new();
	struct json json = { 0 };
	int bad = 0, done = 0, invalid = 0;
	const char *problem;
	size_t at;

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = random_lines(f, &m, lines);
		size_t which[LINES] = { 0, 1, 2, 3, 4, 5, 6 };

		fold_lines(f, lines, which, n, &whole);
		whole.n--;
		if (line_validate(&json, buf_view(&whole), &problem, &at) < 0 &&
		    invalid++ == 0)
			printf("# %s: %.*s\n", problem,
			    STR_ARG(buf_view(&whole)));
		whole.n++;
		for (int k = 0; k < 5; k++, done++) {
			shuffle(which, n);
			fold_tree(f, lines, which, n, &tree);
			if (str_eq(buf_view(&whole), buf_view(&tree)))
				continue;
			if (bad++)
				continue;
			for (size_t i = 0; i < n; i++)
				printf("# in    %.*s", STR_ARG(buf_view(
				    &lines[which[i]])));
			printf("# whole %.*s# tree  %.*s",
			    STR_ARG(buf_view(&whole)),
			    STR_ARG(buf_view(&tree)));
		}
	}
	TEST_CASE(bad == 0, "%d orders and trees of random legs, versions and "
	    "parts, %d of them different", done, bad);
	TEST_CASE(invalid == 0, "folded lines are valid, %d are not", invalid);
	TEST_CASE(miscounted == 0, "counted lines are opened, joined or "
	    "superseded, whatever stands beside, but for %d", miscounted);
	json_release(&json);
	for (size_t i = 0; i < LINES; i++)
		buf_release(&lines[i]);
	buf_release(&whole);
	buf_release(&tree);
	maker_release(&m);
	fold_free(f);
}

/* Folds texts in order and takes the result apart. */
static void
fold_texts(const char *const *in, size_t n, struct line_maker *m,
    struct buf *out)
{
	struct buf lines[LINES] = { { 0 } };
	size_t all[LINES] = { 0, 1, 2, 3, 4, 5, 6 };
	struct fold *f = fold_new();
	struct err err = { 0 };
	enum line_kind kind;
	struct str l;

	for (size_t i = 0; i < n; i++)
		buf_puts(&lines[i], in[i]);
	fold_lines(f, lines, all, n, out);
	l = buf_view(out);
	l.n--;
	if (maker_load(m, l, &kind, &err) < 0)
		BUG(err.text);
	for (size_t i = 0; i < n; i++)
		buf_release(&lines[i]);
	fold_free(f);
}

#define HEAD	"{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\"," \
	"\"source\":\"s\","
#define AT(n)	"\"1970-01-01T00:00:0" #n ".000Z\""

/* Parts fill, survive a newer main record, and are replaced by their like. */
static void
test_parts(void)
{
	static const char *const one[] = {
		HEAD "\"rev\":" AT(1) ",\"queue\":\"q\",\"wait_ms\":1}",
		HEAD "\"part\":\"lens\",\"rev\":" AT(1) ",\"wait_ms\":9,"
		"\"lang\":\"en\",\"tags\":[\"a\"]}",
	};
	const char *two[2] = { NULL, HEAD "\"rev\":" AT(2) ",\"queue\":\"r\","
	    "\"tags\":[\"b\"]}" };
	const char *three[2] = { NULL, HEAD "\"part\":\"lens\",\"rev\":"
	    AT(3) ",\"lang\":\"de\"}" };
	struct line_maker m = { 0 };
	struct buf a = { 0 }, b = { 0 }, c = { 0 };

	fold_texts(one, 2, &m, &a);
	TEST_STR(maker_token(&m, F_WAIT_MS), "1", "a part does not override");
	TEST_STR(maker_token(&m, F_LANG), "\"en\"", "a part fills");
	two[0] = (buf_char(&a, 0), a.n -= 2, a.p[a.n] = 0, a.p);
	fold_texts(two, 2, &m, &b);
	TEST_STR(maker_token(&m, F_QUEUE), "\"r\"", "a newer main replaces");
	TEST_STR(maker_token(&m, F_WAIT_MS), "9", "what it lacks the part "
	    "fills again");
	TEST_STR(maker_token(&m, F_TAGS), "[\"b\",\"a\"]", "lists unite");
	three[0] = (buf_char(&b, 0), b.n -= 2, b.p[b.n] = 0, b.p);
	fold_texts(three, 2, &m, &c);
	TEST_STR(maker_token(&m, F_LANG), "\"de\"", "a newer part replaces");
	TEST_CASE(!maker_has(&m, F_WAIT_MS), "and what it does not say goes");
	buf_release(&a);
	buf_release(&b);
	buf_release(&c);
	maker_release(&m);
}

/* Legs without ids of their own are one record with their contact. */
static void
test_whole(void)
{
	static const char *const in[] = {
		HEAD "\"rev\":" AT(1) ",\"legs\":[{\"type\":\"self\"},"
		"{\"type\":\"queue\",\"queue\":\"a\"}]}",
		HEAD "\"rev\":" AT(2) ",\"legs\":[{\"type\":\"queue\","
		"\"queue\":\"b\"}]}",
	};
	struct line_maker m = { 0 };
	struct buf out = { 0 };

	fold_texts(in, 2, &m, &out);
	TEST_STR(maker_token(&m, F_LEGS), "[{\"type\":\"queue\",\"queue\":"
	    "\"b\"}]", "a newer conversation replaces all its legs");
	maker_release(&m);
	buf_release(&out);
}

/* A patch of a folded line outlives the next fold. */
static void
test_own(void)
{
	static const char *const in[] = {
		HEAD "\"rev\":" AT(1) ",\"reason\":\"x\",\"queue\":\"own\","
		"\"legs\":[{\"type\":\"queue\",\"id\":\"l1\",\"rev\":" AT(1)
		",\"queue\":\"a\"},{\"type\":\"queue\",\"id\":\"l2\","
		"\"rev\":" AT(1) ",\"queue\":\"b\"}]}",
		HEAD "\"queue\":\"c\",\"leg\":\"l3\",\"leg_rev\":" AT(2)
		"}",
	};
	struct line_maker m = { 0 };
	struct buf out = { 0 };

	fold_texts(in, 2, &m, &out);
	TEST_STR(maker_token(&m, F_REASON), "\"x\"", "a reason stays");
	TEST_STR(maker_token(&m, F_QUEUE), "\"own\"", "own goes before legs");
	maker_release(&m);
	buf_release(&out);
}

static void
test_sums(void)
{
	static const char *const in[] = {
		"{\"cc\":1,\"kind\":\"interaction\",\"type\":\"queue\","
		"\"id\":\"1\",\"source\":\"s\",\"start\":\"2026-03-02T09:00:"
		"00.000Z\",\"queue\":\"a\",\"agent\":\"x\",\"outcome\":"
		"\"answered\",\"out\":\"transfer-queue\",\"wait_ms\":10,"
		"\"talk_ms\":100,\"leg\":\"1\"}",
		"{\"cc\":1,\"kind\":\"interaction\",\"type\":\"offer\","
		"\"id\":\"1\",\"source\":\"s\",\"start\":\"2026-03-02T09:01:"
		"00.000Z\",\"queue\":\"b\",\"agent\":\"y\",\"outcome\":"
		"\"missed\",\"wrap_ms\":57000,\"leg\":\"2\"}",
		"{\"cc\":1,\"kind\":\"interaction\",\"type\":\"queue\","
		"\"id\":\"1\",\"source\":\"s\",\"start\":\"2026-03-02T09:02:"
		"00.000Z\",\"queue\":\"b\",\"agent\":\"z\",\"outcome\":"
		"\"answered\",\"wait_ms\":5,\"talk_ms\":50,\"leg\":\"3\"}",
	};
	struct buf lines[3] = { { 0 } }, out = { 0 };
	size_t all[3] = { 0, 1, 2 };
	struct fold *f = fold_new();
	struct line_maker m = { 0 };
	struct err err = { 0 };
	enum line_kind kind;
	struct str l;

	for (int i = 0; i < 3; i++)
		buf_puts(&lines[i], in[i]);
	fold_lines(f, lines, all, 3, &out);
	l = buf_view(&out);
	l.n--;
	TEST_CASE(maker_load(&m, l, &kind, &err) == 0, "the fold is a line");
	TEST_STR(maker_token(&m, F_WAIT_MS), "15", "waits add up");
	TEST_STR(maker_token(&m, F_TALK_MS), "150", "talks add up");
	TEST_CASE(!maker_has(&m, F_WRAP_MS), "an offer's wrap-up never counts");
	TEST_STR(maker_token(&m, F_QUEUE), "\"a\"", "the first queue");
	TEST_STR(maker_token(&m, F_AGENT), "\"z\"", "the last who answered");
	TEST_STR(maker_token(&m, F_TRANSFERS), "1", "one transfer");
	for (int i = 0; i < 3; i++)
		buf_release(&lines[i]);
	buf_release(&out);
	maker_release(&m);
	fold_free(f);
}

int
main(void)
{
	test_associative();
	test_sums();
	test_parts();
	test_whole();
	test_own();
	return test_end();
}
