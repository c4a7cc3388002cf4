/* facts: their memory and order; see facts.h. */
#include "cmd/ccfit/facts.h"

struct named {
	struct str name;
	uint32_t i;
};

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

uint32_t *
facts_by_name(const struct map *m)
{
	struct named *list = mem_zero(m->n + 1, sizeof(*list));
	uint32_t *order = mem_zero(m->n + 1, sizeof(*order));

	for (size_t i = 0; i < m->n; i++)
		list[i] = (struct named){ m->key[i], (uint32_t)i };
	qsort(list, m->n, sizeof(*list), by_name);
	for (size_t i = 0; i < m->n; i++)
		order[i] = list[i].i;
	mem_free(list);
	return order;
}

/* As key_int wrote it: 8 bytes, big-endian, the sign turned over. */
int64_t
key_part(struct str key, size_t i)
{
	uint64_t v = 0;

	for (size_t k = 0; k < 8; k++)
		v = v << 8 | (unsigned char)key.p[1 + 8 * i + k];
	return (int64_t)(v ^ (uint64_t)1 << 63);
}

void
facts_release(struct facts *f)
{
	struct map *maps[] = { &f->queues, &f->agents, &f->teams,
	    &f->segments, &f->bots, &f->sources, &f->skills, &f->led, &f->transfers,
	    &f->overflows, &f->in, &f->days };

	for (size_t i = 0; i < COUNT_OF(maps); i++)
		map_release(maps[i]);
	mem_free(f->queue);
	mem_free(f->agent);
	mem_free(f->segment);
	mem_free(f->bot);
	mem_free(f->leading);
	mem_free(f->source);
	mem_free(f->skill);
	mem_free(f->transfer);
	mem_free(f->overflow);
	if (f->sort)
		sort_free(f->sort);
	zone_close(f->zone);
	*f = (struct facts){ 0 };
}
