/* import: opens files, hands batches to workers, takes results in order. */
#include "cmd/ccimport/import.h"

#include "cmd/ccimport/straight.h"
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
	struct str name = str_of(im->o->cli.zone);

	if (!name.p && p->zone_from == ZONE_FIXED)
		name = p->zone;
	if (!name.p)
		return 0;
	im->zone = zone_open(name, err);
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
		w->run.env.country = str_of(im->o->country);
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

int
import_open(struct import *im, struct import_options *o, struct err *err)
{
	im->o = o;
	if (!o->profile) {
		err_set(err, ERR_USAGE, "no profile given");
		err_hint(err, "-p NAME; --list shows all, --sniff FILE finds "
		    "the one that fits");
		return -1;
	}
	if (o->country && !party_country(str_of(o->country)))
		return err_set(err, ERR_USAGE, "--country '%s': expected two "
		    "letters such as GB or US", o->country);
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

void
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

/* ---- files -------------------------------------------------------------- */

static int
file_zone(struct import *im, struct file *f, struct err *err)
{
	f->info.zone = im->zone;
	if (!f->head.zone.p)
		return 0;
	f->own_zone = zone_open(f->head.zone, err);
	f->info.zone = f->own_zone;
	return f->own_zone ? 0 : -1;
}

int
import_told_missing(struct import *im, struct file *f,
    const struct buf *missing, struct err *err)
{
	struct str rest = buf_view(missing), line;

	while (missing->n && str_cut(&rest, '\n', &line) && line.n) {
		struct finding what = { .code = line.p[0] == TOLD_DOUBLE ?
		    FINDING_DOUBLE_COLUMN : FINDING_MISSING_COLUMN,
		    .file = f->info.name };
		char *words;
		int r;

		line = str_skip(line, 1);
		str_cut(&line, '\t', &what.field);
		what.more = words = mem_dup(line);
		r = diag_report(&im->o->cli.diag, &what, STR_NONE, err);
		mem_free(words);
		if (r < 0)
			return -1;
	}
	return 0;
}

static int
bind_file(struct import *im, struct file *f, struct err *err)
{
	struct buf missing = { 0 };
	int r = 0;

	if (!str_is(im->profile->container, "json"))
		r = program_bind(&im->program, f->head.name, f->head.n,
		    &f->info.binding, &missing, f->info.name, err);
	if (r == 0)
		r = import_told_missing(im, f, &missing, err);
	if (r == 0)
		plan_make(&im->program, &f->info.binding, &f->head.arena,
		    &f->info.plan);
	if (r == 0 && !im->sort && f->info.binding.column)
		f->info.plan.straight = straight_make(&im->program, &f->info,
		    im->source, im->o->content, &f->head.arena);
	buf_release(&missing);
	return r;
}

/* The member src around its line number, the same for the whole file. */
static void
name_source(const struct import *im, struct file *f)
{
	struct buf b = { 0 };

	buf_puts(&b, "{\"file\":");
	json_put_str(&b, str_of(f->info.name));
	buf_puts(&b, ",\"line\":");
	f->info.src_head = arena_dup(&f->head.arena, buf_view(&b));
	buf_clear(&b);
	buf_puts(&b, ",\"profile\":");
	json_put_str(&b, im->profile->name);
	buf_char(&b, '}');
	f->info.src_tail = arena_dup(&f->head.arena, buf_view(&b));
	buf_release(&b);
}

static int
open_file(struct import *im, const char *path, struct err *err)
{
	struct file *f = mem_zero(1, sizeof(*f));

	GROW(im->file, im->n_file, im->cap_file);
	f->index = im->n_file;
	im->file[im->n_file++] = f;
	im->current = f;
	f->in = io_open(path, err);
	if (!f->in)
		return -1;
	f->in = charset_reader(f->in, im->profile->charset);
	f->info.name = io_shown(path);
	name_source(im, f);
	f->state = im->reader->open(f->in, im->profile, &f->head, err);
	if (!f->state || file_zone(im, f, err) < 0)
		return -1;
	return bind_file(im, f, err);
}

int
import_next_file(struct import *im, struct err *err)
{
	const struct cli *c = &im->o->cli;
	int i = im->next_operand++;

	if (c->n_operands == 0)
		return i > 0 ? 0 : open_file(im, "-", err) < 0 ? -1 : 1;
	if (i >= c->n_operands)
		return 0;
	return open_file(im, c->operands[i], err) < 0 ? -1 : 1;
}

static int
note_no_records(struct import *im, const struct file *f, struct err *err)
{
	struct finding what = { .code = FINDING_NO_RECORDS,
	    .file = f->info.name, .field = STR("record") };

	return f->records ? 0 : diag_report(&im->o->cli.diag, &what, STR_NONE,
	    err);
}

/* Vendors that cut an export without a word cut it at a round number. */
static int
note_round_count(struct import *im, const struct file *f, struct err *err)
{
	static const uint64_t limits[] = { 3000, 5000, 10000, 50000 };

	for (size_t i = 0; i < COUNT_OF(limits); i++)
		if (f->records == limits[i]) {
			char digits[24];
			int n = snprintf(digits, sizeof(digits), "%ju",
			    (uintmax_t)f->records);
			struct finding what = { .code = FINDING_ROUND_COUNT,
			    .file = f->info.name, .field = STR("row count"),
			    .value = { digits, (size_t)n } };

			return diag_report(&im->o->cli.diag, &what, STR_NONE,
			    err);
		}
	return 0;
}

void
import_close_file(struct import *im)
{
	struct file *f = im->current;

	if (!f)
		return;
	if (f->state)
		im->reader->close(f->state);
	if (f->in)
		io_close(f->in);
	f->state = NULL;
	f->in = NULL;
	im->current = NULL;
}

/* ---- jobs --------------------------------------------------------------- */

void
job_refuse(struct job *j, const struct finding *f, struct str raw)
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
static int
read_batch(void *context, void *slot, struct err *err)
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
		if (note_no_records(im, im->current, err) < 0 ||
		    note_round_count(im, im->current, err) < 0)
			return -1;
		import_close_file(im);
	}
}

/* ---- workers ------------------------------------------------------------ */

static void
refuse_problem(struct job *j, const struct raw_record *rr, struct str raw)
{
	struct finding f = { .code = rr->code, .byte = rr->byte,
	    .line = rr->problem_line ? rr->problem_line : rr->line,
	    .column = rr->problem_column, .more = rr->problem };

	job_refuse(j, &f, raw);
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
		legs_add(j, &r->made[i]);
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
		job_refuse(j, &f, rec.raw);
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
		job_refuse(j, &r->finding, rec.raw);
	}
	return 0;
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

static void
take_tally(struct tally *to, struct tally *from, size_t n_skipped)
{
	uint64_t *skipped = from->skipped;

	add_tally(to, from, n_skipped);
	memset(skipped, 0, n_skipped * sizeof(*skipped));
	*from = (struct tally){ .skipped = skipped };
}

static int
map_batch(void *context, int worker, void *slot, struct err *err)
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
	    .read = read_batch, .map = map_batch, .take = take_batch };

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
	if (o->sniff)
		return sniff_run(o, err);
	return import_files(o, err);
}
