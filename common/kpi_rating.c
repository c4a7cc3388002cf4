/* kpi_rating: what a contact's ratings add: satisfaction (CSAT), effort (CES)
 * and recommendation (NPS), by the scale each was given on. */
#include "common/kpi_inside.h"

struct rating {
	int64_t value, worst, best;	/* millionths; turned so that best is
					   the higher end */
};

/* False when it was not given, or has no scale that it lies on. */
static bool
read_rating(struct str token, struct rating *r)
{
	if (!token_micro(token_find(token, "value"), &r->value) ||
	    !token_micro(token_find(token, "worst"), &r->worst) ||
	    !token_micro(token_find(token, "best"), &r->best))
		return false;
	if (r->best < r->worst) {
		int64_t low = r->best;

		r->value = r->worst + r->best - r->value;
		r->best = r->worst;
		r->worst = low;
	}
	return r->worst < r->best && r->value >= r->worst &&
	    r->value <= r->best;
}

static bool
has_scale(const struct rating *r, int64_t worst, int64_t best)
{
	return r->worst == worst * 1000000 && r->best == best * 1000000;
}

static void
add_nps(const struct counting *c, struct kpi_state *s, const struct rating *r)
{
	if (!has_scale(r, 0, 10))
		return;
	add(c, s, N_NPS, 1);
	add(c, s, N_PROMOTERS, r->value >= 9000000);
	add(c, s, N_DETRACTORS, r->value <= 6000000);
}

static void
add_csat(const struct counting *c, struct kpi_state *s,
    const struct rating *r, int64_t place)
{
	add(c, s, N_CSAT, 1);
	add(c, s, N_CSAT_TOP, place >= 750000);
	add_sum(c, s, N_CSAT_PLACE, place);
	if (has_scale(r, 1, 5)) {
		add(c, s, N_CSAT_5, 1);
		add_sum(c, s, N_CSAT_5_SUM, r->value);
	}
}

static void
add_ces(const struct counting *c, struct kpi_state *s, const struct rating *r,
    int64_t place)
{
	add(c, s, N_CES, 1);
	add(c, s, N_CES_EASY, place >= 666667);
	add(c, s, N_CES_HARD, place <= 333333);
	add_sum(c, s, N_CES_PLACE, place);
	if (has_scale(r, 1, 7)) {
		add(c, s, N_CES_7, 1);
		add_sum(c, s, N_CES_7_SUM, r->value);
	}
}

static void
add_rating(const struct counting *c, struct kpi_state *s, struct str token)
{
	struct str kind = token_find(token, "kind");
	struct rating r;
	int64_t place;

	add(c, s, N_ASKED, 1);
	add(c, s, N_RATED, token_find(token, "value").p != NULL);
	if (!read_rating(token, &r))
		return;
	place = num_div_round((wide)(r.value - r.worst) * 1000000,
	    r.best - r.worst);
	if (str_eq(kind, STR("\"nps\"")))
		add_nps(c, s, &r);
	else if (str_eq(kind, STR("\"csat\"")))
		add_csat(c, s, &r, place);
	else if (str_eq(kind, STR("\"ces\"")))
		add_ces(c, s, &r, place);
}

void
kpi_add_ratings(const struct counting *c, struct kpi_state *s)
{
	struct str array = get(c, F_RATINGS), rating;
	size_t at = 0;

	while (array.p && token_element(array, &at, &rating))
		add_rating(c, s, rating);
}
