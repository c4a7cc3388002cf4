/* digital: Zendesk tickets and chats, tweets, Qualtrics answers, the CRM. */
#include <string.h>

#include "common/when.h"
#include "tests/bank/bank.h"

void
put_utc(FILE *f, int64_t t)
{
	put_local(f, t, 0);
	fprintf(f, "Z");
}

void
put_local(FILE *f, int64_t t, int64_t shift)
{
	struct civil c;

	civil_from_ms((t + shift) * 1000, &c);
	fprintf(f, "%04d-%02d-%02d%c%02d:%02d:%02d", c.year, c.month, c.day,
	    shift ? ' ' : 'T', c.hour, c.minute, c.second);
}

/* ---- Zendesk ---------------------------------------------------------------------------------- */

void
zendesk_open(struct bank *b)
{
	b->file[TICKET] = bank_open(b, "zendesk", "tickets.ndjson");
	b->file[CHAT] = bank_open(b, "zendesk", "chats.json");
	fprintf(b->file[CHAT], "{\"chats\":[");
}

void
zendesk_close(struct bank *b)
{
	fprintf(b->file[CHAT], "],\"count\":null,\"next_url\":null}\n");
	fclose(b->file[CHAT]);
	fclose(b->file[TICKET]);
}

void
ticket_write(struct bank *b, const struct contact *c, const struct person *p)
{
	FILE *f = b->file[TICKET];
	bool answered = c->outcome == ANSWERED;
	char id[40];

	contact_id(c, id, sizeof(id));
	fprintf(f, "{\"ticket\":{\"url\":\"https://bank.zendesk.example/api/v2/"
	    "tickets/%s.json\",\"id\":%s,\"external_id\":null,\"via\":{"
	    "\"channel\":\"email\",\"source\":{\"from\":{\"address\":\"%s\","
	    "\"name\":\"%s %s\"},\"to\":{\"address\":\"help@bank.example\"},"
	    "\"rel\":null}},\"created_at\":\"", id, id, p->email, p->given,
	    p->family);
	put_utc(f, c->start);
	fprintf(f, "\",\"updated_at\":\"");
	put_utc(f, c->start + c->end);
	fprintf(f, "\",\"type\":\"question\",\"subject\":\"About %s\","
	    "\"description\":\"Please help with %s\",\"priority\":\"normal\","
	    "\"status\":\"%s\",\"requester_id\":%llu,\"submitter_id\":%llu,"
	    "\"assignee_id\":%s,\"group_id\":" TICKET_GROUP ",\"tags\":[\"%s\"],"
	    "\"satisfaction_rating\":{\"score\":\"%s\"}", c->reason,
	    c->reason, !answered ? "new" : c->resolved ? "solved" : "pending",
	    (unsigned long long)(900000000 + p->number),
	    (unsigned long long)(900000000 + p->number), answered ? "77" :
	    "null", c->reason, c->rating < 0 ? "unoffered" : c->rating >= 4 ?
	    "good" : "bad");
	if (answered)
		fprintf(f, ",\"metric_set\":{\"ticket_id\":%s,\"reopens\":0,"
		    "\"replies\":%d,\"group_stations\":1,"
		    "\"assignee_stations\":1,\"reply_time_in_minutes\":{"
		    "\"calendar\":%lld,\"business\":%lld}}", id, c->msgs_out,
		    (long long)(c->first_reply / 60),
		    (long long)(c->first_reply / 120));
	fprintf(f, "}}\n");
}

static void
put_message(FILE *f, int64_t t, const char *name, const char *type,
    const char *text, int n)
{
	fprintf(f, "%s{\"name\":\"%s\",\"timestamp\":\"", n ? "," : "", name);
	put_local(f, t, 0);
	fprintf(f, ".000000Z\",");
	if (text)
		fprintf(f, "\"msg_id\":\"%lld\",\"msg\":\"%s\",\"options\":\"\",",
		    (long long)t, text);
	fprintf(f, "\"type\":\"%s\"}", type);
}

static void
put_history(FILE *f, const struct contact *c, const struct person *p,
    const char *agent)
{
	char visitor[40];
	int n = 0;

	snprintf(visitor, sizeof(visitor), "%s %s", p->given, p->family);
	fprintf(f, "\"history\":[");
	put_message(f, c->start, visitor, "chat.memberjoin", NULL, n++);
	put_message(f, c->start, visitor, "chat.msg", "Hello", n++);
	if (c->msgs_out) {
		put_message(f, c->start + c->first_reply, agent,
		    "chat.memberjoin", NULL, n++);
		put_message(f, c->start + c->first_reply, agent, "chat.msg",
		    "Good day", n++);
	}
	for (int i = 1; i < c->msgs_in; i++) {
		int64_t t = c->start + c->first_reply + 60 * i;

		put_message(f, t, visitor, "chat.msg", "And then?", n++);
		if (c->msgs_out)
			put_message(f, t + 20, agent, "chat.msg", "Let me see",
			    n++);
	}
	fprintf(f, "]");
}

void
chat_write(struct bank *b, const struct contact *c, const struct person *p)
{
	FILE *f = b->file[CHAT];
	char id[40], agent[24];
	bool first = ftell(f) < 16;

	contact_id(c, id, sizeof(id));
	snprintf(agent, sizeof(agent), "Agent %d", 600 +
	    (int)(c->number % 20));
	fprintf(f, "%s{\"id\":\"%s\",\"type\":\"chat\",\"timestamp\":\"",
	    first ? "" : ",\n", id);
	put_utc(f, c->start);
	fprintf(f, "\",\"end_timestamp\":\"");
	put_utc(f, c->start + c->end);
	fprintf(f, "\",\"missed\":%s,\"started_by\":\"visitor\","
	    "\"department_name\":\"%s\",\"department_id\":5,\"tags\":[\"%s\"],"
	    "\"rating\":%s,\"comment\":null,\"agent_ids\":[%s],"
	    "\"agent_names\":[", c->msgs_out ? "false" : "true",
	    queues[c->queue].name, c->reason, c->rating < 0 ? "null" :
	    c->rating >= 4 ? "\"good\"" : "\"bad\"", c->msgs_out ? "\"6001\"" :
	    "");
	if (c->msgs_out)
		fprintf(f, "\"%s\"", agent);
	fprintf(f, "],\"visitor\":{\"id\":\"v%llu\",\"name\":\"%s %s\","
	    "\"email\":\"%s\",\"phone\":\"\"},\"count\":{\"visitor\":%d,"
	    "\"agent\":%d,\"total\":%d},", (unsigned long long)p->number,
	    p->given, p->family, p->email, c->msgs_in, c->msgs_out,
	    c->msgs_in + c->msgs_out);
	if (c->msgs_out)
		fprintf(f, "\"response_time\":{\"first\":%lld,\"max\":%lld,"
		    "\"avg\":%lld},", (long long)c->first_reply,
		    (long long)(c->first_reply > 20 ? c->first_reply : 20),
		    (long long)(c->first_reply + 20 * (c->msgs_in - 1)) /
		    c->msgs_in);
	put_history(f, c, p, agent);
	fprintf(f, "}");
}

/* ---- tweets -------------------------------------------------------------------------------------- */

void
tweet_open(struct bank *b)
{
	b->file[TWEET] = bank_open(b, "social", "tweets.csv");
	fprintf(b->file[TWEET], ",tweet_id,author_id,inbound,created_at,text,"
	    "response_tweet_id,in_response_to_tweet_id\n");
}

static void
put_tweet(FILE *f, uint64_t id, const char *author, bool inbound, int64_t t,
    const char *text, uint64_t parent)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
	    "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
	    "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c;

	civil_from_ms(t * 1000, &c);
	fprintf(f, "%llu,%llu,%s,%s,%s %s %02d %02d:%02d:%02d +0000 %04d,%s,,",
	    (unsigned long long)id, (unsigned long long)id, author,
	    inbound ? "True" : "False", days[civil_weekday(civil_days(c.year,
	    c.month, c.day))], months[c.month - 1], c.day, c.hour, c.minute,
	    c.second, c.year, text);
	if (parent)
		fprintf(f, "%llu.0", (unsigned long long)parent);
	fprintf(f, "\n");
}

void
tweet_write(struct bank *b, const struct contact *c, const struct person *p)
{
	FILE *f = b->file[TWEET];
	uint64_t id = c->number * 16 + 1;
	int64_t t = c->start;

	put_tweet(f, id, p->handle, true, t, "\"@BankHelp, can you help?\"",
	    0);
	for (int i = 0; i < c->msgs_in; i++) {
		uint64_t at = id + 2 * (uint64_t)i;

		if (i) {
			t += 600;
			put_tweet(f, at, p->handle, true, t,
			    "@BankHelp still there?", at - 1);
		}
		if (!c->msgs_out)
			break;
		t += i ? 300 : c->first_reply;
		put_tweet(f, at + 1, "BankHelp", false, t,
		    "We are looking into it", at);
	}
}

/* ---- Qualtrics ------------------------------------------------------------------------------------- */

void
survey_open(struct bank *b)
{
	b->survey = bank_open(b, "surveys", "qualtrics.csv");
	fprintf(b->survey,
	    "StartDate,EndDate,Status,Progress,Duration (in seconds),Finished,"
	    "RecordedDate,ResponseId,ExternalReference,DistributionChannel,"
	    "UserLanguage,Q1,Q2\n"
	    "Start Date,End Date,Response Type,Progress,Duration,Finished,"
	    "Recorded Date,Response ID,External Data Reference,"
	    "Distribution Channel,User Language,"
	    "\"How satisfied are you, 1 to 5?\",\"Would you recommend us?\"\n"
	    "\"{\"\"ImportId\"\":\"\"startDate\"\",\"\"timeZone\"\":"
	    "\"\"Europe/London\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\","
	    "\"\"timeZone\"\":\"\"Europe/London\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"status\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"progress\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"duration\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"finished\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"recordedDate\"\",\"\"timeZone\"\":"
	    "\"\"Europe/London\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"_recordId\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"externalDataReference\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"distributionChannel\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"userLanguage\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"QID1\"\"}\","
	    "\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n");
}

/* London's clock: one hour ahead from 2026-03-29 01:00 UTC on. */
static void
put_london(FILE *f, int64_t t)
{
	int64_t shift = t >= INT64_C(1774746000) ? 3600 : 0;
	struct civil c;

	civil_from_ms((t + shift) * 1000, &c);
	fprintf(f, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day,
	    c.hour, c.minute, c.second);
}

void
survey_write(struct bank *b, const struct contact *c, const struct person *p)
{
	static const char *const sources[] = { [CONNECT] = "connect",
	    [PBX] = "pbx", [FIVE9] = "five9" };
	int64_t t = c->start + 7200;
	char id[40];

	(void)p;
	if (c->rating < 0 || queues[c->queue].vendor > FIVE9)
		return;
	contact_id(c, id, sizeof(id));
	put_london(b->survey, t);
	fputc(',', b->survey);
	put_london(b->survey, t + 40);
	fprintf(b->survey, ",0,100,40,1,");
	put_london(b->survey, t + 40);
	fprintf(b->survey, ",R_%012llu,%s!%s,email,EN,%d,%d\n",
	    (unsigned long long)c->number, sources[queues[c->queue].vendor],
	    id, c->rating, c->nps);
}

/* ---- CRM -------------------------------------------------------------------------------------------- */

static void
put_customer(struct bank *b, const struct person *p, const char *crm,
    const char *street)
{
	fprintf(b->crm, "%s,%s,%s,%s,%s,%s,%llu %s,AB%llu 1CD,Leeds,GB,"
	    "2019-05-%02llu,%s,%s,current;%s\n", crm, p->given, p->family,
	    p->born, p->phone, p->email,
	    (unsigned long long)(1 + p->number % 90), street,
	    (unsigned long long)(10 + p->number % 80),
	    (unsigned long long)(1 + p->number % 28), p->segment,
	    p->number % 97 == 3 ? "vulnerable" : p->number % 61 == 9 ?
	    "fraud-alert" : "", p->number % 3 ? "card" : "mortgage");
}

void
crm_write_all(struct bank *b)
{
	struct person p;
	char second[32];

	b->crm = bank_open(b, "crm", "customers.csv");
	fprintf(b->crm, "customer_id,given_name,family_name,born,phone,email,"
	    "address,postcode,city,country,customer_since,segment,flags,"
	    "products\n");
	for (uint64_t i = 0; i < b->people; i++) {
		person_make(&p, &b->rng, i, b->people);
		put_customer(b, &p, p.crm, "High Street");
		if (p.twice) {	/* entered again, with a slip */
			snprintf(second, sizeof(second), "D%08llu",
			    (unsigned long long)i);
			put_customer(b, &p, second, "Hihg Street");
		}
	}
	fclose(b->crm);
}
