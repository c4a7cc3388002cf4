/*
 * line: reading, writing, patching and checking interaction lines
 * (cc-lines(5)). All views given out point into the caller's bytes and live as
 * long as these do.
 *
 * Reading is by projection: say once which members you want, then get raw JSON
 * tokens for each line. Every line is checked whole: valid JSON in valid UTF-8,
 * an object, cc 1, a kind of ours, no member of ours twice. Two ways give the
 * same answer: the fast one takes lines without blanks whose first member is
 * cc, the strict reader takes all else. In loops over many lines use
 * line_read_guessing.
 */
#ifndef CCKIT_LINE_H
#define CCKIT_LINE_H

#include "common/buf.h"
#include "common/err.h"
#include "common/field.h"
#include "common/mem.h"

enum { LINE_MAX_BYTES = 16 << 20, LINE_MAX_DEPTH = 64 };

/* ---- reading ------------------------------------------------------------ */

enum line_status {
	LINE_OK,
	LINE_BLANK,	/* an empty line: skip */
	LINE_BAD,	/* not an interaction line: `problem` says why */
	LINE_NEWER,	/* "cc" is higher than this program knows: status 3 */
	LINE_FAILED,	/* kind failed: the tool before this one failed */
};

enum {
	LINE_WANTS = 63,		/* the most members of one projection */
	LINE_KIND = 63, LINE_DROPPED,	/* tokens of the reader's own */
	LINE_TOKENS,
	LINE_NAME_BITS = 11
};

/*
 * A projection: the members a reader wants. F_KIND costs nothing extra.
 */
struct line_plan {
	enum field_id want[LINE_WANTS];	/* ascending (canonical) order */
	unsigned n;
	int8_t slot[FIELD_COUNT];	/* index in want, or -1 */
	uint8_t store[FIELD_COUNT + 1];	/* the token that a field fills */
	uint64_t multiplier;		/* of the hash that has no collisions */
	uint8_t by_name[1 << LINE_NAME_BITS];	/* hash of a name: its field */
	struct { uint64_t a, b; } name[FIELD_COUNT + 1];
};

void line_plan_init(struct line_plan *plan, const enum field_id *want,
    size_t n);

/*
 * The wanted members of one line. token[i] is the raw JSON of plan->want[i]
 * (strings with their quotes), p == NULL when absent.
 */
struct line {
	struct str raw;			/* the line without its LF */
	enum line_kind kind;
	bool strict;			/* came by the strict reader */
	struct str token[LINE_TOKENS];
	const char *problem;		/* static text, with LINE_BAD */
	size_t problem_at;		/* byte offset in raw */
};

/* `raw` has no LF and PADDING readable bytes after it. */
enum line_status line_read(const struct line_plan *plan, struct str raw,
    struct line *out);

/*
 * The same for many lines, of which most look like one before: a line with the
 * same members, spelled as the writer does, costs little more than to look at
 * its bytes once. One per thread and plan, zeroed at first and best kept from
 * batch to batch; the answer is the same.
 */
enum { LINE_SHAPE_ROWS = 8, LINE_SHAPE_WAYS = 4, LINE_SHAPED = 160 };

struct line_guess {
	struct line_shape {
		uint8_t n;		/* places of structure; 0: no shape */
		uint8_t names, scalars, n_wanted;
		uint8_t wanted[LINE_WANTS + 1][3];	/* the token, the places
							   before and behind */
		uint8_t scalar[32];	/* places before neither string nor
					   structure */
		unsigned char mark[LINE_SHAPED];
		struct line_name {	/* 16 bytes of a name or less */
			uint8_t place, skip;
			unsigned char bytes[16], mask[16];
		} name[48];
		uint8_t members;
		struct line_member {	/* ends before the next one's place */
			uint8_t place, field;
		} member[48 + 1];
	} shape[LINE_SHAPE_ROWS][LINE_SHAPE_WAYS];
	uint8_t order[LINE_SHAPE_ROWS][LINE_SHAPE_WAYS];	/* xor index */
	uint64_t known;			/* lines whose shape was known */
};

enum line_status line_read_guessing(const struct line_plan *plan,
    struct line_guess *guess, struct str raw, struct line *out);

/* The same, and where a good line's members stand, appended to places: what
 * line_locate would find by another look at the line. */
struct line_places;
enum line_status line_read_locating(const struct line_plan *plan,
    struct line_guess *guess, struct str raw, struct line *out,
    struct line_places *places);

static inline struct str
line_get(const struct line_plan *plan, const struct line *l, enum field_id f)
{
	int i = plan->slot[f];

	return i < 0 ? STR_NONE : l->token[i];
}

/* Typed values of a raw token. False: absent or not of that type. */
/* Decoded string; without escapes it is a view of the token, else in a. */
bool token_str(struct str token, struct arena *a, struct str *out);
bool token_int(struct str token, int64_t *out);
bool token_micro(struct str token, int64_t *millionths);	/* T_NUM */
bool token_time(struct str token, int64_t *ms);
bool token_bool(struct str token, bool *out);
/* The same, where absent or of another type is STR_NONE or WHEN_NONE. */
struct str token_text(struct str token, struct arena *a);
int64_t token_when(struct str token);
/* Index in a NULL-ended list of names, or -1 (absent), or the index of
 * "other" / the list's length when the name is not in it. */
int token_enum(struct str token, const char *const *values);

/*
 * Walking arrays and objects of a token that line_read gave out (so it is
 * valid JSON). Start with *at = 0; false at the end.
 */
bool token_element(struct str array, size_t *at, struct str *element);
bool token_member(struct str object, size_t *at, struct str *name_raw,
    struct str *value);
/* The value of one member of an object token, or STR_NONE. */
struct str token_find(struct str object, const char *name);
/* Projection of a leg (an object inside `legs`), by the same kind of plan. */
void leg_read(const struct line_plan *plan, struct str leg, struct line *out);

/* ---- writing ------------------------------------------------------------ */

/*
 * A line being made: set members in any order, emit in canonical order. What
 * is empty, null, [] or {} is left out. Reused from line to line: clear it.
 * Values are copied into its own buffer.
 */
struct line_maker {
	struct buf bytes;		/* values, back to back */
	struct field_set has;
	struct { size_t at, n; } value[FIELD_COUNT];	/* of those it has */
	struct buf extra;		/* unknown members: ,"name":value… */
};

void maker_clear(struct line_maker *m);
void maker_release(struct line_maker *m);
bool maker_has(const struct line_maker *m, enum field_id f);
struct str maker_token(const struct line_maker *m, enum field_id f);
void maker_str(struct line_maker *m, enum field_id f, struct str s);
void maker_int(struct line_maker *m, enum field_id f, int64_t v);
void maker_micro(struct line_maker *m, enum field_id f, int64_t millionths);
void maker_time(struct line_maker *m, enum field_id f, int64_t ms);
void maker_bool(struct line_maker *m, enum field_id f, bool v);
void maker_raw(struct line_maker *m, enum field_id f, struct str json);
void maker_unset(struct line_maker *m, enum field_id f);
/* Appends an element (raw JSON, or a string to be quoted) to an array member;
 * add_str leaves out an element that is already there. */
void maker_add_raw(struct line_maker *m, enum field_id f, struct str json);
void maker_add_str(struct line_maker *m, enum field_id f, struct str s);
/* A member that is not in the table: kept, after the known ones. */
void maker_unknown(struct line_maker *m, struct str name, struct str json);
/* Writes the line and LF. kind is written by name; cc first. */
void maker_emit(struct line_maker *m, enum line_kind kind, struct buf *out);
/* Writes it as a leg object: no cc, no kind, no LF. */
void maker_emit_leg(struct line_maker *m, struct buf *out);
/* Takes every member of a line or leg apart into m (strict; err on bad). */
int maker_load(struct line_maker *m, struct str raw, enum line_kind *kind,
    struct err *err);

/* JSON text of a value, in the writer's spelling. */
void json_put_str(struct buf *b, struct str s);		/* with quotes */
void json_put_micro(struct buf *b, int64_t millionths);
void json_put_time(struct buf *b, int64_t ms);		/* with quotes */

/* ---- where members stand ------------------------------------------------ */

/* `"name":value` without commas, as offsets in the line. */
struct line_place {
	uint32_t at, value, end;
	uint32_t field;			/* enum field_id */
};

/*
 * All members of some lines, each line's in its order, by one look at the
 * line's structure: for who reads some members and then patches others. Reused
 * from line to line (n = 0); zeroed at first; one a thread.
 */
struct line_places {
	struct line_place *place;
	size_t n, cap;
	uint8_t next[FIELD_COUNT + 1];	/* what followed a member lately */
};

/* Appends the places of raw's members; how many. raw is a valid line and has
 * PADDING readable bytes after it. */
size_t line_locate(struct line_places *to, struct str raw);
void line_places_release(struct line_places *l);

/* ---- patching ----------------------------------------------------------- */

struct line_patch {
	enum field_id field;
	struct str json;		/* p == NULL: delete the member */
};

/*
 * Copies raw (no LF) with the patches applied and a LF: replaced in place,
 * inserted after the last present member that precedes it in the table.
 * place: of all its `places` members. Patches in ascending field order, at most
 * one a field. Members stay byte for byte; blanks between them (the strict
 * reader takes them) may go.
 */
void line_patch(struct buf *out, struct str raw,
    const struct line_place *place, size_t places,
    const struct line_patch *p, size_t n);

/* ---- what the CRM lent ---------------------------------------------------- */

/*
 * ccmerge lends a contact the segment and flags of the CRM record valid then,
 * and says so in `lent`, so that the next merge can take them back. Tokens;
 * lent absent: nothing was lent.
 */
bool lent_is_segment(struct str lent, struct str segment);
/* Appends the elements of the array `flags` that are not in lent's as an array;
 * nothing when there are none. */
void lent_own_flags(struct str lent, struct str flags, struct buf *out);
bool token_has_element(struct str array, struct str element);
/* Appends the elements of the array `more` that `own` has not, as an array;
 * nothing when there are none. Either may be absent. */
void token_put_others(struct str own, struct str more, struct buf *to);

/* ---- checking ----------------------------------------------------------- */

/*
 * Full grammar, types, duplicate members, required members, and that totals are
 * the sums over legs. j is scratch, reused from line to line (json_release).
 * 0, or -1 with the first problem in *problem (static) and *at (byte offset).
 */
struct json;
/* The same for a line that line_read found good, and whose members are known to
 * stand there: most need no second look at their grammar. */
int line_validate_read(struct json *j, struct str raw,
    const struct line_place *place, size_t places, const char **problem,
    size_t *at);
int line_validate(struct json *j, struct str raw, const char **problem,
    size_t *at);

#endif
