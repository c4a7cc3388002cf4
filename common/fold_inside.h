/*
 * fold_inside: how a fold is kept, for fold.c (versions, and the whole),
 * fold_read.c, fold_write.c and fold_set.c. Nobody else includes it.
 */
#ifndef CCKIT_FOLD_INSIDE_H
#define CCKIT_FOLD_INSIDE_H

#include "common/fold.h"
#include "common/fold_unit.h"

struct fold {
	struct buf first;		/* the only line so far, as it came */
	size_t lines;
	size_t beside;			/* of them: not counted */
	bool first_beside, now_beside;	/* the first line; the one at hand */
	uint64_t repeats;		/* of the only line, byte for byte */
	uint64_t undecided;		/* dropped, though no version said so */
	enum line_kind kind;
	struct buf id, source;		/* tokens */
	struct unit **unit;
	size_t n, cap, reduce_at;
	struct unit **spare;		/* for reuse */
	size_t spares, spare_cap;
	struct arena arena;
	struct line_plan plan;		/* of what a plain line has not */
	/* scratch */
	struct line_maker top, out, filling, computed, listed, piece;
	struct unit **effective;	/* legs with what parts say of them */
	size_t effective_n, effective_cap;
};

/* Units in order: own (0 or 1), legs by place, parts by name and leg. */
struct set {
	struct unit *own;		/* NULL: none */
	struct unit **leg, **part;
	size_t legs, parts;
	bool flat;			/* one record is the line: no `legs` */
};

/* ---- units (fold_set.c) -------------------------------------------------- */

/* An empty one of the line at hand; it is kept or dropped. */
struct unit *fold_unit_new(struct fold *f);
void fold_unit_keep(struct fold *f, struct unit *u);
void fold_unit_drop(struct fold *f, struct unit *u);
/* Start and end, once its members have changed. */
void unit_see_times(struct unit *u);
void maker_copy(struct line_maker *to, const struct line_maker *from);
/* Nothing but where it came from. */
bool maker_says_nothing(const struct line_maker *m);
/* A record of a leg, which has a type in any case. */
bool unit_is_leg(const struct fold *f, const struct unit *u);
/* A member that legs which agree on it leave to the top. */
bool unit_goes_down(enum field_id id);

/* ---- sets (fold_set.c) --------------------------------------------------- */

/* with_legs: they are legs of a line, not one record that is the line. */
struct set fold_arrange(struct unit **unit, size_t n, bool with_legs);
/* What parts say of this leg; leg absent: of the contact. */
void fold_fill_from(struct fold *f, const struct set *s, struct str leg,
    struct line_maker *to);
/* f->effective: the legs with what parts say of them, to be dropped again;
 * f->filling: what stands on top without own; f->computed: of it, the legs'. */
void fold_fill(struct fold *f, const struct set *s);
void fold_drop_effective(struct fold *f);

/* ---- lines --------------------------------------------------------------- */

/* Keeps the units of a line. -1: it is no line (ERR_DATA). */
int fold_read(struct fold *f, struct str line, struct err *err);
/* The line of all units, with LF; their members are used up. */
void fold_write(struct fold *f, struct buf *out);

/* ---- versions (fold.c) --------------------------------------------------- */

/* By part and leg. */
int unit_by_key(const struct unit *a, const struct unit *b);

#endif
