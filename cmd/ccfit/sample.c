/* sample: ascending times with weights; see sample.h. */
#include "cmd/ccfit/sample.h"

#include "common/rng.h"

static void
halve(struct sample *s)
{
	size_t to = 0;

	for (size_t i = 0; i < s->count; i += 2, to++) {
		double n = s->n[i], sum = s->x[i] * n;

		if (i + 1 < s->count) {
			n += s->n[i + 1];
			sum += s->x[i + 1] * s->n[i + 1];
		}
		s->x[to] = sum / n;
		s->n[to] = n;
	}
	s->count = to;
}

void
sample_add(struct sample *s, double ms, double n)
{
	if (ms <= 0) {
		s->zero += n;
		return;
	}
	if (s->count && s->x[s->count - 1] == ms) {
		s->n[s->count - 1] += n;
		return;
	}
	if (s->count == SAMPLE_MOST)
		halve(s);
	if (s->count == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 64;
		s->x = mem_resize_array(s->x, s->cap, sizeof(*s->x));
		s->n = mem_resize_array(s->n, s->cap, sizeof(*s->n));
	}
	s->x[s->count] = ms;
	s->n[s->count++] = n;
}

void
sample_end(struct sample *s)
{
	s->total = s->sum = s->sum_log = 0;
	for (size_t i = 0; i < s->count; i++) {
		s->total += s->n[i];
		s->sum += s->n[i] * s->x[i];
		s->sum_log += s->n[i] * rng_log(s->x[i]);
	}
}

double
sample_quantile(const struct sample *s, double p)
{
	double seen = 0;

	for (size_t i = 0; i < s->count; i++) {
		seen += s->n[i];
		if (seen >= p * s->total)
			return s->x[i];
	}
	return s->count ? s->x[s->count - 1] : 0;
}

void
sample_release(struct sample *s)
{
	mem_free(s->x);
	mem_free(s->n);
	*s = (struct sample){ 0 };
}
