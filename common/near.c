/* near: edit distance of short words, three rows at a time; see near.h. */
#include "common/near.h"

enum { LONGEST = 64 };

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
swapped(struct str a, struct str b, size_t i, size_t j)
{
	return i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
	    lower(a.p[i - 2]) == lower(b.p[j - 1]);
}

size_t
near_distance(struct str a, struct str b)
{
	size_t row[3][LONGEST + 1];

	if (a.n > LONGEST || b.n > LONGEST)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = row[i % 3], *above = row[(i + 2) % 3];

		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t change = above[j - 1] +
			    (lower(a.p[i - 1]) != lower(b.p[j - 1]));
			size_t d = MIN(change, MIN(above[j], now[j - 1]) + 1);

			if (swapped(a, b, i, j))
				d = MIN(d, row[(i + 1) % 3][j - 2] + 1);
			now[j] = d;
		}
	}
	return row[a.n % 3][b.n];
}

static bool
is_enough(size_t distance, struct str typed, struct str known)
{
	return distance <= (MAX(typed.n, known.n) + 1) / 3;
}

bool
near_enough(struct str typed, struct str known)
{
	return is_enough(near_distance(typed, known), typed, known);
}

void
near_offer(struct near *n, struct str known)
{
	size_t d = near_distance(n->typed, known);

	if (is_enough(d, n->typed, known) && (!n->best.p || d < n->distance)) {
		n->best = known;
		n->distance = d;
	}
}
