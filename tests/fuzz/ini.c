/* ini: every item lies in the text and has a place; and what parses as a file
 * goes on to the profile language, which must refuse by name or take it. */
// needs: ccimport
#include "common/ini.h"

#include "cmd/ccimport/profile.h"
#include "tests/fuzz/memfile.h"

static void
check_items(const struct ini *ini)
{
	for (size_t i = 0; i < ini->n; i++) {
		const struct ini_item *x = &ini->item[i];
		struct str s = x->key.p ? x->key : x->section;
		unsigned line, column;

		MUST(s.p >= ini->text && s.p + s.n <= ini->text + ini->n_text);
		MUST(!x->value.p || (x->value.p >= ini->text &&
		    x->value.p + x->value.n <= ini->text + ini->n_text));
		ini_where(ini, s.p, &line, &column);
		MUST(line > 0 && column > 0);
	}
}

static void
try_profile(struct str in)
{
	int fd = memfile(in);
	struct err err = { 0 };
	struct profile *p;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	p = profile_open(path, &err);
	MUST(p || err.text[0]);
	profile_free(p);
	err_clear(&err);
	close(fd);
}

static void
fuzz_one(struct str in)
{
	struct ini ini = { 0 };
	struct err err = { 0 };

	if (ini_parse(&ini, in, "fuzz", &err) == 0)
		check_items(&ini);
	else
		MUST(err.text[0]);
	ini_release(&ini);
	err_clear(&err);
	try_profile(in);
}
