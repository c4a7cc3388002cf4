/* gather: one pass over the lines; see gather.h. */
#include "cmd/ccreport/gather.h"

#include "common/each.h"
#include "common/spans.h"
#include "common/when.h"

/* Upper limits of the wait histogram in ms; the last bucket has none. */
static const int64_t wait_limits[WAIT_BUCKETS - 1] = { 5000, 10000, 20000, 30000,
	60000, 120000, 300000, 600000, 1200000 };
const char *const wait_names[WAIT_BUCKETS] = { "up to 5 s", "5 to 10 s",
	"10 to 20 s", "20 to 30 s", "30 to 60 s", "1 to 2 min", "2 to 5 min",
	"5 to 10 min", "10 to 20 min", "over 20 min" };

struct gathering {
	struct ccreport_options *o;
	const struct zone *z;
	struct gathered *g;
	struct line_plan plan, leg_plan;	/* of g->plan */
	struct kpi_adder adder;
	struct arena scratch;
	enum view_id view;		/* being counted */
	struct civil local;		/* of the contact's start */
	bool has_start;
	bool counting;			/* a line was taken already */
	struct late_span late;
	char day[40], time[24];
};

static struct kpi_state *
state_of(const struct kpi_plan *plan, struct view *v, struct str label)
{
	bool is_new;
	uint32_t i = map_put(&v->labels, label, &is_new);

	if (is_new) {
		if (i >= v->cap) {
			v->cap = v->cap ? v->cap * 2 : 16;
			v->state = mem_resize_array(v->state, v->cap,
			    sizeof(*v->state));
		}
		v->state[i] = mem_get(kpi_state_bytes(plan));
		kpi_state_init(plan, v->state[i]);
	}
	return v->state[i];
}

static struct str
text(struct gathering *r, const struct line_plan *plan, const struct line *l,
    enum field_id f)
{
	return token_text(line_get(plan, l, f), &r->scratch);
}

/* The label of a contact or leg in the view being counted. */
static struct kpi_state *
label_state(void *context, const struct kpi_owner *owner)
{
	static const enum field_id fields_of[VIEWS] = {
		[VIEW_QUEUE] = F_QUEUE, [VIEW_AGENT] = F_AGENT,
		[VIEW_CHANNEL] = F_CHANNEL, [VIEW_REASON] = F_REASON,
	};
	struct gathering *r = context;
	struct view *v = &r->g->view[r->view];
	enum field_id f = fields_of[r->view];
	bool of_leg = owner->leg && (f == F_QUEUE || f == F_AGENT);
	struct str label = STR("");

	if (f) {
		label = text(r, of_leg ? &r->leg_plan : &r->plan,
		    of_leg ? owner->leg : owner->contact, f);
		if (!label.n)
			return NULL;
	} else if (r->view != VIEW_ALL) {
		if (!r->has_start)
			return NULL;
		label = str_of(r->view == VIEW_DAY ? r->day : r->time);
	}
	return state_of(&r->g->plan, v, label);
}

static void
count_views(struct gathering *r, const struct line *l)
{
	for (int v = 0; v < VIEWS; v++) {
		r->view = (enum view_id)v;
		kpi_add(&r->adder, l);
	}
}

static void
set_start(struct gathering *r, const struct line *l)
{
	struct gathered *g = r->g;
	int64_t ms;

	r->has_start = token_time(line_get(&r->plan, l, F_START), &ms);
	if (!r->has_start)
		return;
	zone_civil(r->z, ms, &r->local);
	snprintf(r->day, sizeof(r->day), "%04d-%02d-%02d", r->local.year,
	    r->local.month, r->local.day);
	snprintf(r->time, sizeof(r->time), "%02d:%02d", r->local.hour,
	    r->local.minute / 30 * 30);
	if (g->first == WHEN_NONE || ms < g->first)
		g->first = ms;
	if (g->last == WHEN_NONE || ms > g->last)
		g->last = ms;
}

static int
channel_of(struct gathering *r, const struct line *l)
{
	int c = token_enum(line_get(&r->plan, l, F_CHANNEL),
	    fields[F_CHANNEL].values);

	return c < 0 ? 11 : c;	/* unknown is other */
}

static void
count_arrival(struct gathering *r, const struct line *l)
{
	struct gathered *g = r->g;
	int64_t day = civil_days(r->local.year, r->local.month, r->local.day);
	bool is_new;
	uint32_t i;

	if (!str_is(line_get(&r->plan, l, F_DIRECTION), "\"out\""))
		g->arrivals[civil_weekday(day)][r->local.hour * 2 +
		    r->local.minute / 30]++;
	i = map_put(&g->days, str_of(r->day), &is_new);
	if (i >= g->mix_cap) {
		g->mix_cap = g->mix_cap ? g->mix_cap * 2 : 32;
		g->mix = mem_resize_array(g->mix, g->mix_cap,
		    sizeof(*g->mix));
	}
	if (is_new)
		memset(g->mix[i], 0, sizeof(g->mix[i]));
	g->mix[i][channel_of(r, l)]++;
}

static void
count_wait(struct gathered *g, const struct line_plan *plan,
    const struct line *l)
{
	bool answered = str_is(line_get(plan, l, F_OUTCOME), "\"answered\"");
	bool abandoned = str_is(line_get(plan, l, F_OUTCOME),
	    "\"abandoned\"");
	int64_t wait;
	int i = 0;

	if ((!answered && !abandoned) || !line_get(plan, l, F_QUEUE).p ||
	    !token_int(line_get(plan, l, F_WAIT_MS), &wait))
		return;
	while (i < WAIT_BUCKETS - 1 && wait > wait_limits[i])
		i++;
	(answered ? g->wait_answered : g->wait_abandoned)[i]++;
}

static void
count_waits(struct gathering *r, const struct line *l)
{
	struct str legs = line_get(&r->plan, l, F_LEGS), leg;
	struct line x;
	size_t at = 0;

	if (!legs.p) {
		count_wait(r->g, &r->plan, l);
		return;
	}
	while (token_element(legs, &at, &leg)) {
		leg_read(&r->leg_plan, leg, &x);
		if (str_is(line_get(&r->leg_plan, &x, F_TYPE),
		    "\"queue\"") && !line_get(&r->leg_plan, &x, F_SIDE).p)
			count_wait(r->g, &r->leg_plan, &x);
	}
}

/* A contact's place in its journey is what ccmerge numbered, so that the order
 * of the lines does not matter; without a number the order it is. */
static int
count_journey(struct gathering *r, const struct line *l, struct err *err)
{
	struct str customer = text(r, &r->plan, l, F_CUSTOMER);
	struct str journey = text(r, &r->plan, l, F_JOURNEY);
	int64_t seq;

	if (!token_int(line_get(&r->plan, l, F_SEQ), &seq) || seq < 0)
		seq = 0;
	return ways_add(&r->g->ways, customer, journey, seq, channel_of(r, l),
	    err);
}

static int
take_contact(struct gathering *r, const struct line *l, struct err *err)
{
	int status;

	set_start(r, l);
	count_views(r, l);
	if (r->has_start)
		count_arrival(r, l);
	count_waits(r, l);
	status = count_journey(r, l, err);
	map_put(&r->g->sources, text(r, &r->plan, l, F_SOURCE), NULL);
	arena_clear(&r->scratch);
	return status;
}

static void
set_end(struct gathered *g, int64_t end)
{
	g->plan.settings.horizon = end;
}

static int
take_line(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct gathering *r = context;

	if (!r->counting)
		set_end(r->g, spans_least(r->g->plan.settings.horizon,
		    spans_head(at->batch)));
	r->counting = true;
	if (l->kind == K_SPAN)
		spans_late(&r->late, spans_end(l->raw), at->batch->file);
	else if (l->kind == K_AGENT)
		count_views(r, l);
	else if (l->kind == K_INTERACTION &&
	    !str_is(line_get(&r->plan, l, F_DELETED), "true") &&
	    !line_get(&r->plan, l, F_MERGED_INTO).p)
		return take_contact(r, l, err);
	return 0;
}

static void
make_plans(struct gathering *r)
{
	static const enum field_id more[] = { F_SOURCE, F_CUSTOMER, F_CHANNEL,
		F_START, F_END, F_QUEUE, F_AGENT, F_REASON, F_JOURNEY, F_SEQ,
		F_DIRECTION, F_OUTCOME, F_WAIT_MS };
	struct kpi_settings k = KPI_DEFAULTS;

	k.threshold_ms = r->o->threshold_ms;
	k.short_ms = r->o->short_ms;
	k.window_ms[0] = r->o->window_ms;
	kpi_plan_init(&r->g->plan, &k, NULL, 0, more, COUNT_OF(more));
	r->plan = r->g->plan.line;
	r->leg_plan = r->g->plan.leg;
	r->adder = (struct kpi_adder){ .plan = &r->g->plan,
	    .state = label_state, .context = r };
}

static int
gather_all(struct gathering *r, struct diag *diag, int64_t *end,
    struct err *err)
{
	const struct cli *cli = &r->o->cli;
	struct each e = { .paths = cli->operands, .n_paths = cli->n_operands,
	    .plan = &r->plan, .diag = diag, .take = take_line,
	    .context = r };
	const struct sort_options so = { .mem_bytes = cli->mem_bytes,
	    .tmp_dir = cli->tmp_dir };
	int got;

	*r->g = (struct gathered){ .first = WHEN_NONE, .last = WHEN_NONE };
	make_plans(r);
	set_end(r->g, *end);
	ways_init(&r->g->ways, &so);
	got = each_line(&e, err);
	*end = r->g->plan.settings.horizon;
	if (got == 0 && (got = spans_settle(cli->operands, cli->n_operands,
	    &r->late, r->adder.chained, end, err)) < 0)
		err_hint(err, "give files rather than pipes");
	kpi_adder_release(&r->adder);
	return got;
}

/* As in cckpi: counted again when a late span has moved the end. What was
 * refused is known already. */
static int
gather_again(struct gathering *r, int64_t *end, struct err *err)
{
	struct diag silent = { .quiet = true };
	int got;

	gathered_release(r->g);
	got = gather_all(r, &silent, end, err);
	if (got > 0 || (got == 0 && silent.records != r->o->cli.diag.records))
		return err_set(err, ERR_FAILED, "the files changed while they "
		    "were read");
	return got;
}

int
gather(struct ccreport_options *o, const struct zone *z, struct gathered *g,
    struct err *err)
{
	struct gathering r = { .o = o, .z = z, .g = g, .late = LATE_NONE };
	int64_t end = WHEN_NONE;
	int got = spans_look(o->cli.operands, o->cli.n_operands, &end, err);

	if (got == 0)
		got = gather_all(&r, &o->cli.diag, &end, err);
	if (got > 0)
		got = gather_again(&r, &end, err);
	if (got == 0)
		got = ways_count(&g->ways, err);
	arena_release(&r.scratch);
	return got;
}

void
gathered_release(struct gathered *g)
{
	for (int v = 0; v < VIEWS; v++) {
		for (size_t i = 0; i < g->view[v].labels.n; i++) {
			kpi_state_release(g->view[v].state[i]);
			mem_free(g->view[v].state[i]);
		}
		mem_free(g->view[v].state);
		map_release(&g->view[v].labels);
	}
	map_release(&g->days);
	mem_free(g->mix);
	ways_release(&g->ways);
	map_release(&g->sources);
}
