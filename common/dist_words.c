/* dist: a law's words, read and printed; see dist.h. */
#include "common/dist.h"

#include <math.h>

#include "common/num.h"

const char *const dist_law_names[DIST_LAWS] = { "none", "constant", "uniform",
	"exponential", "lognormal", "gamma", "weibull", "phase", "hazard",
	"empirical", "never" };

static const struct unit {
	struct str name;
	double ms;
} units[] = {
	{ STR_INIT("d"), 86400000 }, { STR_INIT("h"), 3600000 },
	{ STR_INIT("m"), 60000 }, { STR_INIT("s"), 1000 },
	{ STR_INIT("ms"), 1 },
};

static bool
number(struct str s, double *value)
{
	int64_t micro;

	if (!num_read(s, '.', 0, &micro))
		return false;
	*value = (double)micro / 1e6;
	return true;
}

static bool
share(struct str s, double *value)
{
	if (s.n < 2 || s.p[s.n - 1] != '%' ||
	    !number((struct str){ s.p, s.n - 1 }, value))
		return false;
	*value /= 100;
	return *value >= 0 && *value <= 1;
}

bool
dist_time(struct str s, double *ms)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] == '.' || (s.p[n] >= '0' && s.p[n] <= '9')))
		n++;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_eq(str_skip(s, n), units[i].name) &&
		    number((struct str){ s.p, n }, ms)) {
			*ms *= units[i].ms;
			return true;
		}
	return false;
}

/* The next word of the rest, without blanks; empty at the end. */
static struct str
word(struct str *rest)
{
	struct str w;

	*rest = str_trim(*rest);
	w = (struct str){ rest->p, 0 };
	while (w.n < rest->n && rest->p[w.n] != ' ' && rest->p[w.n] != '\t' &&
	    rest->p[w.n] != '\n')
		w.n++;
	*rest = str_skip(*rest, w.n);
	return w;
}

static int
bad_time(struct str w, struct err *err)
{
	err_set(err, ERR_USAGE, "'%.*s' is not a time", STR_ARG(w));
	err_hint(err, "a time has a unit: 500ms, 20s, 5m, 8h");
	return -1;
}

/* "mean 180s" or "cv 0.8": the label, then its value above 0. */
static int
labelled(struct str *rest, const char *label, bool time, double *value,
    struct err *err)
{
	struct str w = word(rest);

	if (!str_is(w, label)) {
		err_set(err, ERR_USAGE, "'%s' and its value expected, not "
		    "'%.*s'", label, STR_ARG(w));
		err_hint(err, "such as exponential mean 180s, lognormal mean "
		    "240s cv 0.9, gamma mean 240s shape 2");
		return -1;
	}
	w = word(rest);
	if (time && !dist_time(w, value))
		return bad_time(w, err);
	if ((!time && !number(w, value)) || *value <= 0)
		return err_set(err, ERR_USAGE, "%s must be a number above 0, "
		    "not '%.*s'", label, STR_ARG(w));
	return 0;
}

static int
read_uniform(struct str *rest, struct dist *d, struct err *err)
{
	struct str low = word(rest), high = word(rest);

	if (!dist_time(low, &d->mean))
		return bad_time(low, err);
	if (!dist_time(high, &d->shape))
		return bad_time(high, err);
	return d->mean < d->shape ? 0 : err_set(err, ERR_USAGE,
	    "uniform from %.*s to %.*s: the second must be the longer",
	    STR_ARG(low), STR_ARG(high));
}

/* One "A B" of a list: which of the two is the time depends on the law. */
static int
read_point(enum dist_law law, struct str part, bool last,
    struct dist_point *p, struct err *err)
{
	struct str a = word(&part), b = word(&part);
	struct str time = law == DIST_EMPIRICAL ? b : a;

	if (str_trim(part).n)
		return err_set(err, ERR_USAGE, "'%.*s' is too much: two "
		    "values between commas", STR_ARG(str_trim(part)));
	if (!dist_time(time, &p->x))
		return bad_time(time, err);
	if (law == DIST_EMPIRICAL)
		return share(a, &p->y) ? 0 : err_set(err, ERR_USAGE,
		    "'%.*s' is not a share", STR_ARG(a));
	if (law == DIST_PHASE) {
		if (p->x <= 0)
			return bad_time(time, err);
		if (last && b.n == 0)
			return 0;
		return share(b, &p->y) ? 0 : err_set(err, ERR_USAGE,
		    "'%.*s' is not a chance to go on", STR_ARG(b));
	}
	if (!number(b, &p->y) || p->y < 0)
		return err_set(err, ERR_USAGE, "'%.*s' is not a rate a "
		    "minute", STR_ARG(b));
	p->y /= 60000;
	return 0;
}

/* Points must follow each other, and begin and end where their law does. */
static int
check_points(const struct dist *d, struct err *err)
{
	const struct dist_point *p = d->point;

	if (d->law == DIST_PHASE)
		return 0;
	if (d->law == DIST_HAZARD && p[0].x != 0)
		return err_set(err, ERR_USAGE, "a hazard begins at 0s");
	if (d->law == DIST_EMPIRICAL && p[d->n - 1].y != 1)
		return err_set(err, ERR_USAGE, "the last share must be 100%%");
	for (size_t i = 1; i < d->n; i++)
		if (p[i].x < p[i - 1].x || (d->law == DIST_HAZARD &&
		    p[i].x <= p[i - 1].x) || (d->law == DIST_EMPIRICAL &&
		    p[i].y < p[i - 1].y))
			return err_set(err, ERR_USAGE, "point %zu is before "
			    "the one in front of it", i + 1);
	return 0;
}

static int
read_points(struct str *rest, struct arena *arena, struct dist *d,
    struct err *err)
{
	struct dist_point *p;
	struct str part, list = *rest;

	d->n = 1;
	for (size_t i = 0; i < list.n; i++)
		d->n += list.p[i] == ',';
	if (d->n > DIST_MAX_POINTS)
		return err_set(err, ERR_USAGE, "more than %d points",
		    DIST_MAX_POINTS);
	d->point = p = arena_zero(arena, d->n, sizeof(*p));
	for (size_t i = 0; i < d->n; i++) {
		str_cut(&list, ',', &part);
		if (read_point(d->law, part, i + 1 == d->n, p + i, err) < 0)
			return -1;
	}
	*rest = (struct str){ rest->p + rest->n, 0 };
	return check_points(d, err);
}

/* Cuts `balk 5%` off the end of the words. */
static int
read_balk(struct str *words, struct dist *d, struct err *err)
{
	const char *at = str_search(*words, STR("balk "));
	struct str value;

	if (!at)
		return 0;
	value = str_trim(str_range(at + 5, words->p + words->n));
	*words = str_trim(str_range(words->p, at));
	if (!share(value, &d->balk) || d->balk >= 1)
		return err_set(err, ERR_USAGE, "'%.*s' is not a share that "
		    "balks", STR_ARG(value));
	return 0;
}

static int
read_law(struct str *rest, struct arena *arena, struct dist *d,
    struct err *err)
{
	struct str w;

	switch (d->law) {
	case DIST_CONSTANT:
		w = word(rest);
		return dist_time(w, &d->mean) ? 0 : bad_time(w, err);
	case DIST_UNIFORM:
		return read_uniform(rest, d, err);
	case DIST_EXPONENTIAL:
		return labelled(rest, "mean", true, &d->mean, err);
	case DIST_LOGNORMAL:
	case DIST_GAMMA:
	case DIST_WEIBULL:
		if (labelled(rest, "mean", true, &d->mean, err) < 0)
			return -1;
		return labelled(rest, d->law == DIST_LOGNORMAL ? "cv" :
		    "shape", false, &d->shape, err);
	case DIST_PHASE:
	case DIST_HAZARD:
	case DIST_EMPIRICAL:
		return read_points(rest, arena, d, err);
	default:
		return 0;
	}
}

int
dist_parse(struct str words, struct arena *arena, struct dist *d,
    struct err *err)
{
	struct str name;

	*d = (struct dist){ .law = DIST_NONE };
	if (read_balk(&words, d, err) < 0)
		return -1;
	name = word(&words);
	for (int i = DIST_CONSTANT; i < DIST_LAWS; i++)
		if (str_is(name, dist_law_names[i]))
			d->law = (enum dist_law)i;
	if (d->law == DIST_NONE) {
		err_set(err, ERR_USAGE, "'%.*s' is no law of times",
		    STR_ARG(name));
		err_hint(err, "constant, uniform, exponential, lognormal, "
		    "gamma, weibull, phase, hazard, empirical, never");
		return -1;
	}
	if (read_law(&words, arena, d, err) < 0)
		return -1;
	if (str_trim(words).n)
		return err_set(err, ERR_USAGE, "'%.*s' is too much after the "
		    "law", STR_ARG(str_trim(words)));
	dist_ready(d);
	return 0;
}

/* At most six places, none that says nothing. */
static void
print_number(double value, struct buf *out)
{
	size_t n = out->n;

	buf_printf(out, "%.6f", value);
	while (out->n > n && out->p[out->n - 1] == '0')
		out->n--;
	if (out->n > n && out->p[out->n - 1] == '.')
		out->n--;
}

/* Whole hours and minutes from ten on; seconds to the ms; else ms. */
void
dist_print_time(double ms, struct buf *out)
{
	for (size_t i = 1; i < COUNT_OF(units); i++) {
		double v = ms / units[i].ms, k = i < 3 ? v : ms;

		if (i + 1 == COUNT_OF(units) || (k == floor(k) &&
		    (i == 3 || v >= 10))) {
			print_number(v, out);
			buf_str(out, units[i].name);
			return;
		}
	}
}

static void
print_share(double value, struct buf *out)
{
	print_number(value * 100, out);
	buf_char(out, '%');
}

static void
print_point(enum dist_law law, const struct dist_point *p, bool last,
    struct buf *out)
{
	buf_char(out, ' ');
	if (law == DIST_EMPIRICAL) {
		print_share(p->y, out);
		buf_char(out, ' ');
	}
	dist_print_time(p->x, out);
	if (law == DIST_HAZARD) {
		buf_char(out, ' ');
		print_number(p->y * 60000, out);
	} else if (law == DIST_PHASE && !last) {
		buf_char(out, ' ');
		print_share(p->y, out);
	}
	if (!last)
		buf_char(out, ',');
}

void
dist_print(const struct dist *d, struct buf *out)
{
	buf_puts(out, dist_law_names[d->law]);
	if (d->law == DIST_CONSTANT || d->law == DIST_UNIFORM) {
		buf_char(out, ' ');
		dist_print_time(d->mean, out);
	} else if (d->law >= DIST_EXPONENTIAL && d->law <= DIST_WEIBULL) {
		buf_puts(out, " mean ");
		dist_print_time(d->mean, out);
	}
	if (d->law == DIST_UNIFORM) {
		buf_char(out, ' ');
		dist_print_time(d->shape, out);
	} else if (d->law >= DIST_LOGNORMAL && d->law <= DIST_WEIBULL) {
		buf_puts(out, d->law == DIST_LOGNORMAL ? " cv " : " shape ");
		print_number(d->shape, out);
	}
	for (size_t i = 0; i < d->n; i++)
		print_point(d->law, d->point + i, i + 1 == d->n, out);
	if (d->balk > 0) {
		buf_puts(out, " balk ");
		print_share(d->balk, out);
	}
}
