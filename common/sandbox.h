/*
 * sandbox: gives up what a tool does not need before it reads data: Landlock
 * for files (and TCP, where the kernel knows it) and no_new_privs. Unprivileged,
 * for this process and its threads started later; files that are open already
 * keep working. Where the kernel has no Landlock nothing is lost but the
 * sandbox, and --version says so.
 */
#ifndef CCKIT_SANDBOX_H
#define CCKIT_SANDBOX_H

#include "common/err.h"

enum { SANDBOX_PATHS = 256 };

/* What will still be needed; all else is refused by the kernel. */
struct sandbox_need {
	/* Files and directories to read below; missing ones are passed over. */
	const char *read[SANDBOX_PATHS];
	size_t n_read;
	/* Files to be written: their directories get the right to make, rename
	 * and remove files. */
	const char *write[16];
	size_t n_write;
	/* Directories for temporaries. */
	const char *temporary[4];
	size_t n_temporary;
};

void sandbox_read(struct sandbox_need *need, const char *path);
void sandbox_write(struct sandbox_need *need, const char *path);
void sandbox_temporary(struct sandbox_need *need, const char *dir);

/* The live Landlock ABI; 0: none. */
int sandbox_level(void);
/*
 * Enters. -1 and err when the kernel can and yet refuses. More paths than fit
 * leave reading open everywhere (writing is still confined).
 */
int sandbox_enter(const struct sandbox_need *need, struct err *err);

#endif
