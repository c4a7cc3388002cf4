/*
 * line_inside: where the members of a valid line stand, for line_patch.c and
 * line_check.c. Nobody else includes it.
 */
#ifndef CCKIT_LINE_INSIDE_H
#define CCKIT_LINE_INSIDE_H

#include "common/line.h"

enum { LINE_USUAL_MEMBERS = 160 };

struct line_place {
	size_t at, end;		/* `"name":value` without commas */
	size_t value;		/* where the value begins */
	enum field_id field;
};

/*
 * By the line's structure, as the writer spells lines; SIZE_MAX when there are
 * blanks, more than LINE_USUAL_MEMBERS members or too long a line: then it must
 * be walked (token_member). raw is a valid line, PADDING after it.
 */
size_t line_places(struct str raw, struct line_place *place);

#endif
