/* read/json: JSON values back to back, one a line, in arrays or envelopes. */
#include "cmd/ccimport/read/reader.h"

static void *
open_json(struct io *in, const struct profile *p, struct head *head,
    struct err *err)
{
	(void)head;
	return json_stream_open(in, p->records, err);
}

static int
fill_json(void *state, struct raw_batch *b, struct err *err)
{
	struct json_record r = { .line = 0 };

	while (b->bytes.n < BATCH_BYTES) {
		int got = json_stream_next(state, &r, err);

		if (got < 0)
			return -1;
		if (got == 0)
			return b->n > 0;
		batch_add(b, r.text, &(struct raw_record){ .line = r.line,
		    .byte = r.byte, .problem = r.problem,
		    .problem_line = r.problem_line,
		    .problem_column = r.problem_column,
		    .code = r.no_records ? FINDING_UNEXPECTED :
		    FINDING_BAD_JSON });
	}
	return 1;
}

/* Line and column of a byte of the record. */
static void
locate(const struct record *rec, size_t at, struct finding *f)
{
	size_t start = 0;

	f->line = rec->line;
	for (size_t i = 0; i < at && i < rec->raw.n; i++)
		if (rec->raw.p[i] == '\n') {
			f->line++;
			start = i + 1;
		}
	f->column = at - start + 1;
}

/* {"ticket": {...}}: a lone member that holds the record is looked into. */
static const struct json_node *
unwrapped(const struct taking *t, const struct json_node *root)
{
	const struct json_node *inner;
	bool dup;

	if (!t->profile->unwrap.n || root->type != JSON_OBJECT ||
	    root->count != 1)
		return root;
	inner = json_member(&t->json, root, t->profile->unwrap, &dup);
	return inner && inner->type == JSON_OBJECT ? inner : root;
}

static int
take_json(struct taking *t, const struct head *head, struct arena *a,
    struct record *rec, struct finding *f)
{
	(void)head;
	(void)a;
	if (json_parse(&t->json, rec->raw) < 0) {
		*f = (struct finding){ .code = FINDING_BAD_JSON,
		    .byte = rec->byte, .more = t->json.problem };
		locate(rec, t->json.problem_at, f);
		return -1;
	}
	rec->json = &t->json;
	rec->root = unwrapped(t, &t->json.node[0]);
	return 0;
}

static void
close_json(void *state)
{
	json_stream_close(state);
}

const struct reader json_reader = {
	"json", open_json, fill_json, take_json, NULL, close_json
};
