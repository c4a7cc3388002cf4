/* replay: arrivals out of lines; see replay.h. */
#include "cmd/ccroute/replay.h"

#include <stdlib.h>

#include "common/each.h"
#include "common/when.h"
#include "common/zone.h"

struct reading {
	struct replay *out;
	const struct model *m;
	int32_t only;			/* queue; MODEL_NONE: any */
	struct line_plan plan;
	struct arena arena;
};

static int64_t
duration(const struct reading *r, const struct line *l, enum field_id f)
{
	int64_t ms;

	return token_int(line_get(&r->plan, l, f), &ms) && ms >= 0 ? ms : -1;
}

/* When it came to its queue, or else began. */
static bool
came(const struct reading *r, const struct line *l, int64_t *at)
{
	return token_time(line_get(&r->plan, l, F_QUEUED), at) ||
	    token_time(line_get(&r->plan, l, F_START), at);
}

static void
take_contact(struct reading *r, const struct line *l)
{
	struct replay *out = r->out;
	struct str queue;
	struct replay_contact c = { .order = out->n + out->others };
	int32_t to = MODEL_NONE;
	int64_t hold;

	if (token_str(line_get(&r->plan, l, F_QUEUE), &r->arena, &queue))
		to = model_find(r->m, M_QUEUE, queue);
	if (to == MODEL_NONE || (r->only != MODEL_NONE && to != r->only) ||
	    !came(r, l, &c.at) || str_is(
	    line_get(&r->plan, l, F_DIRECTION), "\"out\"") ||
	    line_get(&r->plan, l, F_MERGED_INTO).p) {
		out->others++;
		return;
	}
	c.queue = (uint32_t)to;
	c.talk = duration(r, l, F_TALK_MS);
	c.wrap = duration(r, l, F_WRAP_MS);
	hold = duration(r, l, F_HOLD_MS);
	/* of several agents' work the first one's is not known */
	if (line_get(&r->plan, l, F_LEGS).p)
		c.talk = c.wrap = -1;
	if (c.talk >= 0 && hold > 0)
		c.talk += hold;
	GROW(out->contact, out->n, out->cap);
	out->contact[out->n++] = c;
}

static int
take_line(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct reading *r = context;

	(void)at;
	(void)err;
	if (l->kind == K_INTERACTION)
		take_contact(r, l);
	arena_clear(&r->arena);
	return 0;
}

static int
by_time(const void *a, const void *b)
{
	const struct replay_contact *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

int
replay_read(struct replay *out, const struct model *m, const char *path,
    int32_t only, struct err *err)
{
	static const enum field_id want[] = { F_MERGED_INTO, F_DIRECTION,
		F_START, F_QUEUED, F_QUEUE, F_TALK_MS, F_HOLD_MS, F_WRAP_MS,
		F_LEGS };
	struct reading r = { .out = out, .m = m, .only = only };
	char *const paths[] = { mem_dup(str_of(path)), NULL };
	struct each e = { .paths = paths, .n_paths = 1, .plan = &r.plan,
	    .take = take_line, .context = &r };
	int got;

	*out = (struct replay){ .n = 0 };
	line_plan_init(&r.plan, want, COUNT_OF(want));
	got = each_line(&e, err);
	mem_free(paths[0]);
	arena_release(&r.arena);
	if (got == 0 && !out->n)
		return only == MODEL_NONE ? err_set(err, ERR_FAILED, "'%s': "
		    "no contact of a queue that the model has", path) :
		    err_set(err, ERR_FAILED, "'%s': no contact of queue "
		    "'%.*s'", path, STR_ARG(m->queue[only].head.name));
	if (got < 0)
		return -1;
	qsort(out->contact, out->n, sizeof(*out->contact), by_time);
	out->first = out->contact[0].at;
	out->last = out->contact[out->n - 1].at;
	return 0;
}

int
replay_days(const struct replay *r, struct model *m, struct err *err)
{
	struct zone *z = zone_open(m->center.zone.n ? m->center.zone :
	    STR("UTC"), err);
	struct civil c;
	int64_t last;

	if (!z)
		return -1;
	zone_civil(z, r->first, &c);
	m->center.start_day = civil_days(c.year, c.month, c.day);
	zone_civil(z, r->last, &c);
	last = civil_days(c.year, c.month, c.day);
	m->center.days = last - m->center.start_day + 1;
	zone_close(z);
	return 0;
}

void
replay_put(const struct replay *r, struct sim_plan *p)
{
	struct plan_source *s = arena_zero(&p->arena, 1, sizeof(*s));
	struct plan_replay *list = arena_zero(&p->arena, r->n, sizeof(*list));
	struct plan_share *to = arena_zero(&p->arena, 1, sizeof(*to));

	to->share = 1;
	for (size_t i = 0; i < r->n; i++)
		list[i] = (struct plan_replay){ MAX(r->contact[i].at -
		    p->start, 0), r->contact[i].queue, r->contact[i].talk,
		    r->contact[i].wrap };
	*s = (struct plan_source){ .name = "replay", .to = to, .n_to = 1,
	    .replay = list, .n_replay = r->n };
	p->source = s;
	p->sources = 1;
}

uint64_t
replay_put_source(const struct replay *r, struct sim_plan *p, size_t source)
{
	struct plan_replay *list = arena_zero(&p->arena, r->n + 1,
	    sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct replay_contact *c = &r->contact[i];

		if (c->at >= p->start && c->at - p->start < p->end)
			list[n++] = (struct plan_replay){ c->at - p->start,
			    c->queue, c->talk, c->wrap };
	}
	p->source[source].replay = list;
	p->source[source].n_replay = n;
	return r->n - n;
}

void
replay_release(struct replay *r)
{
	mem_free(r->contact);
	*r = (struct replay){ .n = 0 };
}
