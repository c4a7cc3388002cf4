/* day: intervals that depend on those before them; see day.h. */
#include "cmd/ccstaff/day.h"

#include <math.h>
#include <stdlib.h>

/* By queue, then time; the lines' own order is kept otherwise. */
static int
by_time(const void *a, const void *b)
{
	const struct need *x = *(const struct need *const *)a;
	const struct need *y = *(const struct need *const *)b;
	int c = str_cmp(x->queue, y->queue);

	if (c)
		return c;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x < y ? -1 : x > y;
}

static struct need **
in_order(struct needs *n, struct err *err)
{
	struct need **list = mem_zero(n->n + 1, sizeof(*list));

	for (size_t i = 0; i < n->n; i++) {
		list[i] = &n->need[i];
		if (n->need[i].start != NEED_TIMELESS)
			continue;
		err_set(err, ERR_USAGE, "'%.*s' has no time: one interval's "
		    "work cannot go on in the next", STR_ARG(n->need[i].label));
		err_hint(err, "cckpi --partial -b queue,30m");
		mem_free(list);
		return NULL;
	}
	if (n->n)
		qsort(list, n->n, sizeof(*list), by_time);
	return list;
}

static bool
follows(const struct need *before, const struct need *n)
{
	return str_eq(before->queue, n->queue) &&
	    (double)(n->start - before->start) * 60 == before->interval;
}

int
day_modify(struct needs *n, struct err *err)
{
	struct need **list = in_order(n, err);
	double load = 0;

	if (!list)
		return -1;
	for (size_t i = 0; i < n->n; i++) {
		struct work *w = &list[i]->work;
		double aims, left, length = list[i]->interval;

		if (i == 0 || !follows(list[i - 1], list[i]))
			load = 0;
		if (w->aht <= 0)
			continue;
		aims = w->lambda * w->aht;
		left = exp(-length / w->aht);
		w->lambda = (aims + (load - aims) * (1 - left) * w->aht /
		    length) / w->aht;
		load = aims + (load - aims) * left;
	}
	mem_free(list);
	return 0;
}

/* ---- by deadline -------------------------------------------------------------- */

/* One queue's intervals while people are found. */
struct jobs {
	struct need **need;
	size_t n;
	size_t *last;			/* interval in which a job must end */
	double *work;			/* seconds left to place; done: 0 */
	double *open;			/* seconds left of an interval */
};

/* The densest run of intervals: work that must be done inside it, over its
 * time. False: nothing is left. */
static bool
densest(const struct jobs *j, size_t *from, size_t *to, double *people)
{
	bool any = false;

	*people = 0;
	for (size_t a = 0; a < j->n; a++) {
		double work = 0, time = 0;
		size_t next = a;	/* the first job not yet inside */

		for (size_t b = a; b < j->n; b++) {
			time += j->open[b];
			/* last[] never falls, so jobs enter in order */
			while (next <= b && j->last[next] <= b)
				work += j->work[next++];
			if (work > 0 && work > *people * time) {
				any = true;
				*people = work / time;
				*from = a;
				*to = b;
			}
		}
	}
	return any;
}

static void
settle(struct jobs *j, size_t from, size_t to, double people)
{
	for (size_t i = from; i <= to; i++) {
		if (j->open[i] > 0)
			j->need[i]->people = people;
		j->open[i] = 0;
		if (j->last[i] <= to)
			j->work[i] = 0;
	}
}

static void
solve(struct need **need, size_t n)
{
	struct jobs j = { need, n, mem_zero(n, sizeof(size_t)),
	    mem_zero(n, sizeof(double)), mem_zero(n, sizeof(double)) };
	size_t from, to;
	double people;

	for (size_t i = 0; i < n; i++) {
		double due = need[i]->work.deadline;
		size_t k = i;

		j.open[i] = need[i]->interval;
		j.work[i] = need[i]->work.lambda * need[i]->interval *
		    need[i]->work.aht;
		while (k + 1 < n && (double)(need[k + 1]->start -
		    need[i]->start) * 60 + need[k + 1]->interval <= due)
			k++;
		j.last[i] = i ? MAX(k, j.last[i - 1]) : k;
	}
	while (densest(&j, &from, &to, &people))
		settle(&j, from, to, people);
	mem_free(j.last);
	mem_free(j.work);
	mem_free(j.open);
}

int
day_by_deadline(struct needs *n, struct err *err)
{
	struct need **list = in_order(n, err);
	int r = list ? 0 : -1;

	for (size_t i = 0, k; r == 0 && i < n->n; i = k) {
		for (k = i + 1; k < n->n && str_eq(list[i]->queue,
		    list[k]->queue); k++)
			;
		if (list[i]->work.deadline <= 0)
			continue;
		if (k - i > DAY_MOST)
			r = err_set(err, ERR_FAILED, "'%.*s' has more than %d "
			    "intervals", STR_ARG(list[i]->queue), DAY_MOST);
		else
			solve(list + i, k - i);
	}
	mem_free(list);
	return r;
}
