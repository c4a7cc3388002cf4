/* sticky: the same agent again; see sticky.h. */
#include "cmd/ccfit/sticky.h"

#include <math.h>

#include "common/mem.h"
#include "common/when.h"

#define H	(INT64_C(1) * MS_HOUR)
#define D	(INT64_C(1) * MS_DAY)
static const int64_t edges[STICKY_PARTS] = { MS_MINUTE, 2 * MS_MINUTE,
	3 * MS_MINUTE, 5 * MS_MINUTE, 10 * MS_MINUTE, 15 * MS_MINUTE,
	20 * MS_MINUTE, 30 * MS_MINUTE, 45 * MS_MINUTE, H, 90 * MS_MINUTE,
	2 * H, 3 * H, 4 * H, 6 * H, 8 * H, 12 * H, D, 2 * D, 3 * D, 5 * D, 7 * D,
	14 * D, 28 * D, 56 * D, 91 * D, INT64_MAX };
#undef H
#undef D

struct taken {
	int64_t agent, before, ago;
};

struct sticky {
	double *count;			/* by agent, of the hour */
	struct taken *taken;
	size_t n, cap;
	struct sticky_fit *queue;	/* NULL: none yet */
	int64_t hour;
};

struct sticky *
sticky_new(size_t agents)
{
	struct sticky *s = mem_zero(1, sizeof(*s));

	s->count = mem_zero(agents + 1, sizeof(*s->count));
	return s;
}

void
sticky_free(struct sticky *s)
{
	mem_free(s->count);
	mem_free(s->taken);
	mem_free(s);
}

static void
end_hour(struct sticky *s)
{
	for (size_t i = 0; i < s->n; i++)
		s->count[s->taken[i].agent]++;
	for (size_t i = 0; i < s->n; i++) {
		const struct taken *t = &s->taken[i];
		struct sticky_part *p = s->queue->part;
		double chance;

		if (t->before < 0)
			continue;
		chance = s->count[t->before] / (double)s->n;
		for (size_t k = 0; t->ago >= edges[k]; k++)
			p++;
		p->n++;
		p->same += t->agent == t->before;
		p->chance += chance;
		p->variance += chance * (1 - chance);
	}
	for (size_t i = 0; i < s->n; i++)
		s->count[s->taken[i].agent] = 0;
	s->n = 0;
}

void
sticky_add(struct sticky *s, struct sticky_fit *queue, int64_t at,
    int64_t agent, int64_t before, int64_t ago)
{
	int64_t hour = at / MS_HOUR;

	if (queue != s->queue || hour != s->hour)
		end_hour(s);
	s->queue = queue;
	s->hour = hour;
	GROW(s->taken, s->n, s->cap);
	s->taken[s->n++] = (struct taken){ agent, before, ago };
}

void
sticky_end(struct sticky *s)
{
	end_hour(s);
}

static void
add_part(struct sticky_part *to, const struct sticky_part *p)
{
	to->n += p->n;
	to->same += p->same;
	to->chance += p->chance;
	to->variance += p->variance;
}

void
sticky_settle(struct sticky_fit *f)
{
	struct sticky_part sum = { 0 };
	double most = STICKY_SIGMA;
	size_t to = 0, last = 0;

	for (size_t k = 0; k < STICKY_PARTS; k++) {
		double sigma;

		if (f->part[k].n == 0)
			continue;
		last = k;
		add_part(&sum, &f->part[k]);
		sigma = sum.variance > 0 ? (sum.same - sum.chance) /
		    sqrt(sum.variance) : 0;
		if (sigma > most) {
			most = sigma;
			to = k + 1;
		}
	}
	f->window_ms = to == 0 ? 0 : to > last ? -1 : edges[to - 1];
	for (size_t k = 0; k < STICKY_PARTS; k++)
		add_part(k < to ? &f->in : &f->after, &f->part[k]);
}
