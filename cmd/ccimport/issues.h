/* issues: the words of the `issues` member that the importer can add. */
#ifndef CCIMPORT_ISSUES_H
#define CCIMPORT_ISSUES_H

enum issue {
	ISSUE_CHARSET = 1,		/* bytes that are not UTF-8 */
	ISSUE_NEGATIVE = 2,		/* a negative duration, left out */
	ISSUE_GAP = 4,			/* a local time the clock skipped */
	ISSUE_FOLD = 8,			/* a local time it showed twice */
	ISSUE_DIFFERS = 16,		/* wait differs from the stamps > 1 s */
	ISSUE_ORDER = 32,		/* ends before it starts */
	ISSUE_OPENING = 64,		/* a leg whose opening was not seen */
	ISSUE_DERIVED = 128,		/* a stamp computed from others */
	ISSUE_DOUBLE = 256,		/* a member that is twice in its object */
	ISSUE_COUNT = 9
};

/* Name of bit i (0-based). */
const char *issue_name(unsigned i);

#endif
