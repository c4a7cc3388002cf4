/* erlang_a: M/M/N+G by the virtual wait's density, one integral for any
 * patience; see erlang.h. */
#include "common/erlang.h"

#include <math.h>

const char *const sl_kind_names[] = {
	[SL_OFFERED] = "offered", [SL_SERVED] = "served",
	[SL_POSITIVE] = "pos", [SL_EXCLUDING] = "excl", [SL_KINDS] = NULL
};

enum { POINTS = 16, MAX_PANELS = 4096 };

/* e^-TAIL is past the last digit of a double: where the density is cut off. */
static const double TAIL = 60;
/* A term of a series that is less than this share of the sum adds nothing. */
static const double LAST = 1e-17;
/* Where panels begin and end need not be known better than this. */
static const double NEARLY = 1.0 / 64;

/* ---- the patience laws: four functions each ------------------------------ */

struct law {
	/* P(patience <= x), P(patience > x) exactly, int_0^x P(patience > u),
	 * and int_0^x u dP(u): the wait of those who give up by x. */
	double (*gone)(const struct patience *p, double x);
	double (*left)(const struct patience *p, double x);
	double (*mean_to)(const struct patience *p, double x);
	double (*gone_wait)(const struct patience *p, double x);
	/* int_0^d P(patience > a) - P(patience > a + u) du, d of either sign:
	 * by how much mean_to bends away from its slope at a. */
	double (*bend)(const struct patience *p, double a, double d);
	/* Where the law has a corner, or 0. */
	double (*corner)(const struct patience *p);
};

static double
no_corner(const struct patience *p)
{
	(void)p;
	return 0;
}

static double
exp_left(const struct patience *p, double x)
{
	return exp(-x / p->mean);
}

static double
exp_gone(const struct patience *p, double x)
{
	return -expm1(-x / p->mean);
}

static double
exp_mean_to(const struct patience *p, double x)
{
	return p->mean * exp_gone(p, x);
}

/* m (1 - e^-y (1 + y)), y = x/m; by its series where y is small. */
static double
exp_gone_wait(const struct patience *p, double x)
{
	double y = x / p->mean, term, sum;

	if (y > 0.5)
		return p->mean * (1 - exp(-y) * (1 + y));
	/* 1 - e^-y (1 + y) = sum_{k>=2} (-1)^k (k-1) y^k / k! */
	term = y * y / 2;
	sum = term;
	for (int k = 3; k < 24 && fabs(term) > LAST * sum; k++) {
		term *= -y * (k - 1) / ((double)k * (k - 2));
		sum += term;
	}
	return p->mean * sum;
}

/* e^-y - 1 + y; by its series where y is small. */
static double
exp_bend(const struct patience *p, double a, double d)
{
	double y = d / p->mean, term = y * y / 2, sum = term;

	if (fabs(y) > 0.5)
		return p->mean * exp_left(p, a) * (expm1(-y) + y);
	for (int k = 3; k < 24 && fabs(term) > LAST * sum; k++) {
		term *= -y / k;
		sum += term;
	}
	return p->mean * exp_left(p, a) * sum;
}

static double
const_left(const struct patience *p, double x)
{
	return x < p->mean;
}

static double
const_gone(const struct patience *p, double x)
{
	return x >= p->mean;
}

static double
const_mean_to(const struct patience *p, double x)
{
	return fmin(x, p->mean);
}

static double
const_gone_wait(const struct patience *p, double x)
{
	return x >= p->mean ? p->mean : 0;
}

static double
const_bend(const struct patience *p, double a, double d)
{
	double past = (a - p->mean) + d;

	return a < p->mean ? fmax(past, 0) : fmax(-past, 0);
}

static double
const_corner(const struct patience *p)
{
	return p->mean;
}

static double
uniform_gone(const struct patience *p, double x)
{
	return fmin(x / (2 * p->mean), 1);
}

static double
uniform_left(const struct patience *p, double x)
{
	return fmax(1 - x / (2 * p->mean), 0);
}

static double
uniform_mean_to(const struct patience *p, double x)
{
	double y = fmin(x, 2 * p->mean);

	return y - y * y / (4 * p->mean);
}

static double
uniform_gone_wait(const struct patience *p, double x)
{
	double y = fmin(x, 2 * p->mean);

	return y * y / (4 * p->mean);
}

static double
uniform_bend(const struct patience *p, double a, double d)
{
	double room = 2 * p->mean - a, inside = fmin(d, room);

	return inside * inside / (4 * p->mean) + fmax(d - room, 0) *
	    uniform_left(p, a);
}

static double
uniform_corner(const struct patience *p)
{
	return 2 * p->mean;
}

static double
balk_gone(const struct patience *p, double x)
{
	return p->balk + (1 - p->balk) * exp_gone(p, x);
}

static double
balk_left(const struct patience *p, double x)
{
	return (1 - p->balk) * exp_left(p, x);
}

static double
balk_mean_to(const struct patience *p, double x)
{
	return (1 - p->balk) * exp_mean_to(p, x);
}

static double
balk_gone_wait(const struct patience *p, double x)
{
	return (1 - p->balk) * exp_gone_wait(p, x);
}

static double
balk_bend(const struct patience *p, double a, double d)
{
	return (1 - p->balk) * exp_bend(p, a, d);
}

static const struct law laws[] = {
	[PATIENCE_EXPONENTIAL] = { exp_gone, exp_left, exp_mean_to,
	    exp_gone_wait, exp_bend, no_corner },
	[PATIENCE_CONSTANT] = { const_gone, const_left, const_mean_to,
	    const_gone_wait, const_bend, const_corner },
	[PATIENCE_UNIFORM] = { uniform_gone, uniform_left, uniform_mean_to,
	    uniform_gone_wait, uniform_bend, uniform_corner },
	[PATIENCE_BALK] = { balk_gone, balk_left, balk_mean_to,
	    balk_gone_wait, balk_bend, no_corner },
};

/* ---- the virtual wait ----------------------------------------------------- */

/*
 * phi(x) = lambda int_0^x P(patience > u) du - n mu x, concave; the density of
 * the virtual wait is proportional to e^phi. All is scaled by its greatest, and
 * phi is only ever computed as what it falls from there: the two terms may be
 * a million times their difference.
 */
struct wait {
	double lambda, capacity;	/* capacity = n mu */
	const struct patience *p;
	const struct law *law;
	double peak, top;		/* where phi is greatest, and phi there */
	double slope;			/* of phi at the peak */
	double start;			/* of phi at 0: in one rounding */
	double before;			/* left of the peak, if it jumps there */
	double corner, at_corner;	/* 0: none; phi there less top */
	double from, to;		/* outside of it e^(phi - top) is nothing */
	double node[POINTS], weight[POINTS];
};

/* phi(near + s) - top: two numbers, so that nothing of s is lost. Nobody is
 * patient past a corner. */
static double
fallen(const struct wait *w, double near, double s)
{
	double d = (near - w->peak) + s;

	if (w->corner > 0 && near >= w->corner && s >= 0)
		return w->at_corner - w->capacity * ((near - w->corner) + s);
	if (w->before > 0 && d < 0)
		return w->before * d;
	return w->slope * d - w->lambda * w->law->bend(w->p, w->peak, d);
}

static double
slope(const struct wait *w, double x)
{
	return w->start - w->lambda * (w->law->gone(w->p, x) -
	    w->law->gone(w->p, 0));
}

/* Where phi has fallen so far below its top, between inside (the peak) and
 * outside; somewhat further out will do. */
static double
fall(const struct wait *w, double depth, double inside, double outside)
{
	for (int i = 0; i < 60 && fabs(outside - inside) > NEARLY *
	    fabs(outside - w->peak); i++) {
		double mid = (inside + outside) / 2;

		if (fallen(w, mid, 0) > -depth)
			inside = mid;
		else
			outside = mid;
	}
	return outside;
}

/* At the peak the slope is 0, but for a corner there and for an end at 0. */
static void
find_peak(struct wait *w, int64_t servers, double mu)
{
	double low = 0, high = 1 / w->capacity, corner = w->corner;

	/* lambda - n mu in one rounding, less those who leave at once */
	w->start = w->slope = fma(-(double)servers, mu, w->lambda) -
	    w->lambda * w->law->gone(w->p, 0);
	if (!(w->start > 0))
		return;
	while (slope(w, high) > 0)
		high *= 2;
	for (;;) {
		double mid = (low + high) / 2;

		if (mid <= low || mid >= high)
			break;
		if (slope(w, mid) > 0)
			low = mid;
		else
			high = mid;
	}
	w->peak = high;
	w->slope = 0;
	if (fabs(high - corner) <= 1e-12 * corner && w->law->left(w->p,
	    corner * (1 - 1e-9)) - w->law->left(w->p, corner) > 0.5) {
		w->peak = corner;	/* a jump, not a root */
		w->slope = slope(w, corner);
		w->before = w->start;
	}
}

static void
find_support(struct wait *w)
{
	double out = w->peak + 1 / w->capacity;

	if (w->corner > w->peak)	/* from the left: not yet past it */
		w->at_corner = w->slope * (w->corner - w->peak) - w->lambda *
		    w->law->bend(w->p, w->peak, w->corner - w->peak);
	w->top = -fallen(w, 0, 0);
	while (fallen(w, out, 0) > -TAIL)
		out = w->peak + (out - w->peak) * 2;
	w->to = fall(w, TAIL, w->peak, out);
	w->from = w->top < TAIL ? 0 : fall(w, TAIL, w->peak, 0);
}

/* Gauss-Legendre nodes on [-1, 1] by Newton's iteration; they are in pairs. */
static void
find_nodes(struct wait *w)
{
	for (int i = 0; i < POINTS / 2; i++) {
		double x = cos(3.14159265358979323846 * (i + 0.75) /
		    (POINTS + 0.5)), derivative = 1;

		for (int k = 0; k < 50; k++) {
			double p0 = 1, p1 = x, step;

			for (int n = 2; n <= POINTS; n++) {
				double p2 = ((2 * n - 1) * x * p1 -
				    (n - 1) * p0) / n;

				p0 = p1;
				p1 = p2;
			}
			derivative = POINTS * (x * p1 - p0) / (x * x - 1);
			step = p1 / derivative;
			x -= step;
			if (fabs(step) < 1e-16)
				break;
		}
		w->node[i] = x;
		w->node[POINTS - 1 - i] = -x;
		w->weight[i] = w->weight[POINTS - 1 - i] = 2 / ((1 - x * x) *
		    derivative * derivative);
	}
}

static void
wait_init(struct wait *w, double lambda, double mu, int64_t servers,
    const struct patience *p)
{
	*w = (struct wait){ .lambda = lambda,
	    .capacity = (double)servers * mu, .p = p, .law = &laws[p->law] };
	w->corner = w->law->corner(p);
	find_peak(w, servers, mu);
	find_support(w);
	find_nodes(w);
}

/* Integrals against e^(phi - top). */
struct moments {
	bool only_all;		/* the others are not wanted */
	double all;		/* of 1 */
	double gone;		/* of P(patience <= x) */
	double left;		/* of P(patience > x) */
	double wait;		/* of the wait of all, int_0^x P(patience > u) */
	double served_wait;	/* of x P(patience > x) */
	double gone_wait;	/* of the wait of those who give up by x */
};

static void
add_panel(const struct wait *w, double near, double a, double b,
    struct moments *m)
{
	double half = (b - a) / 2, mid = (a + b) / 2;

	for (int i = 0; i < POINTS; i++) {
		double s = mid + half * w->node[i], x = near + s;
		double f = half * w->weight[i] * exp(fallen(w, near, s)), left;

		m->all += f;
		if (m->only_all)
			continue;
		left = w->law->left(w->p, x);
		m->gone += f * w->law->gone(w->p, x);
		m->left += f * left;
		m->wait += f * w->law->mean_to(w->p, x);
		m->served_wait += f * x * left;
		m->gone_wait += f * w->law->gone_wait(w->p, x);
	}
}

/* The lesser of what the density changes over, from `near`, and patience. */
static double
scale_of_change(const struct wait *w, double near, double far)
{
	double inside = 0, outside = far - near, top = fallen(w, near, 0);

	if (fallen(w, near, outside) < top - 1)
		for (int i = 0; i < 60 && fabs(outside - inside) > NEARLY *
		    fabs(outside); i++) {
			double mid = (inside + outside) / 2;

			if (fallen(w, near, mid) > top - 1)
				inside = mid;
			else
				outside = mid;
		}
	return fmin(fabs(outside), w->p->mean);
}

/*
 * Between two cuts, in panels that grow with the distance from `near`, the end
 * towards the peak: the density changes over its own width there, patience
 * over its mean, and either may be thousands of times the other.
 */
static void
add_smooth(const struct wait *w, double near, double far, struct moments *m)
{
	double sign = far < near ? -1 : 1, length = fabs(far - near);
	double done = 0, step = scale_of_change(w, near, far) / 4;

	for (int i = 0; i < MAX_PANELS && done < length; i++) {
		double next = fmin(done + step, length);
		double a = sign * done, b;

		if (length - next < step / 2)
			next = length;
		b = sign * next;
		add_panel(w, near, fmin(a, b), fmax(a, b), m);
		done = next;
		step = fmax(step, done / 3);
	}
}

/* Over [a, b], cut at the support, the law's corner and the peak. */
static void
integrate(const struct wait *w, double a, double b, struct moments *m)
{
	double corner = w->corner, cut[4];

	a = fmax(a, w->from);
	b = fmin(b, w->to);
	cut[0] = a;
	cut[1] = fmin(fmax(fmin(corner, w->peak), a), b);
	cut[2] = fmin(fmax(fmax(corner, w->peak), a), b);
	cut[3] = b;
	for (int i = 0; i < 3; i++) {
		bool right = cut[i] >= w->peak;

		if (cut[i + 1] > cut[i])
			add_smooth(w, cut[right ? i : i + 1],
			    cut[right ? i + 1 : i], m);
	}
}

/* All terms are positive: no digit is lost. */
static struct moments
both(const struct moments *a, const struct moments *b)
{
	return (struct moments){ false, a->all + b->all, a->gone + b->gone,
	    a->left + b->left, a->wait + b->wait, a->served_wait +
	    b->served_wait, a->gone_wait + b->gone_wait };
}

/*
 * The chance to find a server free, over that of the virtual wait's moments:
 * 1/B(n-1, A) e^-top against lambda times the integral. 1/B may be infinite
 * (nobody waits), and e^-top nothing (everybody does).
 */
struct parts {
	double free;		/* P(a server is free) */
	double scale;		/* makes probabilities of the moments */
};

static struct parts
parts_of(const struct wait *w, int64_t servers, double load, double all)
{
	double below = exp(-w->top) / erlang_b(servers - 1, load);
	struct parts p = { 1, 0 };

	if (isinf(below))
		return p;
	p.free = 1 / (1 + w->lambda * all / below);
	p.scale = w->lambda / (below + w->lambda * all);
	return p;
}

void
erlang_a_all(double lambda, double mu, int64_t servers,
    const struct patience *patience, double t, struct erlang_a_result *r)
{
	struct wait w;
	struct moments within = { 0 }, after = { 0 }, m;
	double served, later;
	struct parts part;

	wait_init(&w, lambda, mu, servers, patience);
	integrate(&w, 0, t, &within);
	integrate(&w, t, w.to, &after);
	m = both(&within, &after);
	part = parts_of(&w, servers, lambda / mu, m.all);
	served = part.free + part.scale * m.left;
	later = part.scale * after.all;
	*r = (struct erlang_a_result){ .load = lambda / mu };
	r->p_wait = part.scale * m.all;
	r->p_abandon = part.scale * m.gone;
	r->wait_all = part.scale * m.wait;
	r->wait_served = part.scale * m.served_wait / served;
	r->wait_abandoned = m.gone > 0 ? m.gone_wait / m.gone : 0;
	r->queue = lambda * r->wait_all;
	r->occupancy = r->load * served / (double)servers;
	r->served_within = part.free + part.scale * within.left;
	r->abandoned_within = part.scale * within.gone +
	    w.law->gone(patience, t) * later;
	r->wait_over = w.law->left(patience, t) * later;
	r->sl[SL_OFFERED] = r->served_within;
	r->sl[SL_SERVED] = r->served_within / served;
	r->sl[SL_POSITIVE] = r->served_within + r->abandoned_within;
	r->sl[SL_EXCLUDING] = r->served_within / (1 - r->abandoned_within);
}

/* P(W > x), scaled. */
static double
waits_over(const struct wait *w, double scale, double x)
{
	struct moments after = { .only_all = true };

	integrate(w, x, w->to, &after);
	return w->law->left(w->p, x) * scale * after.all;
}

/*
 * The logarithm of P(W > x) is nearly straight, so secants meet the share in a
 * few steps; halving where one leaves what is known, as at a jump.
 */
double
erlang_a_quantile(double lambda, double mu, int64_t servers,
    const struct patience *patience, double p)
{
	struct moments m = { .only_all = true };
	struct wait w;
	double low = 0, high, scale, x, before = 0, log_before;

	wait_init(&w, lambda, mu, servers, patience);
	integrate(&w, 0, w.to, &m);
	scale = parts_of(&w, servers, lambda / mu, m.all).scale;
	log_before = log(w.law->left(patience, 0) * scale * m.all / (1 - p));
	if (!(log_before > 0))
		return 0;
	high = w.to;
	x = fmin(log_before * m.all / exp(fallen(&w, 0, 0)), high / 2);
	for (int i = 0; i < 100; i++) {
		double over = log(waits_over(&w, scale, x) / (1 - p)), next;

		*(over > 0 ? &low : &high) = x;
		next = x - over * (x - before) / (over - log_before);
		if (!(next > low && next < high) || i > 30)
			next = (low + high) / 2;
		before = x;
		log_before = over;
		x = next;
		if (fabs(x - before) <= 2e-15 * x)
			break;
	}
	return x;
}
