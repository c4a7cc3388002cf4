/* run: choose KPIs and keys, count or combine, write; see run.h. */
#include "cmd/cckpi/run.h"

#include "cmd/cckpi/partial.h"
#include "cmd/cckpi/write.h"
#include "common/when.h"

static const char default_kpis[] = "contacts,offered,answered,abandoned,"
    "abandon_rate,sl,asa,wait_p90,aht";

struct choice {
	const struct kpi **kpi;
	size_t n, cap;
};

static void
choose(struct choice *c, const struct kpi *k)
{
	GROW(c->kpi, c->n, c->cap);
	c->kpi[c->n++] = k;
}

static int
parse_kpis(struct choice *c, const char *text, struct err *err)
{
	struct str rest = str_of(text ? text : default_kpis), word;

	while (str_cut(&rest, ',', &word)) {
		const struct kpi *k = kpi_find(str_trim(word));

		if (!k && str_is(word, "all")) {
			for (size_t i = 0; i < kpi_n; i++)
				choose(c, &kpis[i]);
		} else if (!k) {
			err_set(err, ERR_USAGE, "-k '%.*s': no such KPI",
			    STR_ARG(word));
			err_hint(err, "cc-kpi(7) lists them all");
			return -1;
		} else {
			choose(c, k);
		}
	}
	return 0;
}

/* Partials hold every count: later readers choose. */
static void
choose_all(struct choice *c)
{
	c->n = 0;
	for (size_t i = 0; i < kpi_n; i++)
		choose(c, &kpis[i]);
}

static int
write_result(struct cckpi_options *o, const struct count_plan *p,
    const struct groups *g, struct err *err)
{
	struct output *out = output_open(o->cli.out, err);
	struct buf b = { 0 };
	int r;

	if (!out)
		return -1;
	if (o->partial) {
		r = partial_write(p, g, out, err);
	} else {
		if (o->format == CCKPI_JSON)
			write_json(p, g, &b);
		else if (o->format == CCKPI_CSV)
			write_csv(p, g, &b);
		else
			write_table(p, g, o->cli.verbose, &b);
		r = output_write(out, buf_view(&b), err);
	}
	buf_release(&b);
	return output_end(out, r, err);
}

static void
summarise(struct cckpi_options *o, const struct groups *g)
{
	struct buf json = { 0 };
	const struct diag *d = &o->cli.diag;

	buf_printf(&json, "{\"in\":%llu,\"counted\":%llu,\"rejected\":%llu,"
	    "\"groups\":%zu}", (unsigned long long)d->records,
	    (unsigned long long)(d->records - d->refused),
	    (unsigned long long)d->refused, g->n);
	cli_summary(&o->cli, buf_view(&json));
	buf_release(&json);
}

static int
measure(struct cckpi_options *o, struct count_plan *p, struct err *err)
{
	struct groups g = { 0 };
	int r = o->combine ? partial_combine(o, p, &g, err) :
	    count_lines(o, p, &g, err);

	if (r == 0 && p->keys->n == 0 && g.n == 0)
		groups_get(&g, STR(""));	/* no keys: always one row */
	groups_sort(&g);
	if (r == 0)
		r = write_result(o, p, &g, err);
	if (r == 0)
		summarise(o, &g);
	groups_release(&g);
	return r;
}

static int
set_up(struct cckpi_options *o, struct count_plan *p, struct keys *keys,
    struct choice *choice, struct err *err)
{
	p->settings = (struct kpi_settings){ .threshold_ms = o->threshold_ms,
	    .short_ms = o->short_ms, .window_ms = o->window_ms,
	    .repeat = (enum kpi_repeat)o->repeat, .horizon = WHEN_NONE };
	if (keys_parse(keys, o->by, err) < 0 ||
	    parse_kpis(choice, o->kpis, err) < 0)
		return -1;
	if (o->partial)
		choose_all(choice);
	if (o->until && !when_read(str_of(o->until), &p->settings.horizon))
		return err_set(err, ERR_USAGE, "--until '%s': not a moment such "
		    "as 2026-03-02T09:14:05.120Z", o->until);
	p->keys = keys;
	p->chosen = choice->kpi;
	p->n_chosen = choice->n;
	p->zone = zone_open(str_of(o->cli.zone ? o->cli.zone : "UTC"), err);
	return p->zone ? 0 : -1;
}

int
cckpi_run(struct cckpi_options *o, struct err *err)
{
	struct keys keys = { 0 };
	struct choice choice = { 0 };
	struct count_plan p = { 0 };
	int r = set_up(o, &p, &keys, &choice, err);

	if (r == 0)
		r = cli_enter_sandbox(&o->cli, NULL);
	if (r == 0)
		r = measure(o, &p, err);
	zone_close((struct zone *)p.zone);
	keys_release(&keys);
	mem_free(choice.kpi);
	return r;
}
