/* optimise_targets: what is to hold, by --target or by the model's queues. */
#include "cmd/ccroute/optimise_inside.h"
#include "common/num.h"

static const char *
kpi_of_kind(int of)
{
	static const char *const ids[] = { "sl:copc", "sl:asterisk",
		"sl:connect", "sl:cisco-ignore" };

	return ids[of];
}

static bool
is_at_least(const char *id)
{
	return strncmp(id, "sl", 2) == 0 || strcmp(id, "answer_rate") == 0;
}

static size_t
choice_of(const struct search *s, const char *id)
{
	for (size_t i = 0; i < s->r.choice.n; i++)
		if (strcmp(s->r.choice.item[i].id, id) == 0)
			return i;
	return SIZE_MAX;
}

/* "sl=80%", "abandon_rate=3%", "asa=20": shares, or seconds. */
static int
read_target(struct search *s, const char *text, struct err *err)
{
	struct str rest = str_of(text), id;
	const struct kpi *k;
	int64_t micro;
	bool percent;

	str_cut(&rest, '=', &id);
	k = kpi_find(id);
	percent = rest.p && str_ends(rest, STR("%"));
	if (percent)
		rest.n--;
	if (!k || !rest.p || !num_read(rest, '.', 0, &micro) || micro < 0 ||
	    s->targets == MOST_TARGETS || !reps_is_ratio(k)) {
		err_set(err, ERR_USAGE, "--target '%s': not a target", text);
		err_hint(err, "such as sl=80%%, abandon_rate=3%%, asa=20");
		return -1;
	}
	s->target[s->targets++] = (struct target){ NOBODY, choice_of(s,
	    k->id), strcmp(kpi_unit(k), "ms") == 0 ? (double)micro / 1000 :
	    (double)micro / (percent ? 1e8 : 1e6), is_at_least(k->id) };
	return 0;
}

/* Once. */
static void
add_kpi(struct buf *list, struct str id)
{
	struct str rest = buf_view(list), have;

	while (str_cut(&rest, ',', &have))
		if (str_eq(have, id))
			return;
	buf_char(list, ',');
	buf_str(list, id);
}

/* The KPIs of all targets, as the list that the ruler is made of. */
static int
list_kpis(struct search *s, struct buf *list, struct err *err)
{
	const struct model *m = &s->s.model;

	buf_puts(list, "offered,abandon_rate,asa,occupancy");
	for (size_t i = 0; i < s->o->target.n; i++) {
		struct str rest = str_of(s->o->target.item[i]), id;

		str_cut(&rest, '=', &id);
		add_kpi(list, id);
	}
	for (size_t q = 0; !s->o->target.n && q < m->n[M_QUEUE]; q++) {
		const struct model_target *t = &m->queue[q].target;

		if (t->share <= 0)
			continue;
		if (s->targets && s->o->threshold_ms != t->within_ms)
			return err_set(err, ERR_USAGE, "the queues' targets "
			    "have different times: give --target and -T");
		s->o->threshold_ms = t->within_ms;
		add_kpi(list, str_of(kpi_of_kind(t->of)));
		if (++s->targets > MOST_QUEUES)
			return err_set(err, ERR_USAGE, "more than %d queues "
			    "have a target: give --target", MOST_QUEUES);
	}
	return 0;
}

int
optimise_targets(struct search *s, struct err *err)
{
	const struct model *m = &s->s.model;
	struct buf list = { 0 };
	int r = list_kpis(s, &list, err);

	s->targets = 0;
	buf_char(&list, '\0');
	s->o->kpis = list.p;
	if (r == 0)
		r = ruler_init(&s->r, s->o, err);
	for (size_t i = 0; r == 0 && i < s->o->target.n; i++)
		r = read_target(s, s->o->target.item[i], err);
	for (uint32_t q = 0; r == 0 && !s->o->target.n &&
	    q < m->n[M_QUEUE]; q++) {
		const struct model_target *t = &m->queue[q].target;

		if (t->share > 0 && s->targets < MOST_QUEUES)
			s->target[s->targets++] = (struct target){ q,
			    choice_of(s, kpi_of_kind(t->of)), t->share,
			    true };
	}
	s->o->kpis = NULL;
	buf_release(&list);
	if (r == 0 && !s->targets)
		r = err_set(err, ERR_USAGE, "no target: give --target, or "
		    "service-level in the model's queues");
	return r;
}
