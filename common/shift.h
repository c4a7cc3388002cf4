/*
 * shift: what an agent was planned to do against what she did. Overlaps are
 * not sums of lines: all intervals of an agent are needed before any of them
 * can be judged.
 *
 *	shift_add(s, plan, on, from, to) …	all of an agent's, in any order
 *	shift_judge(s, tolerance)
 *	shift_time(s, plan, on, from, to)	for each, or pieces of it
 *	shift_clear(s)				for the next agent
 *
 * Planned for contacts and not at it is an exception, and so is working when
 * something else was planned; being off in a planned break is none. A
 * tolerance is taken off the beginning of every exception (Dynamics 365: it is
 * subtracted, no threshold). Work outside of any plan is told apart (Genesys
 * Cloud counts it or not, by a switch).
 */
#ifndef CCKIT_SHIFT_H
#define CCKIT_SHIFT_H

#include "common/base.h"

struct shift;

struct shift *shift_new(void);
void shift_free(struct shift *s);
/* on: available, busy or in wrap-up; else away. from < to; ms. */
void shift_add(struct shift *s, bool plan, bool on, int64_t from, int64_t to);
void shift_judge(struct shift *s, int64_t tolerance_ms);
void shift_clear(struct shift *s);

struct shift_time {
	int64_t compared;	/* planned, if it is known what was done */
	int64_t kept;		/* of it, without exceptions */
	int64_t outside;	/* done, with nothing planned then, if there is
				   a plan at all */
};

struct shift_time shift_time(const struct shift *s, bool plan, bool on,
    int64_t from, int64_t to);

#endif
