/* work: batches through a pool of workers, results in order; see work.h. */
#include "common/work.h"

#include <pthread.h>
#include <sched.h>

#include "common/mem.h"

enum state { FREE, FILLED, BUSY, DONE };

struct slot {
	enum state state;
	int result;		/* of map */
	struct err err;
	void *item;
};

struct pool {
	const struct work *w;
	struct slot *slot;
	size_t slots;
	uint64_t filled, taken;	/* batches so far; slot = number % slots */
	uint64_t next;		/* the next one for a worker */
	bool stop;
	bool ended;		/* shared_read: there is no more to read */
	pthread_mutex_t lock;
	pthread_mutex_t reading;	/* shared_read: held by who reads */
	pthread_cond_t to_map;	/* a slot was filled (or freed), or stop */
	pthread_cond_t done;	/* a slot was mapped */
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

static void
free_item(const struct work *w, void *item)
{
	if (w->release)
		w->release(item);
	mem_free(item);
}

static int
run_alone(const struct work *w, struct err *err)
{
	void *item = mem_zero(1, w->item_size);
	int r;

	while ((r = w->read(w->context, item, err)) > 0)
		if ((r = w->map(w->context, 0, item, err)) < 0 ||
		    (r = w->take(w->context, item, err)) < 0)
			break;
	free_item(w, item);
	return r < 0 ? -1 : 0;
}

static void *
work_on(void *argument)
{
	struct worker *me = argument;
	struct pool *p = me->p;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		struct slot *s;

		while (!p->stop && p->next == p->filled)
			pthread_cond_wait(&p->to_map, &p->lock);
		if (p->stop)
			break;
		s = &p->slot[p->next++ % p->slots];
		s->state = BUSY;
		pthread_mutex_unlock(&p->lock);
		s->result = p->w->map(p->w->context, me->number, s->item,
		    &s->err);
		pthread_mutex_lock(&p->lock);
		s->state = DONE;
		pthread_cond_signal(&p->done);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* ---- workers that read themselves ---------------------------------------- */

/* With the lock held: the next slot, once there is one; NULL: no more. */
static struct slot *
slot_to_read(struct pool *p)
{
	while (!p->stop && !p->ended && p->filled - p->taken == p->slots)
		pthread_cond_wait(&p->to_map, &p->lock);
	return p->stop || p->ended ? NULL : &p->slot[p->filled % p->slots];
}

/* Reads one batch; NULL at the end, and after a failure, which is a result. */
static struct slot *
read_own(struct pool *p)
{
	struct slot *s;
	int r;

	pthread_mutex_lock(&p->lock);
	s = slot_to_read(p);
	pthread_mutex_unlock(&p->lock);
	if (!s)
		return NULL;
	err_clear(&s->err);
	r = p->w->read(p->w->context, s->item, &s->err);
	pthread_mutex_lock(&p->lock);
	s->state = r < 0 ? DONE : BUSY;
	s->result = r;
	p->filled += r != 0;
	p->ended |= r <= 0;
	if (r <= 0)
		pthread_cond_signal(&p->done);
	pthread_mutex_unlock(&p->lock);
	return r > 0 ? s : NULL;
}

static void *
read_and_work(void *argument)
{
	struct worker *me = argument;
	struct pool *p = me->p;
	struct slot *s;
	int r;

	for (;;) {
		pthread_mutex_lock(&p->reading);
		s = read_own(p);
		pthread_mutex_unlock(&p->reading);
		if (!s)
			return NULL;
		r = p->w->map(p->w->context, me->number, s->item, &s->err);
		pthread_mutex_lock(&p->lock);
		s->result = r;
		s->state = DONE;
		pthread_cond_signal(&p->done);
		pthread_mutex_unlock(&p->lock);
	}
}

/* Is there, now or later, a batch to take? */
static bool
more_to_take(struct pool *p)
{
	bool more;

	pthread_mutex_lock(&p->lock);
	while (p->taken == p->filled && !p->ended)
		pthread_cond_wait(&p->done, &p->lock);
	more = p->taken < p->filled;
	pthread_mutex_unlock(&p->lock);
	return more;
}

/* ---- the main thread -------------------------------------------------------- */

/* Takes the oldest batch's result, waiting for it. */
static int
take_oldest(struct pool *p, struct err *err)
{
	struct slot *s = &p->slot[p->taken % p->slots];
	int r = 0;

	pthread_mutex_lock(&p->lock);
	while (s->state != DONE)
		pthread_cond_wait(&p->done, &p->lock);
	pthread_mutex_unlock(&p->lock);
	if (s->result < 0) {
		*err = s->err;
		return -1;
	}
	r = p->w->take(p->w->context, s->item, err);
	pthread_mutex_lock(&p->lock);
	s->state = FREE;
	p->taken++;
	if (p->w->shared_read)
		pthread_cond_signal(&p->to_map);
	pthread_mutex_unlock(&p->lock);
	return r;
}

static int
take_all(struct pool *p, struct err *err)
{
	while (more_to_take(p))
		if (take_oldest(p, err) < 0)
			return -1;
	return 0;
}

static int
feed(struct pool *p, struct err *err)
{
	for (;;) {
		struct slot *s;
		int r;

		if (p->filled - p->taken == p->slots &&
		    take_oldest(p, err) < 0)
			return -1;
		s = &p->slot[p->filled % p->slots];
		err_clear(&s->err);
		r = p->w->read(p->w->context, s->item, err);
		if (r < 0) {
			struct err late = *err;

			/* Earlier batches come first, and so do their
			 * failures. */
			err_clear(err);
			while (p->taken < p->filled)
				if (take_oldest(p, err) < 0)
					return -1;
			*err = late;
			return -1;
		}
		if (r == 0)
			break;
		pthread_mutex_lock(&p->lock);
		s->state = FILLED;
		p->filled++;
		pthread_cond_signal(&p->to_map);
		pthread_mutex_unlock(&p->lock);
	}
	while (p->taken < p->filled)
		if (take_oldest(p, err) < 0)
			return -1;
	return 0;
}

static void
stop_all(struct pool *p, struct worker *workers, int n)
{
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_broadcast(&p->to_map);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
}

static int
start_all(struct pool *p, struct worker *workers, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		workers[i] = (struct worker){ .p = p, .number = i };
		if (pthread_create(&workers[i].thread, NULL,
		    p->w->shared_read ? read_and_work : work_on,
		    &workers[i]) != 0)
			break;
	}
	return i;	/* fewer than asked for is slower, not wrong */
}

int
work_run(const struct work *w, struct err *err)
{
	struct pool p = { .w = w, .slots = (size_t)w->threads + WORK_SPARE };
	struct worker *workers;
	int n, r;

	if (w->threads <= 1)
		return run_alone(w, err);
	p.slot = mem_zero(p.slots, sizeof(*p.slot));
	for (size_t i = 0; i < p.slots; i++)
		p.slot[i].item = mem_zero(1, w->item_size);
	pthread_mutex_init(&p.lock, NULL);
	pthread_mutex_init(&p.reading, NULL);
	pthread_cond_init(&p.to_map, NULL);
	pthread_cond_init(&p.done, NULL);
	workers = mem_zero((size_t)w->threads, sizeof(*workers));
	n = start_all(&p, workers, w->threads);
	r = n ? (w->shared_read ? take_all : feed)(&p, err) : err_set(err, ERR_FAILED,
	    "no thread can be started");
	stop_all(&p, workers, n);
	for (size_t i = 0; i < p.slots; i++)
		free_item(w, p.slot[i].item);
	pthread_cond_destroy(&p.done);
	pthread_cond_destroy(&p.to_map);
	pthread_mutex_destroy(&p.reading);
	pthread_mutex_destroy(&p.lock);
	mem_free(p.slot);
	mem_free(workers);
	return r;
}
