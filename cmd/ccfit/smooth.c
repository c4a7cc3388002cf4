/* smooth: how far to average, by days left out; see smooth.h. */
#include "cmd/ccfit/smooth.h"

#include <math.h>

#include "common/rng.h"

/* Weights fall evenly to both sides; intervals beyond the day are not there. */
static double
average(const double *v, size_t n, size_t i, int width)
{
	double sum = 0, weights = 0;

	for (int k = -width; k <= width; k++) {
		double weight = width + 1 - abs(k);

		if ((k < 0 && (size_t)-k > i) || i + (size_t)MAX(k, 0) >= n)
			continue;
		sum += weight * v[(int64_t)i + k];
		weights += weight;
	}
	return sum / weights;
}

/* own: one weekday's rates; all: of all weekdays together. Into out, with
 * the sum of own; observed NULL: zeros are not looked at. */
static void
draw(const struct smooth *s, const double *own, const double *all,
    const double *observed, double *out, size_t n)
{
	double sum = 0, sum_all = 0, sum_out = 0;

	for (size_t i = 0; i < n; i++) {
		sum += own[i];
		sum_all += all[i];
	}
	for (size_t i = 0; i < n; i++) {
		double common = sum_all > 0 ? average(all, n, i, s->width) *
		    sum / sum_all : 0;

		out[i] = (1 - s->common) * average(own, n, i, s->width) +
		    s->common * common;
		if (observed && own[i] == 0 && out[i] * observed[i] >
		    SMOOTH_CLOSED)
			out[i] = 0;
		sum_out += out[i];
	}
	for (size_t i = 0; i < n && sum_out > 0; i++)
		out[i] *= sum / sum_out;
}

struct choosing {
	const struct week *w;
	const double *by_day;
	double *total;			/* by weekday and interval */
	double *all;			/* by interval */
	double days[7];
	double *own, *rest, *foretold;	/* without the day left out */
};

/* The likelihood of one day by the others. A contact where none was expected
 * is a surprise, but not an endless one. */
static double
foretell(struct choosing *c, const struct smooth *s, int64_t day)
{
	size_t n = c->w->slots;
	int weekday = week_weekday(c->w, day);
	const double *x = c->by_day + (size_t)day * n;
	double others = c->days[weekday] - 1, likely = 0;

	for (size_t i = 0; i < n; i++) {
		c->own[i] = (c->total[(size_t)weekday * n + i] - x[i]) /
		    others;
		c->rest[i] = c->all[i] - x[i];
	}
	draw(s, c->own, c->rest, NULL, c->foretold, n);
	for (size_t i = 0; i < n; i++) {
		double rate = fmax(c->foretold[i], 0.1 / others);

		likely += x[i] * rng_log(rate) - rate;
	}
	return likely;
}

static double
foretell_all(struct choosing *c, const struct smooth *s)
{
	double likely = 0;

	for (int64_t d = 0; d < c->w->days; d++)
		if (week_whole_day(c->w, d) && c->days[week_weekday(c->w,
		    d)] > 1)
			likely += foretell(c, s, d);
	return likely;
}

static void
add_up(struct choosing *c)
{
	size_t n = c->w->slots;

	for (int64_t d = 0; d < c->w->days; d++) {
		size_t weekday = (size_t)week_weekday(c->w, d);

		if (!week_whole_day(c->w, d))
			continue;
		c->days[weekday]++;
		for (size_t i = 0; i < n; i++) {
			c->total[weekday * n + i] += c->by_day[(size_t)d * n +
			    i];
			c->all[i] += c->by_day[(size_t)d * n + i];
		}
	}
}

void
smooth_choose(struct smooth *s, const struct week *w, const double *by_day)
{
	static const double common[] = { 0, 0.25, 0.5, 0.75, 1 };
	size_t n = w->slots;
	struct choosing c = { .w = w, .by_day = by_day,
	    .total = mem_zero(7 * n, sizeof(double)),
	    .all = mem_zero(n, sizeof(double)),
	    .own = mem_zero(n, sizeof(double)),
	    .rest = mem_zero(n, sizeof(double)),
	    .foretold = mem_zero(n, sizeof(double)) };
	double best;

	*s = (struct smooth){ 0 };
	add_up(&c);
	best = foretell_all(&c, s);
	for (int width = 0; width <= SMOOTH_WIDEST; width++)
		for (size_t k = 0; k < COUNT_OF(common); k++) {
			struct smooth t = { width, common[k] };
			double likely = foretell_all(&c, &t);

			if (likely > best) {
				best = likely;
				*s = t;
			}
		}
	mem_free(c.total);
	mem_free(c.all);
	mem_free(c.own);
	mem_free(c.rest);
	mem_free(c.foretold);
}

void
smooth_apply(const struct smooth *s, const struct week *w, double *rate)
{
	size_t n = w->slots;
	double *all = mem_zero(n, sizeof(*all));
	double *out = mem_zero(7 * n, sizeof(*out));

	for (size_t i = 0; i < 7 * n; i++)
		all[i % n] += rate[i] * w->observed[i];
	for (size_t d = 0; d < 7; d++)
		draw(s, rate + d * n, all, w->observed + d * n, out + d * n,
		    n);
	memcpy(rate, out, 7 * n * sizeof(*out));
	mem_free(all);
	mem_free(out);
}
