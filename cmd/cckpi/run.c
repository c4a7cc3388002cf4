/* run: count or combine, then write; see run.h. */
#include "cmd/cckpi/run.h"

#include "cmd/cckpi/count.h"
#include "cmd/cckpi/partial.h"
#include "cmd/cckpi/write.h"

static void
summarise(const struct measure *m)
{
	struct buf json = { 0 };
	const struct diag *d = &m->o->cli.diag;

	BUG_UNLESS(d->records == m->counted + m->passed + d->refused);
	if (!m->o->cli.summary.on)
		return;		/* nothing may fail once the file is there */
	buf_printf(&json, "{\"in\":%llu,\"counted\":%llu,\"passed\":%llu,"
	    "\"rejected\":%llu,\"groups\":%llu}",
	    (unsigned long long)d->records, (unsigned long long)m->counted,
	    (unsigned long long)m->passed, (unsigned long long)d->refused,
	    (unsigned long long)m->groups);
	cli_summary(&m->o->cli, buf_view(&json));
	buf_release(&json);
}

static int
measure(struct measure *m, struct err *err)
{
	struct output *out = output_open(m->o->cli.out, err);
	int r;

	if (!out)
		return -1;
	r = cli_enter_sandbox(&m->o->cli, NULL);
	if (r == 0)
		r = m->o->combine ? combine_lines(m, err) :
		    count_lines(m, err);
	if (r == 0)
		r = write_groups(m, out, err);
	if (output_end(out, r, err) < 0)
		return -1;
	summarise(m);
	return 0;
}

int
cckpi_run(struct cckpi_options *o, struct err *err)
{
	struct measure m;
	int r;

	o->format = o->partial ? CCKPI_LINES : cli_format(&o->cli, o->format,
	    cckpi_formats);
	r = measure_ask(&m, o, err);
	if (r == 0)
		r = measure(&m, err);
	measure_release(&m);
	return r;
}
