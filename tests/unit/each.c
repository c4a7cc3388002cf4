/* each: what is taken, refused and failed of some lines, for any number of
 * threads: the same. */
#include "common/each.h"

#include <sys/mman.h>
#include <unistd.h>

#include "common/buf.h"
#include "tests/unit/test.h"

#define LINE(id) "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"" id "\"}\n"

/* What take and bad heard: "a" for line a, "!3" for a bad third line. */
struct heard {
	struct line_plan plan;
	struct buf text;
	const char *fails_at;		/* id; NULL: take never fails */
};

static int
take(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct heard *h = context;
	struct str id = line_get(&h->plan, l, F_ID);

	buf_str(&h->text, (struct str){ id.p + 1, id.n - 2 });
	if (h->fails_at && str_is((struct str){ id.p + 1, id.n - 2 },
	    h->fails_at))
		return line_at_fail(at, "as asked", err);
	return 0;
}

static int
bad(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct heard *h = context;

	(void)l;
	(void)err;
	buf_printf(&h->text, "!%d", (int)at->number);
	return 0;
}

/* Who hears of bad lines. */
enum hears { NOBODY, DIAG, BAD };

static const struct {
	const char *what, *text, *fails_at;
	enum hears hears;
	const char *heard, *err;	/* err "": all was read */
	int records, refused;
} cases[] = {
	{ "all lines in order", LINE("a") "\n" LINE("b") LINE("c"), NULL,
	  NOBODY, "abc", "", 0, 0 },
	{ "blank lines are not counted", "\n\n" LINE("a") "\n", NULL, DIAG,
	  "a", "", 1, 0 },
	{ "diag hears of bad lines", LINE("a") "[]\n" LINE("b"), NULL, DIAG,
	  "ab", "", 3, 1 },
	{ "or the reader does", LINE("a") "\n[]\n" LINE("b"), NULL, BAD,
	  "a!3b", "", 3, 0 },
	{ "or it is a failure", LINE("a") "[]\n" LINE("b"), NULL, NOBODY,
	  "a", "F:2: not an object", 0, 0 },
	{ "take fails", LINE("a") LINE("b") LINE("c"), "b", DIAG, "ab",
	  "F:2: as asked", 2, 0 },
	{ "the writer failed", LINE("a") "{\"cc\":1,\"kind\":\"failed\"}\n"
	  LINE("b"), NULL, DIAG, "a",
	  "F:2: the tool that wrote these lines failed", 1, 0 },
	{ "newer lines", LINE("a") "{\"cc\":2,\"kind\":\"x\"}\n", NULL, DIAG,
	  "a", "F:2: the line is of a newer version than this program reads",
	  1, 0 },
};

/* A file of these bytes. */
static int
file_of(const char *text, char *path, size_t room)
{
	int fd = memfd_create("each", 0);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		return -1;
	snprintf(path, room, "/proc/self/fd/%d", fd);
	return fd;
}

/* The failure without the file's name. */
static struct str
words(const struct err *err, const char *path, struct buf *to)
{
	bool named = strncmp(err->text, path, strlen(path)) == 0;

	buf_clear(to);
	buf_puts(to, named ? "F" : "");
	buf_puts(to, err->text + (named ? strlen(path) : 0));
	return buf_view(to);
}

static void
run(size_t i, int threads)
{
	static const enum field_id want[] = { F_ID };
	struct heard h = { .fails_at = cases[i].fails_at };
	struct diag diag = { .quiet = true };
	struct err err = { 0 };
	char path[64];
	char *const paths[] = { path };
	struct each e = { .paths = paths, .n_paths = 1, .threads = threads,
	    .plan = &h.plan, .take = take, .context = &h,
	    .diag = cases[i].hears == NOBODY ? NULL : &diag,
	    .bad = cases[i].hears == BAD ? bad : NULL };
	struct buf text = { 0 };
	int fd = file_of(cases[i].text, path, sizeof(path)), r;

	line_plan_init(&h.plan, want, COUNT_OF(want));
	r = each_line(&e, &err);
	TEST_CASE(r == (cases[i].err[0] ? -1 : 0) &&
	    diag.records == (uint64_t)cases[i].records &&
	    diag.refused == (uint64_t)cases[i].refused,
	    "%s, %d threads: %d of %d refused", cases[i].what, threads,
	    (int)diag.refused, (int)diag.records);
	TEST_STR(buf_view(&h.text), cases[i].heard, "what was heard");
	TEST_STR(words(&err, path, &text), cases[i].err, "why it ended");
	buf_release(&text);
	buf_release(&h.text);
	close(fd);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (int threads = 0; threads < 4; threads++)
			run(i, threads);
	return test_end();
}
