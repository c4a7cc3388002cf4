/* num: exact decimals and divisions; see num.h. */
#include "common/num.h"

int64_t
num_div_round(wide sum, int64_t n)
{
	if (sum < 0)
		return -num_div_round(-sum, n);
	return (int64_t)((sum + n / 2) / n);
}

/*
 * Digits of one group passed over: the last before the point must be three,
 * those before it two (as in India) or three, the first may be one. So that
 * 1,5 is no 15 where the comma groups.
 */
struct groups {
	size_t n;		/* group characters so far */
	int digits;		/* since the last one */
};

static bool
group_ends(struct groups *g, bool last)
{
	int digits = g->digits;
	bool first = g->n == 0;

	g->digits = 0;
	g->n += !last;
	if (last)
		return first || digits == 3;
	return digits == 2 || digits == 3 || (first && digits == 1);
}

bool
num_read(struct str s, char point, char group, int64_t *millionths)
{
	bool minus = false, any = false, in_places = false;
	struct groups g = { 0 };
	wide v = 0;
	int places = 0, next = -1;

	s = str_trim(s);
	if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
		minus = s.p[0] == '-';
		s = str_skip(s, 1);
	}
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == point && !in_places) {
			in_places = true;
			if (!group_ends(&g, true))
				return false;
			continue;
		}
		if (group && c == group && any && !in_places &&
		    group_ends(&g, false))
			continue;
		if (c < '0' || c > '9')
			return false;
		any = true;
		g.digits++;
		if (places == 6) {
			if (next < 0)
				next = c - '0';
			continue;
		}
		v = v * 10 + (c - '0');
		places += in_places;
		if (v > INT64_MAX)
			return false;
	}
	if (!in_places && !group_ends(&g, true))
		return false;
	for (; places < 6; places++)
		v *= 10;
	v += next >= 5;
	if (!any || v > INT64_MAX)
		return false;
	*millionths = minus ? -(int64_t)v : (int64_t)v;
	return true;
}
