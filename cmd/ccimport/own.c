/* own: numbers, mail domains and names that are the house's and so are never
 * those of a customer. */
#include "cmd/ccimport/profile.h"

/* tel:+442071112222 by "+442071112222" or "+44207111*". */
static bool
is_number(struct str party, struct str ours)
{
	struct str number = str_skip(party, strlen("tel:"));

	if (ours.p[ours.n - 1] == '*') {
		ours.n--;
		return str_starts(number, ours);
	}
	return str_eq(number, ours);
}

/* The domain itself or one below it; addresses are in lower case. */
static bool
is_domain(struct str party, struct str ours)
{
	const char *at = str_find(party, '@');
	struct str domain;

	if (!at)
		return false;
	domain = str_range(at + 1, party.p + party.n);
	return str_ieq(domain, ours) || (domain.n > ours.n &&
	    domain.p[domain.n - ours.n - 1] == '.' &&
	    str_ieq(str_skip(domain, domain.n - ours.n), ours));
}

/* x:bank, id:system/bank: what follows the scheme and the system. */
static bool
is_name(struct str party, struct str ours)
{
	const char *colon = str_find(party, ':');
	struct str name = str_range(colon + 1, party.p + party.n);
	const char *slash = str_find(name, '/');

	return str_ieq(name, ours) || (slash && str_ieq(str_range(slash + 1,
	    name.p + name.n), ours));
}

bool
own_has(const struct own *own, struct str party)
{
	bool tel = str_starts(party, STR("tel:"));
	bool mail = str_starts(party, STR("mailto:"));
	const struct own_list *list = tel ? &own->numbers : mail ?
	    &own->domains : &own->names;
	bool (*is)(struct str, struct str) = tel ? is_number : mail ?
	    is_domain : is_name;

	for (size_t i = 0; i < list->n; i++)
		if (is(party, list->word[i]))
			return true;
	return false;
}

/* Numbers are compared in one spelling: that of a party. */
bool
own_number_valid(struct str s)
{
	size_t i = 1;

	if (s.n && s.p[s.n - 1] == '*')
		s.n--;
	if (s.n < 3 || s.p[0] != '+')
		return false;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i == s.n;
}
