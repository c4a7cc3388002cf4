/* fault: the n-th call fails; see fault.h. */
#include "common/fault.h"

#include <stdatomic.h>
#include <string.h>

static struct {
	bool armed;
	bool stays;			/* fails from then on, not once */
	enum fault_kind kind;
	unsigned long at;
	atomic_ulong seen;
} fault;

static const char *const names[FAULT_KINDS] = {
	[FAULT_ALLOC] = "alloc", [FAULT_READ] = "read",
	[FAULT_WRITE] = "write", [FAULT_FSYNC] = "fsync",
	[FAULT_RENAME] = "rename", [FAULT_OPEN] = "open",
};

void
fault_init(void)
{
	const char *spec = getenv("CCKIT_FAULT");
	char *rest;

	if (!spec)
		return;
	for (size_t i = 0; i < FAULT_KINDS; i++) {
		size_t n = strlen(names[i]);

		if (strncmp(spec, names[i], n) != 0 || spec[n] != ':')
			continue;
		fault.at = strtoul(spec + n + 1, &rest, 10);
		fault.stays = strcmp(rest, ":on") == 0;
		fault.kind = (enum fault_kind)i;
		fault.armed = fault.at > 0;
	}
}

bool
fault_hits(enum fault_kind kind)
{
	unsigned long seen;

	if (LIKELY(!fault.armed) || kind != fault.kind)
		return false;
	seen = atomic_fetch_add(&fault.seen, 1) + 1;
	return fault.stays ? seen >= fault.at : seen == fault.at;
}
