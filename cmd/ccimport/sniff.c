/*
 * sniff: which profile fits a file, and why. Every profile is opened on the
 * file's beginning by its own reader and its own program: no second opinion
 * that could differ from what an import would do. All profiles are read before
 * the first file is: a file of unknown origin is looked at in the sandbox.
 */
#include "cmd/ccimport/import.h"

enum { HEAD_BYTES = 256 << 10, RECORDS = 500 };

struct fit {
	struct str name;
	size_t found, wanted;		/* of `detect` */
	size_t columns, known;		/* of the profile's; there */
	const char *why_not;
	struct str missing;
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

static bool
in_header(const struct head *h, struct str name)
{
	for (size_t i = 0; i < h->n; i++)
		if (same_name(h->name[i], name))
			return true;
	return false;
}

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
	bool *found;			/* [p->n_detect] */
	size_t records;
};

static void
look_record(struct look *l, const struct record *rec)
{
	l->records++;
	for (size_t i = 0; i < l->p->n_detect; i++)
		l->found[i] |= in_header(&l->head, l->p->detect[i]) ||
		    in_record(l->p, rec, l->p->detect[i]);
}

static void
look_batch(struct look *l, const struct reader *rd, const struct raw_batch *b)
{
	struct taking t;

	taking_init(&t, l->p);
	for (size_t i = 0; i < b->n && i < RECORDS; i++) {
		struct record rec = { .raw = { b->bytes.p + b->rec[i].at,
		    b->rec[i].n } };
		struct finding f;

		if (!b->rec[i].problem && rd->take(&t, &l->head, &l->s->arena,
		    &rec, &f) == 0)
			look_record(l, &rec);
	}
	taking_release(&t);
}

/* Reads a few records the profile's way; a cut end is no matter. */
static void
look(struct look *l)
{
	const struct reader *rd = reader_find(l->p->container);
	struct err err = { 0 };
	struct io *in = io_memory(l->s->head, "head");
	void *state = rd->open(in, l->p, &l->head, &err);
	struct raw_batch b = { 0 };

	if (state) {
		(void)rd->fill(state, &b, &err);
		batch_end(&b);
		look_batch(l, rd, &b);
		rd->close(state);
	}
	batch_release(&b);
	io_close(in);
}

static void
count_columns(const struct look *l, struct fit *f)
{
	struct binding b = { 0 };
	struct err err = { 0 };

	f->columns = l->g->n;
	if (str_is(l->p->container, "json"))
		return;
	(void)program_bind(l->g, l->head.name, l->head.n, &b, NULL, "", &err);
	for (size_t i = 0; b.column && i < l->g->n; i++)
		f->known += b.column[i] >= 0;
	if (err.kind)
		f->why_not = "a column it cannot do without is missing";
	binding_release(&b);
}

static void
try_profile(struct sniffing *s, struct known *k, struct fit *f)
{
	struct look l = { .s = s, .p = k->profile, .g = &k->program };

	*f = (struct fit){ .name = k->name };
	if (!l.p) {
		f->why_not = "the profile has an error";
		return;
	}
	l.found = arena_zero(&s->arena, l.p->n_detect + 1, sizeof(*l.found));
	look(&l);
	f->wanted = l.p->n_detect;
	for (size_t i = 0; i < l.p->n_detect; i++) {
		f->found += l.found[i];
		if (!l.found[i] && !f->missing.p)
			f->missing = arena_dup(&s->arena, l.p->detect[i]);
	}
	if (l.records == 0)
		f->why_not = "no record can be read its way";
	else
		count_columns(&l, f);
	head_release(&l.head);
}

static void
open_profiles(struct sniffing *s)
{
	struct str *names, *from;

	s->n = profile_list(&s->names, &names, &from);
	s->known = arena_zero(&s->names, s->n + 1, sizeof(*s->known));
	for (size_t i = 0; i < s->n; i++) {
		struct known *k = &s->known[i];
		char *path = mem_dup(names[i]);
		struct err err = { 0 };

		k->name = names[i];
		k->profile = profile_open(path, &err);
		if (k->profile && program_compile(&k->program, k->profile,
		    &err) < 0) {
			profile_free(k->profile);
			k->profile = NULL;
		}
		mem_free(path);
	}
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
	return !f->why_not && f->wanted && f->found == f->wanted;
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
put_fit(struct buf *b, const struct fit *f)
{
	buf_printf(b, "  %-20.*s %-4s %zu of %zu marks", STR_ARG(f->name),
	    fits(f) ? "fits" : "no", f->found, f->wanted);
	if (f->columns && f->known)
		buf_printf(b, ", %zu of %zu columns", f->known, f->columns);
	if (f->why_not)
		buf_printf(b, ": %s", f->why_not);
	else if (f->missing.p)
		buf_printf(b, ": '%.*s' is not there", STR_ARG(f->missing));
	buf_char(b, '\n');
}

static int
sniff_file(struct sniffing *s, const char *path, struct err *err)
{
	struct io *in = io_open(path, err);
	size_t n = s->n;
	struct fit *fit = arena_zero(&s->arena, n + 1, sizeof(*fit));
	char *head = arena_zero(&s->arena, HEAD_BYTES + PADDING, 1);
	size_t used = 0;
	ptrdiff_t got = 1;

	if (in)
		in = charset_reader(in, NULL);
	while (in && got > 0 && used < HEAD_BYTES) {
		got = io_read(in, head + used, HEAD_BYTES - used, err);
		used += got > 0 ? (size_t)got : 0;
	}
	if (in)
		io_close(in);
	if (!in || got < 0)
		return -1;
	s->head = (struct str){ head, used };
	for (size_t i = 0; i < n; i++)
		try_profile(s, &s->known[i], &fit[i]);
	qsort(fit, n, sizeof(*fit), by_fit);
	diag_escape(&s->out, str_of(path));
	buf_printf(&s->out, ": %.*s\n", STR_ARG(n && fits(&fit[0]) ?
	    fit[0].name : STR("no profile fits")));
	s->fitted_all &= n && fits(&fit[0]);
	for (size_t i = 0; i < n; i++)
		put_fit(&s->out, &fit[i]);
	return 0;
}

static int
sniff_files(struct sniffing *s, struct err *err)
{
	const struct cli *c = &s->o->cli;
	int r = 0;

	for (int i = 0; r == 0 && i < MAX(c->n_operands, 1); i++)
		r = sniff_file(s, c->n_operands ? c->operands[i] : "-", err);
	return r;
}

/* Status 1 when some file has no profile: the answer is no. */
int
sniff_run(struct import_options *o, struct err *err)
{
	struct sniffing s = { .o = o, .fitted_all = true };
	struct output *out = NULL;
	int r;

	open_profiles(&s);
	if (cli_enter_sandbox(&o->cli, NULL) == 0)
		out = output_open(o->cli.out, err);
	r = out && sniff_files(&s, err) == 0 &&
	    output_write(out, buf_view(&s.out), err) == 0 ? 0 : -1;

	if (r == 0)
		r = output_finish(out, err);
	else
		output_abandon(out);
	if (r == 0 && !s.fitted_all)
		cli_no(&o->cli);
	close_profiles(&s);
	arena_release(&s.arena);
	buf_release(&s.out);
	return r;
}
