/* collect: a sort of lines to one spool of distinct things; see collect.h. */
#include "cmd/ccmerge/collect.h"

#include "cmd/ccmerge/folding.h"
#include "cmd/ccmerge/note.h"
#include "cmd/ccmerge/reading.h"
#include "common/work.h"

enum { PIECE_BYTES = 256 << 10 };

/* Some ids with all their lines. */
struct piece {
	struct buf bytes;		/* records that did not stay in the sort */
	struct sorted *record;
	size_t n, cap, size;		/* size: bytes of the records */
	struct folded folded;
};

struct collecting {
	struct collected *c;
	struct sort *sort;
	struct sorted ahead;		/* read, and not yet in a piece */
	bool any;			/* there is one */
	struct line_plan plan;
	struct folding *folding;	/* by worker */
};

/* ---- pieces of whole ids ---------------------------------------------------- */

static void
place(struct piece *p, const struct sorted *r, bool stays)
{
	GROW(p->record, p->n, p->cap);
	p->record[p->n++] = *r;
	p->size += r->key.n + r->noted.n;
	if (!stays) {
		buf_str(&p->bytes, r->key);
		buf_str(&p->bytes, r->noted);
	}
}

/* What did not stay stands in the piece's bytes, one behind the other. */
static void
find_again(struct piece *p)
{
	size_t at = 0;

	buf_room(&p->bytes, PADDING);
	for (size_t i = 0; i < p->n; i++) {
		struct sorted *r = &p->record[i];

		r->key.p = p->bytes.p + at;
		r->noted.p = r->key.p + r->key.n;
		at += r->key.n + r->noted.n;
	}
}

static int
read_piece(void *context, void *slot, struct err *err)
{
	struct collecting *g = context;
	struct piece *p = slot;
	bool stays = g->c->lent;

	p->n = p->size = 0;
	p->bytes.max = SIZE_MAX / 2;	/* one id may have much */
	buf_clear(&p->bytes);
	while (g->any && (p->size < PIECE_BYTES || sorted_same_id(
	    &p->record[p->n - 1], &g->ahead))) {
		int got;

		place(p, &g->ahead, stays);
		got = sort_next(g->sort, &g->ahead.key, &g->ahead.noted, err);
		if (got < 0)
			return -1;
		g->any = got;
	}
	if (!stays)
		find_again(p);
	if (p->n)
		identity_begin(g->c->identity, &p->folded.who);
	return p->n > 0;
}

static int
map_piece(void *context, int worker, void *slot, struct err *err)
{
	struct collecting *g = context;
	struct piece *p = slot;

	folded_clear(&p->folded);
	return fold_some(&g->folding[worker], p->record, p->n, &p->folded,
	    err);
}

static void
count(struct merge_counts *n, const struct merge_counts *more)
{
	n->opened += more->opened;
	n->joined += more->joined;
	n->superseded += more->superseded;
	n->surveys_joined += more->surveys_joined;
	n->undecided += more->undecided;
}

static int
take_piece(void *context, void *slot, struct err *err)
{
	struct collecting *g = context;
	struct folded *f = &((struct piece *)slot)->folded;
	size_t at = 0;

	count(&g->c->counts, &f->counts);
	for (size_t i = 0; i < f->n; i++) {
		const struct folded_line *l = &f->line[i];
		struct str noted = l->noted;

		if (l->made) {
			noted.p = f->made.p + at;
			at += noted.n;
		}
		if (spool_add(&g->c->lines, (struct str){ (const char *)
		    &l->parties, sizeof(l->parties) }, noted, g->c->lent &&
		    !l->made, err) < 0)
			return -1;
	}
	return identity_take(g->c->identity, &f->who, err);
}

static void
release_piece(void *slot)
{
	struct piece *p = slot;

	buf_release(&p->bytes);
	mem_free(p->record);
	folded_release(&p->folded);
}

static int
fold_all(struct collected *c, int threads, struct err *err)
{
	struct collecting g = { .c = c, .sort = c->sort };
	struct work w = { .threads = threads,
	    .item_size = sizeof(struct piece), .context = &g,
	    .read = read_piece, .map = map_piece, .take = take_piece,
	    .release = release_piece };
	int r = sort_next(g.sort, &g.ahead.key, &g.ahead.noted, err);

	if (r < 0)
		return -1;
	g.any = r;
	note_plan(&g.plan);
	g.folding = mem_zero((size_t)threads, sizeof(*g.folding));
	for (int i = 0; i < threads; i++)
		folding_init(&g.folding[i], &g.plan);
	r = work_run(&w, err);
	for (int i = 0; i < threads; i++)
		folding_release(&g.folding[i]);
	mem_free(g.folding);
	return r;
}

/* ---- all of it ---------------------------------------------------------------- */

/* While files are read the sort may take most of the memory; what comes after
 * needs little when nothing was spilled. */
static size_t
most_of(size_t bytes)
{
	return bytes / 8 * 5;
}

int
collect(struct ccmerge_options *o, struct collected *c, struct err *err)
{
	struct sort_options so = { .mem_bytes = most_of(o->cli.mem_bytes),
	    .tmp_dir = o->cli.tmp_dir, .threads = (int)o->cli.threads };
	struct identity_options io = { .hub = o->hub, .mem_bytes =
	    o->cli.mem_bytes / 8, .tmp_dir = o->cli.tmp_dir,
	    .threads = (int)o->cli.threads };
	int r;

	c->sort = sort_new(&so);
	spool_init(&c->lines, o->cli.mem_bytes / 4, o->cli.tmp_dir);
	c->identity = identity_new(&io);
	r = read_files(o, c, c->sort, err);
	if (r == 0)
		r = sort_finish(c->sort, err);
	c->lent = r == 0 && sort_in_memory(c->sort);
	if (r == 0)
		r = fold_all(c, (int)MAX(o->cli.threads, 1), err);
	if (!c->lent) {
		sort_free(c->sort);
		c->sort = NULL;
	}
	if (r == 0)
		r = identity_resolve(c->identity, err);
	return r;
}

void
collected_release(struct collected *c)
{
	spool_release(&c->lines);
	sort_free(c->sort);
	identity_free(c->identity);
	mem_free(c->span);
	arena_release(&c->arena);
}
