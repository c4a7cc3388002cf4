/* kpi_state: counts that merge, written and read back. */
#include "common/kpi.h"

void
kpi_state_init(struct kpi_state *s)
{
	*s = (struct kpi_state){ .max_wait_ms = -1 };
}

void
kpi_state_merge(struct kpi_state *into, const struct kpi_state *from)
{
	for (size_t i = 0; i < N_COUNTS; i++)
		into->n[i] += from->n[i];
	into->max_wait_ms = MAX(into->max_wait_ms, from->max_wait_ms);
	sketch_merge(&into->wait, &from->wait);
}

void
kpi_state_release(struct kpi_state *s)
{
	sketch_release(&s->wait);
	kpi_state_init(s);
}

void
kpi_state_put(struct buf *b, const struct kpi_state *s)
{
	bool first = true;

	for (size_t i = 0; i < N_COUNTS; i++) {
		if (!s->n[i])
			continue;
		buf_puts(b, first ? "{\"" : ",\"");
		buf_puts(b, kpi_count_names[i]);
		buf_puts(b, "\":");
		buf_int(b, s->n[i]);
		first = false;
	}
	if (s->max_wait_ms >= 0) {
		buf_puts(b, first ? "{" : ",");
		buf_puts(b, "\"max_wait_ms\":");
		buf_int(b, s->max_wait_ms);
		first = false;
	}
	if (s->wait.count) {
		buf_puts(b, first ? "{" : ",");
		buf_puts(b, s->wait.approx ? "\"wait_buckets\":" :
		    "\"wait_values\":");
		sketch_put(b, &s->wait);
		first = false;
	}
	buf_puts(b, first ? "{}" : "}");
}

static int
load_member(struct kpi_state *s, struct str name, struct str value)
{
	bool approx = str_is(name, "wait_buckets");

	if (approx || str_is(name, "wait_values"))
		return sketch_load(&s->wait, value, approx);
	if (str_is(name, "max_wait_ms"))
		return token_int(value, &s->max_wait_ms) ? 0 : -1;
	for (size_t i = 0; i < N_COUNTS; i++)
		if (str_is(name, kpi_count_names[i]))
			return token_int(value, &s->n[i]) ? 0 : -1;
	return -1;
}

int
kpi_state_load(struct kpi_state *s, struct str json)
{
	struct str name, value;
	size_t at = 0;

	kpi_state_init(s);
	if (!json.n || json.p[0] != '{')
		return -1;
	while (token_member(json, &at, &name, &value))
		if (load_member(s, (struct str){ name.p + 1, name.n - 2 },
		    value) < 0) {
			kpi_state_release(s);
			return -1;
		}
	return 0;
}
