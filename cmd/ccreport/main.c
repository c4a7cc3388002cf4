/* ccreport: a report people look at, from interaction lines. */
#include "cmd/ccreport/format.h"
#include "cmd/ccreport/sections.h"
#include "common/output.h"
#include "common/when.h"

static void
put_moment(struct buf *b, const struct zone *z, int64_t ms)
{
	struct civil c;

	zone_civil(z, ms, &c);
	buf_printf(b, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day,
	    c.hour, c.minute);
}

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* In the order of their names: that of the lines means nothing. */
static void
put_sources(struct buf *b, const struct map *sources)
{
	struct str *name = mem_get((sources->n + 1) * sizeof(*name));

	for (size_t i = 0; i < sources->n; i++)
		name[i] = sources->key[i];
	qsort(name, sources->n, sizeof(*name), by_bytes);
	for (size_t i = 0; i < sources->n; i++) {
		buf_puts(b, i ? ", " : "; from ");
		buf_str(b, name[i]);
	}
	mem_free(name);
}

static void
put_title(struct report *r)
{
	const struct gathered *g = r->g;
	struct buf b = { 0 };

	r->d->title = arena_dup(&r->d->arena, str_of(r->o->title));
	if (g->first != WHEN_NONE) {
		put_moment(&b, r->z, g->first);
		buf_puts(&b, " to ");
		put_moment(&b, r->z, g->last);
		buf_puts(&b, " (");
		buf_str(&b, zone_name(r->z));
		buf_puts(&b, ")");
	}
	put_sources(&b, &g->sources);
	r->d->subtitle = arena_dup(&r->d->arena, buf_view(&b));
	buf_release(&b);
}

static void
make_document(struct report *r)
{
	put_title(r);
	if (!r->g->view[VIEW_ALL].labels.n || r->g->first == WHEN_NONE) {
		document_section(r->d, STR("Nothing to report"));
		document_note(r->d, "These lines hold no contacts.");
		return;
	}
	report_init(r);
	section_summary(r);
	section_headline(r);
	section_service(r);
	section_arrivals(r);
	section_waits(r);
	section_tables(r);
	section_journeys(r);
	report_release(r);
}

static int
write_document(const struct format *f, const struct document *d,
    struct output *out, struct err *err)
{
	struct buf b = BUF_MAX((size_t)1 << 30);
	int r;

	f->write(d, &b);
	r = b.over ? err_set(err, ERR_FAILED, "the report is too large") :
	    output_write(out, buf_view(&b), err);
	buf_release(&b);
	return r;
}

/* What is wrong with the question is said before anything is read. */
static struct zone *
prepare(const struct ccreport_options *o, const struct format **f,
    struct err *err)
{
	*f = format_choose(o->format, o->cli.out, err);
	if (!*f || kpi_window_check(o->window_ms, err) < 0)
		return NULL;
	return zone_open(str_of(o->cli.zone ? o->cli.zone : "UTC"), err);
}

static int
report(struct ccreport_options *o, struct err *err)
{
	const struct format *f;
	struct zone *z = prepare(o, &f, err);
	struct gathered g = { 0 };
	struct document d;
	struct report r = { o, &g, z, &d };
	struct output *out = NULL;	/* opened first: it may not be to be had */
	int status = -1;

	document_init(&d);
	if (z && cli_enter_sandbox(&o->cli, NULL) == 0)
		out = output_open(o->cli.out, err);
	if (out && gather(o, z, &g, err) == 0) {
		make_document(&r);
		status = write_document(f, &d, out, err);
	}
	if (out)
		status = output_end(out, status, err);
	document_release(&d);
	gathered_release(&g);
	zone_close(z);
	return status;
}

int
main(int argc, char **argv)
{
	struct ccreport_options o = { .cli = CLI_DEFAULTS,
	    .title = "Contact center report", .threshold_ms = 20000,
	    .target = 80, .short_ms = 5000,
	    .window_ms = 7 * (int64_t)86400000, .top = 25 };

	if (cli_begin(&o.cli, &ccreport_tool, &o, argc, argv))
		return o.cli.status;
	if (report(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
