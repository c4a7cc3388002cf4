/*
 * emit: the line of r->ours, written straight to the output in canonical
 * order. The same bytes as a line_maker would give, without its copies: this
 * is the hot end of a CSV import.
 */
#include "cmd/ccimport/put.h"
#include "cmd/ccimport/run.h"

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
	for (unsigned f = field_set_next(&r->has_ours, from); f < end;
	    f = field_set_next(&r->has_ours, f + 1))
		put_member(b, &r->program->prefix[f], &r->ours[f]);
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
