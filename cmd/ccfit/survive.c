/* survive: Kaplan-Meier and laws under censoring; see survive.h. */
#include "cmd/ccfit/survive.h"

#include <math.h>

#include "cmd/ccfit/law.h"
#include "common/rng.h"

enum { MOST = 1 << 17, GRID = 40 };

/* Neighbours become one at their mean when there are too many. */
static void
halve(struct waits *w)
{
	size_t to = 0;

	for (size_t i = 0; i < w->count; i += 2, to++) {
		size_t j = i + 1 < w->count ? i + 1 : i;
		double a = w->left[i] + w->stayed[i];
		double b = j > i ? w->left[j] + w->stayed[j] : 0;

		w->x[to] = (w->x[i] * a + w->x[j] * b) / (a + b);
		w->left[to] = w->left[i] + (j > i ? w->left[j] : 0);
		w->stayed[to] = w->stayed[i] + (j > i ? w->stayed[j] : 0);
	}
	w->count = to;
}

void
waits_add(struct waits *w, double ms, bool gave_up)
{
	if (ms <= 0) {
		w->left_at_0 += gave_up;
		w->stayed_at_0 += !gave_up;
		return;
	}
	if (!w->count || w->x[w->count - 1] != ms) {
		if (w->count == MOST)
			halve(w);
		if (w->count == w->cap) {
			w->cap = w->cap ? w->cap * 2 : 64;
			w->x = mem_resize_array(w->x, w->cap, sizeof(double));
			w->left = mem_resize_array(w->left, w->cap,
			    sizeof(double));
			w->stayed = mem_resize_array(w->stayed, w->cap,
			    sizeof(double));
		}
		w->x[w->count] = ms;
		w->left[w->count] = w->stayed[w->count] = 0;
		w->count++;
	}
	w->left[w->count - 1] += gave_up;
	w->stayed[w->count - 1] += !gave_up;
}

void
waits_end(struct waits *w)
{
	w->left_all = w->all = 0;
	for (size_t i = 0; i < w->count; i++) {
		w->left_all += w->left[i];
		w->all += w->left[i] + w->stayed[i];
	}
}

void
waits_release(struct waits *w)
{
	mem_free(w->x);
	mem_free(w->left);
	mem_free(w->stayed);
	*w = (struct waits){ 0 };
}

double
waits_survive(const struct waits *w, double ms)
{
	double at_risk = w->all, s = 1;

	for (size_t i = 0; i < w->count && w->x[i] <= ms; i++) {
		s *= 1 - w->left[i] / at_risk;
		at_risk -= w->left[i] + w->stayed[i];
	}
	return s;
}

/* ---- laws -------------------------------------------------------------------------- */

static double
exponential(const struct waits *w, struct dist *d)
{
	double time = 0;

	for (size_t i = 0; i < w->count; i++)
		time += w->x[i] * (w->left[i] + w->stayed[i]);
	d->law = DIST_EXPONENTIAL;
	d->mean = time / w->left_all;
	return -w->left_all * (rng_log(d->mean) + 1);
}

struct weibull_sums {
	double power, power_log, left_log;	/* of x / unit */
};

static struct weibull_sums
sums(const struct waits *w, double unit, double k)
{
	struct weibull_sums s = { 0, 0, 0 };

	for (size_t i = 0; i < w->count; i++) {
		double l = rng_log(w->x[i] / unit);
		double p = (w->left[i] + w->stayed[i]) * rng_exp(k * l);

		s.power += p;
		s.power_log += p * l;
		s.left_log += w->left[i] * l;
	}
	return s;
}

/* The slope of the profile likelihood falls in the shape: halving. */
static double
weibull(const struct waits *w, double unit, struct dist *d)
{
	double low = 0.05, high = 20, k, scale;
	struct weibull_sums s;

	for (int i = 0; i < 50; i++) {
		k = (low + high) / 2;
		s = sums(w, unit, k);
		if (1 / k + s.left_log / w->left_all -
		    s.power_log / s.power > 0)
			low = k;
		else
			high = k;
	}
	k = (low + high) / 2;
	s = sums(w, unit, k);
	scale = law_pow(s.power / w->left_all, 1 / k);
	d->law = DIST_WEIBULL;
	d->shape = k;
	d->mean = unit * scale * rng_exp(dist_log_gamma(1 + 1 / k));
	return w->left_all * (rng_log(k) - rng_log(unit) -
	    k * rng_log(scale) - 1) + (k - 1) * s.left_log;
}

/* Where the hazard may change: whole seconds at quantiles of those who gave
 * up, with what was seen up to there. */
struct grid {
	double cut[GRID + 1], left[GRID + 1], time[GRID + 1];
	bool chosen[GRID + 1];
	size_t n;			/* cut[0] is 0, cut[n] the end */
};

static void
make_grid(const struct waits *w, struct grid *g)
{
	double seen = 0;

	*g = (struct grid){ .chosen = { true } };
	for (size_t i = 0; i < w->count && g->n + 1 < GRID; i++) {
		double at = ceil(w->x[i] / 1000) * 1000;

		seen += w->left[i];
		if (seen >= (double)(g->n + 1) / GRID * w->left_all &&
		    at > g->cut[g->n])
			g->cut[++g->n] = at;
	}
	g->cut[++g->n] = HUGE_VAL;
	for (size_t k = 1; k <= g->n; k++)
		for (size_t i = 0; i < w->count; i++) {
			g->time[k] += fmin(w->x[i], g->cut[k]) *
			    (w->left[i] + w->stayed[i]);
			if (w->x[i] <= g->cut[k])
				g->left[k] += w->left[i];
		}
}

/* Log likelihood of one rate between two cuts. */
static double
piece(const struct grid *g, size_t from, size_t to)
{
	double left = g->left[to] - g->left[from];
	double time = g->time[to] - g->time[from];

	return left > 0 && time > 0 ? left * (rng_log(left / time) - 1) : 0;
}

/* The next chosen cut after k, or the end. */
static size_t
next_cut(const struct grid *g, size_t k)
{
	for (k++; k < g->n && !g->chosen[k]; k++)
		;
	return k;
}

/* The cut that adds most likelihood; 0: none adds more than `least`. Enough
 * give up in every piece, so that none says for ever. */
static size_t
best_cut(const struct grid *g, double least)
{
	size_t best = 0;

	for (size_t from = 0; from < g->n; from = next_cut(g, from)) {
		size_t to = next_cut(g, from);

		for (size_t k = from + 1; k < to; k++) {
			double gain = piece(g, from, k) + piece(g, k, to) -
			    piece(g, from, to);

			if (gain > least && fmin(g->left[k] - g->left[from],
			    g->left[to] - g->left[k]) >= SURVIVE_LEAST) {
				least = gain;
				best = k;
			}
		}
	}
	return best;
}

/* One cut after another while each adds more than BIC asks for. */
static double
hazard(const struct waits *w, struct dist *d, struct dist_point *point)
{
	struct grid g;
	double fit = 0;
	size_t n = 0, k = 1;

	make_grid(w, &g);
	for (int i = 1; i < SURVIVE_PIECES && k; i++) {
		k = best_cut(&g, rng_log(w->left_all));
		g.chosen[k] = true;
	}
	for (size_t from = 0; from < g.n; from = next_cut(&g, from)) {
		size_t to = next_cut(&g, from);
		double time = g.time[to] - g.time[from];
		double rate = time > 0 ? (g.left[to] - g.left[from]) / time :
		    0;

		fit += piece(&g, from, to);
		point[n++] = (struct dist_point){ g.cut[from],
		    round(rate * 60000 * 1e4) / 1e4 / 60000 };
	}
	*d = (struct dist){ .law = DIST_HAZARD, .point = point, .n = n };
	return fit;
}

/* Where enough still wait for Kaplan-Meier to say something. */
static double
distance(const struct waits *w, const struct dist *d)
{
	double at_risk = w->all, s = 1, most = 0;
	double least = fmax(10, w->all / 100);

	for (size_t i = 0; i < w->count && at_risk >= least; i++) {
		double law = 1 - dist_cdf(d, w->x[i]);

		most = fmax(most, fabs(s - law));
		s *= 1 - w->left[i] / at_risk;
		most = fmax(most, fabs(s - law));
		at_risk -= w->left[i] + w->stayed[i];
	}
	return most;
}

void
patience_fit(struct patience_fit *f, const struct waits *w)
{
	static const double parameters[] = { 1, 2, 0 };
	int best = 0;
	double likely[3];

	*f = (struct patience_fit){ .n = w->all + w->left_at_0 +
	    w->stayed_at_0, .left = w->left_all + w->left_at_0 };
	if (w->left_all < SURVIVE_LEAST)
		return;
	likely[0] = exponential(w, &f->candidate[0]);
	likely[1] = weibull(w, f->candidate[0].mean, &f->candidate[1]);
	likely[2] = hazard(w, &f->candidate[2], f->point);
	for (int i = 0; i < 3; i++) {
		struct dist *d = &f->candidate[i];

		/* a cut that was looked for counts three (Ninomiya 2005) */
		f->aic[i] = 2 * (parameters[i] > 0 ? parameters[i] :
		    (double)d->n + 3 * (double)(d->n - 1)) - 2 * likely[i];
		d->mean = law_round(d->mean);
		d->shape = round(d->shape * 1e4) / 1e4;
		dist_ready(d);
		if (f->aic[i] < f->aic[best])
			best = i;
	}
	f->law = f->candidate[best];
	f->distance = distance(w, &f->law);
	if (w->left_at_0 > 0) {
		f->law.balk = round(w->left_at_0 / f->n * 1e4) / 1e4;
		dist_ready(&f->law);
	}
}
