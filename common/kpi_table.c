/* kpi_table: every KPI as a fraction of counts, with its definition. */
#include "common/kpi.h"
#include "common/num.h"

const char *const kpi_count_names[N_COUNTS] = {
#define COUNT(id, name, doc)	[N_##id] = name,
	KPI_COUNTS(COUNT)
#undef COUNT
};

#define P(id)	(N_##id + 1)
#define M(id)	(-(N_##id + 1))

#define NUM(...)	.num = { __VA_ARGS__ }
#define DEN(...)	.den = { __VA_ARGS__ }

/* Sources: the vendor or book whose formula it is stands in the definition. */
const struct kpi kpis[] = {
	{ "contacts", "Contacts", KPI_COUNT, NUM(P(CONTACTS)), DEN(0), 0,
	  "contacts of all channels and directions, deleted and merged ones "
	  "left out" },
	{ "offered", "Offered", KPI_COUNT, NUM(P(OFFERED)), DEN(0), 0,
	  "visits to queues: a contact that waits in two queues is offered "
	  "twice" },
	{ "answered", "Answered", KPI_COUNT, NUM(P(ANSWERED)), DEN(0), 0,
	  "visits that a person took" },
	{ "abandoned", "Abandoned", KPI_COUNT, NUM(P(ABANDONED)), DEN(0), 0,
	  "visits that the customer left while waiting or ringing" },
	{ "callbacks", "Callbacks", KPI_COUNT, NUM(P(CALLBACK)), DEN(0), 0,
	  "visits that ended in a request to be called back" },
	{ "overflowed", "Overflowed", KPI_COUNT, NUM(P(OVERFLOWED)), DEN(0), 0,
	  "visits that the queue passed on elsewhere" },
	{ "handled", "Handled", KPI_COUNT, NUM(P(HANDLED)), DEN(0), 0,
	  "conversations with an agent whose talk time is known" },
	{ "abandon_rate", "Abandon rate", KPI_RATE, NUM(P(ABANDONED)),
	  DEN(P(OFFERED)), 0, "abandoned / offered" },
	{ "abandon_rate:answered", "Abandon rate (of answered and abandoned)",
	  KPI_RATE, NUM(P(ABANDONED)), DEN(P(ANSWERED), P(ABANDONED)), 0,
	  "abandoned / (answered + abandoned)" },
	{ "abandon_rate:net", "Abandon rate without short ones", KPI_RATE,
	  NUM(P(ABANDONED_W), M(SHORT)),
	  DEN(P(ANSWERED_W), P(ABANDONED_W), M(SHORT)), 0,
	  "(abandoned - short abandons) / (answered + abandoned - short "
	  "abandons)" },
	{ "sl", "Service level", KPI_RATE, NUM(P(ANSWERED_IN)),
	  DEN(P(ANSWERED_W), P(ABANDONED_W), M(SHORT)), 0,
	  "answered within the threshold / (answered + abandoned - short "
	  "abandons); both limits inclusive, from queue entry" },
	{ "sl:answered", "Service level (of answered)", KPI_RATE,
	  NUM(P(ANSWERED_IN)), DEN(P(ANSWERED_W)), 0,
	  "answered within the threshold / answered: Asterisk's SL" },
	{ "sl:negative", "Service level (abandons count against)", KPI_RATE,
	  NUM(P(ANSWERED_IN)), DEN(P(ANSWERED_W), P(ABANDONED_W)), 0,
	  "answered within the threshold / (answered + abandoned): Cisco "
	  "negative, Genesys Cloud with abandons" },
	{ "sl:flowout", "Service level (abandons and flow-outs)", KPI_RATE,
	  NUM(P(ANSWERED_IN)), DEN(P(ANSWERED_W), P(ABANDONED_W),
	  P(OVERFLOWED_W), P(CALLBACK_W)), 0,
	  "answered within the threshold / (answered + abandoned + overflowed "
	  "+ callbacks): Genesys Cloud with flow-outs" },
	{ "sl:positive", "Service level (quick abandons count for)", KPI_RATE,
	  NUM(P(ANSWERED_IN), P(ABANDONED_IN)),
	  DEN(P(ANSWERED_W), P(ABANDONED_W)), 0,
	  "(answered + abandoned within the threshold) / (answered + "
	  "abandoned): Cisco positive, Asterisk's SL2" },
	{ "sl:ignored", "Service level (quick abandons left out)", KPI_RATE,
	  NUM(P(ANSWERED_IN)), DEN(P(ANSWERED_W), P(ABANDONED_W),
	  M(ABANDONED_IN)), 0,
	  "answered within the threshold / (answered + abandoned after the "
	  "threshold): Cisco ignored, XCALLY" },
	{ "sl:removed", "Service level (removed in time)", KPI_RATE,
	  NUM(P(ANSWERED_IN), P(ABANDONED_IN), P(CALLBACK_IN)),
	  DEN(P(WAITS)), 0,
	  "answered, abandoned or called back within the threshold / queued: "
	  "Amazon Connect" },
	{ "sl:removed_all", "Service level (removed in time, overflow too)",
	  KPI_RATE, NUM(P(ANSWERED_IN), P(ABANDONED_IN), P(CALLBACK_IN),
	  P(OVERFLOWED_IN)), DEN(P(WAITS)), 0,
	  "answered, abandoned, called back or overflowed within the threshold "
	  "/ queued" },
	{ "asa", "Speed of answer", KPI_MEAN, NUM(P(WAIT_ANSWERED_MS)),
	  DEN(P(ANSWERED_W)), 0,
	  "mean wait of answered visits, ringing included" },
	{ "wait", "Wait", KPI_MEAN, NUM(P(WAIT_MS)), DEN(P(WAITS)), 0,
	  "mean wait of all visits, however they ended" },
	{ "wait_p50", "Wait, median", KPI_QUANTILE, NUM(0), DEN(0), 500000,
	  "the wait that half of the answered visits did not exceed (nearest "
	  "rank)" },
	{ "wait_p80", "Wait, 80 %", KPI_QUANTILE, NUM(0), DEN(0), 800000,
	  "the wait that 80 % of the answered visits did not exceed (nearest "
	  "rank)" },
	{ "wait_p90", "Wait, 90 %", KPI_QUANTILE, NUM(0), DEN(0), 900000,
	  "the wait that 90 % of the answered visits did not exceed (nearest "
	  "rank)" },
	{ "wait_p95", "Wait, 95 %", KPI_QUANTILE, NUM(0), DEN(0), 950000,
	  "the wait that 95 % of the answered visits did not exceed (nearest "
	  "rank)" },
	{ "wait_p99", "Wait, 99 %", KPI_QUANTILE, NUM(0), DEN(0), 990000,
	  "the wait that 99 % of the answered visits did not exceed (nearest "
	  "rank)" },
	{ "wait_max", "Longest wait", KPI_MAX, NUM(0), DEN(0), 0,
	  "the longest wait of all visits, however it ended" },
	{ "abandon_wait", "Time to abandon", KPI_MEAN,
	  NUM(P(WAIT_ABANDONED_MS)), DEN(P(ABANDONED_W)), 0,
	  "mean wait of abandoned visits" },
	{ "aht", "Handle time", KPI_MEAN, NUM(P(TALK_MS), P(HOLD_MS),
	  P(WRAP_MS)), DEN(P(HANDLED)), 0,
	  "(talk + hold + wrap-up) / handled" },
	{ "talk", "Talk", KPI_MEAN, NUM(P(TALK_MS)), DEN(P(HANDLED)), 0,
	  "mean talk without hold, of handled" },
	{ "hold", "Hold", KPI_MEAN, NUM(P(HOLD_MS)), DEN(P(HANDLED)), 0,
	  "mean hold over all handled" },
	{ "hold:held", "Hold (of held)", KPI_MEAN, NUM(P(HOLD_MS)),
	  DEN(P(HELD)), 0,
	  "mean hold over those put on hold: Amazon Connect" },
	{ "hold_rate", "Hold rate", KPI_RATE, NUM(P(HELD)), DEN(P(HANDLED)),
	  0, "handled with hold / handled" },
	{ "wrap", "Wrap-up", KPI_MEAN, NUM(P(WRAP_MS)), DEN(P(HANDLED)), 0,
	  "mean after-contact work over all handled" },
	{ "wrap:wrapped", "Wrap-up (where there is any)", KPI_MEAN,
	  NUM(P(WRAP_MS)), DEN(P(WRAPPED)), 0,
	  "mean after-contact work over those with any" },
	{ "ring", "Ringing", KPI_MEAN, NUM(P(RING_MS)), DEN(P(RINGS)), 0,
	  "mean ringing at the agents who answered" },
	{ "transfer_rate", "Transfer rate", KPI_RATE, NUM(P(TRANSFERRED)),
	  DEN(P(ANSWERED_CONTACTS)), 0,
	  "answered contacts handed on / answered contacts" },
	{ "fcr", "First-contact resolution", KPI_RATE, NUM(P(FIRSTS_ALONE)),
	  DEN(P(FIRSTS)), 0,
	  "first contacts with no repeat within the window / first contacts; "
	  "gross: contacts near the end of the data count too" },
	{ "fcr:net", "First-contact resolution (window over)", KPI_RATE,
	  NUM(P(FIRSTS_OVER_ALONE)), DEN(P(FIRSTS_OVER)), 0,
	  "first contacts with no repeat within the window / first contacts "
	  "whose window was over when the data end" },
	{ "repeat_rate", "Repeat rate", KPI_RATE, NUM(P(FOLLOWED)),
	  DEN(P(CHAIN)), 0,
	  "contacts followed by another within the window / contacts of "
	  "customers" },
	{ "repeats", "Repeats", KPI_COUNT, NUM(P(REPEATS)), DEN(0), 0,
	  "contacts that came within the window after another" },
	{ "containment", "Containment", KPI_RATE, NUM(P(CONTAINED)),
	  DEN(P(SELF)), 0,
	  "contacts that ended in self-service / contacts with a self-service "
	  "part; hanging up there before asking for anyone is not contained" },
	{ "first_reply", "First reply", KPI_MEAN, NUM(P(REPLY_CREATED_MS)),
	  DEN(P(REPLY_CREATED)), 0,
	  "mean time from creation to the first reply of a person, calendar "
	  "time; replies on another clock have KPIs of their own" },
	{ "first_reply:queued", "First reply (from queueing)", KPI_MEAN,
	  NUM(P(REPLY_QUEUED_MS)), DEN(P(REPLY_QUEUED)), 0,
	  "mean time from queueing to the first reply of a person" },
	{ "first_reply:assigned", "First reply (from assignment)", KPI_MEAN,
	  NUM(P(REPLY_ASSIGNED_MS)), DEN(P(REPLY_ASSIGNED)), 0,
	  "mean time from assignment to the first reply" },
	{ "first_reply:message", "First reply (from first message)", KPI_MEAN,
	  NUM(P(REPLY_MESSAGE_MS)), DEN(P(REPLY_MESSAGE)), 0,
	  "mean time from the customer's first message to the first reply of a "
	  "person" },
	{ "first_reply:handoff", "First reply (from hand-off)", KPI_MEAN,
	  NUM(P(REPLY_HANDOFF_MS)), DEN(P(REPLY_HANDOFF)), 0,
	  "mean time from a bot's hand-off to the first reply of a person" },
	{ "first_reply:business", "First reply (business time)", KPI_MEAN,
	  NUM(P(REPLY_BUSINESS_MS)), DEN(P(REPLY_BUSINESS)), 0,
	  "mean time to the first reply in business time as the vendor has "
	  "it" },
	{ "csat", "Satisfaction", KPI_RATE, NUM(P(CSAT_TOP)), DEN(P(CSAT)), 0,
	  "satisfaction ratings in the top quarter of their scale (4 and 5 of "
	  "1 to 5, good of good and bad) / satisfaction ratings" },
	{ "csat_score", "Satisfaction, mean", KPI_RATE, NUM(P(CSAT_MICRO)),
	  DEN(P(CSAT)), 0,
	  "mean satisfaction, each rating's place on its scale from 0 to 1" },
	{ "nps", "Net promoter score", KPI_RATE,
	  NUM(P(PROMOTERS), M(DETRACTORS)), DEN(P(NPS)), 0,
	  "(9 and 10 - 0 to 6) / answers to how likely a recommendation is" },
	{ "ces", "Effort", KPI_RATE, NUM(P(CES_EASY)), DEN(P(CES)), 0,
	  "effort ratings in the upper third of their scale (5 to 7 of 1 to 7) "
	  "/ effort ratings; the easy end counts as up" },
	{ "ces_score", "Effort, mean", KPI_RATE, NUM(P(CES_MICRO)),
	  DEN(P(CES)), 0,
	  "mean effort, each rating's place on its scale, 1 is easiest" },
	{ "ces_net", "Effort, net", KPI_RATE, NUM(P(CES_EASY), M(CES_HARD)),
	  DEN(P(CES)), 0,
	  "(upper third - lower third) / effort ratings" },
	{ "response_rate", "Survey response rate", KPI_RATE, NUM(P(RATED)),
	  DEN(P(ASKED)), 0, "ratings given / ratings asked for" },
	{ "occupancy", "Occupancy", KPI_RATE, NUM(P(BUSY_MS)),
	  DEN(P(BUSY_MS), P(AVAILABLE_MS)), 0,
	  "agents' busy and wrap-up time / (busy + wrap-up + available); needs "
	  "lines of kind agent" },
};
const size_t kpi_n = COUNT_OF(kpis);

const struct kpi *
kpi_find(struct str id)
{
	for (size_t i = 0; i < kpi_n; i++)
		if (str_is(id, kpis[i].id))
			return &kpis[i];
	return NULL;
}

const char *
kpi_unit(const struct kpi *k)
{
	static const char *const units[] = { [KPI_COUNT] = "",
	    [KPI_RATE] = "1", [KPI_MEAN] = "ms", [KPI_RATIO] = "1",
	    [KPI_QUANTILE] = "ms", [KPI_MAX] = "ms" };

	return units[k->form];
}

static int64_t
sum_of(const int *terms, const struct kpi_state *s)
{
	int64_t sum = 0;

	for (int i = 0; i < KPI_TERMS && terms[i]; i++)
		sum += terms[i] > 0 ? s->n[terms[i] - 1] :
		    -s->n[-terms[i] - 1];
	return sum;
}

/* Scores are summed in millionths already. */
static bool
is_micro(const struct kpi *k)
{
	return k->num[0] == P(CSAT_MICRO) || k->num[0] == P(CES_MICRO);
}

static void
fraction(const struct kpi *k, struct kpi_value *v)
{
	int64_t scale = k->form == KPI_MEAN || is_micro(k) ? 1 : 1000000;

	v->known = v->den > 0;
	if (v->known)
		v->value = num_div_round((wide)v->num * scale, v->den);
}

struct kpi_value
kpi_value(const struct kpi *k, const struct kpi_state *s)
{
	struct kpi_value v = { 0 };

	v.num = sum_of(k->num, s);
	v.den = sum_of(k->den, s);
	switch (k->form) {
	case KPI_COUNT:
		v.known = true;
		v.value = v.num;
		break;
	case KPI_RATE:
	case KPI_MEAN:
	case KPI_RATIO:
		fraction(k, &v);
		break;
	case KPI_QUANTILE:
		v.known = sketch_quantile(&s->wait, k->p_micro, &v.value);
		v.approx = s->wait.approx;
		break;
	case KPI_MAX:
		v.known = s->max_wait_ms >= 0;
		v.value = s->max_wait_ms;
		break;
	}
	return v;
}
