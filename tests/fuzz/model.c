/* model: what is read can be checked, and is printed and read again to the
 * same; what is not says why. The first line may be a --set. */
#include "common/model.h"
#include "tests/fuzz/fuzz.h"

static void
print_again(const struct model *m)
{
	struct buf one = { 0 }, two = { 0 };
	struct model again = { 0 };
	struct err err = { 0 };

	model_print(m, &one);
	MUST(model_parse(&again, buf_view(&one), "printed", &err) == 0);
	model_print(&again, &two);
	MUST(str_eq(buf_view(&one), buf_view(&two)));
	model_release(&again);
	buf_release(&one);
	buf_release(&two);
}

static void
fuzz_one(struct str in)
{
	struct str rest = in, first;
	struct model m = { 0 };
	struct err err = { 0 }, why = { 0 };

	str_cut(&rest, '\n', &first);
	if (model_parse(&m, rest.p ? rest : STR(""), "fuzz", &err) == 0) {
		print_again(&m);
		MUST(model_check(&m, &why) == 0 || why.text[0]);
		err_clear(&why);
		MUST(model_set(&m, first, &why) == 0 || why.text[0]);
		print_again(&m);
	} else {
		MUST(err.text[0]);
	}
	model_release(&m);
	err_clear(&err);
	err_clear(&why);
}
