/* inputs: line files cut into batches of whole lines; see inputs.h. */
#include "common/inputs.h"

#include <pthread.h>

#include "common/io.h"
#include "common/mem.h"
#include "common/progress.h"
#include "common/scan_json.h"

enum { DEFAULT_BATCH = 1 << 19, LONGEST_LINE = 16 << 20, MAX_SPARE = 16,
	USUAL_LINES = 4096 };

struct buffer {
	struct buffer *next, *before;	/* in spare, or both ways in lent */
	size_t cap;
	char *bytes;		/* cap + PADDING */
	uint32_t *end;		/* of its lines; max_lines + 1 */
	size_t max_lines;
};

struct inputs {
	char *const *paths;
	unsigned n, file;	/* file: the one being read */
	struct io *io;
	uint64_t line, byte;	/* of the next batch's first byte */
	bool any;		/* this file had more than blank lines */
	char *carry;		/* the begun line after the last batch */
	size_t carry_n, carry_cap;
	pthread_mutex_t lock;	/* of spare and lent */
	struct buffer *spare;
	unsigned spares;
	struct buffer *lent;	/* a reader that failed gives none back */
	struct progress progress;
	uint64_t total;			/* bytes of all files, for progress */
};

static char *const standard_input[] = { (char *)"-" };

struct inputs *
inputs_open(char *const *paths, int n, struct err *err)
{
	struct inputs *in = mem_zero(1, sizeof(*in));

	(void)err;
	in->paths = n ? paths : standard_input;
	in->n = n ? (unsigned)n : 1;
	pthread_mutex_init(&in->lock, NULL);
	progress_start(&in->progress);
	return in;
}

static const char *
name_of(const struct inputs *in, unsigned file)
{
	return io_shown(in->paths[file]);
}

/* Both with the lock held. */
static void
lend(struct inputs *in, struct buffer *b)
{
	b->before = NULL;
	b->next = in->lent;
	if (b->next)
		b->next->before = b;
	in->lent = b;
}

static void
unlend(struct inputs *in, struct buffer *b)
{
	if (b->next)
		b->next->before = b->before;
	if (b->before)
		b->before->next = b->next;
	else
		in->lent = b->next;
}

static struct buffer *
take_buffer(struct inputs *in, size_t size)
{
	struct buffer *b;

	pthread_mutex_lock(&in->lock);
	b = in->spare;
	if (b) {
		in->spare = b->next;
		in->spares--;
	}
	pthread_mutex_unlock(&in->lock);
	if (!b) {
		b = mem_zero(1, sizeof(*b));
		b->max_lines = USUAL_LINES;
		b->end = mem_get((USUAL_LINES + 1) * sizeof(*b->end));
	}
	if (b->cap < size) {
		mem_free(b->bytes);
		b->bytes = mem_get(size + PADDING);
		b->cap = size;
	}
	return b;
}

static void
free_buffer(struct buffer *b)
{
	mem_free(b->bytes);
	mem_free(b->end);
	mem_free(b);
}

void
inputs_give_back(struct inputs *in, struct batch *batch)
{
	struct buffer *b = batch->owner;
	bool keep;

	if (!b)
		return;
	batch->owner = NULL;
	pthread_mutex_lock(&in->lock);
	unlend(in, b);
	keep = in->spares < MAX_SPARE && b->cap <= 4 * (size_t)DEFAULT_BATCH;
	if (keep) {
		b->next = in->spare;
		in->spare = b;
		in->spares++;
	}
	pthread_mutex_unlock(&in->lock);
	if (!keep)
		free_buffer(b);
}

static int
open_file(struct inputs *in, struct err *err)
{
	in->io = io_open(in->paths[in->file], err);
	in->line = 1;
	in->byte = 0;
	in->any = false;
	in->carry_n = 0;
	return in->io ? 0 : -1;
}

static int
end_file(struct inputs *in, struct err *err)
{
	const char *name = name_of(in, in->file);

	io_close(in->io);
	in->io = NULL;
	if (!in->any) {
		err_set(err, ERR_FAILED, "'%s': holds no lines at all", name);
		err_hint(err, "the tool before this one failed, or wrote "
		    "nothing: every line file has at least one line");
		return -1;
	}
	if (in->carry_n) {
		err_set(err, ERR_FAILED, "'%s': the last line has no end",
		    name);
		err_hint(err, "the tool that wrote it was stopped before it "
		    "was done, or the file was cut off");
		return -1;
	}
	in->file++;
	return 0;
}

/* Bytes after the last LF wait in carry for the next batch. */
static void
keep_rest(struct inputs *in, const char *p, size_t n)
{
	if (n > in->carry_cap) {
		in->carry = mem_resize(in->carry, n);
		in->carry_cap = n;
	}
	if (n)
		memcpy(in->carry, p, n);
	in->carry_n = n;
}

static size_t
find_lines(struct buffer *b, struct str bytes)
{
	size_t n;

	while ((n = scan_lines(bytes, b->end, b->max_lines)) > b->max_lines) {
		b->max_lines = n;
		b->end = mem_resize_array(b->end, n + 1, sizeof(*b->end));
	}
	return n;
}

static void
hand_out(struct inputs *in, struct buffer *b, size_t n, struct batch *out)
{
	out->bytes = (struct str){ b->bytes, n };
	out->file = in->file;
	out->line = in->line;
	out->byte = in->byte;
	out->lines = find_lines(b, out->bytes);
	out->end = b->end;
	out->owner = b;
	pthread_mutex_lock(&in->lock);
	lend(in, b);
	pthread_mutex_unlock(&in->lock);
	in->byte += n;
	in->line += out->lines;
	in->total += n;
	progress_show(&in->progress, in->total, name_of(in, in->file));
}

/* The last LF among bytes [from, n), searched backwards. */
static const char *
last_lf(const char *bytes, size_t from, size_t n)
{
	while (n > from)
		if (bytes[--n] == '\n')
			return bytes + n;
	return NULL;
}

static void
grow(struct buffer *b)
{
	b->cap *= 2;
	b->bytes = mem_resize(b->bytes, b->cap + PADDING);
}

/*
 * Fills b until it is full, holds a whole line and the input has no more at
 * hand, or the file ends. *n: bytes in it, *whole: bytes up to the last LF.
 */
static int
fill(struct inputs *in, struct buffer *b, size_t *n, size_t *whole,
    struct err *err)
{
	ptrdiff_t got = 1;

	*n = in->carry_n;
	*whole = 0;
	if (*n)
		memcpy(b->bytes, in->carry, *n);
	while (got > 0 && (*n < b->cap || !*whole)) {
		const char *lf;

		if (*n == b->cap) {
			if (*n >= LONGEST_LINE)
				return err_set(err, ERR_FAILED, "'%s': line "
				    "%llu is longer than 16 MiB",
				    name_of(in, in->file),
				    (unsigned long long)in->line);
			grow(b);
		}
		got = io_read(in->io, b->bytes + *n, b->cap - *n, err);
		if (got < 0)
			return -1;
		lf = last_lf(b->bytes, *n, *n + (size_t)got);
		*n += (size_t)got;
		if (lf)
			*whole = (size_t)(lf + 1 - b->bytes);
	}
	in->any = in->any || str_trim((struct str){ b->bytes, *n }).n;
	return 0;
}

int
inputs_next(struct inputs *in, size_t size, struct batch *out,
    struct err *err)
{
	struct buffer *b;
	size_t n, whole;

	while (in->file < in->n) {
		if (!in->io && open_file(in, err) < 0)
			return -1;
		b = take_buffer(in, MAX(size ? size : (size_t)DEFAULT_BATCH,
		    in->carry_n + 1));
		if (fill(in, b, &n, &whole, err) < 0) {
			free_buffer(b);
			return -1;
		}
		keep_rest(in, b->bytes + whole, n - whole);
		if (whole) {
			memset(b->bytes + whole, 0, PADDING);
			hand_out(in, b, whole, out);
			return 1;
		}
		free_buffer(b);
		if (end_file(in, err) < 0)
			return -1;
	}
	return 0;
}

void
inputs_close(struct inputs *in)
{
	struct buffer *b;

	if (!in)
		return;
	progress_end(&in->progress);
	io_close(in->io);
	mem_free(in->carry);
	while ((b = in->spare)) {
		in->spare = b->next;
		free_buffer(b);
	}
	while ((b = in->lent)) {
		in->lent = b->next;
		free_buffer(b);
	}
	pthread_mutex_destroy(&in->lock);
	mem_free(in);
}

/* ---- lines that are not taken ------------------------------------------- */

/* What an editor or a shell of another system put before the first line. */
static const char *
mark_before(struct str raw, const char *why)
{
	if (str_starts(raw, STR("\xef\xbb\xbf")))
		return "a byte order mark stands before it: EF BB BF";
	if (str_starts(raw, STR("\xff\xfe")) ||
	    str_starts(raw, STR("\xfe\xff")))
		return "the file is UTF-16, lines are UTF-8";
	return why;
}

struct finding
inputs_refusal(const struct inputs *in, const struct batch *b,
    uint64_t number, const struct line *l, const char *why)
{
	return (struct finding){ .code = FINDING_NOT_A_LINE,
	    .file = name_of(in, b->file), .line = number,
	    .column = l->problem_at + 1,
	    .byte = b->byte + (uint64_t)(l->raw.p - b->bytes.p),
	    .more = number == 1 ? mark_before(l->raw, why) : why };
}

int
inputs_fail(const struct inputs *in, const struct batch *b, uint64_t number,
    const char *why, struct err *err)
{
	return err_set(err, ERR_FAILED, "%s:%llu: %s",
	    name_of(in, b->file), (unsigned long long)number, why);
}

int
inputs_stop(const struct inputs *in, const struct batch *b, uint64_t number,
    enum line_status status, struct err *err)
{
	return inputs_fail(in, b, number, status == LINE_NEWER ?
	    "the line is of a newer version than this program reads" :
	    "the tool that wrote these lines failed", err);
}
