/* filter_party: what makes a text an identifier of a customer; filter_rows.h. */
#include "cmd/ccimport/filter_rows.h"

#include "common/party.h"

/* The party that was written into env->party, or nothing. */
static int
as_party(struct filter_env *env, struct value *v, bool good)
{
	if (good && env->own && own_has(env->own, buf_view(&env->party)))
		good = false;
	v->type = good ? V_PARTY : V_NONE;
	if (good)
		v->s = arena_dup(env->arena, buf_view(&env->party));
	return 0;
}

static int
prepare_phone(struct profile *p, struct filter_use *use, struct err *err)
{
	(void)p;
	if (use->n < 2 || (use->data = country_find(use->arg[1])) != NULL)
		return 0;
	return place_error(use->at, err, "'%.*s': a country has two letters "
	    "such as GB or US", STR_ARG(use->arg[1]));
}

static int
run_phone(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	buf_clear(&env->party);
	return as_party(env, v, party_phone(&env->party, v->s,
	    use->data ? use->data : env->home));
}

static int
run_email(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)use;
	buf_clear(&env->party);
	return as_party(env, v, party_mail(&env->party, v->s));
}

/* A handle of a network: scheme:value, without a leading @. */
static int
run_handle(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str s = str_trim(v->s);

	if (s.n && s.p[0] == '@')
		s = str_skip(s, 1);
	buf_clear(&env->party);
	return as_party(env, v, party_other(&env->party, use->arg[0], s));
}

/* An id that means something only within a system: crm:SYSTEM/id. */
static int
run_scoped(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str system = use->n > 1 ? use->arg[1] : env->source;
	struct str s = str_trim(v->s);

	buf_clear(&env->party);
	if (s.n)
		s = join2(env, join2(env, system, STR("/")), s);
	return as_party(env, v, party_other(&env->party, use->arg[0], s));
}

static const struct filter rows[] = {
	{ "phone", V_TEXT, V_PARTY, 0, 1, false, prepare_phone, run_phone,
	    "tel:+E.164, by --country or the country given; no number: "
	    "nothing" },
	{ "email", V_TEXT, V_PARTY, 0, 0, false, NULL, run_email,
	    "mailto:address; no address: nothing" },
	{ "crm", V_TEXT, V_PARTY, 0, 1, false, NULL, run_scoped,
	    "crm:SYSTEM/id; SYSTEM is --source when not said" },
	{ "id", V_TEXT, V_PARTY, 0, 1, false, NULL, run_scoped,
	    "id:SYSTEM/value, the same way" },
	{ "acct", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle,
	    "acct:value" },
	{ "wa", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle, "wa:value" },
	{ "x", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle, "x:handle" },
	{ "fb", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle, "fb:value" },
	{ "cookie", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle,
	    "cookie:value" },
	{ "device", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle,
	    "device:value" },
};

const struct filter_group filter_parties = { rows, COUNT_OF(rows) };
