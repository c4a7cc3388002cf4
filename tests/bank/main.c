/* bank: bank DIR [SIZE [SEED]]: writes the exports of a bank with about SIZE
 * contacts (default 20000) and the truth about them below DIR.
 * bank recover TRUTH FITTED: how far a fitted model is from truth/center.ini. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/bank/world.h"

FILE *
bank_open(const struct bank *b, const char *dir, const char *name)
{
	char path[1200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/%s", b->dir, dir, name);
	f = fopen(path, "w");
	if (!f) {
		fprintf(stderr, "bank: %s: %s\n", path, strerror(errno));
		exit(3);
	}
	return f;
}

static void
make_directories(const struct bank *b)
{
	static const char *const dirs[] = { "", "connect", "pbx", "five9",
	    "zendesk", "social", "surveys", "crm", "truth" };
	char path[1200];

	for (size_t i = 0; i < COUNT_OF(dirs); i++) {
		snprintf(path, sizeof(path), "%s/%s", b->dir, dirs[i]);
		if (mkdir(path, 0777) < 0 && errno != EEXIST) {
			fprintf(stderr, "bank: %s: %s\n", path,
			    strerror(errno));
			exit(3);
		}
	}
}

static void
open_all(struct bank *b)
{
	make_directories(b);
	connect_open(b);
	pbx_open(b);
	five9_open(b);
	zendesk_open(b);
	tweet_open(b);
	survey_open(b);
	truth_open(b);
}

static void
close_all(struct bank *b)
{
	connect_close(b);
	pbx_close(b);
	fclose(b->file[FIVE9]);
	fclose(b->states);
	zendesk_close(b);
	fclose(b->file[TWEET]);
	fclose(b->survey);
	truth_close(b);
	crm_write_all(b);
}

static void
write_contact(struct bank *b, const struct contact *c)
{
	static void (*const write[VENDORS])(struct bank *,
	    const struct contact *, const struct person *) = {
		[CONNECT] = connect_write, [PBX] = pbx_write,
		[FIVE9] = five9_write, [CHAT] = chat_write,
		[TICKET] = ticket_write, [TWEET] = tweet_write,
	};
	struct person p;

	person_make(&p, &b->rng, c->person, b->people);
	write[queues[c->queue].vendor](b, c, &p);
	survey_write(b, c, &p);
	truth_add(b, c, &p);
}

int
main(int argc, char **argv)
{
	struct bank b = { .size = 20000 };
	struct load l;
	struct world *w;
	struct contact c;

	if (argc == 4 && strcmp(argv[1], "recover") == 0)
		return recover(argv[2], argv[3]);
	if (argc < 2) {
		fprintf(stderr, "usage: bank DIR [SIZE [SEED]]\n"
		    "       bank recover TRUTH FITTED\n");
		return 2;
	}
	snprintf(b.dir, sizeof(b.dir), "%s", argv[1]);
	if (argc > 2)
		b.size = strtoull(argv[2], NULL, 10);
	rng_seed(&b.rng, argc > 3 ? strtoull(argv[3], NULL, 10) : 2026);
	b.people = b.size / 4 + 1;
	open_all(&b);
	load_init(&l, &b);
	load_write(&l, &b);
	w = world_new(&b, &l);
	while (world_next(w, &c))
		write_contact(&b, &c);
	world_free(w);
	load_release(&l);
	close_all(&b);
	return 0;
}
