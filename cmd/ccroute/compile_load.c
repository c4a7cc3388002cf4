/* compile_load: too much to do for too few, known before it runs. */
#include "cmd/ccroute/compile.h"

#include <math.h>

static double
person_time(const struct plan_staff *s, size_t n, int64_t end)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += s[i].count * (double)((i + 1 < n ? s[i + 1].start :
		    end) - s[i].start);
	return sum;
}

static double
contacts_of(const struct plan_source *s)
{
	double sum = 0;		/* recorded ones: their load is not said */

	for (size_t i = 0; i + 1 < s->n_rates; i++)
		sum += s->rate[i].per_ms * (double)(s->rate[i + 1].start -
		    s->rate[i].start);
	return sum * (1 - s->contained - s->gives_up);
}

/* Everybody waits as long as it takes, and nobody is sent away. */
static bool
is_endless(const struct sim_plan *p, size_t q)
{
	const struct plan_queue *k = &p->queue[q];

	return k->patience.law == DIST_NEVER && k->room < 0 && !p->trunks &&
	    k->overflow_after == NEVER && k->report == q && !k->n_split;
}

/* Is whoever serves b one of those who serve a? */
static bool
within(const struct sim_plan *p, size_t b, size_t a)
{
	for (size_t g = 0; g < p->groups; g++)
		if (plan_serve(p, b, g)->can && !plan_serve(p, a, g)->can)
			return false;
	return true;
}

static double
load_of(const struct sim_plan *p, size_t q)
{
	double contacts = 0, load;

	for (size_t i = 0; i < p->sources; i++)
		if (p->source[i].to->to == q)
			contacts += contacts_of(&p->source[i]);
	load = contacts * (dist_mean(&p->queue[q].talk) +
	    dist_mean(&p->queue[q].wrap)) / (double)p->end;
	return isfinite(load) ? load : 0;
}

/* The people of a queue, and the work of all queues that only they do. */
static void
press(const struct sim_plan *p, size_t q, double *load, double *people)
{
	*load = *people = 0;
	for (size_t b = 0; b < p->queues; b++)
		if (is_endless(p, b) && within(p, b, q))
			*load += load_of(p, b);
	for (size_t g = 0; g < p->groups; g++)
		if (plan_serve(p, q, g)->can)
			*people += person_time(p->group[g].staff,
			    p->group[g].n_staff, p->end) *
			    p->group[g].slots / (double)p->end;
}

bool
compile_unstable(const struct sim_plan *p, size_t *queue, double *load,
    double *people)
{
	for (*queue = 0; *queue < p->queues; ++*queue) {
		if (!is_endless(p, *queue))
			continue;
		press(p, *queue, load, people);
		if (*load > *people)
			return true;
	}
	return false;
}

double
compile_relaxation(const struct sim_plan *p)
{
	double most = 0;

	for (size_t q = 0; q < p->queues; q++) {
		double load, people, spare;

		if (!is_endless(p, q))
			continue;
		press(p, q, &load, &people);
		spare = 1 - sqrt(load / people);
		if (load > 0 && spare > 0)
			most = fmax(most, (dist_mean(&p->queue[q].talk) +
			    dist_mean(&p->queue[q].wrap)) / (people * spare *
			    spare));
	}
	return most;
}
