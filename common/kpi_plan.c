/* kpi_plan: which members to read and which counts to keep for some KPIs. */
#include "common/kpi.h"

/* The members that counting a section looks at. */
static const enum field_id needs[SECTIONS][12] = {
	[SECTION_CONTACT] = { F_DIRECTION, F_OUTCOME, F_ORIGIN, F_TRANSFERS },
	[SECTION_SELF] = { F_OUTCOME, F_SELF_MS, F_SELF },
	[SECTION_VISIT] = { F_OUTCOME, F_QUEUE, F_DIRECTION, F_QUEUED,
	    F_WAIT_MS },
	[SECTION_WORK] = { F_OUTCOME, F_OUT, F_TRANSFERS, F_TALK_MS, F_HOLD_MS,
	    F_WRAP_MS, F_RING_MS },
	[SECTION_REPEAT] = { F_CUSTOMER, F_BY, F_ORIGIN, F_OUTCOME, F_SELF_MS,
	    F_SELF, F_START, F_PREV_MS, F_NEXT_MS, F_PREV_SAME_MS,
	    F_NEXT_SAME_MS },
	[SECTION_REPLY] = { F_REPLY },
	[SECTION_RATING] = { F_RATINGS },
	[SECTION_MONEY] = { F_COST, F_CURRENCY },
	[SECTION_AGENT] = { F_START, F_END, F_STATE, F_PLAN, F_TRACK,
	    F_SLOTS },
	[SECTION_SHIFT] = { F_START, F_END, F_STATE, F_PLAN, F_TRACK,
	    F_AGENT },
};

/* ---- counts --------------------------------------------------------------------- */

/* The count that a term means for a window. */
static enum kpi_count
of_window(int count, size_t window)
{
	if (count < N_FOLLOWED_1 || count > N_KEPT_1)
		return (enum kpi_count)count;
	return (enum kpi_count)(count +
	    (int)window * (N_FOLLOWED_2 - N_FOLLOWED_1));
}

static void
need_terms(bool *needed, const int *terms, size_t window)
{
	for (int i = 0; i < KPI_TERMS && terms[i]; i++)
		needed[of_window((terms[i] < 0 ? -terms[i] : terms[i]) - 1,
		    window)] = true;
}

/* Beside its terms, what a KPI's form asks for. */
static void
need_choice(struct kpi_plan *p, bool *needed, const struct kpi_choice *c)
{
	need_terms(needed, c->kpi->num, c->window);
	need_terms(needed, c->kpi->den, c->window);
	if (kpi_windowed(c->kpi))	/* may anything still follow? */
		needed[N_CHAIN] = needed[of_window(N_OVER_1, c->window)] =
		    true;
	switch (c->kpi->form) {
	case KPI_QUANTILE:
		p->quantiles = true;
		needed[N_ANSWERED_W] = true;
		break;
	case KPI_ONE_MEAN:
		for (int i = N_REPLY_CREATED; i <= N_REPLY_UNSAID_WORK_MS; i++)
			needed[i] = true;
		break;
	case KPI_NPS_SE:
		needed[N_DETRACTORS] = true;
		break;
	case KPI_MONEY:
		needed[N_CURRENCY] = needed[N_COSTED] = true;
		break;
	default:
		break;
	}
}

/* Words 0 and 1 take what nobody needs. */
static void
lay_out(struct kpi_plan *p, const bool *needed)
{
	p->words = 2;
	for (int i = 0; i < N_COUNTS; i++) {
		if (!needed[i])
			continue;
		p->slot[i] = (uint16_t)p->words;
		p->kept[p->n_kept++] = (uint16_t)i;
		p->words += kpi_counts[i].form == KPI_S ? 2 : 1;
		p->section[kpi_counts[i].section] = true;
	}
}

/* ---- members -------------------------------------------------------------------- */

static void
want(struct kpi_plan *p, const enum field_id *also, size_t n_also)
{
	enum field_id list[FIELD_COUNT];
	bool wanted[FIELD_COUNT] = { false };
	size_t n = 0;

	wanted[F_DELETED] = wanted[F_MERGED_INTO] = wanted[F_LEGS] = true;
	wanted[F_START] = wanted[F_END] = wanted[F_QUEUED] = true;
	for (size_t s = 0; s < SECTIONS; s++)
		for (size_t i = 0; p->section[s] && i < COUNT_OF(needs[s]) &&
		    needs[s][i]; i++)
			wanted[needs[s][i]] = true;
	for (size_t i = 0; i < n_also; i++)
		wanted[also[i]] = true;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (wanted[f])
			list[n++] = (enum field_id)f;
	line_plan_init(&p->line, list, n);
	wanted[F_TYPE] = wanted[F_SIDE] = true;
	wanted[F_LEGS] = false;
	n = 0;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (wanted[f] && fields[f].kinds & IN_LEG)
			list[n++] = (enum field_id)f;
	line_plan_init(&p->leg, list, n);
}

void
kpi_plan_init(struct kpi_plan *p, const struct kpi_settings *k,
    const struct kpi_choice *choice, size_t n, const enum field_id *also,
    size_t n_also)
{
	bool needed[N_COUNTS] = { false };

	*p = (struct kpi_plan){ .settings = *k, .timed = true };
	if (choice) {
		for (size_t i = 0; i < n; i++)
			need_choice(p, needed, &choice[i]);
	} else {
		p->quantiles = true;
		for (size_t i = 0; i < N_COUNTS; i++)
			needed[i] = true;
	}
	lay_out(p, needed);
	want(p, also, n_also);
}
