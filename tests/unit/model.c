/* model: what is read is printed and read again to the same; every refusal
 * has a position; --set changes what it says. */
#include <math.h>

#include "common/model.h"
#include "common/rng.h"
#include "tests/unit/test.h"

static const char whole[] =
    "[center]\n"
    "title = \"A bank\"\n"
    "zone = Europe/London\n"
    "interval = 30m\n"
    "start = 2026-03-02\n"
    "days = 28\n"
    "warm-up = 1h\n"
    "holidays = 2026-12-26, 2026-12-25\n"
    "hours = mon-fri 08:00-20:00, sat 09:00-13:00\n"
    "lines = 120\n"
    "customers = 20000\n"
    "[routing]\n"
    "policy = most-idle\n"
    "order = context\n"
    "leaving = named\n"
    "alert-priority = 3\n"
    "alert-authority = 2\n"
    "[queue cards]\n"
    "service-level = 80% in 20s of offered\n"
    "handling = lognormal mean 240s cv 0.9\n"
    "wrap = exponential mean 30s\n"
    "patience = exponential mean 120s balk 2%\n"
    "ageing = 1m\n"
    "rings = 0s juniors, 30s seniors\n"
    "overflow-after = 90s\n"
    "overflow-to = \"Gold desk\"\n"
    "callback-after = 2m\n"
    "callback-accept = 40%\n"
    "last-agent = 7d\n"
    "[queue mail]\n"
    "channel = email\n"
    "async = yes\n"
    "deadline = 4h\n"
    "backlog = 12\n"
    "handling = gamma mean 6m shape 2\n"
    "[queue \"Gold desk\"]\n"
    "skills = cards, french\n"
    "handling = hazard 0s 0.2, 30s 1.1\n"
    "hours = always\n"
    "[skill french]\n"
    "title = speaks French\n"
    "[experience junior]\n"
    "handling = 1.3\n"
    "[agents juniors]\n"
    "count = mon-fri 08:00 4 6*10 5.0 4, sat 09:00-13:00 3\n"
    "skills = cards 2 80%, mail 3\n"
    "experience = junior\n"
    "concurrency = voice 1, chat 3, email 1\n"
    "efficiency = 1, 1.7, 2.5\n"
    "shrinkage = 12.5%\n"
    "[agents seniors]\n"
    "shifts = mon-fri 08:00-16:30 6 break 12:00-12:45 15:00-15:15,\n"
    "    sat 22:00-30:00 2\n"
    "skills = cards, french, mail\n"
    "authority = 2\n"
    "cost = 32.5\n"
    "[segment gold]\n"
    "share = 10%\n"
    "value = 5\n"
    "alert = 2%\n"
    "[arrivals cards]\n"
    "rate = mon-thu 08:00 12 18.5 22 22 9, fri-sun 10:00-11:30 6\n"
    "day-cv = 0.15\n"
    "bot = menu\n"
    "segments = gold 20%\n"
    "[arrivals mail]\n"
    "rate = 3.25\n"
    "per = 1h\n"
    "[handling cards juniors]\n"
    "talk = weibull mean 300s shape 0.9\n"
    "[patience * gold]\n"
    "law = exponential mean 5m\n"
    "[redial cards]\n"
    "chance = 50%\n"
    "delay = exponential mean 10m\n"
    "attributes = redraw\n"
    "[transfer cards mail]\n"
    "chance = 7.5%\n"
    "[outbound cards]\n"
    "reach = 35%\n"
    "keep-idle = 2\n"
    "[bot menu]\n"
    "contained = 20%\n"
    "leave = 5%\n"
    "talk = exponential mean 40s\n"
    "handoff = constant 25s\n";

static bool
read_text(struct model *m, const char *text, struct err *err)
{
	*m = (struct model){ 0 };
	*err = (struct err){ 0 };
	return model_parse(m, str_of(text), "m.ini", err) == 0;
}

static void
test_whole(void)
{
	struct model m, again;
	struct err err;
	struct buf one = { 0 }, two = { 0 };
	bool good = read_text(&m, whole, &err);

	TEST_CASE(good, "the whole is read (%s)", err.text);
	TEST_CASE(good && model_check(&m, &err) == 0, "and can run (%s)",
	    err.text);
	if (!good)
		return;
	model_print(&m, &one);
	TEST_CASE(m.n[M_QUEUE] == 3 && m.n[M_SKILL] == 4 &&
	    m.declared_skills == 1 && m.n[M_AGENTS] == 2, "its sections");
	TEST_CASE(m.queue[0].target.share == 0.8 &&
	    m.queue[0].target.within_ms == 20000, "its target");
	TEST_CASE(m.queue[0].overflow_to == 2, "its references");
	TEST_CASE(model_profile_at(&m.agents[0].count, 9 * MS_HOUR) == 6 &&
	    model_profile_at(&m.agents[0].count, 7 * MS_HOUR) == 0 &&
	    model_profile_at(&m.agents[0].count, 5 * (int64_t)MS_DAY +
	    12 * MS_HOUR) == 3, "its counts");
	TEST_CASE(model_talk(&m, 0, 0)->law == DIST_WEIBULL &&
	    model_talk(&m, 0, 1)->law == DIST_LOGNORMAL, "the handling that "
	    "is most about it");
	TEST_CASE(model_patience_of(&m, 0, 0)->mean == 300000 &&
	    model_patience_of(&m, 0, MODEL_NONE)->mean == 120000,
	    "the patience of a segment");
	TEST_CASE(!model_serves(&m, 0, 2, NULL, NULL) &&
	    model_serves(&m, 1, 2, NULL, NULL), "who serves");
	if (TEST_CASE(read_text(&again, one.p ? (buf_char(&one, '\0'), one.p) :
	    "", &err), "what is printed is read (%s)", err.text)) {
		model_print(&again, &two);
		one.n--;
		TEST_CASE(str_eq(buf_view(&one), buf_view(&two)),
		    "and printed the same");
	}
	model_release(&again);
	model_release(&m);
	buf_release(&one);
	buf_release(&two);
}

/* ---- refusals ---------------------------------------------------------------------- */

#define CARDS	"[queue cards]\nhandling = constant 60s\n"
#define PEOPLE	"[agents a]\ncount = 1\nskills = cards\n"

static const struct {
	const char *text, *want;
} refused[] = {
	{ "x = 1\n", "m.ini:1:1: a key stands below its [section]" },
	{ "[queu cards]\n",
	  "m.ini:1:2: there is no section 'queu'; did you mean 'queue'?" },
	{ "[queue]\n", "m.ini:1:2: this section is written [queue NAME]" },
	{ "[queue a b]\n", "m.ini:1:10: this section is written [queue NAME]" },
	{ CARDS CARDS, "m.ini:3:2: [queue cards] is written twice" },
	{ CARDS "handlin = 1\n",
	  "m.ini:3:1: there is no key 'handlin'; did you mean 'handling'?" },
	{ CARDS "room = 1\nroom = 2\n",
	  "m.ini:4:1: 'room' is said twice; += says more of it" },
	{ CARDS "room = 1.5\n", "m.ini:3:8: '1.5' is not a whole number" },
	{ CARDS "callback-accept = 130%\n", "m.ini:3:19: callback-accept "
	  "would be 1.3: a share is 0% to 100%" },
	{ CARDS "overflow-to = crads\n", "m.ini:3:15: there is no queue "
	  "'crads'; did you mean 'cards'?" },
	{ CARDS "hours = mon 18:00-08:00\n", "m.ini:3:13: impossible hours: "
	  "'18:00-08:00' ends before it begins" },
	{ CARDS "hours = mon 08:00-25:00\n", "m.ini:3:13: impossible hours: "
	  "'08:00-25:00' ends after the day" },
	{ CARDS "hours = mon 08:00-18:61\n", "m.ini:3:13: '08:00-18:61' is "
	  "not a time such as 08:00-18:00" },
	{ CARDS "[arrivals cards]\nrate = mon 08:00 1 2\n", "m.ini:4:17: a "
	  "list without interval: say interval in [center]" },
	{ "[center]\ninterval = 25m\n", "m.ini:2:12: an interval divides the "
	  "day: 15m, 30m, 1h" },
	{ "[center]\ninterval = 6h\n" CARDS "[agents a]\nskills = cards\n"
	  "count = mon 12:00 1 2 3\n", "m.ini:7:23: impossible hours: the "
	  "list goes past midnight" },
	{ CARDS "[agents a]\nskills = cards\ncount = mon 08:00-10:00 1, mon "
	  "09:00-11:00 2\n", "m.ini:5:28: this time of the week is said "
	  "twice" },
	{ CARDS "[agents a]\nskills = cards, cards\n",
	  "m.ini:4:17: 'cards' is named twice" },
	{ CARDS "[agents a]\nshifts = mon 08:00-16:00 2 break 17:00-18:00\n",
	  "m.ini:4:34: impossible hours: a break lies in its shift, after "
	  "the break before it" },
};

static const struct {
	const char *text, *want;
} cannot_run[] = {
	{ "", "m.ini:1:1: there is no queue" },
	{ CARDS, "m.ini:1:2: nobody serves queue 'cards'" },
	{ CARDS PEOPLE "concurrency = chat 2\n",
	  "m.ini:1:2: nobody serves queue 'cards'" },
	{ CARDS "[agents a]\ncount = 0\nskills = cards\n",
	  "m.ini:1:2: nobody serves queue 'cards'" },
	{ "[queue cards]\n" PEOPLE,
	  "m.ini:1:2: queue 'cards' has no handling for group 'a'" },
	{ CARDS "[agents a]\nskills = cards\n",
	  "m.ini:3:2: group 'a' has neither count nor shifts" },
	{ CARDS PEOPLE "[arrivals cards]\nrate = 12\n",
	  "m.ini:7:8: a rate without interval: per what?" },
	{ CARDS PEOPLE "[arrivals cards]\n",
	  "m.ini:6:2: [arrivals cards] has neither rate nor replay" },
	{ CARDS PEOPLE "[queue other]\nhandling = constant 1s\n[agents b]\n"
	  "count = 1\nskills = other\n[transfer cards other]\nchance = 60%\n"
	  "[transfer cards cards]\nchance = 50%\n", "m.ini:14:10: transfers "
	  "out of a queue sum to more than 100%" },
	{ CARDS PEOPLE "[redial cards]\nchance = 10%\n", "m.ini:6:2: who "
	  "comes again comes after some time: delay is not said" },
	{ CARDS PEOPLE "[segment a]\nshare = 60%\n[segment b]\nshare = 50%\n",
	  "m.ini:9:9: the segments' shares sum to more than 100%" },
	{ CARDS "last-agent = 7d\n" PEOPLE, "m.ini:3:14: of how many "
	  "customers? customers in [center] is not said" },
	{ CARDS "deadline-open-hours = yes\n" PEOPLE,
	  "m.ini:3:23: of what? deadline is not said" },
	{ CARDS PEOPLE "policy = percent\n",
	  "m.ini:6:10: percent is of a queue: say allocate there" },
	{ CARDS PEOPLE "[arrivals cards]\nreplay = x\nfactor = 2\n",
	  "m.ini:7:10: factor, day-cv, per and regular are of a rate" },
	{ CARDS PEOPLE "[routing]\nalert-authority = 1\n[segment a]\n"
	  "alert = 1%\n[arrivals cards]\nrate = 1\nper = 1h\n",
	  "m.ini:7:19: nobody who serves queue 'cards' has it" },
	{ CARDS "policy = percent\nallocate = a 40%\n" PEOPLE, "m.ini:4:12: "
	  "the shares sum to less than 100%: who takes the rest?" },
	{ CARDS "told-balk = 50%\n" PEOPLE,
	  "m.ini:3:13: when? wait-told is not said" },
	{ CARDS "told-patience = 0.5\n" PEOPLE,
	  "m.ini:3:17: when? wait-told is not said" },
};

static void
test_refusals(void)
{
	struct model m;
	struct err err;

	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		TEST_CASE(!read_text(&m, refused[i].text, &err) &&
		    err.kind == ERR_USAGE, "refuses %zu", i);
		TEST_STR(str_of(err.text), refused[i].want, "and says why");
		model_release(&m);
	}
	for (size_t i = 0; i < COUNT_OF(cannot_run); i++) {
		bool good = read_text(&m, cannot_run[i].text, &err);

		TEST_CASE(good && model_check(&m, &err) < 0, "cannot run %zu",
		    i);
		TEST_STR(str_of(err.text), cannot_run[i].want,
		    "and says why");
		model_release(&m);
	}
}

/* ---- changes ----------------------------------------------------------------------------- */

static const struct {
	const char *set, *section, *want;	/* a line of the section */
} changes[] = {
	{ "agents juniors.count+=4", "[agents juniors]\n",
	  "count = mon-fri 08:00 8 10*10 9 8,\n    sat 09:00-13:00 7\n" },
	{ "agents juniors.count *= 1.1", "[agents juniors]\n",
	  "count = mon-fri 08:00 4 7*10 6 4,\n    sat 09:00-13:00 3\n" },
	{ "agents juniors.count = 7", "[agents juniors]\n", "count = 7\n" },
	{ "agents juniors.count += sun 10:00-12:00 2", "[agents juniors]\n",
	  "count = mon-fri 08:00 4 6*10 5 4,\n    sat 09:00-13:00 3,\n"
	  "    sun 10:00-12:00 2\n" },
	{ "agents seniors.shifts-=1", "[agents seniors]\n", "shifts = mon-fri "
	  "08:00-16:30 5 break 12:00-12:45 15:00-15:15,\n    sat 22:00-30:00 "
	  "1\n" },
	{ "queue cards.handling*=1.5", "[queue cards]\n",
	  "handling = lognormal mean 360s cv 0.9\n" },
	{ "queue cards.patience = never", "[queue cards]\n",
	  "patience = never\n" },
	{ "queue 'Gold desk'.priority -= 2", "[queue \"Gold desk\"]\n",
	  "priority = 3\n" },
	{ "agents seniors.skills += \"Gold desk\" 2 75%", "[agents seniors]\n",
	  "skills = cards, french, mail, \"Gold desk\" 2 75%\n" },
	{ "arrivals cards.factor=1.2", "[arrivals cards]\n", "factor = 1.2\n" },
	{ "routing.policy=round-robin", "[routing]\n",
	  "policy = round-robin\n" },
	{ "redial cards.chance -= 10%", "[redial cards]\n",
	  "chance = 40%\n" },
	{ "queue cards.overflow-after += 30s", "[queue cards]\n",
	  "overflow-after = 120s\n" },
};

static const struct {
	const char *set, *want;
} bad_changes[] = {
	{ "agents juniors", "--set:1:1: expected 'section.key=value'" },
	{ "agents juniros.count=1", "--set:1:8: there is no group of agents "
	  "'juniros'; "
	  "did you mean 'juniors'?" },
	{ "agents juniors.cuont=1", "--set:1:16: there is no key 'cuont'; did "
	  "you mean 'count'?" },
	{ "agents juniors.count-=5", "--set:1:23: count would be below 0" },
	{ "agents juniors.count=some", "--set:1:22: 'some' is not days such "
	  "as mon, mon-fri or daily" },
	{ "redial cards.chance+=60%", "--set:1:22: chance would be 1.1: a "
	  "share is 0% to 100%" },
	{ "transfer mail cards.chance=1%",
	  "--set:1:1: there is no section [transfer mail cards]" },
	{ "queue cards.room+=1",
	  "--set:1:19: 'room' is not said, so it cannot be changed" },
	{ "queue cards.channel*=2",
	  "--set:1:22: 'channel' is no number: it is set by =" },
	{ "center.interval=15m",
	  "--set:1:8: the interval says what lists mean: it stays" },
};

static void
test_changes(void)
{
	struct model m;
	struct err err;

	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct buf b = { 0 };
		const char *section, *line, *end;

		read_text(&m, whole, &err);
		TEST_CASE(model_set(&m, str_of(changes[i].set), &err) == 0,
		    "%s (%s)", changes[i].set, err.text);
		model_print(&m, &b);
		buf_char(&b, '\0');
		section = strstr(b.p, changes[i].section);
		line = section ? strstr(section, changes[i].want) : NULL;
		end = section ? strstr(section, "\n\n") : NULL;
		if (!TEST_CASE(line && (!end || line < end),
		    "gives what it says (%zu)", i))
			printf("# %.*s\n", (int)(end ? end - section : 0),
			    section);
		model_release(&m);
		buf_release(&b);
	}
	for (size_t i = 0; i < COUNT_OF(bad_changes); i++) {
		read_text(&m, whole, &err);
		TEST_CASE(model_set(&m, str_of(bad_changes[i].set), &err) < 0,
		    "refuses %s", bad_changes[i].set);
		TEST_STR(str_of(err.text), bad_changes[i].want,
		    "and says why");
		model_release(&m);
	}
}

/* ---- any model ------------------------------------------------------------------------- */

/* Words of a type that are right, drawn anew each time. */
static void
put_words(struct buf *b, struct rng *r, const struct model_key *k)
{
	static const char *const laws[] = { "constant 3s", "uniform 1s 2.5s",
	    "exponential mean 61s balk 3%", "lognormal mean 2h cv 0.25",
	    "gamma mean 350ms shape 7", "weibull mean 1m shape 0.7", "never",
	    "phase 1s 50%, 2s", "hazard 0s 0.1, 30s 2", ("empirical 0% 0s, "
	    "50% 9s, 100% 1m") };
	static const char *const times[] = { "0s", "1ms", "90s", "36h" };
	static const char *const numbers[] = { "1", "2.5", "0.001", "9.999999" };
	static const char *const shares[] = { "0%", "12.345678%", "1",
	    "0.25" };
	static const char *const profiles[] = { "7", "0", "daily 00:00-24:00 3",
	    "mon 00:00 1 2*3 0 4, wed-thu 12:30-13:00 5, sun 23:30 6",
	    "fri-mon 10:00-11:15:30 2, tue 09:10 1 0 1" };
	static const char *const hours[] = { "always", ("mon-fri 08:00-18:00, "
	    "sat 09:30-13:00"), "sat-mon 00:00-24:00", "sun 23:00-24:00" };
	static const char *const names[] = { "q 0", "\"q,1\"" };
	int n = (int)rng_below(r, 4);

#define ONE_OF(list)	buf_puts(b, list[rng_below(r, COUNT_OF(list))])
	if (k->words)
		buf_puts(b, k->words[rng_below(r, 2)]);
	else if (strcmp(k->name, "channel") == 0)
		buf_puts(b, n ? "chat" : "email");
	else if (k->offset == offsetof(struct model_center, start_day) &&
	    strcmp(k->name, "start") == 0)
		buf_puts(b, "2026-02-28");
	else if (strcmp(k->name, "holidays") == 0)
		buf_puts(b, "2026-12-26, 2024-02-29");
	else if (strcmp(k->name, "interval") == 0)
		buf_puts(b, "30m");
	else if (strcmp(k->name, "service-level") == 0)
		buf_puts(b, n ? "80% in 20s" : "99.5% in 500ms of pos");
	else if (strcmp(k->name, "concurrency") == 0)
		buf_puts(b, "voice 1, sms 4");
	else if (strcmp(k->name, "efficiency") == 0)
		buf_puts(b, "1, 1.75, 2.25");
	else if (strcmp(k->name, "shifts") == 0)
		buf_puts(b, n ? "mon-fri 08:00-16:30 6 break 12:00-12:45 "
		    "15:00-15:15, sat 22:00-30:00 2" : "daily 00:00-24:00 1");
	else if (strcmp(model_type_words(k->type), "names: cards, loans") == 0)
		buf_puts(b, n ? "'q 0', \"q,1\"" : "french");
	else if (strcmp(k->name, "skills") == 0)
		buf_puts(b, n ? "'q 0' 2 87.5%, \"q,1\"" : "french");
	else if (strcmp(k->name, "allocate") == 0)
		buf_puts(b, "g.0 60%, g-1 33.3333%");
	else if (strcmp(k->name, "segments") == 0)
		buf_puts(b, "gold 60%");
	else if (strcmp(k->name, "rings") == 0)
		buf_puts(b, "0s g.0, 30s g-1 g.0");
	else if (strcmp(k->name, "experience") == 0)
		buf_puts(b, "junior");
	else if (strcmp(k->name, "bot") == 0)
		buf_puts(b, "menu");
	else if (strcmp(k->name, "overflow-to") == 0 ||
	    strcmp(k->name, "full-to") == 0 || strcmp(k->name, "to") == 0)
		buf_puts(b, names[1]);
	else if (strcmp(model_type_words(k->type), "words") == 0)
		buf_puts(b, n ? "plain" : "'a # \"b\", c'");
	else if (strcmp(model_type_words(k->type), "yes or no") == 0)
		buf_puts(b, n ? "yes" : "no");
	else if (strcmp(model_type_words(k->type), "law") == 0)
		ONE_OF(laws);
	else if (strncmp(model_type_words(k->type), "time", 4) == 0)
		buf_puts(b, strcmp(k->name, "per") == 0 ? "15m" :
		    times[n]);
	else if (strncmp(model_type_words(k->type), "share", 5) == 0)
		ONE_OF(shares);
	else if (strncmp(model_type_words(k->type), "hours", 5) == 0)
		ONE_OF(hours);
	else if (strncmp(model_type_words(k->type), "profile", 7) == 0)
		ONE_OF(profiles);
	else if (strcmp(model_type_words(k->type), "whole number") == 0)
		buf_printf(b, "%d", 1 + n);
	else
		ONE_OF(numbers);
#undef ONE_OF
}

static void
put_section(struct buf *b, struct rng *r, int kind, const char *names)
{
	buf_printf(b, "[%s%s%s]\n", model_sections[kind].word,
	    *names ? " " : "", names);
	for (const struct model_key *k = model_sections[kind].keys; k->name;
	    k++) {
		if (rng_chance(r, 0.4))
			continue;
		buf_printf(b, "%s = ", k->name);
		put_words(b, r, k);
		buf_char(b, '\n');
	}
}

static const struct { int kind; const char *names; } sections[] = {
	{ M_CENTER, "" }, { M_QUEUE, "'q 0'" }, { M_QUEUE, "\"q,1\"" },
	{ M_SKILL, "french" }, { M_AGENTS, "g.0" }, { M_AGENTS, "g-1" },
	{ M_EXPERIENCE, "junior" }, { M_SEGMENT, "gold" },
	{ M_ARRIVALS, "'q 0'" }, { M_HANDLING, "* g.0" },
	{ M_HANDLING, "'q 0'" }, { M_PATIENCE, "'q 0' gold" },
	{ M_REDIAL, "*" }, { M_TRANSFER, "'q 0' \"q,1\"" },
	{ M_OUTBOUND, "\"q,1\"" }, { M_BOT, "menu" }, { M_ROUTING, "" },
};

/* Only one key is said, in one of the sections: is it printed? Words that are
 * the standard are not; so it is tried with several. */
static bool
is_printed(struct rng *r, size_t section, const struct model_key *k)
{
	char want[64];
	bool found = false;

	snprintf(want, sizeof(want), "\n%s = ", k->name);
	for (int i = 0; i < 40 && !found; i++) {
		struct buf text = { 0 }, out = { 0 };
		struct model m = { 0 };
		struct err err = { 0 };

		for (size_t s = 0; s < COUNT_OF(sections); s++) {
			buf_printf(&text, "[%s%s%s]\n", model_sections[
			    sections[s].kind].word, *sections[s].names ? " " :
			    "", sections[s].names);
			if (s == 0 && strcmp(k->name, "interval") != 0)
				buf_puts(&text, "interval = 30m\n");
			if (s != section)
				continue;
			buf_printf(&text, "%s = ", k->name);
			put_words(&text, r, k);
			buf_char(&text, '\n');
		}
		if (model_parse(&m, buf_view(&text), "one", &err) == 0) {
			model_print(&m, &out);
			found = str_search(buf_view(&out), str_of(want));
		}
		model_release(&m);
		buf_release(&text);
		buf_release(&out);
	}
	return found;
}

static void
test_every_key(void)
{
	struct rng r;
	size_t n = 0;

	rng_seed(&r, 4);
	for (size_t s = 0; s < COUNT_OF(sections); s++)
		for (const struct model_key *k = model_sections[
		    sections[s].kind].keys; k->name; k++, n++)
			if (!is_printed(&r, s, k))
				TEST_CASE(false, "%s is printed", k->name);
	TEST_CASE(n > 100, "every key of every section is printed (%zu)", n);
}

/* Whatever is drawn is printed and read back to the same words. */
static void
test_any(void)
{
	struct rng r;
	int bad = 0;

	rng_seed(&r, 3);
	for (int i = 0; i < 500 && !bad; i++) {
		struct buf text = { 0 }, one = { 0 }, two = { 0 };
		struct model m = { 0 }, again = { 0 };
		struct err err = { 0 };

		buf_puts(&text, "[center]\ninterval = 30m\n");
		for (size_t s = 1; s < COUNT_OF(sections); s++)
			put_section(&text, &r, sections[s].kind,
			    sections[s].names);
		bad = model_parse(&m, buf_view(&text), "drawn", &err) < 0;
		if (!bad)
			model_print(&m, &one);
		bad = bad || model_parse(&again, buf_view(&one), "printed",
		    &err) < 0;
		if (!bad)
			model_print(&again, &two);
		bad = bad || !str_eq(buf_view(&one), buf_view(&two));
		if (bad)
			printf("# %s\n%.*s\n", err.text, STR_ARG(buf_view(
			    one.n ? &one : &text)));
		model_release(&m);
		model_release(&again);
		buf_release(&text);
		buf_release(&one);
		buf_release(&two);
	}
	TEST_CASE(!bad, "500 drawn models are printed and read back the same");
}

int
main(void)
{
	test_whole();
	test_every_key();
	test_any();
	test_refusals();
	test_changes();
	return test_end();
}
