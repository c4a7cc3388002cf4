/*
 * identity_inside: what records said of who is who, for identity.c (taking it
 * in), identity_rules.c (making persons of it) and identity_who.c (whose a
 * record is). Nobody else includes it.
 */
#ifndef CCMERGE_IDENTITY_INSIDE_H
#define CCMERGE_IDENTITY_INSIDE_H

#include "cmd/ccmerge/identity.h"

enum { STRENGTHS = 4 };

enum why { LINKS, SHARED, HUB };

/* Which edges join in a component where two persons' numbers met. */
enum trust { ALL_EDGES, NUMBERED_EDGES, NO_EDGE };

struct node {
	uint32_t up;			/* union-find, all rules */
	uint32_t twin;			/* union-find of rule 1 */
	uint8_t strength;		/* 0 strongest */
	uint8_t why;			/* enum why */
	uint8_t trust;			/* enum trust, of its component */
	uint32_t source;		/* of a CRM number; MAP_NONE: not one */
	/* distinct identifiers it was seen with, by strength */
	uint32_t seen[STRENGTHS];
};

struct edge {
	uint32_t a, b;
	bool numbered;			/* the record named a CRM number */
};

/* A customer number and who its record says that is. */
struct saying {
	uint32_t node, who;
};

/* A CRM record of a number, valid from since; at: what it holds, or MAP_NONE
 * for the record itself. */
struct holding {
	uint32_t at, number;
	int64_t since;
};

struct identity {
	int64_t hub;
	struct map parties, whos, sources;
	struct node *node;
	size_t cap;
	char (*name)[CUSTOMER_BYTES];	/* by root, when resolved */
	struct edge *edge;
	size_t edges, edge_cap;
	struct saying *saying;
	size_t sayings, saying_cap;
	struct holding *holding;
	size_t holdings, holding_cap;
};

/* ---- identity_who ---------------------------------------------------------- */

/* Is this identifier's word worth more than the other's? */
bool identity_stronger(const struct identity *d, uint32_t a, uint32_t b);
/* When persons are made: orders what CRM records hold, names persons. */
void identity_name(struct identity *d, int threads);

#endif
