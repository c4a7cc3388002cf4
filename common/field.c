/* field: the rows of the table of members; see field.h. */
#include "common/field.h"

const char *const line_kinds[KIND_COUNT] = {
	[K_INTERACTION] = "interaction", [K_CASE] = "case",
	[K_SURVEY] = "survey", [K_CUSTOMER] = "customer",
	[K_AGENT] = "agent", [K_SPAN] = "span",
	[K_AGGREGATE] = "aggregate", [K_KPI] = "kpi", [K_FAILED] = "failed",
};

/* The closed lists. A word that is not in its list counts as "other". */
static const char *const kind_values[] = { "interaction", "case", "survey",
	"customer", "agent", "span", "aggregate", "kpi", "failed", NULL };
static const char *const type_values[] = { "self", "queue", "agent", "offer",
	"consult", "outside", "voicemail", "watch", NULL };
static const char *const channel_values[] = { "voice", "video", "chat",
	"messaging", "sms", "email", "social", "web", "task", "branch",
	"letter", "other", NULL };
static const char *const direction_values[] = { "in", "out", "internal",
	NULL };
static const char *const by_values[] = { "customer", "agent", "bot", "system",
	NULL };
static const char *const origin_values[] = { "new", "hand-off", "callback",
	"transfer", "follow-up", "reopen", "campaign", "alert", NULL };
static const char *const auth_values[] = { "none", "ani", "knowledge",
	"voice", "token", NULL };
static const char *const outcome_values[] = { "answered", "contained",
	"left-self", "abandoned", "callback", "voicemail", "overflowed",
	"missed", "blocked", "failed", "reached", "no-answer", "busy",
	"machine", "wrong-party", "refused", "cancelled", "elsewhere",
	"unknown", NULL };
static const char *const ended_by_values[] = { "customer", "agent", "system",
	NULL };
static const char *const out_values[] = { "transfer-queue", "transfer-agent",
	"transfer-outside", "conference", "end", NULL };
static const char *const state_values[] = { "off", "available", "busy",
	"wrap", "break", "meal", "meeting", "training", "admin",
	"not-responding", "other", NULL };
static const char *const track_values[] = { "presence", "routing", NULL };

static const char *const self_members[] = { "type", "name", "intent", "turns",
	"misses", "handed_off", "result", NULL };
static const char *const reply_members[] = { "first_ms", "sum_ms", "max_ms",
	"n", "from", "clock", "whose", NULL };
static const char *const rating_members[] = { "kind", "value", "worst",
	"best", "offered", "at", "comment", "from", NULL };
static const char *const message_members[] = { "at", "by", "text", NULL };
static const char *const states_members[] = { "at", "state", "native", NULL };
static const char *const sla_members[] = { "name", "target_ms", "elapsed_ms",
	"met", "clock", "due", NULL };
static const char *const src_members[] = { "file", "line", "profile", NULL };

#define EVERY	(IN_INTERACTION | IN_CASE | IN_SURVEY | IN_CUSTOMER | \
	IN_AGENT | IN_SPAN | IN_AGGREGATE | IN_KPI)
#define KEYED	(IN_INTERACTION | IN_CASE | IN_SURVEY | IN_CUSTOMER | \
	IN_AGENT | IN_AGGREGATE)
#define I	IN_INTERACTION
#define IL	(IN_INTERACTION | IN_LEG)

#define ROW(id, name, type, level, fold, privacy, kinds, doc) \
	[id] = { name, sizeof(name) - 1, type, LEVEL_##level, FOLD_##fold, P_##privacy, kinds, \
	    NULL, NULL, doc }
#define ENUM(id, name, values, level, fold, kinds, doc) \
	[id] = { name, sizeof(name) - 1, T_ENUM, LEVEL_##level, FOLD_##fold, P_NONE, kinds, \
	    values, NULL, doc }
#define OBJ(id, name, type, members, level, fold, privacy, kinds, doc) \
	[id] = { name, sizeof(name) - 1, type, LEVEL_##level, FOLD_##fold, P_##privacy, kinds, \
	    NULL, members, doc }

const struct field fields[FIELD_COUNT] = {
	ROW(F_CC, "cc", T_INT, RECORD, KEY, NONE, EVERY,
	    "the format's version, 1; always the first member"),
	ENUM(F_KIND, "kind", kind_values, RECORD, KEY, EVERY,
	    "what the line is about"),
	ENUM(F_TYPE, "type", type_values, LEG, FIRST, IL,
	    "what kind of leg this is"),
	ROW(F_ID, "id", T_STR, RECORD, KEY, KEY, KEYED | IN_LEG,
	    "the contact's (case's, record's) id, unique within its source; in "
	    "a leg the id of the vendor's record"),
	ROW(F_SOURCE, "source", T_STR, RECORD, KEY, NONE, EVERY,
	    "the export it came from, [A-Za-z0-9._-]{1,64}"),
	ROW(F_PART, "part", T_STR, RECORD, KEY, NONE, I,
	    "names a second export about the same thing, such as metrics"),
	ROW(F_REV, "rev", T_TIME, BOTH, MAX, NONE, KEYED | IN_LEG,
	    "the version of the record: the greatest one stays"),
	ROW(F_DELETED, "deleted", T_BOOL, CONTACT, LAST, NONE, KEYED,
	    "the source deleted it: it leaves the counts, not the file"),
	ROW(F_MERGED_INTO, "merged_into", T_STR, CONTACT, LAST, KEY, KEYED,
	    "the id it was merged into: it leaves the counts, not the file"),
	ROW(F_CUSTOMER, "customer", T_STR, CONTACT, FIRST, KEY,
	    I | IN_CASE | IN_SURVEY | IN_CUSTOMER,
	    "the person, resolved by ccmerge across sources"),
	ROW(F_PARTY, "party", T_STRS, CONTACT, UNION, DIRECT,
	    I | IN_CASE | IN_SURVEY | IN_CUSTOMER,
	    "the customer's identifiers as scheme:value, such as "
	    "tel:+442071234567, mailto:, crm:source/id"),
	ROW(F_NAME, "name", T_STR, CONTACT, FIRST, DIRECT,
	    I | IN_CASE | IN_SURVEY | IN_CUSTOMER | IN_AGENT,
	    "the customer's (agent's) name as the source has it"),
	ROW(F_GIVEN, "given", T_STR, RECORD, LAST, DIRECT, IN_CUSTOMER,
	    "given name"),
	ROW(F_FAMILY, "family", T_STR, RECORD, LAST, DIRECT, IN_CUSTOMER,
	    "family name"),
	ROW(F_BORN, "born", T_STR, RECORD, LAST, DIRECT, IN_CUSTOMER,
	    "date of birth, YYYY-MM-DD"),
	ROW(F_ADDRESS, "address", T_STR, RECORD, LAST, DIRECT, IN_CUSTOMER,
	    "street and number"),
	ROW(F_POSTCODE, "postcode", T_STR, RECORD, LAST, QUASI, IN_CUSTOMER,
	    "postal code"),
	ROW(F_CITY, "city", T_STR, RECORD, LAST, QUASI, IN_CUSTOMER,
	    "town"),
	ROW(F_COUNTRY, "country", T_STR, RECORD, LAST, QUASI, IN_CUSTOMER,
	    "country, ISO 3166-1 alpha-2"),
	ROW(F_SINCE, "since", T_TIME, RECORD, LAST, QUASI, IN_CUSTOMER,
	    "the moment from which the customer record is valid"),
	ROW(F_PRODUCTS, "products", T_STRS, RECORD, LAST, QUASI, IN_CUSTOMER,
	    "what the customer has"),
	ROW(F_SEGMENT, "segment", T_STR, CONTACT, LAST, QUASI,
	    I | IN_CUSTOMER, "the customer's segment"),
	ROW(F_FLAGS, "flags", T_STRS, CONTACT, UNION, QUASI, I | IN_CUSTOMER,
	    "what matters about the customer: fraud-alert, vulnerable, "
	    "do-not-sell, complaint-open"),
	ENUM(F_CHANNEL, "channel", channel_values, CONTACT, FIRST,
	    I | IN_CASE | IN_SURVEY | IN_AGGREGATE, "how they met"),
	ROW(F_CHANNEL_NATIVE, "channel_native", T_STR, CONTACT, FIRST, NONE, I,
	    "the vendor's own word for the channel"),
	ROW(F_PLATFORM, "platform", T_STR, CONTACT, FIRST, NONE, I,
	    "the network or app, such as whatsapp"),
	ENUM(F_DIRECTION, "direction", direction_values, CONTACT, FIRST, I,
	    "in: to the center; out: from it"),
	ENUM(F_BY, "by", by_values, CONTACT, FIRST, I, "who began it"),
	ENUM(F_ORIGIN, "origin", origin_values, CONTACT, FIRST, I,
	    "what it came from; absent is new"),
	ROW(F_ENTRY, "entry", T_STR, BOTH, FIRST, NONE, IL,
	    "the number, address, page or flow that was reached"),
	ROW(F_CAMPAIGN, "campaign", T_STR, CONTACT, FIRST, NONE, I,
	    "the outbound campaign"),
	ROW(F_ATTEMPT, "attempt", T_INT, CONTACT, FIRST, NONE, I,
	    "which attempt this is, from 1"),
	ROW(F_DUE, "due", T_TIME, CONTACT, FIRST, NONE, I,
	    "when a callback or task was due; a callback's wait starts here"),
	ENUM(F_AUTH, "auth", auth_values, CONTACT, LAST, I,
	    "how the customer was identified"),
	ROW(F_START, "start", T_TIME, BOTH, MIN, QUASI,
	    IL | IN_CASE | IN_AGENT | IN_SPAN | IN_AGGREGATE | IN_KPI,
	    "when it began"),
	ROW(F_QUEUED, "queued", T_TIME, BOTH, MIN, NONE, IL,
	    "entry into the (first) queue"),
	ROW(F_ANSWERED, "answered", T_TIME, BOTH, MIN, NONE, IL,
	    "the first person connected"),
	ROW(F_FIRST_REPLY, "first_reply", T_TIME, BOTH, MIN, NONE, IL,
	    "the first message of a person"),
	ROW(F_END, "end", T_TIME, BOTH, MAX, NONE,
	    IL | IN_CASE | IN_AGENT | IN_SPAN | IN_AGGREGATE | IN_KPI,
	    "the customer is free; wrap-up follows it"),
	ROW(F_AT, "at", T_TIME, RECORD, LAST, NONE, IN_SURVEY,
	    "when the survey was answered"),
	ROW(F_OPEN, "open", T_BOOL, CONTACT, ANY, NONE, I | IN_AGENT,
	    "not ended yet when exported"),
	ROW(F_COARSE, "coarse", T_STRS, CONTACT, UNION, NONE, I,
	    "stamps known only to the minute or day, such as start:min"),
	ROW(F_QUEUE, "queue", T_STR, BOTH, FIRST, NONE,
	    IL | IN_CASE | IN_AGGREGATE, "the queue; of a contact the first"),
	ROW(F_SKILL, "skill", T_STR, BOTH, FIRST, NONE, IL,
	    "the skill asked for; of a contact the first"),
	ROW(F_TEAM, "team", T_STR, BOTH, LAST, NONE, IL | IN_AGENT,
	    "the agent's team; of a contact the last who answered"),
	ROW(F_AGENT, "agent", T_STR, BOTH, LAST, QUASI,
	    IL | IN_CASE | IN_AGENT | IN_AGGREGATE,
	    "the agent; of a contact the last who answered"),
	ROW(F_SITE, "site", T_STR, BOTH, LAST, NONE, IL | IN_AGENT,
	    "the agent's site; of a contact the last who answered"),
	ROW(F_ZONE, "zone", T_STR, CONTACT, LAST, NONE, I | IN_AGENT,
	    "the site's time zone"),
	ENUM(F_STATE, "state", state_values, RECORD, LAST, IN_AGENT,
	    "what the agent was doing"),
	ROW(F_STATE_NATIVE, "state_native", T_STR, RECORD, LAST, NONE,
	    IN_AGENT, "the vendor's own word for the state"),
	ENUM(F_TRACK, "track", track_values, RECORD, LAST, IN_AGENT,
	    "which of the agent's parallel states this is"),
	ROW(F_SLOTS, "slots", T_OBJ, RECORD, LAST, NONE, IN_AGENT,
	    "how many contacts of each channel at once"),
	ROW(F_PLAN, "plan", T_BOOL, RECORD, LAST, NONE, IN_AGENT,
	    "planned, not happened"),
	ENUM(F_OUTCOME, "outcome", outcome_values, BOTH, RECOMPUTE,
	    IL, "how it ended for the customer"),
	ROW(F_OUTCOME_NATIVE, "outcome_native", T_STR, BOTH, LAST, NONE, IL,
	    "the vendor's own word for the outcome"),
	ENUM(F_ENDED_BY, "ended_by", ended_by_values, CONTACT, LAST, I,
	    "who ended it"),
	ROW(F_DISPOSITION, "disposition", T_STR, BOTH, LAST, NONE, IL,
	    "the agent's wrap-up code"),
	ENUM(F_OUT, "out", out_values, LEG, LAST, IL,
	    "how the leg was left"),
	ROW(F_SIDE, "side", T_BOOL, LEG, ANY, NONE, IL,
	    "beside the main path: a parallel queue that lost, an offer, a "
	    "consult, the second agent of a conference"),
	ROW(F_SELF_MS, "self_ms", T_DUR, BOTH, RECOMPUTE, NONE, IL,
	    "customer's time in self-service (IVR, bot)"),
	ROW(F_WAIT_MS, "wait_ms", T_DUR, BOTH, RECOMPUTE, NONE, IL,
	    "customer's time from queue entry to answer or leaving, ringing "
	    "always included"),
	ROW(F_RING_MS, "ring_ms", T_DUR, BOTH, RECOMPUTE, NONE, IL,
	    "the part of the wait at the answering agent"),
	ROW(F_TALK_MS, "talk_ms", T_DUR, BOTH, RECOMPUTE, NONE, IL,
	    "agents' time in conversation, without hold; chat: accept to "
	    "leave"),
	ROW(F_HOLD_MS, "hold_ms", T_DUR, BOTH, RECOMPUTE, NONE, IL,
	    "time on hold, never inside talk"),
	ROW(F_WRAP_MS, "wrap_ms", T_DUR, BOTH, RECOMPUTE, NONE, IL,
	    "agents' after-contact work"),
	ROW(F_OUTSIDE_MS, "outside_ms", T_DUR, BOTH, RECOMPUTE, NONE, IL,
	    "customer's time with a third party"),
	ROW(F_ACTIVE_MS, "active_ms", T_DUR, BOTH, SUM, NONE, IL,
	    "agents' focused time where the vendor has it"),
	OBJ(F_SELF, "self", T_OBJ, self_members, CONTACT, FIRST, NONE, I,
	    "the self-service part: type ivr or bot, name, intent, turns, "
	    "misses, handed_off, result confirmed, assumed or negative"),
	ROW(F_TRANSFERS, "transfers", T_INT, CONTACT, RECOMPUTE, NONE, I,
	    "how often it was handed on to another queue, agent or outside"),
	ROW(F_HOLDS, "holds", T_INT, BOTH, SUM, NONE, IL,
	    "how often the customer was put on hold"),
	ROW(F_MSGS_IN, "msgs_in", T_INT, BOTH, SUM, NONE, IL,
	    "messages of the customer"),
	ROW(F_MSGS_OUT, "msgs_out", T_INT, BOTH, SUM, NONE, IL,
	    "messages of people of the center"),
	ROW(F_MSGS_BOT, "msgs_bot", T_INT, BOTH, SUM, NONE, IL,
	    "messages of bots"),
	OBJ(F_REPLY, "reply", T_OBJ, reply_members, CONTACT, FIRST, NONE,
	    I | IN_CASE,
	    "response times and the clock they are of: first_ms, sum_ms, "
	    "max_ms, n, from (created, queued, assigned, first-message, "
	    "hand-off), clock (calendar, business), whose (vendor, ours)"),
	ROW(F_REASON, "reason", T_STR, CONTACT, FIRST, NONE,
	    I | IN_CASE, "why the customer came"),
	ROW(F_TOPIC, "topic", T_STR, CONTACT, FIRST, NONE, I | IN_CASE,
	    "what it was about, finer than the reason"),
	ROW(F_TAGS, "tags", T_STRS, CONTACT, UNION, NONE, I | IN_CASE,
	    "labels"),
	ROW(F_PRIORITY, "priority", T_INT, CONTACT, LAST, NONE, I | IN_CASE,
	    "1 (highest) to 5"),
	ROW(F_PRIORITY_NATIVE, "priority_native", T_STR, CONTACT, LAST, NONE,
	    I | IN_CASE, "the vendor's own word for the priority"),
	ROW(F_LANG, "lang", T_STR, CONTACT, FIRST, NONE,
	    I | IN_CASE | IN_SURVEY, "language, BCP 47"),
	ROW(F_CASE, "case", T_STR, CONTACT, FIRST, KEY, I | IN_SURVEY,
	    "the ticket it belongs to: an id of the same source, or source!id"),
	ROW(F_THREAD, "thread", T_STR, CONTACT, FIRST, KEY, I,
	    "the vendor's conversation that holds it"),
	ROW(F_PARENT, "parent", T_STR, CONTACT, FIRST, KEY, I | IN_CASE,
	    "the contact it came from: an id of the same source, or source!id"),
	ROW(F_REF, "ref", T_STR, RECORD, LAST, KEY, IN_SURVEY,
	    "the contact a survey is about: an id, or source!id"),
	OBJ(F_STATES, "states", T_OBJS, states_members, RECORD, LAST, NONE,
	    IN_CASE, "the case's history: at, state (new, open, pending, "
	    "hold, solved, closed), native"),
	OBJ(F_SLA, "sla", T_OBJS, sla_members, RECORD, LAST, NONE, IN_CASE,
	    "service-level agreements: name, target_ms, elapsed_ms, met, clock, "
	    "due"),
	OBJ(F_RATINGS, "ratings", T_OBJS, rating_members, CONTACT, UNION, TEXT,
	    I | IN_SURVEY | IN_CASE,
	    "what the customer said of it: kind csat, nps, ces or other; value "
	    "(absent: asked, not answered), worst, best (worst above best: low "
	    "is good), offered, at, comment, from"),
	ROW(F_SENTIMENT, "sentiment", T_NUM, CONTACT, LAST, NONE,
	    I | IN_SURVEY, "-1 (negative) to 1"),
	ROW(F_COST, "cost", T_NUM, CONTACT, SUM, NONE, I, "what it cost"),
	ROW(F_SALE, "sale", T_NUM, CONTACT, SUM, NONE, I, "what was sold"),
	ROW(F_CURRENCY, "currency", T_STR, CONTACT, LAST, NONE, I,
	    "of cost and sale, ISO 4217"),
	ROW(F_TEXT, "text", T_STR, CONTACT, FIRST, TEXT,
	    I | IN_CASE | IN_SURVEY, "free text (only with --content)"),
	OBJ(F_MESSAGES, "messages", T_OBJS, message_members, CONTACT, FIRST,
	    TEXT, I, "the conversation (only with --content): at, by, text"),
	ROW(F_JOURNEY, "journey", T_STR, CONTACT, RECOMPUTE, KEY,
	    I | IN_CASE, "the journey it belongs to (by ccmerge)"),
	ROW(F_SEQ, "seq", T_INT, CONTACT, RECOMPUTE, NONE, I,
	    "its place in the journey, from 1 (by ccmerge)"),
	ROW(F_PREV_MS, "prev_ms", T_DUR, CONTACT, RECOMPUTE, NONE, I,
	    "since the start of the customer's previous contact (by ccmerge)"),
	ROW(F_NEXT_MS, "next_ms", T_DUR, CONTACT, RECOMPUTE, NONE, I,
	    "until the start of the customer's next contact (by ccmerge)"),
	ROW(F_PREV_SAME_MS, "prev_same_ms", T_DUR, CONTACT, RECOMPUTE, NONE, I,
	    "since the previous contact for the same reason (by ccmerge)"),
	ROW(F_NEXT_SAME_MS, "next_same_ms", T_DUR, CONTACT, RECOMPUTE, NONE, I,
	    "until the next contact for the same reason (by ccmerge)"),
	ROW(F_LENT, "lent", T_OBJ, CONTACT, RECOMPUTE, QUASI, I,
	    "of segment and flags, what the CRM record valid then lent (by "
	    "ccmerge)"),
	ROW(F_GROUP, "group", T_OBJ, RECORD, KEY, NONE, IN_AGGREGATE | IN_KPI,
	    "the group's keys and their values"),
	ROW(F_ATTRIBUTION, "attribution", T_STR, RECORD, LAST, NONE,
	    IN_AGGREGATE | IN_KPI, "which moment puts a contact in an interval"),
	ROW(F_COUNTS, "counts", T_OBJ, RECORD, LAST, NONE, IN_AGGREGATE,
	    "counters that a vendor had already summed"),
	ROW(F_ASOF, "asof", T_TIME, RECORD, LAST, NONE, IN_KPI,
	    "the end of the data that repeats were looked for in"),
	ROW(F_DEF, "def", T_STR, RECORD, KEY, NONE, IN_KPI,
	    "what the numbers mean: schema, zone, keys, thresholds, windows"),
	ROW(F_STATE_KPI, "sums", T_OBJ, RECORD, LAST, NONE, IN_KPI,
	    "the group's mergeable state"),
	ROW(F_LEG, "leg", T_STR, LEG, KEY, KEY, IL,
	    "id of the vendor's record that this leg is"),
	ROW(F_LEG_REV, "leg_rev", T_TIME, LEG, KEY, NONE, IL,
	    "version of the vendor's record that this leg is"),
	ROW(F_LEGS, "legs", T_OBJS, CONTACT, RECOMPUTE, NONE, I,
	    "the parts of a contact that is not plain, in order"),
	ROW(F_PARTS, "parts", T_OBJS, CONTACT, RECOMPUTE, TEXT,
	    KEYED,
	    "what other records say of it (part, leg, leg_rev and members), kept "
	    "so that newer versions can replace them; what they add stands above "
	    "already"),
	OBJ(F_SRC, "src", T_OBJ, src_members, BOTH, LAST, NONE,
	    KEYED | IN_SPAN | IN_LEG,
	    "where it was read: file, line, profile; never compared"),
	ROW(F_ISSUES, "issues", T_STRS, CONTACT, UNION, NONE, KEYED,
	    "what is doubtful about it, such as negative-duration"),
	ROW(F_EXT, "ext", T_ANY, CONTACT, LAST, TEXT, KEYED,
	    "the vendor's own members, kept as they were"),
};

enum field_id
field_find_after(struct str name, enum field_id before)
{
	size_t f = before < FIELD_COUNT ? before : 0;

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (fields[f].name_n == name.n &&
		    memcmp(fields[f].name, name.p, name.n) == 0)
			return (enum field_id)f;
		f = f + 1 == FIELD_COUNT ? 0 : f + 1;
	}
	return F_UNKNOWN;
}

enum field_id
field_find(struct str name)
{
	return field_find_after(name, 0);
}
