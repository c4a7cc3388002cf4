/* pat: PCRE2 with limits; see pat.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "common/mem.h"
#include "common/pat.h"

/* Far above what a sane pattern needs on one field, far below a second. */
enum {
	STEPS = 200000,
	DEPTH = 2000,
	HEAP_KIB = 4096,
};

struct pat {
	pcre2_code *code;
	uint32_t groups;
	const char **name;	/* [groups + 1] */
};

struct pat_scratch {
	pcre2_general_context *memory;	/* mem.h: never fails, or ends it all */
	pcre2_match_data *data;
	pcre2_match_context *limits;
	struct str subject;
	int found;		/* groups set by the last match */
};

static void *
get(PCRE2_SIZE n, void *unused)
{
	(void)unused;
	return mem_get(n);
}

static void
put(void *p, void *unused)
{
	(void)unused;
	mem_free(p);
}

static void
read_names(struct pat *p)
{
	uint32_t n = 0, size = 0;
	const unsigned char *table = NULL;

	pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &p->groups);
	p->name = mem_zero(p->groups + 1, sizeof(*p->name));
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMECOUNT, &n);
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMETABLE, &table);
	for (uint32_t i = 0; i < n; i++) {
		const unsigned char *row = table + (size_t)i * size;

		p->name[row[0] << 8 | row[1]] = (const char *)row + 2;
	}
}

struct pat *
pat_new(struct str pattern, unsigned flags, struct err *err)
{
	uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
	pcre2_code *code;
	struct pat *p;
	size_t at;
	int e;

	if (flags & PAT_NOCASE)
		options |= PCRE2_CASELESS;
	if (flags & PAT_WHOLE)
		options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
	code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &e, &at,
	    NULL);
	if (!code) {
		unsigned char words[128];

		pcre2_get_error_message(e, words, sizeof(words));
		err_set(err, ERR_USAGE, "pattern '%.*s': %s at character %zu",
		    STR_ARG(pattern), (const char *)words, at + 1);
		return NULL;
	}
	/* Without JIT (it may be absent) matching is only slower. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	p = mem_zero(1, sizeof(*p));
	p->code = code;
	read_names(p);
	return p;
}

void
pat_free(struct pat *p)
{
	if (!p)
		return;
	pcre2_code_free(p->code);
	mem_free(p->name);
	mem_free(p);
}

unsigned
pat_groups(const struct pat *p)
{
	return p->groups;
}

const char *
pat_group_name(const struct pat *p, unsigned i)
{
	return i <= p->groups ? p->name[i] : NULL;
}

struct pat_scratch *
pat_scratch_new(unsigned groups)
{
	struct pat_scratch *s = mem_zero(1, sizeof(*s));

	s->memory = pcre2_general_context_create(get, put, NULL);
	s->data = pcre2_match_data_create(groups + 1, s->memory);
	s->limits = pcre2_match_context_create(s->memory);
	pcre2_set_match_limit(s->limits, STEPS);
	pcre2_set_depth_limit(s->limits, DEPTH);
	pcre2_set_heap_limit(s->limits, HEAP_KIB);
	return s;
}

void
pat_scratch_free(struct pat_scratch *s)
{
	if (!s)
		return;
	pcre2_match_data_free(s->data);
	pcre2_match_context_free(s->limits);
	pcre2_general_context_free(s->memory);
	mem_free(s);
}

enum pat_result
pat_match(const struct pat *p, struct pat_scratch *s, struct str subject,
    size_t from)
{
	s->subject = subject;
	s->found = pcre2_match(p->code, (PCRE2_SPTR)(subject.p ? subject.p : ""),
	    subject.n, from, 0, s->data, s->limits);
	if (s->found >= 0) {
		if (s->found == 0)	/* more groups than room: all of it */
			s->found = (int)pcre2_get_ovector_count(s->data);
		return PAT_YES;
	}
	if (s->found == PCRE2_ERROR_NOMATCH)
		return PAT_NO;
	return s->found <= PCRE2_ERROR_UTF8_ERR1 &&
	    s->found >= PCRE2_ERROR_UTF8_ERR21 ? PAT_BAD : PAT_LIMIT;
}

struct str
pat_group(const struct pat_scratch *s, unsigned i)
{
	const size_t *at = pcre2_get_ovector_pointer(s->data);

	if (s->found < 0 || i >= (unsigned)s->found ||
	    at[2 * i] == PCRE2_UNSET || at[2 * i + 1] < at[2 * i])
		return STR_NONE;
	return (struct str){ s->subject.p + at[2 * i],
	    at[2 * i + 1] - at[2 * i] };
}
