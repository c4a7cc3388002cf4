/*
 * import: the whole job: files in, lines out. Owns what is shared by the
 * stages: program, zone, readers, counts, the sort and the output.
 */
#ifndef CCIMPORT_IMPORT_H
#define CCIMPORT_IMPORT_H

#include "cmd/ccimport/read/reader.h"
#include "cmd/ccimport/run.h"
#include "cmd/ccimport/threads.h"
#include "common/cli.h"
#include "common/fold.h"
#include "common/output.h"
#include "common/sort.h"

struct import_options {
	struct cli cli;
	const char *profile;		/* -p */
	const char *source;		/* --source */
	const char *covers;		/* --covers FROM/TO */
	const char *country;		/* --country */
	struct opt_optional list;	/* --list[=filters] */
	bool check, sniff, explain, content;
};

extern const struct tool ccimport_tool;

/* Everything main does between cli_begin and cli_end. */
int ccimport_run(struct import_options *o, struct err *err);

/* One input file, open or done; kept to the end for its name and header. */
struct file {
	struct file_info info;
	struct head head;
	struct zone *own_zone;		/* named inside the file */
	struct io *in;
	void *state;			/* the reader's */
	uint64_t records;
	size_t index;			/* in im->file */
};

/* A line (or event, or message) on its way to the sort. */
struct item {
	size_t key_at, key_n, at, n;
};

/* A record that was refused, kept until its turn to be reported. */
struct refusal {
	struct finding finding;
	struct str raw;
};

/* One batch's input and what a worker made of it. */
struct job {
	struct raw_batch raw;
	struct file *file;
	struct buf out, keys;
	struct item *item;
	size_t n_item, cap_item;
	struct refusal *refusal;
	size_t n_refusal, cap_refusal;
	struct arena arena;		/* texts of the refusals */
	struct tally tally;
	struct job *next;
};

struct worker {
	struct run run;
	struct taking taking;
};

struct import {
	struct import_options *o;
	struct profile *profile;
	const struct country *home;	/* of --country */
	struct program program;
	const struct reader *reader;
	struct zone *zone;		/* -z, or the profile's */
	struct str source;
	struct file **file;
	size_t n_file, cap_file;
	int next_operand;
	struct file *current;
	struct worker *worker;
	int threads;
	struct job *jobs;		/* all of them, for freeing */
	struct tally tally;
	struct fold_counts fold;
	uint64_t same;			/* events or messages seen twice */
	uint64_t written[KIND_COUNT];
	int64_t covers_start, covers_end;
	bool covers;
	struct output *out;
	struct sort *sort;
	struct threads answers;		/* [messages] without a thread */
	struct buf scratch_key, scratch_line;
};

/* A sort with its part of the memory that -S gives. */
struct sort *import_sort(const struct import *im);
/* Opens the next file; 1, 0 no more, -1. Leaves it in im->current. */
int import_next_file(struct import *im, struct err *err);
void import_close_file(struct import *im);
/* The same at its end, with what there is to tell of it. */
int import_end_file(struct import *im, struct err *err);

/* workers.c: the two halves of work_run; a slot is a struct job *. */
int import_read_batch(void *context, void *slot, struct err *err);
int import_map_batch(void *context, int worker, void *slot, struct err *err);
/* A record that comes back from the sort is begun by the first worker; rec has
 * its bytes and its place. */
void import_take_again(struct import *im, const struct file *file,
    struct record *rec);
/* Adds what is counted in `from`, and clears it. */
void take_tally(struct tally *to, struct tally *from, size_t n_skipped);

/* Where made things go: into the job, by the profile's nature. */
struct item *job_item(struct job *j);	/* key and bytes start at the ends */
void job_item_end(struct job *j, struct item *it);

/* legs.c: flat lines by (kind, id, start, leg), folded at the end. first: of
 * its record's lines, the one that is counted. */
void legs_add(struct job *j, const struct made *made, bool first);
int legs_write(struct import *im, struct err *err);
/* Adds one flat line to a sort, outside of a job. */
int legs_sort(struct import *im, struct sort *s, const struct made *made,
    struct err *err);
/* events.c: the sorted events become calls, whose legs go to a second sort. */
int events_add(struct import *im, struct run *r, struct job *j);
int events_write(struct import *im, struct err *err);
/* messages.c */
int messages_add(struct import *im, struct run *r, struct job *j);
int messages_write(struct import *im, struct err *err);
/* Main thread, in reading order: who answers whom. */
void messages_note(struct import *im, struct str payload);

/* span.c */
int span_read(struct import *im, const char *covers, struct err *err);
int span_write(struct import *im, struct err *err);

/* summary.c: asserts the two equations, prints --summary. */
void summary_write(struct import *im);

/* check.c, explain.c, sniff.c, list.c */
int check_run(struct import_options *o, struct err *err);
int explain_run(struct import *im, struct err *err);
int sniff_run(struct import_options *o, struct err *err);
int list_run(struct import_options *o, struct err *err);

#endif
