/* kpi_value: from counts to the value of a KPI; the only divisions. */
#include "common/kpi.h"

/* a / b, half away from zero; b > 0. False: it does not fit 64 bits. */
static bool
divide(wide a, wide b, int64_t *out)
{
	wide q = (a < 0 ? -a : a) / b, rest = (a < 0 ? -a : a) % b;

	q += rest >= b - rest;
	if (q > INT64_MAX)
		return false;
	*out = (int64_t)(a < 0 ? -q : q);
	return true;
}

static wide
term(const struct kpi_plan *p, const struct kpi_state *s, int count,
    size_t window)
{
	if (count >= N_FOLLOWED_1 && count <= N_KEPT_1)
		count += (int)window * (N_FOLLOWED_2 - N_FOLLOWED_1);
	return kpi_state_get(p, s, (enum kpi_count)count);
}

static wide
sum_of(const struct kpi_plan *p, const struct kpi_state *s, const int *terms,
    size_t window)
{
	wide sum = 0;

	for (int i = 0; i < KPI_TERMS && terms[i]; i++)
		sum += terms[i] > 0 ? term(p, s, terms[i] - 1, window) :
		    -term(p, s, -terms[i] - 1, window);
	return sum;
}

bool
kpi_num_is_micro(const struct kpi *k)
{
	return k->form == KPI_SCORE || k->form == KPI_MONEY;
}

static void
fraction(struct kpi_value *v, wide scale)
{
	v->known = v->den > 0 && divide(v->num * scale, v->den, &v->value);
}

/* The one clock that replies were measured with; two or more: mixed. */
static void
one_mean(const struct kpi_plan *p, const struct kpi_state *s,
    struct kpi_value *v)
{
	v->num = v->den = 0;
	for (int c = N_REPLY_CREATED; c <= N_REPLY_UNSAID_WORK; c += 2) {
		wide n = kpi_state_get(p, s, (enum kpi_count)c);

		if (!n)
			continue;
		v->mixed = v->den != 0;
		v->den = n;
		v->num = kpi_state_get(p, s, (enum kpi_count)(c + 1));
		if (v->mixed)
			break;
	}
	if (v->mixed)
		v->num = v->den = 0;
	fraction(v, 1);
}

/* The greatest integer whose square is at most v; v < 2^126. */
static int64_t
root(wide v)
{
	wide low = 0, high = (wide)1 << 63;

	while (low + 1 < high) {
		wide mid = (low + high) / 2;

		if (mid * mid <= v)
			low = mid;
		else
			high = mid;
	}
	return (int64_t)low;
}

/*
 * p + d - (p - d)^2 = (n (P + D) - (P - D)^2) / n^2, over n or n - 1; in
 * millionths: the root of that x 10^12, here of four times it, to round. Past
 * 10^8 answers the counts in the spread are halved until they fit.
 */
static void
nps_error(const struct kpi_plan *p, const struct kpi *k,
    const struct kpi_state *s, struct kpi_value *v)
{
	/* the last is (1.959964 x 10^6)^2: 95 % of a normal law */
	static const int64_t scale[] = { 1000000000000, 1000000000000,
	    3841458881296 };
	wide up = kpi_state_get(p, s, N_PROMOTERS);
	wide down = kpi_state_get(p, s, N_DETRACTORS);
	wide n = kpi_state_get(p, s, N_NPS), m = n - (k->p == 1);
	wide spread;

	v->num = v->den = 0;
	v->known = n > 0 && m > 0;
	if (!v->known)
		return;
	while (n > 100000000) {
		up /= 2;
		down /= 2;
		n /= 2;
	}
	spread = n * (up + down) - (up - down) * (up - down);
	v->value = (root(spread * 4 * scale[k->p] / (n * n * m)) + 1) / 2;
}

static void
money(const struct kpi_plan *p, const struct kpi_state *s,
    struct kpi_value *v)
{
	int64_t unit = (int64_t)kpi_state_get(p, s, N_CURRENCY);

	v->mixed = unit == -1;
	if (!v->mixed)
		memcpy(v->unit, &unit, sizeof(v->unit));
	v->known = !v->mixed && kpi_state_get(p, s, N_COSTED) > 0 &&
	    divide(v->num, v->den ? v->den : 1, &v->value);
}

struct kpi_value
kpi_value(const struct kpi_plan *p, const struct kpi_choice *c,
    struct kpi_state *s)
{
	const struct kpi *k = c->kpi;
	struct kpi_value v = { .num = sum_of(p, s, k->num, c->window),
	    .den = sum_of(p, s, k->den, c->window) };

	switch (k->form) {
	case KPI_COUNT:
		v.known = divide(v.num, 1, &v.value);
		break;
	case KPI_RATE:
	case KPI_POINTS:
	case KPI_SCORE1:
		fraction(&v, 1000000);
		break;
	case KPI_MEAN:
	case KPI_SCORE:
		fraction(&v, 1);
		break;
	case KPI_WALL:
		fraction(&v, 1);
		v.known &= v.num > 0;
		break;
	case KPI_ONE_MEAN:
		one_mean(p, s, &v);
		break;
	case KPI_QUANTILE:
		v.known = sketch_quantile(&s->wait, k->p, &v.value);
		v.approx = s->wait.approx;
		break;
	case KPI_MAX:
		v.value = (int64_t)v.num;
		v.known = v.num >= 0;
		break;
	case KPI_NPS_SE:
		nps_error(p, k, s, &v);
		break;
	case KPI_MONEY:
		money(p, s, &v);
		break;
	}
	return v;
}
