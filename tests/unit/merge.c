/* merge: merging what was merged with what came later gives the bytes that
 * merging everything at once gives, for random versions, legs, parts, surveys,
 * CRM records and what they lend, cases and spans, however they are cut and
 * ordered. */
// needs: ccmerge
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cmd/ccmerge/history.h"
#include "common/line.h"
#include "common/output.h"
#include "common/when.h"
#include "tests/unit/test.h"

enum { LINES = 14, ROUNDS = 1500, STEPS = 3 };

static uint64_t state = 20261126;

static unsigned
draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (unsigned)((state >> 33) % below);
}

/* ---- random lines ----------------------------------------------------------- */

static int64_t
moment(void)
{
	return INT64_C(1773619200000) + 3600000 * (int64_t)draw(400);
}

static void
put_parties(struct line_maker *m, unsigned most)
{
	static const char *const parties[] = { "tel:+441", "tel:+442",
	    "tel:+443", "mailto:a@x.example", "mailto:b@x.example",
	    "acct:9" };

	for (unsigned n = draw(most + 1); n > 0; n--)
		maker_add_str(m, F_PARTY, str_of(parties[draw(
		    COUNT_OF(parties))]));
}

static void
put_contact(struct line_maker *m)
{
	static const char *const reasons[] = { "card", "loan", "" };
	static const char *const outcomes[] = { "answered", "abandoned" };

	maker_str(m, F_CHANNEL, STR("voice"));
	if (draw(8))
		maker_str(m, F_BY, STR("customer"));
	if (draw(8))
		maker_time(m, F_START, moment());
	maker_str(m, F_OUTCOME, str_of(outcomes[draw(2)]));
	maker_str(m, F_REASON, str_of(reasons[draw(3)]));
	if (draw(3) == 0)
		maker_int(m, F_TALK_MS, draw(9));
	if (draw(4) == 0)
		maker_str(m, F_CASE, draw(2) ? STR("c1") : STR("c2"));
	if (draw(9) == 0)
		maker_str(m, F_PARENT, draw(2) ? STR("1") : STR("b!1"));
	if (draw(9) == 0)
		maker_bool(m, F_DELETED, true);
	/* its own, that the CRM may have too */
	if (draw(6) == 0)
		maker_str(m, F_SEGMENT, STR("standard"));
	if (draw(6) == 0)
		maker_add_str(m, F_FLAGS, draw(2) ? STR("vulnerable") :
		    STR("vip"));
	put_parties(m, 2);
}

static void
put_id(struct line_maker *m, const char *source, const char *prefix,
    unsigned of)
{
	char id[16];

	snprintf(id, sizeof(id), "%s%u", prefix, 1 + draw(of));
	maker_str(m, F_ID, str_of(id));
	maker_str(m, F_SOURCE, str_of(source));
}

/* A record of a whole contact, or a second export about it. */
static enum line_kind
plain(struct line_maker *m)
{
	put_id(m, "a", "", 4);
	if (draw(4))
		maker_time(m, F_REV, 1000 * (int64_t)draw(4));
	put_contact(m);
	if (draw(4) == 0)
		maker_str(m, F_PART, STR("metrics"));
	if (draw(6) == 0)
		maker_raw(m, F_RATINGS, STR("[{\"kind\":\"csat\"}]"));
	return K_INTERACTION;
}

static enum line_kind
leg(struct line_maker *m)
{
	char name[3] = { 'l', (char)('a' + draw(3)), 0 };

	put_id(m, "b", "", 2);
	maker_str(m, F_LEG, str_of(name));
	if (draw(4))
		maker_time(m, F_LEG_REV, 1000 * (int64_t)draw(4));
	if (draw(2))
		maker_str(m, F_TYPE, draw(2) ? STR("queue") : STR("offer"));
	if (draw(5) == 0)
		maker_str(m, F_PART, STR("lens"));
	put_contact(m);
	return K_INTERACTION;
}

/* An answer is about one contact, whatever its version. */
static enum line_kind
survey(struct line_maker *m)
{
	static const char *const refs[] = { "a!1", "a!2", "b!1", "1", "a!9" };
	unsigned n = draw(COUNT_OF(refs));
	char id[3] = { 's', (char)('1' + n), 0 };

	maker_str(m, F_ID, str_of(id));
	maker_str(m, F_SOURCE, draw(4) ? STR("q") : STR("a"));
	maker_str(m, F_REF, str_of(refs[n]));
	if (draw(2))
		maker_time(m, F_REV, 1000 * (int64_t)draw(3));
	maker_time(m, F_AT, moment());
	maker_raw(m, F_RATINGS, draw(2) ? STR("[{\"kind\":\"csat\",\"value\":"
	    "5}]") : STR("[{\"kind\":\"nps\",\"value\":2}]"));
	put_parties(m, 1);
	return K_SURVEY;
}

static enum line_kind
customer(struct line_maker *m)
{
	unsigned n = 1 + draw(3);
	char id[8], crm[24];

	snprintf(id, sizeof(id), "K%u", n);
	snprintf(crm, sizeof(crm), "crm:crm/K%u", n);
	maker_str(m, F_ID, str_of(id));
	maker_str(m, F_SOURCE, STR("crm"));
	if (draw(3))
		maker_time(m, F_REV, 1000 * (int64_t)draw(3));
	if (draw(3))
		maker_time(m, F_SINCE, INT64_C(1773619200000) + 86400000 *
		    (int64_t)draw(9));
	maker_add_str(m, F_PARTY, str_of(crm));
	put_parties(m, 2);
	maker_str(m, F_FAMILY, draw(2) ? STR("Lee") : STR("Ng"));
	maker_str(m, F_BORN, STR("1960-01-01"));
	if (draw(2))
		maker_str(m, F_SEGMENT, draw(2) ? STR("premium") :
		    STR("standard"));
	if (draw(3) == 0)
		maker_add_str(m, F_FLAGS, draw(2) ? STR("vulnerable") :
		    STR("fraud-alert"));
	return K_CUSTOMER;
}

static enum line_kind
ticket(struct line_maker *m)
{
	put_id(m, "a", "c", 2);
	maker_time(m, F_REV, 1000 * (int64_t)draw(3));
	maker_time(m, F_START, moment());
	maker_raw(m, F_STATES, STR("[{\"state\":\"new\"}]"));
	put_parties(m, 1);
	return K_CASE;
}

static enum line_kind
agent(struct line_maker *m)
{
	maker_str(m, F_SOURCE, STR("a"));
	maker_time(m, F_START, moment() / 86400000 * 86400000);
	maker_str(m, F_AGENT, STR("x"));
	maker_str(m, F_STATE, STR("available"));
	return K_AGENT;
}

static enum line_kind
span(struct line_maker *m)
{
	maker_str(m, F_SOURCE, draw(2) ? STR("a") : STR("b"));
	if (draw(4))
		maker_time(m, F_START, moment());
	if (draw(4))
		maker_time(m, F_END, moment());
	return K_SPAN;
}

typedef enum line_kind make_fn(struct line_maker *m);

static void
random_line(struct line_maker *m, struct buf *out)
{
	static make_fn *const make[] = { plain, plain, plain, leg, leg, survey,
	    survey, customer, customer, ticket, agent, span };

	buf_clear(out);
	maker_clear(m);
	maker_emit(m, make[draw(COUNT_OF(make))](m), out);
}

/* ---- merging --------------------------------------------------------------------- */

/* A file without a name: what is in it, and how a tool may open it. */
struct file {
	int fd;
	char path[32];
};

static struct file
new_file(void)
{
	struct file f = { .fd = memfd_create("merge", 0) };

	if (f.fd < 0)
		BUG("memfd_create");
	snprintf(f.path, sizeof(f.path), "/dev/fd/%d", f.fd);
	return f;
}

static void
empty(struct file *f)
{
	if (ftruncate(f->fd, 0) < 0 || lseek(f->fd, 0, SEEK_SET) < 0)
		BUG("a memory file");
}

static void
put_line(struct file *f, const struct buf *line)
{
	if (write(f->fd, line->p, line->n) != (ptrdiff_t)line->n)
		BUG("a memory file");
}

static void
read_file(const struct file *f, struct buf *out)
{
	off_t size = lseek(f->fd, 0, SEEK_END);

	buf_clear(out);
	if (pread(f->fd, buf_room(out, (size_t)size), (size_t)size, 0) != size)
		BUG("a memory file");
	out->n = (size_t)size;
}

static uint64_t
merge(struct file *const *in, int n, struct file *to)
{
	struct ccmerge_options o = { .cli = CLI_DEFAULTS, .hub = 3,
	    .same_ms = 7 * INT64_C(86400000), .unknown_ms = 86400000 };
	char *operands[STEPS + 2] = { NULL };
	struct collected c = { 0 };
	struct output *out;
	struct err err = { 0 };
	uint64_t rejected;

	for (int i = 0; i < n; i++)
		operands[i] = in[i]->path;
	o.cli.operands = operands;
	o.cli.n_operands = n;
	o.cli.threads = 1;
	o.cli.diag.quiet = true;
	empty(to);
	if (collect(&o, &c, &err) < 0 || !(out = output_open(to->path, &err)) ||
	    write_history(&o, &c, out, &err) < 0 ||
	    output_finish(out, &err) < 0)
		BUG(err.text);
	rejected = c.counts.rejected;
	collected_release(&c);
	return rejected;
}

/* ---- at once and step by step ------------------------------------------------------ */

struct round {
	struct buf line[LINES];
	size_t n;
	int step[LINES];		/* in which delivery it comes */
	struct file delivery[STEPS], all, history[2];
	struct buf whole, stepwise;
	uint64_t rejected;
};

static void
make_round(struct round *r, struct line_maker *m, unsigned most)
{
	r->n = STEPS + draw(most - STEPS + 1);
	for (int s = 0; s < STEPS; s++)
		empty(&r->delivery[s]);
	empty(&r->all);
	for (size_t i = 0; i < r->n; i++) {
		random_line(m, &r->line[i]);
		/* none is empty: that would be a writer who died */
		r->step[i] = i < STEPS ? (int)i : (int)draw(STEPS);
		put_line(&r->delivery[r->step[i]], &r->line[i]);
	}
	/* the other way round, and one of them twice */
	for (size_t i = r->n; i-- > 0;)
		put_line(&r->all, &r->line[i]);
	put_line(&r->all, &r->line[draw((unsigned)r->n)]);
}

/* Every delivery is merged into the history of those before it. */
static void
merge_stepwise(struct round *r)
{
	struct file *first[] = { &r->delivery[0] };
	int at = 0;

	r->rejected += merge(first, 1, &r->history[0]);
	for (int s = 1; s < STEPS; s++, at = !at) {
		struct file *in[] = { &r->history[at], &r->delivery[s] };

		r->rejected += merge(in, 2, &r->history[!at]);
	}
	read_file(&r->history[at], &r->stepwise);
}

static bool
is_same(struct round *r)
{
	struct file *all[] = { &r->all };

	r->rejected += merge(all, 1, &r->history[0]);
	read_file(&r->history[0], &r->whole);
	merge_stepwise(r);
	return str_eq(buf_view(&r->whole), buf_view(&r->stepwise));
}

static void
show(const struct round *r)
{
	for (size_t i = 0; i < r->n; i++)
		printf("# %d: %.*s", r->step[i], STR_ARG(buf_view(
		    &r->line[i])));
	printf("# at once:\n%.*s# stepwise:\n%.*s",
	    STR_ARG(buf_view(&r->whole)), STR_ARG(buf_view(&r->stepwise)));
}

static void
test_steps(void)
{
	struct round r = { .n = 0 };
	struct line_maker m = { 0 };
	int bad = 0;
	size_t lines = 0;

	for (int s = 0; s < STEPS; s++)
		r.delivery[s] = new_file();
	r.all = new_file();
	r.history[0] = new_file();
	r.history[1] = new_file();
	for (int round = 0; round < ROUNDS; round++) {
		/* small ones first: they are easier to understand */
		make_round(&r, &m, round < ROUNDS / 3 ? 4 : LINES);
		lines += r.n;
		if (!is_same(&r) && bad++ == 0)
			show(&r);
	}
	TEST_CASE(bad == 0, "%d histories of %zu lines in %d steps, %d unlike "
	    "those made at once", ROUNDS, lines, STEPS, bad);
	TEST_CASE(r.rejected == 0, "no line was refused");
	for (size_t i = 0; i < LINES; i++)
		buf_release(&r.line[i]);
	buf_release(&r.whole);
	buf_release(&r.stepwise);
	maker_release(&m);
}

int
main(void)
{
	test_steps();
	return test_end();
}
