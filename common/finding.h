/*
 * finding: what can be said about data: one closed table (the fourth of four):
 * code, level, words. A finding is a value; low layers return it, only diag
 * prints and counts. Every row is provoked by some test, and listed in
 * cc-diagnostics(7) from here.
 */
#ifndef CCKIT_FINDING_H
#define CCKIT_FINDING_H

#include "common/str.h"

enum finding_level {
	LEVEL_NOTE,	/* worth knowing; no effect on the exit status */
	LEVEL_WARNING,	/* kept, but doubtful: counted; status 0 unless --strict */
	LEVEL_REFUSED,	/* a record was left out: status 1 */
	LEVEL_FAILURE,	/* could not go on: status 3 */
};

/* The enum is made from the table in finding.def:
 * FINDING(ID, "code", LEVEL, "words for the message", "doc") */
enum finding_code {
#define FINDING(id, code, level, words, doc)	FINDING_##id,
#include "common/finding.def"
#undef FINDING
	FINDING_COUNT
};

struct finding_kind {
	const char *code;		/* bad-duration */
	enum finding_level level;
	const char *words;		/* is not a duration */
	const char *doc;		/* a sentence for cc-diagnostics(7) */
};

extern const struct finding_kind findings[FINDING_COUNT];

struct finding {
	enum finding_code code;
	const char *file;		/* as the user named it; NULL: none */
	uint64_t line, column;		/* 1-based; 0: unknown */
	uint64_t byte;			/* 0-based offset of the record */
	struct str field;		/* their column or member name; may be absent */
	struct str value;		/* the offending bytes; may be absent */
	const char *more;		/* extra words, or NULL */
};

#endif
