/* people: who the customers are. A person is computed from a number, so ten
 * million of them need no memory. */
#include <string.h>

#include "tests/bank/bank.h"

static const char *const given[] = { "Amelia", "Noah", "Priya", "Oliver",
	"Zofia", "Liam", "Chidi", "Sara", "Mateo", "Ines", "Jun", "Fatima",
	"Tom", "Eilidh", "Luca", "Marta", "Yusuf", "Hannah", "Dev", "Ruth" };
static const char *const family[] = { "Okafor", "Smith", "Patel", "Kowalska",
	"Murphy", "Jones", "Garcia", "Chen", "Novak", "Ali", "Brown",
	"MacLeod", "Rossi", "Haddad", "Evans", "Nguyen", "Walker", "Silva",
	"Khan", "Berg", "Wood", "Ferrari", "Hughes", "Mensah" };

static void
make_phone(char *out, size_t n, uint64_t number)
{
	/* mobile numbers that Ofcom keeps for fiction begin 07700 900; ours
	 * need more, so they only look like them */
	snprintf(out, n, "+447%09llu", (unsigned long long)(400000000 +
	    number * 7919 % 599999993));
}

/* Every 12th person lives with the one before and shares a telephone. */
static bool
lives_with_previous(uint64_t number)
{
	return number % 12 == 11;
}

/* Of every 2,000 persons, 40 call through their firm's switchboard. */
static bool
behind_switchboard(uint64_t number)
{
	return number % 2000 >= 1960;
}

static void
put_lower(char *out, size_t n, const char *s)
{
	size_t i = 0;

	for (; s[i] && i + 1 < n; i++)
		out[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
	out[i] = '\0';
}

void
person_make(struct person *p, const struct rng *world, uint64_t number,
    uint64_t people)
{
	static const char *const segments[] = { "standard", "standard",
	    "standard", "premium", "business" };
	struct rng r = rng_split(world, "person", number);
	bool joint = lives_with_previous(number);
	struct rng home = rng_split(world, "person", number - joint);
	char low[2][16];

	*p = (struct person){ .number = number };
	snprintf(p->given, sizeof(p->given), "%s",
	    given[rng_below(&r, COUNT_OF(given))]);
	rng_below(&home, COUNT_OF(given));
	snprintf(p->family, sizeof(p->family), "%s",
	    family[rng_below(&home, COUNT_OF(family))]);
	snprintf(p->born, sizeof(p->born), "%04d-%02d-%02d",
	    1940 + (int)rng_below(&r, 65), 1 + (int)rng_below(&r, 12),
	    1 + (int)rng_below(&r, 28));
	make_phone(p->phone, sizeof(p->phone), number - joint);
	if (behind_switchboard(number))
		snprintf(p->phone, sizeof(p->phone), "+44207946%04llu",
		    (unsigned long long)(number / 2000 % 10000));
	p->shares_phone = behind_switchboard(number) || joint ||
	    (number + 1 < people && lives_with_previous(number + 1));
	put_lower(low[0], sizeof(low[0]), p->given);
	put_lower(low[1], sizeof(low[1]), p->family);
	snprintf(p->email, sizeof(p->email), "%s.%s%llu@post.example", low[0],
	    low[1], (unsigned long long)number);
	snprintf(p->crm, sizeof(p->crm), "K%08llu",
	    (unsigned long long)number);
	snprintf(p->handle, sizeof(p->handle), "%llu",
	    (unsigned long long)(100000 + number));
	p->twice = number % 50 == 7;
	p->segment = segments[rng_below(&r, COUNT_OF(segments))];
}
