/*
 * emit: the line of r->ours, written straight to the output in canonical
 * order. The same bytes as a line_maker would give, without its copies: this
 * is the hot end of a CSV import.
 */
#include "cmd/ccimport/run.h"

static char *
put(char *to, struct str s)
{
	memcpy(to, s.p, s.n);
	return to + s.n;
}

static char *
put_int(char *to, int64_t v)
{
	char digits[24];
	size_t at = sizeof(digits);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		digits[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		digits[--at] = '-';
	return put(to, (struct str){ digits + at, sizeof(digits) - at });
}

static char *
put_name(char *to, enum field_id f)
{
	struct str name = str_of(fields[f].name);

	*to++ = ',';
	*to++ = '"';
	to = put(to, name);
	*to++ = '"';
	*to++ = ':';
	return to;
}

/* Plain text in quotes; a time in the line's spelling. */
static char *
put_quoted(char *to, struct str s)
{
	*to++ = '"';
	to = put(to, s);
	*to++ = '"';
	return to;
}

static char *
put_time(char *to, const struct value *v)
{
	*to++ = '"';
	if (v->flags & VALUE_SPELLED)
		memcpy(to, v->s.p, WHEN_TEXT);
	else
		when_write(to, v->i);
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
put_member(struct buf *b, enum field_id f, const struct value *v)
{
	enum { NAME_AND_NUMBER = 96 };
	char *to = buf_room(b, NAME_AND_NUMBER + v->s.n);
	char *start = to;

	if (!to)
		return;
	to = put_name(to, f);
	switch (v->type) {
	case V_TIME:
		to = put_time(to, v);
		break;
	case V_INT:
	case V_DUR:
		to = put_int(to, v->i);
		break;
	case V_BOOL:
		to = put(to, v->i ? STR("true") : STR("false"));
		break;
	default:
		if (v->type == V_TEXT && v->flags & VALUE_PLAIN) {
			to = put_quoted(to, v->s);
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
	to = put_name(to, F_SRC);
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
			put_member(b, (enum field_id)f, &r->ours[f]);
		}
	}
}

int
run_emit(struct run *r, enum line_kind kind)
{
	struct value source = { .type = V_TEXT, .s = r->source,
	    .flags = VALUE_PLAIN };
	struct buf *b = r->out;

	if (!run_has(r, F_ID) && kind != K_AGENT && kind != K_AGGREGATE)
		return run_no_key(r);
	run_check(r);
	run_set(r, F_SOURCE, &source);
	buf_puts(b, "{\"cc\":1,\"kind\":\"");
	buf_puts(b, line_kinds[kind]);
	buf_char(b, '"');
	put_members(r, b, F_TYPE, F_SRC);
	put_src(r, b);
	put_members(r, b, F_ISSUES, FIELD_COUNT);
	buf_add(b, "}\n", 2);
	r->tally.written[kind]++;
	r->n_out++;
	return 0;
}
