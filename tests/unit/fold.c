/* fold: any order and any grouping of the same lines gives the same bytes, and
 * folding what is folded changes nothing; the totals are the sums of format. */
#include "common/fold.h"

#include "common/line.h"
#include "common/when.h"
#include "tests/unit/test.h"

enum { LINES = 7, ROUNDS = 400 };

static uint64_t state = 20261125;

static unsigned
draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

static void
random_leg(struct line_maker *m, struct buf *out)
{
	static const struct str types[] = { STR_INIT("queue"),
	    STR_INIT("agent"), STR_INIT("offer"), STR_INIT("consult"),
	    STR_INIT("self") };
	static const struct str queues[] = { STR_INIT("cards"),
	    STR_INIT("loans"), STR_INIT("") };
	static const struct str reasons[] = { STR_INIT("x"), STR_INIT("y"),
	    STR_INIT("") };
	static const struct str outcomes[] = { STR_INIT("answered"),
	    STR_INIT("abandoned"), STR_INIT("overflowed") };
	char leg[3] = { 'l', (char)('a' + draw(4)), 0 };

	maker_clear(m);
	maker_str(m, F_ID, STR("c1"));
	maker_str(m, F_SOURCE, STR("s"));
	maker_str(m, F_LEG, str_of(leg));
	maker_time(m, F_LEG_REV, 1000 * (int64_t)draw(4));
	maker_str(m, F_TYPE, types[draw(5)]);
	maker_time(m, F_START, 1000000 + 1000 * (int64_t)draw(4));
	maker_time(m, F_END, 1100000 + 1000 * (int64_t)draw(4));
	maker_str(m, F_QUEUE, queues[draw(3)]);
	maker_str(m, F_REASON, reasons[draw(3)]);
	maker_str(m, F_CHANNEL, STR("voice"));
	maker_str(m, F_OUTCOME, outcomes[draw(3)]);
	maker_int(m, F_WAIT_MS, draw(100));
	if (draw(2))
		maker_int(m, F_TALK_MS, draw(100));
	if (draw(3) == 0)
		maker_bool(m, F_SIDE, true);
	if (draw(2))
		maker_add_str(m, F_PARTY, draw(2) ? STR("tel:+441") :
		    STR("mailto:a@b.c"));
	if (draw(4) == 0)
		maker_unknown(m, STR("zz"), STR("[1]"));
	maker_emit(m, K_INTERACTION, out);
}

static void
fold_lines(struct fold *f, const struct buf *lines, const size_t *which,
    size_t n, struct buf *out)
{
	struct fold_counts counts = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct str l = buf_view(&lines[which[i]]);

		l.n -= l.p[l.n - 1] == '\n';
		if (fold_add(f, l, &err) < 0)
			BUG(err.text);
	}
	buf_clear(out);
	if (fold_end(f, out, &counts, &err) < 0)
		BUG(err.text);
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

/* Folds the first `cut` of a shuffled list, then that with the rest. */
static void
fold_in_steps(struct fold *f, struct buf *lines, size_t n, struct buf *out)
{
	size_t which[LINES + 1], cut;

	for (size_t i = 0; i < n; i++)
		which[i] = i;
	shuffle(which, n);
	cut = 1 + draw((unsigned)n);
	fold_lines(f, lines, which, cut, &lines[LINES]);
	which[cut - 1] = LINES;
	shuffle(which + cut - 1, n - cut + 1);
	fold_lines(f, lines, which + cut - 1, n - cut + 1, out);
}

static void
test_associative(void)
{
	struct buf lines[LINES + 1] = { { 0 } }, whole = { 0 }, steps = { 0 };
	struct line_maker m = { 0 };
	struct fold *f = fold_new();
	size_t all[LINES] = { 0, 1, 2, 3, 4, 5, 6 };
	int bad = 0;

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = 2 + draw(LINES - 1);

		for (size_t i = 0; i < n; i++) {
			buf_clear(&lines[i]);
			random_leg(&m, &lines[i]);
		}
		fold_lines(f, lines, all, n, &whole);
		for (int k = 0; k < 5; k++) {
			fold_in_steps(f, lines, n, &steps);
			if (str_eq(buf_view(&whole), buf_view(&steps)))
				continue;
			if (bad++ == 0)
				printf("# whole %.*s# steps %.*s",
				    STR_ARG(buf_view(&whole)),
				    STR_ARG(buf_view(&steps)));
		}
	}
	TEST_CASE(bad == 0, "%d orders and groupings of random legs, %d of "
	    "them different", ROUNDS * 5, bad);
	for (size_t i = 0; i <= LINES; i++)
		buf_release(&lines[i]);
	buf_release(&whole);
	buf_release(&steps);
	maker_release(&m);
	fold_free(f);
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
	return test_end();
}
