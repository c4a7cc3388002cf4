/* genlines: genlines N [shuffled]: N interaction lines for the benches, the
 * same every time; in order of time, or shuffled. */
#include <string.h>

#include "common/line.h"
#include "common/rng.h"

static const char *const queues[] = { "cards", "loans", "payments", "fraud",
	"mortgages", "digital", "insurance", "general" };

struct making {
	struct rng r;
	struct line_maker m;
	struct buf out;
	int64_t t;			/* ms */
};

static void PRINTF_LIKE(3, 4)
put(struct line_maker *m, enum field_id f, const char *fmt, ...)
{
	char text[64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (f == F_PARTY)
		maker_add_str(m, f, str_of(text));
	else
		maker_str(m, f, str_of(text));
}

static void
put_answer(struct making *g, int64_t wait)
{
	struct line_maker *m = &g->m;
	int64_t talk = (int64_t)rng_below(&g->r, 600000);

	maker_time(m, F_ANSWERED, g->t + 30000 + wait);
	put(m, F_AGENT, "a%u", (unsigned)rng_below(&g->r, 300));
	maker_time(m, F_END, g->t + 30000 + wait + talk);
	put(m, F_OUTCOME, "answered");
	maker_int(m, F_TALK_MS, talk);
	maker_int(m, F_HOLD_MS, (int64_t)rng_below(&g->r, 30000));
	maker_int(m, F_WRAP_MS, (int64_t)rng_below(&g->r, 60000));
}

static void
make(struct making *g, uint64_t i)
{
	struct line_maker *m = &g->m;
	int64_t wait = (int64_t)rng_below(&g->r, rng_chance(&g->r, 0.75) ?
	    20000 : 200000);

	maker_clear(m);
	put(m, F_ID, "%016llx%08llx", (unsigned long long)rng_bits(&g->r),
	    (unsigned long long)i);
	put(m, F_SOURCE, "connect-eu");
	maker_time(m, F_REV, g->t + 900000);
	put(m, F_PARTY, "tel:+44207%07u", (unsigned)rng_below(&g->r, 500000));
	put(m, F_CHANNEL, "voice");
	put(m, F_DIRECTION, "in");
	put(m, F_BY, "customer");
	maker_time(m, F_START, g->t);
	maker_time(m, F_QUEUED, g->t + 30000);
	put(m, F_QUEUE, "%s", queues[rng_below(&g->r, COUNT_OF(queues))]);
	maker_int(m, F_SELF_MS, 30000);
	maker_int(m, F_WAIT_MS, wait);
	if (rng_chance(&g->r, 0.9)) {
		put_answer(g, wait);
	} else {
		put(m, F_OUTCOME, "abandoned");
		maker_time(m, F_END, g->t + 30000 + wait);
	}
	put(m, F_REASON, "card-lost");
	maker_raw(m, F_SRC, STR("{\"file\":\"ctr-2026-03-02.json\","
	    "\"line\":12345,\"profile\":\"amazon-connect\"}"));
	maker_emit(m, K_INTERACTION, &g->out);
}

int
main(int argc, char **argv)
{
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 500000;
	bool shuffled = argc > 2 && strcmp(argv[2], "shuffled") == 0;
	struct making g = { .t = INT64_C(1767225600000) };

	rng_seed(&g.r, 1);
	for (uint64_t i = 0; i < n; i++) {
		if (shuffled)
			g.t = INT64_C(1767225600000) +
			    (int64_t)rng_below(&g.r, n * 2500);
		else
			g.t += (int64_t)rng_below(&g.r, 5000);
		make(&g, i);
		if (g.out.n > 1 << 20 || i + 1 == n) {
			if (fwrite(g.out.p, 1, g.out.n, stdout) != g.out.n)
				return 3;
			buf_clear(&g.out);
		}
	}
	return fflush(stdout) ? 3 : 0;
}
