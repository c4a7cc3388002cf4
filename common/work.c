/* work: batches through a pool of threads, results in order; see work.h. */
#include "common/work.h"

#include <pthread.h>
#include <sched.h>

#include "common/mem.h"

struct slot {
	bool done;		/* mapped, or its reading failed */
	int result;
	struct err err;
	void *item;
};

struct pool {
	const struct work *w;
	struct slot *slot;
	size_t slots;
	uint64_t filled, taken;	/* batches so far; slot = number % slots */
	bool reading, taking;	/* one thread does */
	bool ended;		/* there is no more to read */
	bool failed;		/* with the lowest failed batch's err */
	struct err *err;
	pthread_mutex_t lock;
	pthread_cond_t change;	/* of what a thread may be waiting for */
};

struct worker {
	struct pool *p;
	int number;
	pthread_t thread;
};

int
work_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return MAX(CPU_COUNT(&set), 1);
}

/* ---- one thread's loop: take, else read and map, else wait ------------------
 * All with the lock held, but for the calls out. */

static bool
may_take(const struct pool *p)
{
	return p->taken < p->filled && !p->taking &&
	    !(p->w->take_alone && p->reading) &&
	    p->slot[p->taken % p->slots].done;
}

static bool
may_read(const struct pool *p)
{
	return !p->ended && !p->reading &&
	    !(p->w->take_alone && p->taking) &&
	    p->filled - p->taken < p->slots;
}

/* The oldest batch's result. */
static void
take(struct pool *p)
{
	struct slot *s = &p->slot[p->taken % p->slots];
	int r = s->result;

	p->taking = true;
	pthread_mutex_unlock(&p->lock);
	if (r < 0)
		*p->err = s->err;
	else if (p->w->take)
		r = p->w->take(p->w->context, s->item, p->err);
	pthread_mutex_lock(&p->lock);
	p->taking = false;
	p->taken++;
	p->failed |= r < 0;
	pthread_cond_broadcast(&p->change);
}

/* A failure to read is a result too: earlier batches come first. */
static void
read_and_map(struct pool *p, int worker)
{
	struct slot *s = &p->slot[p->filled % p->slots];

	p->reading = true;
	pthread_mutex_unlock(&p->lock);
	s->done = false;
	err_clear(&s->err);
	s->result = p->w->read(p->w->context, s->item, &s->err);
	pthread_mutex_lock(&p->lock);
	p->reading = false;
	p->ended = s->result <= 0;
	p->filled += s->result != 0;
	pthread_cond_signal(&p->change);
	if (s->result > 0) {
		pthread_mutex_unlock(&p->lock);
		s->result = p->w->map(p->w->context, worker, s->item, &s->err);
		pthread_mutex_lock(&p->lock);
	}
	s->done = true;
}

static void *
work_on(void *argument)
{
	struct worker *me = argument;
	struct pool *p = me->p;

	pthread_mutex_lock(&p->lock);
	while (!p->failed && !(p->ended && p->taken == p->filled))
		if (may_take(p))
			take(p);
		else if (may_read(p))
			read_and_map(p, me->number);
		else
			pthread_cond_wait(&p->change, &p->lock);
	pthread_cond_broadcast(&p->change);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* ---- all of them -------------------------------------------------------------- */

int
work_run(const struct work *w, struct err *err)
{
	struct pool p = { .w = w, .err = err,
	    .slots = w->threads > 1 ? (size_t)w->threads + WORK_SPARE : 1 };
	struct worker *workers = mem_zero((size_t)w->threads,
	    sizeof(*workers));
	int n = 1;

	p.slot = mem_zero(p.slots, sizeof(*p.slot));
	for (size_t i = 0; i < p.slots; i++)
		p.slot[i].item = mem_zero(1, w->item_size);
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.change, NULL);
	for (int i = 0; i < w->threads; i++)
		workers[i] = (struct worker){ .p = &p, .number = i };
	/* fewer than asked for is slower, not wrong */
	while (n < w->threads && pthread_create(&workers[n].thread, NULL,
	    work_on, &workers[n]) == 0)
		n++;
	work_on(&workers[0]);
	while (--n > 0)
		pthread_join(workers[n].thread, NULL);
	for (size_t i = 0; i < p.slots; i++) {
		if (w->release)
			w->release(p.slot[i].item);
		mem_free(p.slot[i].item);
	}
	pthread_cond_destroy(&p.change);
	pthread_mutex_destroy(&p.lock);
	mem_free(p.slot);
	mem_free(workers);
	return p.failed ? -1 : 0;
}
