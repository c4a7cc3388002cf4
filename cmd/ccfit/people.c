/* people: groups of agents, presence, contacts at once; see people.h. */
#include "cmd/ccfit/people.h"

#include "common/field.h"

/* ---- groups --------------------------------------------------------------------- */

struct making {
	struct people *p;
	const uint32_t *queues;		/* by name */
	struct map sets;		/* of places in that order */
	size_t cap;
};

/* The set of an agent's queues, as places in the order of names. */
static void
set_of(const struct making *m, uint32_t agent, struct buf *set)
{
	const struct facts *f = m->p->f;

	buf_clear(set);
	for (uint32_t place = 0; place < f->queues.n; place++) {
		const int64_t pair[2] = { agent, m->queues[place] };
		uint32_t i = map_find(&f->skills, pair_key(pair));

		if (i != MAP_NONE && (double)f->skill[i].n >=
		    PEOPLE_SHARE * (double)f->agent[agent].contacts)
			buf_add(set, (const char *)&place, sizeof(place));
	}
}

static void
set_week(struct people *p, struct group *g)
{
	uint32_t *queues = mem_zero(g->queues + 1, sizeof(*queues));

	for (size_t i = 0; i < g->queues; i++)
		queues[i] = g->queue[i].queue;
	week_init(&g->week, p->f, queues, g->queues);
	g->present = arena_zero(&p->arena, 7 * g->week.slots,
	    sizeof(*g->present));
	g->overtime = arena_zero(&p->arena, 7 * g->week.slots,
	    sizeof(*g->overtime));
	mem_free(queues);
}

static void
fill_group(struct making *m, struct group *g, struct str set)
{
	struct people *p = m->p;

	g->queues = set.n / sizeof(uint32_t);
	g->queue = arena_zero(&p->arena, g->queues, sizeof(*g->queue));
	for (size_t i = 0; i < g->queues; i++) {
		uint32_t place;

		memcpy(&place, set.p + i * sizeof(place), sizeof(place));
		g->queue[i].queue = m->queues[place];
	}
	set_week(p, g);
}

static void
join(struct making *m, uint32_t agent, struct str set)
{
	struct people *p = m->p;
	bool is_new;
	uint32_t i = map_put(&m->sets, set, &is_new);
	struct group *g;

	if (is_new) {
		size_t n = i;

		GROW(p->group, n, m->cap);
		p->group[i] = (struct group){
		    .team = p->f->agent[agent].team };
		fill_group(m, &p->group[i], set);
		p->n = i + 1;
	}
	g = &p->group[i];
	g->agents++;
	g->stated += p->f->agent[agent].states > 0;
	for (int c = 0; c < MODEL_CHANNELS; c++)
		g->slots[c] = MAX(g->slots[c], p->f->agent[agent].slots[c]);
	if (g->team != p->f->agent[agent].team)
		g->team = TEAMS;
	for (size_t k = 0; k < g->queues; k++) {
		const int64_t pair[2] = { agent, g->queue[k].queue };
		uint32_t s = map_find(&p->f->skills, pair_key(pair));

		g->queue[k].contacts += p->f->skill[s].n;
	}
	p->of_agent[agent] = i;
}

/* The team's name when it is this group's alone; else the queues'. */
static void
name_group(struct people *p, struct group *g)
{
	struct buf b = { 0 };
	bool alone = g->team < TEAMS;

	for (size_t i = 0; i < p->n; i++)
		alone = alone && (&p->group[i] == g ||
		    p->group[i].team != g->team);
	if (alone)
		buf_str(&b, p->f->teams.key[g->team]);
	for (size_t i = 0; !alone && i < g->queues && i < 3; i++) {
		buf_puts(&b, i ? "+" : "");
		buf_str(&b, p->f->queues.key[g->queue[i].queue]);
	}
	if (!alone && g->queues > 3)
		buf_printf(&b, "+%zu", g->queues - 3);
	g->name = arena_dup(&p->arena, buf_view(&b));
	buf_release(&b);
}

/* Two groups may share a name (more than three queues): numbered then. */
static void
number_names(struct people *p)
{
	for (size_t i = 0; i < p->n; i++) {
		size_t before = 0;
		struct buf b = { 0 };

		for (size_t k = 0; k < p->n; k++)
			before += k < i && str_eq(p->group[k].name,
			    p->group[i].name);
		if (!before)
			continue;
		buf_printf(&b, "%.*s %zu", STR_ARG(p->group[i].name),
		    before + 1);
		p->group[i].name = arena_dup(&p->arena, buf_view(&b));
		buf_release(&b);
	}
}

void
people_init(struct people *p, const struct facts *f)
{
	uint32_t *queues = facts_by_name(&f->queues);
	uint32_t *agents = facts_by_name(&f->agents);
	struct making m = { .p = p, .queues = queues };
	struct buf set = { 0 };

	*p = (struct people){ .f = f, .agent = -1 };
	p->of_agent = mem_zero(f->agents.n + 1, sizeof(*p->of_agent));
	for (size_t i = 0; i < f->agents.n; i++) {
		p->of_agent[agents[i]] = MAP_NONE;
		if (!f->agent[agents[i]].contacts)
			continue;
		set_of(&m, agents[i], &set);
		if (set.n)
			join(&m, agents[i], buf_view(&set));
	}
	for (size_t i = 0; i < p->n; i++)
		name_group(p, &p->group[i]);
	number_names(p);
	map_release(&m.sets);
	buf_release(&set);
	mem_free(queues);
	mem_free(agents);
}

void
people_release(struct people *p)
{
	for (size_t i = 0; i < p->n; i++)
		week_release(&p->group[i].week);
	mem_free(p->group);
	mem_free(p->of_agent);
	arena_release(&p->arena);
}

struct group_queue *
people_queue(struct group *g, uint32_t queue)
{
	for (size_t i = 0; i < g->queues; i++)
		if (g->queue[i].queue == queue)
			return &g->queue[i];
	return NULL;
}

/* ---- contacts at once --------------------------------------------------------------- */

static struct group *
group_of(struct people *p, int64_t agent)
{
	uint32_t g = agent < 0 ? MAP_NONE : p->of_agent[agent];

	return g == MAP_NONE ? NULL : &p->group[g];
}

static void
count_levels(struct people *p, struct group *g, int64_t until)
{
	int held[MODEL_CHANNELS] = { 0 };

	for (size_t i = 0; i < p->talks; i++)
		held[p->talking[i].channel]++;
	for (int c = 0; c < MODEL_CHANNELS; c++)
		g->level[c][MIN(held[c], PEOPLE_LEVELS - 1)] +=
		    (double)(until - p->last);
	p->last = until;
}

/* Ends what has ended by then, in order. */
static void
advance(struct people *p, struct group *g, int64_t until)
{
	while (p->talks) {
		size_t first = 0;

		for (size_t i = 1; i < p->talks; i++)
			if (p->talking[i].end < p->talking[first].end)
				first = i;
		if (p->talking[first].end > until)
			break;
		count_levels(p, g, p->talking[first].end);
		p->talking[first] = p->talking[--p->talks];
	}
	if (until != INT64_MAX)
		count_levels(p, g, until);
}

int
people_slots(const struct group *g, int channel)
{
	double any = 0, sum = 0;

	for (int k = 1; k < PEOPLE_LEVELS; k++)
		any += g->level[channel][k];
	for (int k = PEOPLE_LEVELS - 1; k > 0 && any > 0; k--) {
		sum += g->level[channel][k];
		if (sum >= any / 100)
			return k;
	}
	return 0;
}

/* ---- at work -------------------------------------------------------------------------- */

void
people_worked(struct people *p, struct str key, struct str payload)
{
	int64_t agent = key_part(key, 0), from = key_part(key, 1);
	struct group *g = group_of(p, agent);
	struct worked w;

	memcpy(&w, payload.p, sizeof(w));
	if (agent != p->agent) {
		people_end(p);
		p->agent = agent;
		p->last = from;
	}
	if (!g)
		return;
	advance(p, g, from);
	g->sum += (double)(w.end - from);
	g->squares += (double)(w.end - from) * (double)(w.end - from);
	if (w.talk_end > from && p->talks < COUNT_OF(p->talking)) {
		p->talking[p->talks].end = w.talk_end;
		p->talking[p->talks++].channel = (int)w.channel;
	}
}

/* Nothing follows it. */
static void
end_run(struct people *p)
{
	struct group *g = p->run.any ? group_of(p, p->run.agent) : NULL;
	int64_t length = p->run.end - p->run.from, over = length / 2;

	if (g && p->run.in_hand) {
		if (!p->run.wrapped)
			over = g->sum > 0 ? MIN(length, (int64_t)(g->squares /
			    (2 * g->sum))) : 0;
		week_spread(&g->week, p->run.end - over, p->run.end,
		    g->overtime);
	}
	p->run.any = false;
}

/* A contact is from busy, after anything else, to the end of busy or wrap. */
static void
follow(struct people *p, int64_t agent, int64_t from, int64_t end,
    const char *state)
{
	bool busy = strcmp(state, "busy") == 0, wrap = strcmp(state, "wrap") == 0;

	if (agent != p->run.agent || from > p->run.end + MS_MINUTE ||
	    strcmp(state, "off") == 0)
		end_run(p);
	if (strcmp(state, "off") == 0)
		return;
	if (!p->run.any || !p->run.in_hand || (busy && p->run.wrapping)) {
		p->run.from = from;
		p->run.wrapped = false;
	}
	p->run.wrapped |= wrap;
	p->run.end = p->run.any ? MAX(p->run.end, end) : end;
	p->run.agent = agent;
	p->run.in_hand = busy || wrap;
	p->run.wrapping = wrap;
	p->run.any = true;
}

void
people_end(struct people *p)
{
	struct group *g = group_of(p, p->agent);

	if (g)
		advance(p, g, INT64_MAX);
	p->talks = 0;
	p->agent = -1;
	end_run(p);
}

static bool
away(const char *state)
{
	static const char *const words[] = { "break", "meal", "meeting",
	    "training", "admin", "not-responding", "other" };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(state, words[i]) == 0)
			return true;
	return false;
}

void
people_stated(struct people *p, struct str key, struct str payload)
{
	struct group *g = group_of(p, key_part(key, 0));
	const char *const *states = fields[F_STATE].values;
	int64_t from = key_part(key, 1);
	struct stated s;
	const char *state;

	memcpy(&s, payload.p, sizeof(s));
	state = states[s.state] ? states[s.state] : "other";
	if (g)
		follow(p, key_part(key, 0), from, s.end, state);
	if (!g || strcmp(state, "off") == 0)
		return;
	if (away(state))
		g->away_ms += (double)(s.end - from);
	else
		g->on_ms += (double)(s.end - from);
	week_spread(&g->week, from, s.end, g->present);
}
