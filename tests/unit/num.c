/* num: decimals read exactly, divisions rounded half away from zero. */
#include "common/num.h"

#include "tests/unit/test.h"

static const struct { const char *text; char point, group; int64_t want; }
    taken[] = {
	{ "0", '.', 0, 0 },
	{ "12", '.', 0, 12000000 },
	{ "-0.5", '.', 0, -500000 },
	{ "+3", '.', 0, 3000000 },
	{ ".25", '.', 0, 250000 },
	{ "1.0000004", '.', 0, 1000000 },
	{ "1.0000005", '.', 0, 1000001 },
	{ "-1.0000005", '.', 0, -1000001 },
	{ "1,234.56", '.', ',', 1234560000 },
	{ "1.234,56", ',', '.', 1234560000 },
	{ "12,34,567.5", '.', ',', 1234567500000 },
	{ "1'234'567", '.', '\'', 1234567000000 },
	{ "  7 ", '.', 0, 7000000 },
	{ "9223372036854.775807", '.', 0, INT64_MAX },
};

static const struct { const char *text; char point, group; } refused[] = {
	{ "", '.', 0 }, { "-", '.', 0 }, { ".", '.', 0 }, { "1.2.3", '.', 0 },
	{ "1e5", '.', 0 }, { "0x10", '.', 0 }, { "1,5", '.', ',' },
	{ "1,2345", '.', ',' }, { ",123", '.', ',' }, { "1,,234", '.', ',' },
	{ "1234,567", '.', ',' }, { "1,234", '.', 0 }, { "--1", '.', 0 },
	{ "9223372036854.775808", '.', 0 }, { "99999999999999999", '.', 0 },
	{ "1 2", '.', 0 },
};

static const struct { int64_t sum, n, want; } divisions[] = {
	{ 5, 2, 3 }, { -5, 2, -3 }, { 4, 3, 1 }, { -4, 3, -1 }, { 0, 7, 0 },
	{ 7, 7, 1 }, { 1, 3, 0 }, { 1, 2, 1 }, { -1, 2, -1 },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT_OF(taken); i++) {
		int64_t v = 0;
		bool good = num_read(str_of(taken[i].text), taken[i].point,
		    taken[i].group, &v);

		TEST_CASE(good && v == taken[i].want, "'%s' is %jd millionths",
		    taken[i].text, (intmax_t)v);
	}
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		int64_t v;

		TEST_CASE(!num_read(str_of(refused[i].text), refused[i].point,
		    refused[i].group, &v), "'%s' is refused",
		    refused[i].text);
	}
	for (size_t i = 0; i < COUNT_OF(divisions); i++)
		TEST_CASE(num_div_round(divisions[i].sum, divisions[i].n) ==
		    divisions[i].want, "%jd / %jd",
		    (intmax_t)divisions[i].sum, (intmax_t)divisions[i].n);
	TEST_CASE(num_div_round((wide)INT64_MAX * 1000000, 1000000) ==
	    INT64_MAX, "a sum of 128 bits");
	return test_end();
}
