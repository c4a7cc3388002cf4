/* json: JSONTestSuite (y_ accepted, n_ refused), limits, streams of records.
 * The suite is read through CCKIT_SAMPLES and skipped by name without it. */
#include "common/json.h"

#include <dirent.h>

#include "common/io.h"
#include "tests/unit/test.h"

static const char *
samples(void)
{
	const char *dir = getenv("CCKIT_SAMPLES");

	return dir ? dir : "../shared/samples";
}

static bool
parses(struct str text)
{
	struct json j = { 0 };
	bool good = json_parse(&j, text) == 0;

	json_release(&j);
	return good;
}

static void
test_suite(void)
{
	char dir[512], path[1024];
	struct dirent *e;
	int accepted = 0, refused = 0, wrong = 0;
	DIR *d;

	snprintf(dir, sizeof(dir), "%s/conformance/JSONTestSuite/test_parsing",
	    samples());
	if (!(d = opendir(dir))) {
		printf("skipped json: JSONTestSuite is not there\n");
		return;
	}
	while ((e = readdir(d))) {
		struct err err = { 0 };
		char *bytes;
		size_t n;
		bool good;

		if (e->d_name[0] != 'y' && e->d_name[0] != 'n')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		bytes = io_slurp(path, 1 << 20, &n, &err);
		if (!bytes)
			continue;
		/* the grammar is json's, the encoding utf8's and the reader's:
		 * what is asked here is the grammar of valid UTF-8 */
		good = parses((struct str){ bytes, n });
		mem_free(bytes);
		if (good != (e->d_name[0] == 'y')) {
			printf("# %s\n", e->d_name);
			wrong++;
		}
		accepted += good;
		refused += !good;
	}
	closedir(d);
	TEST_CASE(wrong == 0 && accepted > 40 && refused > 80,
	    "%d accepted, %d refused, %d of them wrongly", accepted, refused,
	    wrong);
}

static void
test_depth(void)
{
	static char deep[200001];
	struct json j = { 0 };

	memset(deep, '[', 100000);
	memset(deep + 100000, ']', 100000);
	TEST_CASE(json_parse(&j, (struct str){ deep, 200000 }) < 0,
	    "100,000 brackets are refused");
	TEST_CASE(parses((struct str){ deep + 99488, 1024 }),
	    "512 are the limit");
	TEST_CASE(!parses((struct str){ deep + 99487, 1026 }),
	    "513 are too many");
	json_release(&j);
}

static void
test_text(void)
{
	static const struct { const char *in, *want; bool repaired; } cases[] = {
		{ "\"a\\u00e9\\n\"", "a\xc3\xa9\n", false },
		{ "\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80", false },
		{ "\"\\ud83d!\"", "\xef\xbf\xbd!", true },
		{ "\"\xff\"", "\xef\xbf\xbd", true },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct json j = { 0 };
		struct arena a = { 0 };
		bool repaired = false;

		TEST_CASE(json_parse(&j, str_of(cases[i].in)) == 0, "%s",
		    cases[i].in);
		TEST_STR(json_text(&j.node[0], &a, &repaired), cases[i].want,
		    "its text");
		TEST_CASE(repaired == cases[i].repaired, "repaired or not");
		json_release(&j);
		arena_release(&a);
	}
}

/* Records of a stream, joined by blanks; a bad one in brackets. */
static void
cut(const char *path, const char *text, const char *want, bool fails)
{
	struct err err = { 0 };
	struct io *in = io_memory(str_of(text), "memory");
	struct json_stream *s = json_stream_open(in, str_of(path), &err);
	struct json_record r;
	struct buf got = { 0 };
	int more;

	while ((more = json_stream_next(s, &r, &err)) > 0) {
		buf_puts(&got, got.n ? " " : "");
		buf_puts(&got, r.problem ? "<" : "");
		buf_str(&got, r.text);
		buf_puts(&got, r.problem ? ">" : "");
	}
	TEST_STR(buf_view(&got), want, text);
	TEST_CASE((more < 0) == fails, "%s: %s", text, err.text);
	json_stream_close(s);
	io_close(in);
	buf_release(&got);
}

static void
test_streams(void)
{
	cut("$", "{\"a\":1}{\"b\":[2]}", "{\"a\":1} {\"b\":[2]}", false);
	cut("$", "{\"a\":1}\n{\"b\":\n{\"c\":3}\n", "{\"a\":1} <{\"b\":> "
	    "{\"c\":3}", false);
	cut("$", "[{\"a\":1}, {\"b\":2}]", "{\"a\":1} {\"b\":2}", false);
	cut("$", "\xef\xbb\xbf{\"a\":1}", "{\"a\":1}", false);
	cut("$", "{\"a\":1}\n\xef\xbb\xbf{\"a\":2}\n{\"a\":3}\n"
	    "\xef\xbb\xbf{\"a\":4}\n", "{\"a\":1} {\"a\":2} {\"a\":3} "
	    "{\"a\":4}", false);
	cut("$.x[*]", "{\"n\":1,\"x\":[1,{\"x\":[9]}],\"y\":[3]} {\"x\":[4]}",
	    "1 {\"x\":[9]} 4", false);
	cut("$.x.y[*]", "{\"x\":{\"z\":[0],\"y\":[1,2]}}", "1 2", false);
	cut("$", "{\"a\":1}{\"b\":", "{\"a\":1}", true);
	cut("$.x[*]", "{\"x\":[1,2", "1", true);
	cut("$", "", "", false);
	/* an envelope without the path is not an export of nothing */
	cut("$.x[*]", "{\"y\":[1]}\n{\"x\":[]}\n{\"x\":null} 7 {\"x\":[2]}",
	    "<> <> 2", false);
	cut("$.x.y[*]", "{\"x\":{\"z\":[0]}} {\"x\":{\"y\":[]}} {\"x\":{}}",
	    "<> <>", false);
	cut("$.x[*].y[*]", "{\"x\":[{},{\"y\":[5]}]} {\"x\":{\"y\":[6]}}",
	    "5 <>", false);
	cut("$.x[*]", "", "", false);
}

/* A NUL byte is bad data, never the end of them. */
static void
test_nul(void)
{
	static const char text[] = "{\"a\":1}\n\0\n{\"b\":2}\n";
	struct io *in = io_memory((struct str){ text, sizeof(text) - 1 }, "nul");
	struct err err = { 0 };
	struct json_stream *s = json_stream_open(in, STR("$"), &err);
	struct json_record r;
	int good = 0, bad = 0;

	while (json_stream_next(s, &r, &err) > 0)
		*(r.problem ? &bad : &good) += 1;
	TEST_CASE(good == 2 && bad == 1, "%d records, %d refused", good, bad);
	json_stream_close(s);
	io_close(in);
}

int
main(void)
{
	test_suite();
	test_depth();
	test_text();
	test_streams();
	test_nul();
	return test_end();
}
