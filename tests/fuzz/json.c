/* json: our parser accepts what SQLite's accepts and refuses what it refuses
 * (ASCII only: SQLite does not look at UTF-8), and cuts streams into records
 * that parse. */
#include "common/json.h"

#include <sqlite3.h>

#include "common/io.h"
#include "tests/fuzz/fuzz.h"

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 || !s.p[i])
			return false;
	return true;
}

static bool
sqlite_accepts(struct str s)
{
	static sqlite3 *db;
	static sqlite3_stmt *q;
	bool good;

	if (!db && (sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT json_valid(?)", -1, &q, NULL) !=
	    SQLITE_OK))
		abort();
	sqlite3_bind_text(q, 1, s.p, (int)s.n, SQLITE_STATIC);
	good = sqlite3_step(q) == SQLITE_ROW && sqlite3_column_int(q, 0);
	sqlite3_reset(q);
	return good;
}

/* Every node's subtree lies within its parent's. */
static void
check_nodes(const struct json *j)
{
	for (size_t i = 0; i < j->n; i++) {
		MUST(j->node[i].next > i && j->node[i].next <= j->n);
		if (j->node[i].type == JSON_STRING) {
			struct arena a = { 0 };
			bool repaired = false;

			json_text(&j->node[i], &a, &repaired);
			arena_release(&a);
		}
	}
}

static void
cut_stream(struct str in, const char *path)
{
	struct io *io = io_memory(in, "fuzz");
	struct err err = { 0 };
	struct json_stream *s = json_stream_open(io, str_of(path), &err);
	struct json_record r;
	struct json j = { 0 };
	uint64_t from = 0;

	while (s && json_stream_next(s, &r, &err) > 0) {
		MUST(r.byte >= from && r.byte <= in.n);
		from = r.byte;
		if (!r.problem)
			MUST(json_parse(&j, r.text) == 0);
	}
	json_release(&j);
	json_stream_close(s);
	io_close(io);
	err_clear(&err);
}

static void
fuzz_one(struct str in)
{
	struct json j = { 0 };
	bool good = json_parse(&j, in) == 0;

	if (good)
		check_nodes(&j);
	else
		MUST(j.problem && j.problem_at <= in.n);
	if (in.n < 400 && is_ascii(in))
		MUST(good == sqlite_accepts(in));
	json_release(&j);
	cut_stream(in, "$");
	cut_stream(in, "$.a[*]");
}
