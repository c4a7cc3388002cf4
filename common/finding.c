/* finding: the table's rows; see finding.h. */
#include "common/finding.h"

const struct finding_kind findings[FINDING_COUNT] = {
#define FINDING(id, code, level, words, doc) \
	[FINDING_##id] = { code, level, words, doc },
#include "common/finding.def"
#undef FINDING
};
