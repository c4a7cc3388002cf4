/* formula: KPIs of one crew by Erlang; see formula.h. */
#include "cmd/ccroute/formula.h"

#include <math.h>
#include <string.h>

#include "common/erlang.h"

struct said {
	double sl, abandon_rate, asa, wait;
};

static struct said
say_a(const struct formula_load *l, int64_t people)
{
	const struct patience p = { PATIENCE_EXPONENTIAL, l->patience_ms, 0 };
	struct erlang_a_result r;

	erlang_a_all(l->per_ms, 1 / l->work_ms, people, &p, l->within_ms, &r);
	return (struct said){ r.sl[SL_OFFERED], r.p_abandon, r.wait_served,
	    r.wait_all };
}

static struct said
say_c(const struct formula_load *l, int64_t people)
{
	struct erlang_c_result r;

	erlang_c_all(l->per_ms, 1 / l->work_ms, people, l->within_ms, &r);
	return r.stable ? (struct said){ r.sl, 0, r.asa, r.asa } :
	    (struct said){ 0, 0, HUGE_VAL, HUGE_VAL };
}

bool
formula_kpi(const struct formula_load *l, int64_t people, const char *id,
    double *value)
{
	struct said s = l->patience_ms > 0 ? say_a(l, people) :
	    say_c(l, people);

	if (strcmp(id, "sl") == 0 || strncmp(id, "sl:", 3) == 0)
		*value = s.sl;
	else if (strcmp(id, "abandon_rate") == 0)
		*value = s.abandon_rate;
	else if (strcmp(id, "asa") == 0)
		*value = s.asa;
	else if (strcmp(id, "wait") == 0)
		*value = s.wait;
	else
		return false;
	return true;
}
