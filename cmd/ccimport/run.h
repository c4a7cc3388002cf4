/*
 * run: the program at work on one record: values fetched, converted, put into
 * lines. One `struct run` a worker; nothing is allocated for a record but in
 * its arena, which is reset before the next.
 */
#ifndef CCIMPORT_RUN_H
#define CCIMPORT_RUN_H

#include "cmd/ccimport/episodes.h"
#include "cmd/ccimport/filter.h"
#include "cmd/ccimport/issues.h"
#include "cmd/ccimport/program.h"
#include "cmd/ccimport/record.h"
#include "common/line.h"

enum { MAX_SCOPES = 8 };

/* Rules by which records are left out, after the profile's own. */
enum {
	RULE_HEADER_AGAIN, RULE_NO_MESSAGE, RULE_NO_EVENT, RULE_NO_CUSTOMER,
	RULE_NO_LEG, RULE_DROPPED_CALL, RULES
};

/* What is the same for all records of a file; read-only. */
struct file_info {
	const char *name;		/* as the user named it */
	struct binding binding;
	struct plan plan;
	const struct zone *zone;	/* NULL: none known */
	struct str src_head, src_tail;	/* the member src around the line */
};

/* What became of records; workers count, the main thread adds up. */
struct tally {
	uint64_t in, rejected, made, extra;
	uint64_t written[KIND_COUNT];	/* straight to the output */
	uint64_t *skipped;		/* [drop.n + RULES] */
	uint64_t issue[ISSUE_COUNT];
	int64_t start, end;		/* least and greatest instant seen */
	bool any;
};

/* A line made that goes on to a sort, or that others may still join. */
struct made {
	struct line_maker *maker;
	enum line_kind kind;
	enum make make;
};

struct run {
	/* set once */
	const struct program *program;
	struct filter_env env;
	struct str source;
	bool content;			/* --content */
	/* set for each record */
	const struct file_info *file;
	const struct record *record;
	/* working state */
	struct arena arena;
	struct value *cache;		/* [program->n] */
	uint64_t *cached_at;		/* stamp of the scope it was made in */
	uint64_t stamp;
	const struct json_node *scope[MAX_SCOPES];	/* [0] the innermost */
	unsigned n_scope;
	/* the line being made: values by member, and which are there */
	struct value ours[FIELD_COUNT];
	struct field_set has_ours;
	struct buf *out;		/* lines that need no sort go here */
	size_t n_out;			/* of this record */
	unsigned issues;		/* ISSUE_ bits */
	struct made *made;		/* of this record */
	size_t n_made, cap_made;
	struct buf object;		/* objects being written */
	struct finding finding;		/* after a refusal */
	struct tally tally;
};

void run_init(struct run *r, const struct program *g);
void run_release(struct run *r);

/* Takes a record up. The arena is cleared by the caller, before the record is
 * taken apart (its cells may live there). */
void run_begin(struct run *r, const struct file_info *file,
    const struct record *rec);
/*
 * Makes all its lines: into r->out (r->n_out of them) when the program is not
 * sorted, else r->made[0..n_made). 1: made; 0: left out by a rule (counted in
 * the tally); -1: refused (r->finding), with r->out as it was before.
 */
int run_record(struct run *r);

/*
 * Values: a view of what is cached, or of *tmp. NULL: refused (r->finding).
 * Absent is a value of type V_NONE.
 */
const struct value *run_choices(struct run *r, const struct choices *list,
    struct value *tmp);
const struct value *run_term(struct run *r, const struct term *t,
    struct value *tmp);
/* Sets r->finding for a value of a column; NULL. */
const struct value *run_refuse(struct run *r, struct str path,
    struct str value);
bool run_null_word(const struct profile *p, const struct column *c,
    struct str s);
int run_condition(struct run *r, const struct cond *c);	/* 1, 0, -1 */
/* As it stands in the file, without null words, before its unit. */
void run_raw(struct run *r, unsigned slot, struct value *v);

/* Runs a section's assignments; its members are r->ours afterwards. */
int run_assigns(struct run *r, const struct section *s);
int run_ops(struct run *r, const struct section *s);	/* the same, flat */
/* Index of the drop rule that holds, or -1; -2: refused, also because what
 * the profile expects does not hold. */
int run_drop(struct run *r);
/* Puts r->ours into a maker. */
void run_put(struct run *r, struct line_maker *m);
/* Members that `to` lacks come from m; of the contact's level only, or all. */
void fill_from(struct line_maker *to, const struct line_maker *m,
    bool contact);
/* Adds source, src and issues; checks id. -1: no key. */
int run_finish(struct run *r, struct line_maker *m, enum line_kind kind);
/* The same without a maker: writes the line of r->ours to r->out. */
int run_emit(struct run *r, enum line_kind kind);
/* Line, column and byte of a view into the record's own bytes. */
void run_locate(const struct run *r, struct str s, struct finding *f);
void run_check(struct run *r);
int run_no_key(struct run *r);		/* -1, with the finding set */
int run_unexpected(struct run *r, const char *why);	/* the same */
/* Adds a text to a member that is a list, once. */
void run_add(struct run *r, enum field_id f, struct str s);
static inline void
run_mark(struct run *r, enum field_id f)
{
	field_set_add(&r->has_ours, f);
}
static inline bool
run_has(const struct run *r, enum field_id f)
{
	return field_set_has(&r->has_ours, f);
}
/* Elements of a path, innermost scope first; for `each` and messages. */
size_t run_elements(struct run *r, const struct step *step, size_t n,
    const struct json_node ***list, const struct json_node ***parent);
void run_enter(struct run *r, const struct json_node *element,
    const struct json_node *parent);
void run_leave(struct run *r);
void run_forget_ours(struct run *r);
/* `our.X` as a maker has it: times, durations, numbers, texts. */
void run_recall(struct run *r, const struct line_maker *m);
/* Adds r->issues to the maker, and counts and clears them. */
void run_issues(struct run *r, struct line_maker *m);
/* Fills m with an episode; its section is run on the record at hand. */
int run_episode(struct run *r, const struct episode *e, struct str thread,
    struct line_maker *m);
/* The messages inside the record, in time order; they live in the arena. */
int messages_inside(struct run *r, struct message **out, size_t *n);
/* The text if it is UTF-8, else read as windows-1252 (an issue). */
struct str run_clean(struct run *r, struct str s);
void tally_time(struct tally *t, int64_t ms);

#endif
