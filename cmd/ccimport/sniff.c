/*
 * sniff: which profile fits a file, and why. Every profile is opened on the
 * file's beginning by its own reader and its own program: no second opinion
 * that could differ from what an import would do: marks, what sections need of
 * the columns, what [expect] says of records. All profiles are read before
 * the first file is: a file of unknown origin is looked at in the sandbox.
 */
#include "cmd/ccimport/import.h"
#include "common/table.h"

enum { HEAD_BYTES = 256 << 10, RECORDS = 500 };

struct fit {
	struct str name;
	size_t found, wanted;		/* of `detect` */
	size_t columns, known;		/* of the profile's; there */
	struct str why_not;		/* absent: nothing speaks against it */
	struct str missing;
	bool needs;			/* it has sections that need columns */
	struct str takes, leaves;	/* csv, log: their columns */
};

struct known {			/* a profile; NULL: it has an error */
	struct str name;
	struct profile *profile;
	struct program program;
};

struct sniffing {
	struct import_options *o;
	struct known *known;
	size_t n;
	struct arena names;
	struct str head;		/* the file's beginning */
	struct arena arena;
	struct buf out;
	bool fitted_all;
};

/* ---- looking ------------------------------------------------------------ */

/* a.b.c: members one in another. */
static bool
in_object(const struct json *j, const struct json_node *n, struct str path)
{
	struct str name;
	bool dup;

	while (n && str_cut(&path, '.', &name))
		n = n->type == JSON_OBJECT ? json_member(j, n, name, &dup) :
		    NULL;
	return n != NULL;
}

/* A log's marks are words of its lines; JSON's are members. */
static bool
in_record(const struct profile *p, const struct record *rec, struct str name)
{
	if (rec->json)
		return in_object(rec->json, rec->root, name);
	if (str_is(p->container, "csv"))
		return false;
	for (size_t i = 0; i < rec->n; i++)
		if (str_eq(rec->cell[i], name))
			return true;
	return false;
}

struct look {
	struct sniffing *s;
	struct profile *p;
	struct program *g;
	struct head head;
	struct file_info file;
	struct run run;
	bool *found;			/* [p->n_detect] */
	size_t records, expected;	/* read; as the profile expects them */
	struct fit *fit;
};

static bool
has_header(const struct look *l)
{
	return l->head.n && str_is(l->p->container, "csv");
}

static void
look_record(struct look *l, const struct record *rec)
{
	l->records++;
	for (size_t i = 0; i < l->p->n_detect; i++)
		l->found[i] |= in_record(l->p, rec, l->p->detect[i]);
	arena_clear(&l->run.arena);
	run_begin(&l->run, &l->file, rec);
	l->expected += run_drop(&l->run) != -2;
}

static void
look_batch(struct look *l, const struct reader *rd, const struct raw_batch *b)
{
	struct taking t;
	struct arena cells = { 0 };

	taking_init(&t, l->p);
	run_init(&l->run, l->g);
	for (size_t i = 0; i < b->n && i < RECORDS; i++) {
		struct record rec = { .raw = { b->bytes.p + b->rec[i].at,
		    b->rec[i].n }, .line = b->rec[i].line };
		struct finding f;

		arena_clear(&cells);
		if (!b->rec[i].problem && rd->take(&t, &l->head, &cells, &rec,
		    &f) == 0)
			look_record(l, &rec);
	}
	if (l->records && !l->expected && l->run.finding.more)
		l->fit->why_not = arena_dup(&l->s->arena,
		    str_of(l->run.finding.more));
	run_release(&l->run);
	arena_release(&cells);
	taking_release(&t);
}

/* "Call ID > id, Began > start" of what is used; the names of the rest. */
static void
name_columns(struct look *l)
{
	const int *column = l->file.binding.column;
	struct buf takes = { 0 }, leaves = { 0 };

	for (size_t i = 0; i < l->head.n; i++) {
		enum field_id fills = FIELD_COUNT;
		bool used = false;
		struct buf *b;

		for (size_t k = 0; k < l->g->n; k++)
			if (column[k] == (int)i) {
				used = true;
				fills = MIN(fills, l->g->access[k].fills);
			}
		b = used ? &takes : &leaves;
		buf_puts(b, b->n ? ", " : "");
		diag_escape(b, l->head.name[i]);
		if (fills != FIELD_COUNT)
			buf_printf(b, " > %s", fields[fills].name);
	}
	l->fit->takes = arena_dup(&l->s->arena, buf_view(&takes));
	l->fit->leaves = arena_dup(&l->s->arena, buf_view(&leaves));
	buf_release(&takes);
	buf_release(&leaves);
}

/* What the header says, by the same binding that an import makes. */
static void
look_header(struct look *l)
{
	struct err err = { 0 };
	struct fit *f = l->fit;
	const struct binding *b = &l->file.binding;

	if (str_is(l->p->container, "json"))
		return;
	(void)program_bind(l->g, l->head.name, l->head.n, &l->file.binding,
	    NULL, "", &err);
	for (size_t i = 0; i < l->g->n; i++)
		f->known += b->column[i] >= 0;
	for (size_t i = 0; has_header(l) && i < l->p->n_detect; i++)
		l->found[i] = header_column(l->p, l->head.name, l->head.n,
		    l->p->detect[i]) >= 0;
	if (err.kind)
		f->why_not = STR("no section has the columns it needs");
	else if (has_header(l))
		name_columns(l);
}

/* Reads a few records the profile's way; a cut end is no matter. The head is as
 * it came, unless a mark said what it is. */
static void
look(struct look *l)
{
	const struct reader *rd = reader_find(l->p->container);
	struct err err = { 0 };
	struct io *in = charset_reader(io_memory(l->s->head, "head"),
	    l->p->charset);
	void *state = rd->open(in, l->p, &l->head, &err);
	struct raw_batch b = { 0 };

	if (state) {
		look_header(l);
		(void)rd->fill(state, &b, &err);
		batch_end(&b);
		if (!l->fit->why_not.n)
			look_batch(l, rd, &b);
		rd->close(state);
	}
	if (!l->fit->why_not.n && l->records == 0 &&
	    (!has_header(l) || b.n))
		l->fit->why_not = STR("no record can be read its way");
	batch_release(&b);
	io_close(in);
}

static void
try_profile(struct sniffing *s, struct known *k, struct fit *f)
{
	struct look l = { .s = s, .p = k->profile, .g = &k->program,
	    .fit = f };

	*f = (struct fit){ .name = k->name };
	if (!l.p) {
		f->why_not = STR("the profile has an error");
		return;
	}
	l.found = arena_zero(&s->arena, l.p->n_detect + 1, sizeof(*l.found));
	f->wanted = l.p->n_detect;
	f->columns = l.g->n;
	for (size_t i = 0; i < l.p->n_section; i++)
		f->needs |= l.p->section[i].needs != NULL;
	look(&l);
	for (size_t i = 0; i < l.p->n_detect; i++) {
		f->found += l.found[i];
		if (!l.found[i] && !f->missing.p)
			f->missing = arena_dup(&s->arena, l.p->detect[i]);
	}
	binding_release(&l.file.binding);
	head_release(&l.head);
}

static void
open_profile(struct known *k, struct str name, struct err *err)
{
	char *path = mem_dup(name);

	k->name = name;
	k->profile = profile_open(path, err);
	if (k->profile && program_compile(&k->program, k->profile, err) < 0) {
		profile_free(k->profile);
		k->profile = NULL;
	}
	mem_free(path);
}

/* All that --list shows, and the one that -p names by its path; -1: that one
 * has an error. */
static int
open_profiles(struct sniffing *s, struct err *err)
{
	struct str *names, *from, asked = s->o->profile ?
	    str_of(s->o->profile) : STR_NONE;
	size_t n = profile_list(&s->names, &names, &from);
	bool listed = asked.n == 0;

	s->known = arena_zero(&s->names, n + 1, sizeof(*s->known));
	for (size_t i = 0; i < n; i++) {
		struct err why = { 0 };

		listed |= str_eq(names[i], asked);
		open_profile(&s->known[s->n++], names[i], &why);
	}
	if (listed)
		return 0;
	open_profile(&s->known[s->n], asked, err);
	return s->known[s->n++].profile ? 0 : -1;
}

static void
close_profiles(struct sniffing *s)
{
	for (size_t i = 0; i < s->n; i++) {
		program_release(&s->known[i].program);
		profile_free(s->known[i].profile);
	}
	arena_release(&s->names);
}

/* ---- saying ------------------------------------------------------------- */

static bool
fits(const struct fit *f)
{
	return !f->why_not.n && (f->wanted || f->needs) &&
	    f->found == f->wanted;
}

/* Better: fits; more marks found; more columns known. */
static int
by_fit(const void *a, const void *b)
{
	const struct fit *x = a, *y = b;

	if (fits(x) != fits(y))
		return fits(x) ? -1 : 1;
	if (x->found != y->found)
		return x->found > y->found ? -1 : 1;
	if (x->known != y->known)
		return x->known > y->known ? -1 : 1;
	return str_cmp(x->name, y->name);
}

static void
put_columns(struct buf *b, const char *what, struct str names)
{
	enum { INDENT = 11 };

	if (names.n == 0)
		return;
	buf_printf(b, "    %s", what);
	text_wrap(b, INDENT, INDENT, names);
}

static void
put_fit(struct buf *b, const struct fit *f)
{
	enum { INDENT = 32 };
	struct buf why = { 0 };
	size_t from = b->n;

	if (f->wanted)
		buf_printf(&why, "%zu of %zu marks", f->found, f->wanted);
	if (f->columns && f->known)
		buf_printf(&why, "%s%zu of %zu columns", f->wanted ? ", " : "",
		    f->known, f->columns);
	if (why.n && (f->missing.p || f->why_not.n))
		buf_puts(&why, ": ");
	if (f->missing.p)
		buf_printf(&why, "'%.*s' is not there", STR_ARG(f->missing));
	else if (f->why_not.n)
		buf_str(&why, f->why_not);
	buf_printf(b, "  %-24.*s %-4s ", STR_ARG(f->name),
	    fits(f) ? "fits" : "no");
	text_wrap(b, b->n - from, INDENT, buf_view(&why));
	buf_release(&why);
	if (!fits(f))
		return;
	put_columns(b, "takes  ", f->takes);
	put_columns(b, "leaves ", f->leaves);
}

/* The file's beginning into s->head; 0 or -1. */
static int
read_head(struct sniffing *s, const char *path, struct err *err)
{
	struct io *in = io_open(path, err);
	char *head = arena_zero(&s->arena, HEAD_BYTES + PADDING, 1);
	size_t used = 0;
	ptrdiff_t got = 1;

	if (!in)
		return -1;
	in = charset_reader(in, NULL);
	while (got > 0 && used < HEAD_BYTES) {
		got = io_read(in, head + used, HEAD_BYTES - used, err);
		used += got > 0 ? (size_t)got : 0;
	}
	io_close(in);
	s->head = (struct str){ head, used };
	return got < 0 ? -1 : 0;
}

/* One that cannot be read is told, and the others are looked at all the same;
 * the end is status 3 then. */
static void
sniff_file(struct sniffing *s, const char *path, struct err *err)
{
	size_t n = s->n;
	struct fit *fit = arena_zero(&s->arena, n + 1, sizeof(*fit));
	struct err why = { 0 };

	diag_escape(&s->out, str_of(path));
	if (read_head(s, path, &why) < 0) {
		buf_puts(&s->out, ": cannot be read\n");
		err_set(err, why.kind, "%s", why.text);
		return;
	}
	for (size_t i = 0; i < n; i++)
		try_profile(s, &s->known[i], &fit[i]);
	qsort(fit, n, sizeof(*fit), by_fit);
	buf_printf(&s->out, ": %.*s\n", STR_ARG(n && fits(&fit[0]) ?
	    fit[0].name : STR("no profile fits")));
	s->fitted_all &= n && fits(&fit[0]);
	for (size_t i = 0; i < n; i++)
		put_fit(&s->out, &fit[i]);
	arena_clear(&s->arena);
}

/* Status 1 when some file has no profile: the answer is no. */
int
sniff_run(struct import_options *o, struct err *err)
{
	const struct cli *c = &o->cli;
	struct sniffing s = { .o = o, .fitted_all = true };
	struct output *out = NULL;
	struct err unread = { 0 };
	int r;

	if (open_profiles(&s, err) == 0 &&
	    cli_enter_sandbox(&o->cli, NULL) == 0)
		out = output_open(o->cli.out, err);
	for (int i = 0; out && i < MAX(c->n_operands, 1); i++)
		sniff_file(&s, c->n_operands ? c->operands[i] : "-", &unread);
	r = out && output_write(out, buf_view(&s.out), err) == 0 ? 0 : -1;
	if (r == 0)
		r = output_finish(out, err);
	else
		output_abandon(out);
	if (r == 0 && unread.kind)
		r = err_set(err, unread.kind, "%s", unread.text);
	if (r == 0 && !s.fitted_all)
		cli_no(&o->cli);
	close_profiles(&s);
	arena_release(&s.arena);
	buf_release(&s.out);
	return r;
}
