/*
 * fault: makes the n-th call of a kind fail, so that tests can prove what
 * happens then. CCKIT_FAULT=alloc:17:once fails the 17th allocation,
 * write:3:on the third write and all after it. Off (one predictable branch)
 * when the variable is not set. Kinds: alloc read write fsync rename open.
 */
#ifndef CCKIT_FAULT_H
#define CCKIT_FAULT_H

#include "common/base.h"

enum fault_kind {
	FAULT_ALLOC,
	FAULT_READ,
	FAULT_WRITE,
	FAULT_FSYNC,
	FAULT_RENAME,
	FAULT_OPEN,
	FAULT_KINDS
};

/* Reads CCKIT_FAULT; called once by cli_begin before threads start. */
void fault_init(void);

/* True when this call of this kind is to fail. Thread-safe. */
bool fault_hits(enum fault_kind kind);

#endif
