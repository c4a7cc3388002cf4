/* read/log: lines split by a separator or taken apart by a pattern. */
#include "cmd/ccimport/read/reader.h"

enum { READ_BYTES = 256 << 10, MAX_LINE = 1 << 20 };

struct log_state {
	struct io *in;
	struct buf held;		/* read, not given out */
	size_t at;
	uint64_t line, byte;
	bool ended, skipping;		/* skipping: in a line that is too long */
	bool open_end;			/* the last line has no LF */
};

static void
name_fields(const struct profile *p, struct head *h)
{
	size_t groups = p->log_pattern ? pat_groups(p->log_pattern) : 0;

	h->n = p->log_pattern ? groups : p->n_log_field;
	h->name = arena_zero(&h->arena, h->n + 1, sizeof(*h->name));
	for (size_t i = 0; i < h->n; i++) {
		const char *name = p->log_pattern ?
		    pat_group_name(p->log_pattern, (unsigned)i + 1) : NULL;

		h->name[i] = !p->log_pattern ? p->log_field[i] :
		    str_of(name ? name : "");
	}
}

static void *
open_log(struct io *in, const struct profile *p, struct head *head,
    struct err *err)
{
	struct log_state *s = mem_zero(1, sizeof(*s));

	(void)err;
	s->in = in;
	s->line = 1;
	name_fields(p, head);
	head->separator = p->separator ? p->separator : '|';
	return s;
}

/* More bytes behind those held. 1, 0 at the end, -1. */
static int
read_more(struct log_state *s, struct err *err)
{
	char *to;
	ptrdiff_t n;

	if (s->at) {
		buf_splice(&s->held, 0, s->at, STR(""));
		s->at = 0;
	}
	to = buf_room(&s->held, READ_BYTES);
	n = io_read(s->in, to, READ_BYTES, err);
	if (n < 0)
		return -1;
	s->held.n += (size_t)n;
	s->ended = n == 0;
	return n > 0;
}

/* The next line without its end. 1, 0, -1. */
static int
next_line(struct log_state *s, struct str *line, struct err *err)
{
	for (;;) {
		struct str rest = { s->held.p + s->at, s->held.n - s->at };
		const char *lf = str_find(rest, '\n');

		if (lf || (s->ended && rest.n)) {
			*line = str_range(rest.p, lf ? lf : rest.p + rest.n);
			s->at += line->n + (lf != NULL);
			s->byte += line->n + (lf != NULL);
			s->open_end = !lf;
			if (line->n && line->p[line->n - 1] == '\r')
				line->n--;
			return 1;
		}
		if (s->ended)
			return 0;
		if (rest.n > MAX_LINE) {	/* only its length is kept */
			s->skipping = true;
			s->byte += rest.n - 1;
			s->at += rest.n - 1;
		}
		if (read_more(s, err) < 0)
			return -1;
	}
}

static int
fill_log(void *state, struct raw_batch *b, struct err *err)
{
	struct log_state *s = state;
	struct str line;

	while (b->bytes.n < BATCH_BYTES) {
		struct raw_record where = { .line = s->line, .byte = s->byte,
		    .code = FINDING_BAD_LOG_LINE };
		int got = next_line(s, &line, err);

		if (got < 0)
			return -1;
		if (got == 0)
			return b->n > 0;
		if (s->line == 1 && str_starts(line, STR("\xef\xbb\xbf")))
			line = str_skip(line, 3);
		s->line++;
		where.problem = s->skipping ? "longer than 1 MiB" :
		    s->open_end ? "it has no line end: cut off" : NULL;
		if (str_trim(line).n || s->skipping)
			batch_add(b, s->skipping ? STR_NONE : line, &where);
		s->skipping = false;
	}
	return 1;
}

static void
room(struct taking *t, size_t n)
{
	if (t->cap < n) {
		t->cell = mem_resize_array(t->cell, n, sizeof(*t->cell));
		t->cap = n;
	}
}

/* What no log writes: bytes that were lost, or other line ends than ours. */
static const char *
odd_byte(struct str line)
{
	const char *nul = str_find(line, '\0');

	return nul ? nul : str_find(line, '\r');
}

/* The last named field takes the rest of the line. */
static int
take_log(struct taking *t, const struct head *head, struct arena *a,
    struct record *rec, struct finding *f)
{
	struct str rest = rec->raw;
	const char *odd = odd_byte(rest);

	(void)a;
	if (odd) {
		*f = (struct finding){ .code = FINDING_BAD_LOG_LINE,
		    .line = rec->line, .byte = rec->byte,
		    .column = (size_t)(odd - rest.p) + 1,
		    .more = *odd ? "a carriage return inside" : "a NUL byte" };
		return -1;
	}
	room(t, head->n + 1);
	rec->cell = t->cell;
	rec->n = 0;
	if (t->profile->log_pattern) {
		if (pat_match(t->profile->log_pattern, t->scratch, rest, 0) !=
		    PAT_YES)
			goto refused;
		for (; rec->n < head->n; rec->n++)
			t->cell[rec->n] = pat_group(t->scratch,
			    (unsigned)rec->n + 1);
		return 0;
	}
	while (rec->n + 1 < head->n &&
	    str_cut(&rest, head->separator, &t->cell[rec->n]))
		rec->n++;
	if (rest.p)
		t->cell[rec->n++] = rest;
	if (rec->n > 1)
		return 0;
refused:
	*f = (struct finding){ .code = FINDING_BAD_LOG_LINE, .line = rec->line,
	    .byte = rec->byte };
	return -1;
}

static void
close_log(void *state)
{
	struct log_state *s = state;

	buf_release(&s->held);
	mem_free(s);
}

const struct reader log_reader = {
	"log", open_log, fill_log, take_log, NULL, close_log
};
