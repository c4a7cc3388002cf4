/*
 * emit: the line of r->ours, written straight to the output in canonical
 * order. The same bytes as a line_maker would give, without its copies: this
 * is the hot end of a CSV import.
 */
#include "cmd/ccimport/run.h"

enum { WIDE = 32 };	/* bytes copied at once where that many are there */

static char *
put(char *to, struct str s)
{
	memcpy(to, s.p, s.n);
	return to + s.n;
}

/* Two digits at a time. */
static char *
put_int(char *to, int64_t v)
{
	static const char pairs[201] =
	    "0001020304050607080910111213141516171819"
	    "2021222324252627282930313233343536373839"
	    "4041424344454647484950515253545556575859"
	    "6061626364656667686970717273747576777879"
	    "8081828384858687888990919293949596979899";
	enum { MOST = 24 };
	char digits[2 * MOST];
	size_t at = MOST;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	for (; u >= 100; u /= 100) {
		at -= 2;
		memcpy(digits + at, pairs + 2 * (u % 100), 2);
	}
	if (u >= 10) {
		at -= 2;
		memcpy(digits + at, pairs + 2 * u, 2);
	} else {
		digits[--at] = (char)('0' + u);
	}
	if (v < 0)
		digits[--at] = '-';
	memcpy(to, digits + at, MOST);	/* more than needed: no size to guess */
	return to + (MOST - at);
}

/* The caller has room for more than the 32 bytes. */
static char *
put_name(char *to, const struct prefix *p)
{
	memcpy(to, p->text, sizeof(p->text));
	return to + p->n;
}

/* Plain text in quotes. What has bytes behind it is copied in one wide step:
 * most texts are short, and the room is there. */
static inline char *
put_quoted(char *to, const struct value *v)
{
	const char *p = v->s.p;
	size_t n = v->s.n;

	*to++ = '"';
	if (n <= WIDE && v->flags & VALUE_PADDED)
		memcpy(to, p, WIDE);
	else
		memcpy(to, p, n);
	to += n;
	*to++ = '"';
	return to;
}

static char *
put_time(char *to, const struct value *v)
{
	*to++ = '"';
	if (v->flags & VALUE_SPELLED) {
		memcpy(to, v->s.p, WHEN_TEXT);
	} else if (v->flags & VALUE_SECONDS) {
		memcpy(to, v->s.p, WIDE);
		to[10] = 'T';
		memcpy(to + 19, ".000Z", 5);
	} else {
		when_write(to, v->i);
	}
	to += WHEN_TEXT;
	*to++ = '"';
	return to;
}

/* What needs care goes by the buffer's own functions. */
static void
put_slow(struct buf *b, const struct value *v)
{
	if (v->type == V_NUM)
		json_put_micro(b, v->i);
	else if (v->type == V_RAW)
		buf_str(b, v->s);
	else
		json_put_str(b, v->s);
}

static void
put_member(struct buf *b, const struct prefix *p, const struct value *v)
{
	enum { NAME_AND_NUMBER = 96 };
	size_t need = NAME_AND_NUMBER + v->s.n;
	char *to = b->cap - b->n >= need ? b->p + b->n : buf_room(b, need);
	char *start = to;

	if (!to)
		return;
	to = put_name(to, p);
	switch (v->type) {
	case V_TIME:
		to = put_time(to, v);
		break;
	case V_DUR:
		if (v->flags & (VALUE_SPELLED | VALUE_THOUSANDS)) {
			memcpy(to, v->s.p, WIDE);
			to += v->s.n;
			memcpy(to, "000", 3);
			to += v->flags & VALUE_THOUSANDS ? 3 : 0;
			break;
		}
		/* fall through */
	case V_INT:
		to = put_int(to, v->i);
		break;
	case V_ONE:
		*to++ = '[';
		to = put_quoted(to, v);
		*to++ = ']';
		break;
	case V_BOOL:
		to = put(to, v->i ? STR("true") : STR("false"));
		break;
	default:
		if (v->type == V_TEXT && v->flags & VALUE_PLAIN) {
			to = put_quoted(to, v);
			break;
		}
		b->n += (size_t)(to - start);
		put_slow(b, v);
		return;
	}
	b->n += (size_t)(to - start);
}

static void
put_src(struct run *r, struct buf *b)
{
	const struct file_info *f = r->file;
	char *to = buf_room(b, f->src_head.n + f->src_tail.n + 64);
	char *start = to;

	if (!to)
		return;
	to = put_name(to, &r->program->prefix[F_SRC]);
	to = put(to, f->src_head);
	to = put_int(to, (int64_t)r->record->line);
	to = put(to, f->src_tail);
	b->n += (size_t)(to - start);
}

/* Members from `from` on, before `end`. */
static void
put_members(struct run *r, struct buf *b, unsigned from, unsigned end)
{
	for (unsigned w = from / 64; w <= (end - 1) / 64; w++) {
		uint64_t bits = r->has_ours[w];

		if (w == from / 64)
			bits &= ~UINT64_C(0) << (from % 64);
		if (end < (w + 1) * 64)
			bits &= (UINT64_C(1) << (end % 64)) - 1;
		while (bits) {
			unsigned f = w * 64 +
			    (unsigned)__builtin_ctzll(bits);

			bits &= bits - 1;
			put_member(b, &r->program->prefix[f],
			    &r->ours[f]);
		}
	}
}

int
run_emit(struct run *r, enum line_kind kind)
{
	struct value *source = &r->ours[F_SOURCE];
	struct buf *b = r->out;

	if (!run_has(r, F_ID) && kind != K_AGENT && kind != K_AGGREGATE)
		return run_no_key(r);
	run_check(r);
	source->type = V_TEXT;
	source->flags = VALUE_PLAIN;
	source->s = r->source;
	run_mark(r, F_SOURCE);
	buf_add(b, r->program->opening[kind].text,
	    r->program->opening[kind].n);
	put_members(r, b, F_TYPE, F_SRC);
	put_src(r, b);
	put_members(r, b, F_ISSUES, FIELD_COUNT);
	buf_add(b, "}\n", 2);
	r->tally.written[kind]++;
	r->n_out++;
	return 0;
}
