/*
 * write_inside: what the files of write share: the model being written, and
 * the words of a section. put_note() and note_*() write comments, the other
 * put_*() a key and its value. Nothing here fails.
 */
#ifndef CCFIT_WRITE_INSIDE_H
#define CCFIT_WRITE_INSIDE_H

#include "cmd/ccfit/write.h"

struct writing {
	const struct fit *fit;
	struct diag *diag;
	struct buf *out;		/* the model */
	struct buf block;		/* of one section, maybe left out */
	uint32_t *queues, *segments, *bots;	/* by name */
	bool *runs;			/* by number of queue */
	double **count;			/* people by group, weekday and slot */
};

static inline struct str
queue_name(const struct writing *w, uint32_t queue)
{
	return w->fit->f->queues.key[queue];
}

/* ---- write_words.c -------------------------------------------------------- */

/* A section is made in block, [kind a b] (a and b may be empty), and goes out
 * at its end: as it is, or as comments when it cannot run. */
void begin_section(struct writing *w, const char *kind, struct str a,
    struct str b);
void end_section(struct writing *w, bool runs);

/* Broken below 80 columns; names in it may hold anything. */
void put_note(struct buf *out, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* "1234 of mean 3.5m; AIC and Kolmogorov-Smirnov distance: …" */
void note_law(struct buf *out, const char *what, const struct law_fit *f);

/* Only the name, as the model takes it: no control characters. */
void put_name(struct buf *out, struct str name);
/* Nothing of DIST_NONE. */
void put_law(struct buf *out, const char *key, const struct dist *d);
/* To 4 places. */
void put_share(struct buf *out, const char *key, double share);
void put_time(struct buf *out, const char *key, double ms);

/* To a tenth of a second; returns text. */
const char *short_time(char text[32], double ms);

/* ---- a section each, or all of its kind -------------------------------------- */

/* Index of cc-lines(5)'s channels: the one most of its visits are of. */
int main_channel(const struct seen_queue *q);
void write_queue(struct writing *w, uint32_t queue);

void write_group(struct writing *w, size_t group);
/* By group, where laws of their own are worth their parameters. */
void write_handling(struct writing *w, uint32_t queue);

void write_arrivals(struct writing *w, uint32_t queue);
void write_redial(struct writing *w, uint32_t queue);
/* From the queue that is place-th by name, to each other. */
void write_transfers(struct writing *w, size_t place);
void note_week(struct buf *out, const struct week *week);

void write_segments(struct writing *w);
void write_bots(struct writing *w);

#endif
