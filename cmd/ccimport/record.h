/*
 * record: one record of a vendor's file, taken apart: named cells (csv, log)
 * or a JSON value. Views live until the worker's next record.
 */
#ifndef CCIMPORT_RECORD_H
#define CCIMPORT_RECORD_H

#include "common/finding.h"
#include "common/json.h"
#include "common/str.h"

enum again { AGAIN_NO, AGAIN_SAME, AGAIN_OTHER };

struct record {
	struct str raw;			/* its bytes in the file */
	uint64_t line, byte;		/* where it begins */
	struct str *cell;		/* csv, log */
	size_t n;
	enum again again;		/* csv: the header once more? */
	bool plain;			/* every cell is VALUE_PLAIN */
	const struct json *json;	/* json: the tree; NULL otherwise */
	const struct json_node *root;
};

#endif
