/* model_table: every section and key of a model; see model.h. The words here
 * are also the tables of cc-model(5). */
#include "common/model_inside.h"

static const char *const policies[] = { "longest-idle", "most-idle",
	"least-occupied", "linear", "round-robin", "random",
	"fewest-contacts", "percent", "proficiency", NULL };
static const char *const orders[] = { "priority", "oldest", "longest-queue",
	"value", "context", NULL };
static const char *const leavings[] = { "pool", "named", NULL };
static const char *const closings[] = { "serve-out", "clear", NULL };
static const char *const attributes[] = { "arrival", "service", NULL };
static const char *const withins[] = { "inclusive", "strict", NULL };
static const char *const places[] = { "keep-place", "to-the-end", NULL };
static const char *const redraws[] = { "keep", "redraw", NULL };

#define FIELD(member)	offsetof(struct SECTION, member)
#define END		{ NULL, 0, 0, NULL, 0, 0, 0, NULL, NULL }
#define PLAIN(key, type, member, standard, doc) \
	{ key, type, FIELD(member), NULL, 0, 0, 0, standard, doc }
#define CHOICE(key, member, words, standard, doc) \
	{ key, MT_CHOICE, FIELD(member), words, 0, 0, 0, standard, doc }
#define INT(key, member, min, max, standard, doc) \
	{ key, MT_INT, FIELD(member), NULL, min, max, 0, standard, doc }
#define NUMBER(key, member, min, max, standard, doc) \
	{ key, MT_NUMBER, FIELD(member), NULL, min, max, 0, standard, doc }
#define SHARE(key, member, standard, doc) \
	{ key, MT_SHARE, FIELD(member), NULL, 0, 1, 0, standard, doc }
#define TIME(key, member, standard, doc) \
	{ key, MT_TIME, FIELD(member), NULL, 0, 0, 0, standard, doc }
#define REF(key, type, member, kind, doc) \
	{ key, type, FIELD(member), NULL, 0, 0, kind, NULL, doc }

#define SECTION	model_center
static const struct model_key center_keys[] = {
	PLAIN("title", MT_TEXT, title, NULL, "what it is, in words"),
	PLAIN("zone", MT_TEXT, zone, NULL,
	    "time zone of its clock, such as Europe/London; UTC when not "
	    "said"),
	TIME("interval", interval_ms, NULL,
	    "what one number of a list is for, and what rates are per; a "
	    "divisor of the day"),
	PLAIN("start", MT_DAY, start_day, NULL,
	    "first day that is simulated, such as 2026-03-02; when not said, "
	    "the first of replay, or else a Monday"),
	INT("days", days, 1, 3660, "7", "days of one run"),
	TIME("warm-up", warm_up_ms, "0s",
	    "time at the start that is not counted"),
	PLAIN("holidays", MT_DAYS, holidays, NULL,
	    "days on which it is closed"),
	PLAIN("hours", MT_HOURS, hours, NULL,
	    "opening hours of queues that say none; always open when not "
	    "said"),
	INT("lines", lines, 1, 1e9, NULL,
	    "trunks: contacts in the center at once, waiting or served; "
	    "endless when not said"),
	NUMBER("customers", customers, 0, 1e12, NULL,
	    "how many customers there are; needed for those who return"),
	END
};
#undef SECTION

#define SECTION	model_routing
static const struct model_key routing_keys[] = {
	CHOICE("policy", policy, policies, "longest-idle",
	    "which free agent takes a contact, among those of the best "
	    "priority for it"),
	CHOICE("order", order, orders, "priority",
	    "which waiting contact a free agent takes"),
	CHOICE("leaving", leaving, leavings, "pool",
	    "when a count drops: pool, whoever ends a contact first leaves; "
	    "named, agents drawn beforehand leave after their contact"),
	CHOICE("closing", closing, closings, "serve-out",
	    "those who wait when the run ends"),
	CHOICE("attributes", attributes, attributes, "arrival",
	    "when handling and wrap-up are drawn; at arrival they are the "
	    "contact's and stay the same under other routings"),
	CHOICE("within", within, withins, "inclusive",
	    "whether a wait of exactly the target is in time (of lines, "
	    "cckpi(1) always says it is)"),
	CHOICE("no-answer", no_answer, places, "keep-place",
	    "a contact that the agent did not pick up"),
	PLAIN("overtime", MT_FLAG, overtime, "yes",
	    "work after an agent's time counts as staffed time"),
	PLAIN("wait-cumulates", MT_FLAG, wait_cumulates, "no",
	    "who calls again stands, and ages, by the wait of all attempts"),
	PLAIN("idle-in-order", MT_FLAG, idle_in_order, "yes",
	    "agents who come to work are idle in the order of the model, "
	    "else at random"),
	NUMBER("alert-priority", alert_priority, 0, 100, "0",
	    "priorities that a customer under an alert is better"),
	NUMBER("issue-priority", issue_priority, 0, 100, "0",
	    "priorities that a customer with an open issue is better"),
	INT("alert-authority", alert_authority, 0, 100, "0",
	    "least authority of agents for customers under an alert"),
	PLAIN("alert-no-sales", MT_FLAG, alert_no_sales, "no",
	    "customers under an alert or with an open issue never overflow "
	    "or pass to a queue with sales"),
	END
};
#undef SECTION

#define SECTION	model_queue
static const struct model_key queue_keys[] = {
	PLAIN("channel", MT_CHANNEL, channel, "voice",
	    "a channel of cc-lines(5)"),
	PLAIN("hours", MT_HOURS, hours, NULL,
	    "opening hours; the center's when not said"),
	PLAIN("service-level", MT_TARGET, target, NULL,
	    "share to be served in time, and of which contacts: offered, "
	    "served, pos (quick abandons are good), excl (they are left "
	    "out)"),
	REF("skills", MT_NAMES, skills, M_SKILL,
	    "skills that an agent must all have; the queue's own name when "
	    "not said"),
	INT("priority", priority, 1, 1000, "5", "1 goes first"),
	TIME("ageing", ageing_ms, NULL,
	    "one priority better each time it has waited so long"),
	CHOICE("policy", policy, policies, NULL,
	    "which free agent; [routing]'s when not said"),
	REF("allocate", MT_ALLOCATE, allocate, M_AGENTS,
	    "shares of its contacts by group, for policy percent"),
	REF("rings", MT_RINGS, rings, M_AGENTS,
	    "groups that may take a contact once it has waited so long; all "
	    "who can at once when not said"),
	INT("room", room, 0, 1e9, NULL,
	    "most who wait; endless when not said"),
	TIME("overflow-after", overflow_ms, NULL,
	    "a contact that has waited so long leaves the queue"),
	REF("overflow-to", MT_REF, overflow_to, M_QUEUE,
	    "and goes to this one; out of the center when not said"),
	REF("full-to", MT_REF, full_to, M_QUEUE,
	    "where contacts go when there is no room; blocked when not said"),
	PLAIN("announcement", MT_LAW, announcement, NULL,
	    "what everybody hears before waiting for an agent"),
	TIME("wait-told", wait_told_ms, NULL,
	    "the expected wait is told at once and then every so often"),
	SHARE("told-balk", told_balk, "0%",
	    "leave when told a wait above what is left of their patience"),
	NUMBER("told-patience", told_patience, 0, 1e6, "1",
	    "times what is left of their patience, once they are told and "
	    "stay"),
	TIME("callback-after", callback_ms, NULL,
	    "a callback is offered to those who have waited so long"),
	SHARE("callback-accept", callback_accept, "0%", "who take it"),
	PLAIN("virtual-hold", MT_FLAG, virtual_hold, "yes",
	    "a callback keeps its place in the queue"),
	PLAIN("callback-delay", MT_LAW, callback_delay, NULL,
	    "without virtual hold: due after so long"),
	SHARE("callback-reach", callback_reach, "100%",
	    "answer when called back"),
	TIME("last-agent", last_agent_ms, NULL,
	    "goes to the agent whom the customer had so lately, in whichever "
	    "queue"),
	TIME("last-agent-wait", last_agent_wait_ms, "0s",
	    "and waits so long for that one, or for its own (relationship), "
	    "alone; then for anybody"),
	PLAIN("ring", MT_LAW, ring, NULL, "ringing until an agent answers"),
	SHARE("no-answer", no_answer, "0%",
	    "the agent does not pick up, once the ringing is over"),
	PLAIN("handling", MT_LAW, handling, NULL,
	    "talk and hold, or all work on it"),
	PLAIN("wrap", MT_LAW, wrap, NULL, "work after the contact"),
	PLAIN("patience", MT_LAW, patience, NULL,
	    "willing to wait so long; for ever when not said"),
	PLAIN("sales", MT_FLAG, sales, "no", "its purpose is to sell"),
	PLAIN("async", MT_FLAG, async, "no",
	    "nobody waits on the line (mail, messages, tasks): what comes "
	    "when it is closed waits until it opens"),
	TIME("deadline", deadline_ms, NULL,
	    "to be done within; the nearest deadline goes first"),
	PLAIN("deadline-open-hours", MT_FLAG, deadline_open_hours, "no",
	    "the deadline's clock stands still when closed"),
	INT("backlog", backlog, 0, 1e9, "0", "contacts waiting at the start"),
	PLAIN("interruptible", MT_FLAG, interruptible, "no",
	    "put aside when a live contact waits, taken up again later"),
	NUMBER("cost", cost, 0, 1e12, NULL, "cost of a contact in it"),
	END
};
#undef SECTION

#define SECTION	model_skill
static const struct model_key skill_keys[] = {
	PLAIN("title", MT_TEXT, title, NULL, "what it is, in words"),
	END
};
#undef SECTION

#define SECTION	model_agents
static const struct model_key agents_keys[] = {
	PLAIN("count", MT_COUNTS, count, NULL, "people at work"),
	PLAIN("shifts", MT_SHIFTS, shifts, NULL,
	    "people by shift, with breaks; instead of count"),
	REF("skills", MT_SKILLS, skills, M_SKILL,
	    "what they can, each with a priority (1: served first, the "
	    "standard) and a proficiency (100%: handling takes its time; "
	    "50%: twice)"),
	PLAIN("concurrency", MT_SLOTS, slots, NULL,
	    "contacts at once by channel; one of anything when not said"),
	PLAIN("efficiency", MT_NUMBERS, efficiency, NULL,
	    "work done in a time with 1, 2, 3 contacts in hand: 1, 1.7, 2.5 "
	    "(and with more); as many as are in hand when not said"),
	NUMBER("speed", speed, 0.001, 1000, "1",
	    "times the handling; 1.2 is slower"),
	REF("experience", MT_REF, experience, M_EXPERIENCE,
	    "a section experience"),
	INT("authority", authority, 0, 100, "0",
	    "what they may decide; see alert-authority"),
	PLAIN("wrap", MT_LAW, wrap, NULL,
	    "work after the contact, instead of the queue's"),
	SHARE("shrinkage", shrinkage, "0%",
	    "share of count and shifts that is away"),
	NUMBER("cost", cost, 0, 1e12, NULL, "of one of them, an hour"),
	INT("reserve", reserve, 0, 1e6, "0",
	    "idle ones kept for the first of their skills"),
	INT("threshold", threshold, 0, 1e6, "0",
	    "queues of their other skills are helped only while so many wait "
	    "there"),
	CHOICE("policy", policy, policies, NULL,
	    "within the group; the queue's, and always between groups, when "
	    "not said"),
	TIME("pause", pause_ms, "0s", "rest after each contact"),
	END
};
#undef SECTION

#define SECTION	model_experience
static const struct model_key experience_keys[] = {
	NUMBER("handling", handling, 0.001, 1000, "1", "times the handling"),
	NUMBER("wrap", wrap, 0.001, 1000, "1", "times the wrap-up"),
	NUMBER("transfer", transfer, 0, 1000, "1",
	    "times the chance of a transfer"),
	END
};
#undef SECTION

#define SECTION	model_segment
static const struct model_key segment_keys[] = {
	SHARE("share", share, "0%", "of the customers"),
	NUMBER("value", value, 0, 1e12, NULL,
	    "of one of them, for order value"),
	SHARE("relationship", relationship, "0%",
	    "have an agent of their own, who is asked first"),
	SHARE("alert", alert, "0%", "contacts that come under an alert"),
	SHARE("issue", issue, "0%", "contacts that come with an open issue"),
	NUMBER("patience", patience, 0.001, 1000, "1", "times the queue's"),
	NUMBER("handling", handling, 0.001, 1000, "1", "times the queue's"),
	INT("priority", priority, 0, 1000, "0", "priorities better"),
	END
};
#undef SECTION

#define SECTION	model_arrivals
static const struct model_key arrivals_keys[] = {
	PLAIN("rate", MT_RATES, rate, NULL, "contacts in each per"),
	TIME("per", per_ms, NULL,
	    "what the rate is per; [center]'s interval when not said"),
	NUMBER("day-cv", day_cv, 0, 10, "0",
	    "coefficient of variation of the gamma factor (mean 1) of each "
	    "day"),
	NUMBER("factor", factor, 0, 1e6, "1", "times the rate"),
	PLAIN("replay", MT_TEXT, replay, NULL,
	    "a file of lines, a relative one beside the model: its contacts "
	    "of this queue arrive as they did, with their handling where it "
	    "is known; instead of rate"),
	REF("segments", MT_ALLOCATE, segments, M_SEGMENT,
	    "shares of its customers by segment, instead of theirs"),
	REF("bot", MT_REF, bot, M_BOT, "a bot is met first"),
	PLAIN("regular", MT_FLAG, regular, "no",
	    "evenly spaced; else by chance (Poisson)"),
	END
};
#undef SECTION

#define SECTION	model_handling
static const struct model_key handling_keys[] = {
	PLAIN("talk", MT_LAW, talk, NULL, "talk and hold"),
	PLAIN("wrap", MT_LAW, wrap, NULL, "work after the contact"),
	END
};
#undef SECTION

#define SECTION	model_patience
static const struct model_key patience_keys[] = {
	PLAIN("law", MT_LAW, law, NULL, "willing to wait so long"),
	END
};
#undef SECTION

#define SECTION	model_redial
static const struct model_key redial_keys[] = {
	SHARE("chance", chance, "0%", "who abandoned and comes again"),
	SHARE("blocked", blocked, "0%", "who was blocked and comes again"),
	PLAIN("delay", MT_LAW, delay, NULL, "until then"),
	CHOICE("attributes", attributes, redraws, "keep",
	    "patience and handling of the next attempt; in another queue "
	    "always that one's"),
	INT("attempts", attempts, 1, 1e6, NULL,
	    "in all; endless when not said"),
	REF("to", MT_REF, to, M_QUEUE,
	    "comes to this queue; the same when not said"),
	END
};
#undef SECTION

#define SECTION	model_transfer
static const struct model_key transfer_keys[] = {
	SHARE("chance", chance, "0%", "of those handled"),
	PLAIN("warm", MT_LAW, warm, NULL,
	    "the first agent stays until somebody answers and then so long; "
	    "cold when not said"),
	PLAIN("same-agent", MT_FLAG, same_agent, "no",
	    "an agent who has the skills goes on with it at once, with one "
	    "wrap-up at the end"),
	INT("priority", priority, 0, 1000, "0",
	    "priorities better in the next queue"),
	END
};
#undef SECTION

#define SECTION	model_outbound
static const struct model_key outbound_keys[] = {
	INT("list", list, 0, 1e12, NULL,
	    "customers to reach; endless when not said"),
	PLAIN("hours", MT_HOURS, hours, NULL,
	    "when it dials; the queue's when not said"),
	INT("keep-idle", keep_idle, 0, 1e6, "1",
	    "idle agents of each group left for those who call"),
	NUMBER("pace", pace, 0.001, 1000, "1",
	    "numbers that ring for each idle agent; to 1 agents dial "
	    "themselves"),
	SHARE("reach", reach, "100%", "answer"),
	PLAIN("dial", MT_LAW, dial, NULL,
	    "until it is known who answers; 20 seconds in vain when not "
	    "said"),
	INT("attempts", attempts, 1, 1000, "1", "for one customer"),
	PLAIN("retry", MT_LAW, retry, NULL, "between attempts"),
	PLAIN("patience", MT_LAW, patience, NULL,
	    "reached while nobody is free: hangs up after; waits for ever "
	    "when not said"),
	END
};
#undef SECTION

#define SECTION	model_bot
static const struct model_key bot_keys[] = {
	SHARE("contained", contained, "0%", "sessions that end there"),
	SHARE("leave", leave, "0%", "give up there"),
	PLAIN("talk", MT_LAW, talk, NULL, "of those that end there"),
	PLAIN("handoff", MT_LAW, handoff, NULL, "until it hands on"),
	INT("sessions", sessions, 1, 1e9, NULL,
	    "at once, who finds none free goes to the queue; endless when "
	    "not said"),
	END
};
#undef SECTION

const struct model_section model_sections[MODEL_KINDS] = {
	[M_CENTER] = { "center", "", center_keys, "the center as a whole" },
	[M_ROUTING] = { "routing", "", routing_keys,
	    "who gets what, where practice differs" },
	[M_QUEUE] = { "queue", "NAME", queue_keys, "where contacts wait" },
	[M_SKILL] = { "skill", "NAME", skill_keys,
	    "a skill that is not a queue's own" },
	[M_AGENTS] = { "agents", "NAME", agents_keys,
	    "people who are alike" },
	[M_EXPERIENCE] = { "experience", "NAME", experience_keys,
	    "what time in the job changes" },
	[M_SEGMENT] = { "segment", "NAME", segment_keys,
	    "customers who are alike; the rest is like nobody" },
	[M_ARRIVALS] = { "arrivals", "QUEUE", arrivals_keys,
	    "contacts that come to a queue" },
	[M_HANDLING] = { "handling", "QUEUE|* GROUP|*", handling_keys,
	    "how long a group needs in a queue" },
	[M_PATIENCE] = { "patience", "QUEUE|* SEGMENT", patience_keys,
	    "how long a segment waits in a queue" },
	[M_REDIAL] = { "redial", "QUEUE|*", redial_keys,
	    "those who come again" },
	[M_TRANSFER] = { "transfer", "QUEUE QUEUE", transfer_keys,
	    "from one queue to another" },
	[M_OUTBOUND] = { "outbound", "QUEUE", outbound_keys,
	    "calls that a queue's free agents make" },
	[M_BOT] = { "bot", "NAME", bot_keys,
	    "self-service that is met before a queue" },
};

#define ONE(kind, member) \
	[kind] = { SIZE_MAX, 0, offsetof(struct model, member), 0, 0, -1, -1 }
#define MANY(kind, member, least, most, a, b) \
	[kind] = { offsetof(struct model, member), \
	    sizeof(struct model_##member), 0, least, most, a, b }
const struct model_place model_places[MODEL_KINDS] = {
	ONE(M_CENTER, center), ONE(M_ROUTING, routing),
	MANY(M_QUEUE, queue, 1, 1, -1, -1),
	MANY(M_SKILL, skill, 1, 1, -1, -1),
	MANY(M_AGENTS, agents, 1, 1, -1, -1),
	MANY(M_EXPERIENCE, experience, 1, 1, -1, -1),
	MANY(M_SEGMENT, segment, 1, 1, -1, -1),
	MANY(M_ARRIVALS, arrivals, 1, 1, M_QUEUE, -1),
	MANY(M_HANDLING, handling, 1, 2, M_QUEUE, M_AGENTS),
	MANY(M_PATIENCE, patience, 2, 2, M_QUEUE, M_SEGMENT),
	MANY(M_REDIAL, redial, 1, 1, M_QUEUE, -1),
	MANY(M_TRANSFER, transfer, 2, 2, M_QUEUE, M_QUEUE),
	MANY(M_OUTBOUND, outbound, 1, 1, M_QUEUE, -1),
	MANY(M_BOT, bot, 1, 1, -1, -1),
};
