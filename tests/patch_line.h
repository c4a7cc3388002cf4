/* patch_line: a line patched at once, for tests; it has PADDING after it. */
#ifndef TESTS_PATCH_LINE_H
#define TESTS_PATCH_LINE_H

#include "common/line.h"

static inline void
patch_line(struct buf *out, struct str raw, const struct line_patch *p,
    size_t n)
{
	struct line_places l = { 0 };
	size_t places = line_locate(&l, raw);

	line_patch(out, raw, l.place, places, p, n);
	line_places_release(&l);
}

#endif
