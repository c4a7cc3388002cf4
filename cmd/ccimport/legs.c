/* legs: flat lines sorted by contact, folded into one line each. */
#include "cmd/ccimport/import.h"

static int64_t
start_of(const struct line_maker *m)
{
	int64_t ms;

	if (token_time(maker_token(m, F_START), &ms) ||
	    token_time(maker_token(m, F_QUEUED), &ms))
		return ms;
	return WHEN_MIN;
}

/* Key: kind, id (what a group shares), start and leg; last whether the line
 * stands beside the first one of its record, and so is not counted. */
enum { COUNTED, BESIDE };

static void
put_key(struct buf *b, const struct made *made, char beside)
{
	const struct line_maker *m = made->maker;

	buf_char(b, (char)('0' + made->kind));
	key_str(b, maker_token(m, F_ID));
	key_int(b, start_of(m));
	key_str(b, maker_token(m, F_LEG));
	buf_char(b, beside);
}

void
legs_add(struct job *j, const struct made *made, bool first)
{
	struct item *it = job_item(j);

	put_key(&j->keys, made, first ? COUNTED : BESIDE);
	maker_emit(made->maker, made->kind, &j->out);
	j->out.n--;			/* the sort keeps lines without LF */
	job_item_end(j, it);
}

int
legs_sort(struct import *im, struct sort *s, const struct made *made,
    struct err *err)
{
	struct buf *key = &im->scratch_key, *line = &im->scratch_line;

	buf_clear(key);
	buf_clear(line);
	put_key(key, made, COUNTED);
	maker_emit(made->maker, made->kind, line);
	line->n--;
	return sort_add(s, buf_view(key), buf_view(line), err);
}

/* The part of the key that all legs of one contact share. */
static struct str
group_key(struct str key)
{
	size_t i = 1;

	while (i + 1 < key.n && (key.p[i] || key.p[i + 1]))
		i += key.p[i] ? 1 : 2;
	return (struct str){ key.p, MIN(i + 2, key.n) };
}

struct folding {
	struct import *im;
	struct fold *fold;
	struct buf group;		/* key of the open group */
	struct buf out;
	enum line_kind kind;
};

static int
close_group(struct folding *f, struct err *err)
{
	uint64_t before = f->im->fold.opened + f->im->fold.extra;

	buf_clear(&f->out);
	if (fold_end(f->fold, &f->out, &f->im->fold, err) < 0)
		return -1;
	f->im->written[f->kind] += f->im->fold.opened + f->im->fold.extra -
	    before;
	return output_write(f->im->out, buf_view(&f->out), err);
}

static int
add_line(struct folding *f, struct str key, struct str line, struct err *err)
{
	struct str group = group_key(key);

	if (!str_eq(group, buf_view(&f->group))) {
		if (f->group.n && close_group(f, err) < 0)
			return -1;
		buf_clear(&f->group);
		buf_str(&f->group, group);
		f->kind = (enum line_kind)(group.p[0] - '0');
	}
	return key.p[key.n - 1] == BESIDE ?
	    fold_add_beside(f->fold, line, err) :
	    fold_add(f->fold, line, err);
}

static int
fold_all(struct folding *f, struct err *err)
{
	struct str key, line;
	int got;

	if (sort_finish(f->im->sort, err) < 0)
		return -1;
	while ((got = sort_next(f->im->sort, &key, &line, err)) > 0)
		if (add_line(f, key, line, err) < 0)
			return -1;
	if (got < 0)
		return -1;
	return f->group.n ? close_group(f, err) : 0;
}

/* An id that is not one is how a profile loses records without a word. */
static int
tell_same_keys(struct import *im, struct err *err)
{
	char words[64];
	struct finding what = { .code = FINDING_SAME_KEY,
	    .field = STR("records"), .more = words };

	if (!im->fold.undecided)
		return 0;
	snprintf(words, sizeof(words), "%ju of them, and no version",
	    (uintmax_t)im->fold.undecided);
	return diag_report(&im->o->cli.diag, &what, STR_NONE, err);
}

int
legs_write(struct import *im, struct err *err)
{
	struct folding f = { .im = im, .fold = fold_new() };
	int r = fold_all(&f, err) < 0 ? -1 : tell_same_keys(im, err);

	fold_free(f.fold);
	buf_release(&f.group);
	buf_release(&f.out);
	return r;
}
