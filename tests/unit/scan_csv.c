/* scan_csv: the twins agree with a byte by byte count, at every offset. */
#include "common/cpu.h"
#include "common/scan_csv.h"
#include "tests/unit/test.h"

static void
count(struct str s, char sep, uint32_t *at, size_t max, struct csv_cuts *c)
{
	*c = (struct csv_cuts){ .plain = true };
	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (s.p[i] == sep) {
			if (c->n < max)
				at[c->n] = (uint32_t)i;
			c->n++;
			continue;
		}
		c->quote |= b == '"';
		c->cr |= b == '\r';
		c->plain &= b >= 0x20 && b < 0x80 && b != '"' && b != '\\';
	}
}

static bool
same(struct str s, char sep, size_t max)
{
	static uint32_t a[256], b[256];
	struct csv_cuts x, y;

	count(s, sep, a, max, &x);
	scan_csv(s, sep, b, max, &y);
	return x.n == y.n && x.quote == y.quote && x.cr == y.cr &&
	    x.plain == y.plain &&
	    memcmp(a, b, MIN(x.n, max) * sizeof(*a)) == 0;
}

int
main(void)
{
	static const char bytes[] = "abc,,\"x\r\\;\t\x01\x1f \x7f\x80\xff,,,,,,,,";
	char text[200];
	uint32_t seed = 7;
	bool good = true;

	cpu_init();
	for (size_t round = 0; round < 20000; round++) {
		size_t n = round % sizeof(text);
		bool calm = round & 1;		/* few special bytes */

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			text[i] = calm && seed >> 28 ? 'a' :
			    bytes[(seed >> 16) % (sizeof(bytes) - 1)];
		}
		good &= same((struct str){ text, n }, ',', 256);
		good &= same((struct str){ text, n }, '\t', 256);
		good &= same((struct str){ text, n }, ',', 5);
	}
	TEST_CASE(good, "20000 records, level %s", cpu_level_name());
	for (int c = 0; c < 256; c++)
		for (size_t at = 0; at < 70; at++) {
			memset(text, 'a', sizeof(text));
			text[at] = (char)c;
			good &= same((struct str){ text, 70 }, ',', 256);
		}
	TEST_CASE(good, "every byte at every place");
	return test_end();
}
