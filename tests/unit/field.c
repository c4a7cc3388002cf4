/* field: the table is whole and says the same everywhere. */
#include "common/field.h"

#include "tests/unit/test.h"

static bool
has_list(const struct field *f)
{
	return f->type == T_ENUM ? f->values && f->values[0] : !f->values;
}

static bool
unique(const char *const *list)
{
	for (size_t i = 0; list && list[i]; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(list[i], list[k]) == 0)
				return false;
	return true;
}

static void
test_row(enum field_id id)
{
	const struct field *f = &fields[id];
	size_t doc = f->doc ? strlen(f->doc) : 0;

	if (!TEST_CASE(f->name && f->name_n == strlen(f->name) &&
	    f->name_n < 16, "row %d has a name of less than 16 bytes", id))
		return;
	TEST_CASE(field_find(str_of(f->name)) == id, "%s is found", f->name);
	TEST_CASE(has_list(f) && unique(f->values) && unique(f->members),
	    "%s: lists are right", f->name);
	TEST_CASE(doc && f->doc[doc - 1] != '.', "%s has a doc", f->name);
	TEST_CASE(f->kinds & (IN_LEG | ((1u << KIND_COUNT) - 1)),
	    "%s is in some kind", f->name);
}

int
main(void)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		test_row((enum field_id)f);
	for (int k = 0; k < KIND_COUNT; k++)
		TEST_CASE(line_kinds[k] && str_is(str_of(line_kinds[k]),
		    fields[F_KIND].values[k]), "kind %s is listed",
		    line_kinds[k]);
	TEST_CASE(field_find(STR("queues")) == F_UNKNOWN &&
	    field_find(STR("queu")) == F_UNKNOWN &&
	    field_find(STR("")) == F_UNKNOWN, "no other name is found");
	return test_end();
}
