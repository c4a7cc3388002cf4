/* files: one input file after another: its zone, its header, what is told of
 * it before the first record and after the last. */
#include "cmd/ccimport/import.h"

#include "cmd/ccimport/straight.h"

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

static int
told_missing(struct import *im, struct file *f,
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

/*
 * The channel is asked for even where all columns are optional: it is nothing
 * to guess, and one line of a profile tells it where no column does.
 */
static int
told_channel(struct import *im, struct file *f, struct err *err)
{
	const struct plan *p = &f->info.plan;
	struct finding what = { .code = FINDING_MISSING_COLUMN,
	    .file = f->info.name, .more = "'channel' stays unknown; a profile "
	    "like this one may say it: channel = voice" };

	for (size_t i = 0; im->profile->optional_all && i < p->n; i++) {
		const struct section *s = &p->section[i];
		const struct assign *named = section_assign(
		    &im->profile->section[i], F_CHANNEL);

		if (s->make != MAKE_LINE || s->kind != K_INTERACTION ||
		    !named || section_assign(s, F_CHANNEL) ||
		    (s->when && s->when->kind == COND_NEVER))
			continue;
		what.field = named->from.choice[0].term[0].text;
		return diag_report(&im->o->cli.diag, &what, STR_NONE, err);
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
		r = told_missing(im, f, &missing, err);
	if (r == 0)
		plan_make(&im->program, &f->info.binding, &f->head.arena,
		    &f->info.plan);
	if (r == 0)
		r = told_channel(im, f, err);
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
	    .file = f->info.name };

	return f->records ? 0 : diag_report(&im->o->cli.diag, &what, STR_NONE,
	    err);
}

/* A log's last line would be refused; of CSV it is allowed (RFC 4180). */
static int
note_open_end(struct import *im, const struct file *f, struct err *err)
{
	struct finding what = { .code = FINDING_OPEN_END,
	    .file = f->info.name };

	return im->reader->open_end && im->reader->open_end(f->state) ?
	    diag_report(&im->o->cli.diag, &what, STR_NONE, err) : 0;
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

int
import_end_file(struct import *im, struct err *err)
{
	int r = note_no_records(im, im->current, err) < 0 ||
	    note_open_end(im, im->current, err) < 0 ||
	    note_round_count(im, im->current, err) < 0 ? -1 : 0;

	import_close_file(im);
	return r;
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
