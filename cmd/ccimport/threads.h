/*
 * threads: which thread a message belongs to, when the data only say what each
 * message answers. The thread is named by its root: the message without a
 * parent, or the parent that is not in the data (its answers still belong
 * together). About 110 bytes a message; kept until all are read, as any
 * message may come in any order.
 */
#ifndef CCIMPORT_THREADS_H
#define CCIMPORT_THREADS_H

#include "common/mem.h"
#include "common/str.h"

struct thread_entry {
	struct str id, parent;
	int64_t at_ms;
	uint32_t next;			/* in its bucket; 0: none (1-based) */
	uint32_t root;			/* once known; 1-based */
	uint32_t mark;			/* walk that passed here */
};

struct threads {
	struct arena arena;
	struct thread_entry *entry;
	size_t n, cap;
	uint32_t *bucket;
	size_t n_bucket;
	uint32_t walk;
};

/* Copies. The first of several entries with one id stays. */
void threads_add(struct threads *t, struct str id, struct str parent,
    int64_t at_ms);

/* What the parents named come to: whether the ids are what they are said to
 * be. Before the first threads_root. */
struct parents {
	uint64_t named, found;
	uint64_t younger;	/* found, but written after their answer */
};
struct parents threads_parents(const struct threads *t);
/* Id of the root of its thread; a view that lives as long as t. */
struct str threads_root(struct threads *t, struct str id);
void threads_release(struct threads *t);

#endif
