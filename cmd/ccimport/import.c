/* import: opens files, hands batches to workers, takes results in order. */
#include "cmd/ccimport/import.h"

#include "common/party.h"
#include "common/work.h"

/* ---- set-up ------------------------------------------------------------- */

static bool
source_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '.' || c == '_' ||
		    c == '-'))
			return false;
	}
	return s.n > 0 && s.n <= 64;
}

static int
choose_zone(struct import *im, struct err *err)
{
	const struct profile *p = im->profile;

	if (im->o->cli.zone)
		im->zone = zone_open(str_of(im->o->cli.zone), err);
	else if (p->zone_from == ZONE_FIXED)
		im->zone = profile_zone(p, err);
	else
		return 0;
	return im->zone ? 0 : -1;
}

static int
choose_source(struct import *im, struct err *err)
{
	const struct profile *p = im->profile;

	im->source = im->o->source ? str_of(im->o->source) :
	    p->source_name.n ? p->source_name : p->name;
	if (source_ok(im->source))
		return 0;
	err_set(err, ERR_USAGE, "source '%.*s': 1 to 64 of A-Z a-z 0-9 . _ -",
	    STR_ARG(im->source));
	return -1;
}

static void
start_workers(struct import *im)
{
	int n = (int)im->o->cli.threads;

	im->threads = n > 0 ? n : 1;
	im->worker = mem_zero((size_t)im->threads, sizeof(*im->worker));
	for (int i = 0; i < im->threads; i++) {
		struct worker *w = &im->worker[i];

		w->run.source = im->source;
		w->run.content = im->o->content;
		w->run.env.home = im->home;
		run_init(&w->run, &im->program);
		taking_init(&w->taking, im->profile);
	}
}

/* Are records messages, to be gathered into threads? */
static bool
has_threads(const struct import *im)
{
	return im->profile->messages.on && !im->program.messages_in.n_step;
}

struct sort *
import_sort(const struct import *im)
{
	/* events and messages go from one sort into another, both in memory */
	size_t parts = im->profile->has_events || has_threads(im) ? 2 : 1;
	struct sort_options so = { .mem_bytes = im->o->cli.mem_bytes / parts,
	    .tmp_dir = im->o->cli.tmp_dir, .threads = im->threads };

	return sort_new(&so);
}

static int
import_open(struct import *im, struct import_options *o, struct err *err)
{
	im->o = o;
	if (!o->profile) {
		err_set(err, ERR_USAGE, "no profile given");
		err_hint(err, "-p NAME; --list shows all, --sniff FILE finds "
		    "the one that fits");
		return -1;
	}
	if (country_asked("--country", o->country, &im->home, err) < 0)
		return -1;
	im->profile = profile_open(o->profile, err);
	if (!im->profile ||
	    program_compile(&im->program, im->profile, err) < 0 ||
	    choose_zone(im, err) < 0 || choose_source(im, err) < 0 ||
	    span_read(im, o->covers, err) < 0)
		return -1;
	im->reader = reader_find(im->profile->container);
	im->tally.skipped = mem_zero(im->profile->drop.n + RULES,
	    sizeof(*im->tally.skipped));
	start_workers(im);
	if (im->program.sorted)
		im->sort = import_sort(im);
	return 0;
}

static void
free_jobs(struct job *j)
{
	while (j) {
		struct job *next = j->next;

		batch_release(&j->raw);
		buf_release(&j->out);
		buf_release(&j->keys);
		mem_free(j->item);
		mem_free(j->refusal);
		mem_free(j->tally.skipped);
		arena_release(&j->arena);
		mem_free(j);
		j = next;
	}
}

static void
import_release(struct import *im)
{
	import_close_file(im);
	for (size_t i = 0; i < im->n_file; i++) {
		head_release(&im->file[i]->head);
		binding_release(&im->file[i]->info.binding);
		zone_close(im->file[i]->own_zone);
		mem_free(im->file[i]);
	}
	for (int i = 0; im->worker && i < im->threads; i++) {
		run_release(&im->worker[i].run);
		taking_release(&im->worker[i].taking);
	}
	free_jobs(im->jobs);
	sort_free(im->sort);
	threads_release(&im->answers);
	buf_release(&im->scratch_key);
	buf_release(&im->scratch_line);
	output_abandon(im->out);
	zone_close(im->zone);
	mem_free(im->worker);
	mem_free(im->file);
	mem_free(im->tally.skipped);
	program_release(&im->program);
	profile_free(im->profile);
}

/* ---- results in order --------------------------------------------------- */

static int
report(struct import *im, struct job *j, struct err *err)
{
	struct diag *d = &im->o->cli.diag;

	d->records += j->tally.in;
	for (size_t i = 0; i < j->n_refusal; i++)
		if (diag_report(d, &j->refusal[i].finding, j->refusal[i].raw,
		    err) < 0)
			return -1;
	return 0;
}

static int
take_batch(void *context, void *slot, struct err *err)
{
	struct import *im = context;
	struct job *j = *(struct job **)slot;

	if (report(im, j, err) < 0)
		return -1;
	take_tally(&im->tally, &j->tally, im->profile->drop.n + RULES);
	if (!im->sort)
		return output_write(im->out, buf_view(&j->out), err);
	for (size_t i = 0; i < j->n_item; i++) {
		const struct item *it = &j->item[i];
		struct str key = { j->keys.p + it->key_at, it->key_n };
		struct str payload = { j->out.p + it->at, it->n };

		if (im->profile->messages.on && !im->program.messages_in.n_step)
			messages_note(im, payload);
		if (sort_add(im->sort, key, payload, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- the job ------------------------------------------------------------ */

static int
read_all(struct import *im, struct err *err)
{
	struct work w = { .threads = im->threads,
	    .item_size = sizeof(struct job *), .context = im,
	    .take_alone = true, .read = import_read_batch,
	    .map = import_map_batch, .take = take_batch };

	if (!im->sort && im->covers && span_write(im, err) < 0)
		return -1;
	return work_run(&w, err);
}

static int
write_all(struct import *im, struct err *err)
{
	const struct profile *p = im->profile;

	if (!im->sort)
		return im->covers ? 0 : span_write(im, err);
	if (p->has_events)
		return events_write(im, err);
	if (has_threads(im))
		return messages_write(im, err);
	return span_write(im, err) < 0 ? -1 : legs_write(im, err);
}

static int
import_files(struct import_options *o, struct err *err)
{
	struct import im = { 0 };
	int r = import_open(&im, o, err);

	if (o->cli.dry_run)
		o->cli.out = "/dev/null";	/* all is judged, none written */
	if (r == 0)
		r = cli_enter_sandbox(&o->cli, NULL);
	if (r == 0 && o->explain) {
		r = explain_run(&im, err);
	} else if (r == 0) {
		im.out = output_open(o->cli.out, err);
		r = im.out && read_all(&im, err) == 0 &&
		    write_all(&im, err) == 0 ? 0 : -1;
		if (r == 0) {
			summary_write(&im);
			r = output_finish(im.out, err);
			im.out = NULL;
		}
	}
	import_release(&im);
	return r;
}

int
ccimport_run(struct import_options *o, struct err *err)
{
	if (o->list.on)
		return list_run(o, err);
	if (o->check)
		return check_run(o, err);
	if (o->sniff)
		return sniff_run(o, err);
	return import_files(o, err);
}
