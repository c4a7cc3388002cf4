/*
 * shift: what agents were planned to do against what they did. Overlaps are
 * not sums of lines: all intervals of an agent are needed before any of them
 * can be judged.
 *
 *	shifts_add(s, agent, plan, on, from, to) …	all of them, in any order
 *	shifts_judge(s, tolerance)
 *	shifts_time(s, agent, plan, on, from, to)	for each, or pieces of it
 *
 * Planned for contacts and not at it is an exception, and so is working when
 * something else was planned; being off in a planned break is none. A
 * tolerance is taken off the beginning of every exception (Dynamics 365: it is
 * subtracted, no threshold). Work outside of any plan is told apart (Genesys
 * Cloud counts it or not, by a switch).
 */
#ifndef CCKIT_SHIFT_H
#define CCKIT_SHIFT_H

#include "common/str.h"

struct shifts;

struct shifts *shifts_new(void);
void shifts_free(struct shifts *s);
/* on: available, busy or in wrap-up; else away. from < to; ms. */
void shifts_add(struct shifts *s, struct str agent, bool plan, bool on,
    int64_t from, int64_t to);
void shifts_judge(struct shifts *s, int64_t tolerance_ms);

struct shift_time {
	int64_t compared;	/* planned, of an agent of whom it is known
				   what he did */
	int64_t kept;		/* of it, without exceptions */
	int64_t outside;	/* done, with nothing planned then, of an agent
				   who has a plan at all */
};

struct shift_time shifts_time(const struct shifts *s, struct str agent,
    bool plan, bool on, int64_t from, int64_t to);

#endif
