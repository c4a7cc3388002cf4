/* workers: batches of records read, taken apart and made into lines, messages
 * or events; what the main thread takes over in order is in the job. */
#include "cmd/ccimport/import.h"

/* ---- jobs --------------------------------------------------------------- */

static void
keep_refused(struct job *j, const struct finding *f, struct str raw)
{
	struct refusal *r;

	GROW(j->refusal, j->n_refusal, j->cap_refusal);
	r = &j->refusal[j->n_refusal++];
	r->finding = *f;
	r->finding.file = j->file->info.name;
	r->raw = raw;
	if (f->value.p)
		r->finding.value = arena_dup(&j->arena, f->value);
	if (f->field.p)
		r->finding.field = arena_dup(&j->arena, f->field);
	if (f->more)
		r->finding.more = arena_dup(&j->arena, str_of(f->more)).p;
	j->tally.rejected++;
}

struct item *
job_item(struct job *j)
{
	struct item *it;

	GROW(j->item, j->n_item, j->cap_item);
	it = &j->item[j->n_item++];
	it->key_at = j->keys.n;
	it->at = j->out.n;
	return it;
}

void
job_item_end(struct job *j, struct item *it)
{
	it->key_n = j->keys.n - it->key_at;
	it->n = j->out.n - it->at;
}

static struct job *
new_job(struct import *im)
{
	struct job *j = mem_zero(1, sizeof(*j));

	j->tally.skipped = mem_zero(im->profile->drop.n + RULES,
	    sizeof(*j->tally.skipped));
	j->next = im->jobs;
	im->jobs = j;
	return j;
}

static void
clear_job(struct import *im, struct job *j)
{
	uint64_t *skipped = j->tally.skipped;

	batch_clear(&j->raw);
	buf_clear(&j->out);
	buf_clear(&j->keys);
	j->n_item = j->n_refusal = 0;
	arena_clear(&j->arena);
	memset(skipped, 0, (im->profile->drop.n + RULES) * sizeof(*skipped));
	j->tally = (struct tally){ .skipped = skipped };
}

/* Main thread: the next batch, from the next file where one ends. */
int
import_read_batch(void *context, void *slot, struct err *err)
{
	struct import *im = context;
	struct job **j = slot;

	if (!*j)
		*j = new_job(im);
	clear_job(im, *j);
	for (;;) {
		int got = im->current ? 1 : import_next_file(im, err);

		if (got <= 0)
			return got;
		got = im->reader->fill(im->current->state, &(*j)->raw, err);
		if (got < 0)
			return -1;
		if (got > 0) {
			batch_end(&(*j)->raw);
			(*j)->file = im->current;
			im->current->records += (*j)->raw.n;
			return 1;
		}
		if (import_end_file(im, err) < 0)
			return -1;
	}
}

/* ---- workers ------------------------------------------------------------ */

static void
refuse_problem(struct job *j, const struct raw_record *rr, struct str raw)
{
	struct finding f = { .code = rr->code, .byte = rr->byte,
	    .line = rr->problem_line ? rr->problem_line : rr->line,
	    .column = rr->problem_column, .more = rr->problem };

	keep_refused(j, &f, raw);
}

/* A local time and no zone to read it by: nothing can be right after that. */
static int
zone_needed(const struct run *r, struct err *err)
{
	const struct finding *f = &r->finding;

	err_set(err, ERR_USAGE, "%s:%ju: '%.*s' is a local time and the file "
	    "names no zone: \"%.*s\"", r->file->name, (uintmax_t)f->line,
	    STR_ARG(f->field), STR_ARG(f->value));
	err_hint(err, "say whose clock it is: -z Europe/London, -z UTC, "
	    "-z +01:00");
	return -1;
}

/* The records after it would be read by the wrong names. */
static int
other_header(const struct job *j, const struct record *rec, struct err *err)
{
	err_set(err, ERR_DATA, "%s:%ju: another header in the middle, with its "
	    "columns in another order", j->file->info.name,
	    (uintmax_t)rec->line);
	err_hint(err, "two exports were joined: give them as files of their "
	    "own");
	return -1;
}

/* Lines beside the first of a record are extra; a sort takes what is made. */
static void
count_lines(struct import *im, struct job *j, struct run *r)
{
	size_t n = im->sort ? r->n_made : r->n_out;

	for (size_t i = 0; im->sort && i < r->n_made; i++)
		legs_add(j, &r->made[i], i == 0);
	j->tally.extra += n - 1;
	j->tally.made++;
}

static int
use_record(struct import *im, struct job *j, struct run *r)
{
	int made;

	if (im->profile->has_events)
		return events_add(im, r, j);
	if (im->profile->messages.on && !im->program.messages_in.n_step)
		return messages_add(im, r, j);
	made = run_record(r);
	if (made > 0)
		count_lines(im, j, r);
	return made < 0 ? -1 : 0;
}

static int
do_record(struct import *im, struct job *j, struct worker *w,
    const struct raw_record *rr, struct err *err)
{
	struct run *r = &w->run;
	struct record rec = { .raw = { j->raw.bytes.p + rr->at, rr->n },
	    .line = rr->line, .byte = rr->byte };
	struct finding f = { 0 };
	int64_t start = r->tally.start, end = r->tally.end;
	bool any = r->tally.any;

	r->tally.in++;
	if (rr->problem) {
		refuse_problem(j, rr, rec.raw);
		return 0;
	}
	arena_clear(&r->arena);
	if (im->reader->take(&w->taking, &j->file->head, &r->arena, &rec,
	    &f) < 0) {
		keep_refused(j, &f, rec.raw);
		return 0;
	}
	if (rec.again == AGAIN_OTHER)
		return other_header(j, &rec, err);
	if (rec.again == AGAIN_SAME) {
		r->tally.skipped[im->profile->drop.n + RULE_HEADER_AGAIN]++;
		return 0;
	}
	run_begin(r, &j->file->info, &rec);
	r->out = im->sort ? NULL : &j->out;
	if (use_record(im, j, r) < 0) {
		if (r->env.needs_zone)
			return zone_needed(r, err);
		r->tally.start = start;	/* a refused record says nothing */
		r->tally.end = end;
		r->tally.any = any;
		keep_refused(j, &r->finding, rec.raw);
	}
	return 0;
}

void
import_take_again(struct import *im, const struct file *file,
    struct record *rec)
{
	struct worker *w = &im->worker[0];
	struct finding f = { 0 };

	arena_clear(&w->run.arena);
	if (im->reader->take(&w->taking, &file->head, &w->run.arena, rec,
	    &f) < 0)
		BUG("a record that could be read cannot be read again");
	run_begin(&w->run, &file->info, rec);
}

static void
add_tally(struct tally *to, const struct tally *t, size_t n_skipped)
{
	to->in += t->in;
	to->rejected += t->rejected;
	to->made += t->made;
	to->extra += t->extra;
	for (size_t i = 0; i < KIND_COUNT; i++)
		to->written[i] += t->written[i];
	for (size_t i = 0; i < ISSUE_COUNT; i++)
		to->issue[i] += t->issue[i];
	for (size_t i = 0; i < n_skipped; i++)
		to->skipped[i] += t->skipped[i];
	if (t->any) {
		tally_time(to, t->start);
		tally_time(to, t->end);
	}
}

void
take_tally(struct tally *to, struct tally *from, size_t n_skipped)
{
	uint64_t *skipped = from->skipped;

	add_tally(to, from, n_skipped);
	memset(skipped, 0, n_skipped * sizeof(*skipped));
	*from = (struct tally){ .skipped = skipped };
}

int
import_map_batch(void *context, int worker, void *slot, struct err *err)
{
	struct import *im = context;
	struct job *j = *(struct job **)slot;
	struct worker *w = &im->worker[worker];
	int r = 0;

	for (size_t i = 0; r == 0 && i < j->raw.n; i++)
		r = do_record(im, j, w, &j->raw.rec[i], err);
	take_tally(&j->tally, &w->run.tally, im->profile->drop.n + RULES);
	return r;
}
