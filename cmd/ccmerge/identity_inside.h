/*
 * identity_inside: what records said of who is who, for identity.c (taking it
 * in), identity_number.c (numbers for identifiers), identity_rules.c (making
 * persons of them), identity_who.c (whose a record is) and identity_links.c
 * (telling it). Nobody else includes it.
 */
#ifndef CCMERGE_IDENTITY_INSIDE_H
#define CCMERGE_IDENTITY_INSIDE_H

#include "cmd/ccmerge/identity.h"
#include "cmd/ccmerge/spool.h"
#include "common/map.h"

enum { STRENGTHS = 4 };

/* A reference is an identifier's number, and whether it is its record's last. */
#define REF_LAST	(UINT32_C(1) << 31)

/* Marks of an identifier; links unless it is shared or a hub. */
enum {
	SHARED = 1, HUB = 2,
	NUMBERED_EDGES = 4,		/* rule 4: where two persons' numbers */
	NO_EDGE = 8,			/* met: which edges join there */
	CANDIDATE = 16,			/* of the rule that is at work */
	SAYS = 32,			/* a number with a name and a birth */
	HOLDS = 64			/* a number with something shared */
};

/* A CRM record. */
struct saying {
	uint64_t first;			/* of its references */
	int64_t since;
	char who[CUSTOMER_BYTES];	/* digest of name and birth; zeros:
					   not said */
};

/* A CRM record of a number, valid from since; at: what it holds that is shared,
 * or MAP_NONE for the record itself. */
struct holding {
	uint32_t at, number;
	int64_t since;
};

struct identity {
	struct identity_options o;
	struct sort *parties;		/* references by strength and bytes */
	uint32_t begun;			/* batches */
	uint64_t *base;			/* by batch: references before it */
	size_t batches, base_cap;
	struct saying *saying;
	size_t sayings, saying_cap;
	uint64_t refs;
	/* Once identifiers are numbered, the strongest and then the least
	 * bytes first: */
	uint32_t *ref;
	struct spool texts;		/* by number */
	uint32_t n;			/* identifiers */
	uint32_t strongest[STRENGTHS + 1];	/* first of each strength */
	uint32_t crm_from, crm_to;	/* among those of strength 0 */
	uint32_t *source;		/* of crm_from..crm_to */
	size_t source_cap;
	struct map sources;
	uint32_t *up;			/* union-find; the person when resolved */
	uint8_t *mark;
	uint32_t *twin;			/* union-find of rule 1, of strength 0 */
	/* When resolved: */
	char (*name)[CUSTOMER_BYTES];	/* by person */
	uint32_t persons;
	struct holding *holding;
	size_t holdings, holding_cap;
};

static inline bool
is_number(const struct identity *d, uint32_t at)
{
	return at >= d->crm_from && at < d->crm_to;
}

static inline bool
links(const struct identity *d, uint32_t at)
{
	return !(d->mark[at] & (SHARED | HUB));
}

/* How many references a record has whose first this is. */
static inline size_t
record_length(const struct identity *d, uint64_t first)
{
	uint64_t i = first;

	while (!(d->ref[i] & REF_LAST))
		i++;
	return (size_t)(i + 1 - first);
}

static inline uint32_t
ref_at(const struct identity *d, uint64_t i)
{
	return d->ref[i] & ~REF_LAST;
}

/* The number that stands in a key there, big-endian. */
static inline uint32_t
number_in(struct str key, size_t at)
{
	uint32_t big;

	memcpy(&big, key.p + at, sizeof(big));
	return __builtin_bswap32(big);
}

static inline struct sort *
identity_sort(const struct identity *d)
{
	return sort_new(&(struct sort_options){ d->o.mem_bytes, d->o.tmp_dir,
	    d->o.threads });
}

/* ---- identity_number ------------------------------------------------------- */

/* Numbers all identifiers, and puts the numbers into the references. */
int identity_number(struct identity *d, struct err *err);

/* ---- identity_who ---------------------------------------------------------- */

/* When persons are made: finds who held what is shared, names persons. */
int identity_name(struct identity *d, struct err *err);

#endif
