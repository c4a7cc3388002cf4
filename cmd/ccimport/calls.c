/* calls: the live calls of an event log; see calls.h. */
#include "cmd/ccimport/calls.h"

#include "common/hash.h"

static struct call **
find(struct calls *c, struct str key)
{
	struct call **p = &c->bucket[hash_key(key) & (c->n_bucket - 1)];

	while (*p && !str_eq((*p)->key, key))
		p = &(*p)->hash_next;
	return p;
}

static void
grow(struct calls *c)
{
	size_t n = c->n_bucket ? c->n_bucket * 2 : 64;
	struct call **old = c->bucket;
	size_t n_old = c->n_bucket;

	c->bucket = mem_zero(n, sizeof(struct call *));
	c->n_bucket = n;
	for (size_t i = 0; i < n_old; i++)
		while (old[i]) {
			struct call *call = old[i], **to;

			old[i] = call->hash_next;
			to = &c->bucket[hash_key(call->key) & (n - 1)];
			call->hash_next = *to;
			*to = call;
		}
	mem_free(old);
}

static void
unlink_call(struct calls *c, struct call *call)
{
	if (call->older)
		call->older->newer = call->newer;
	else
		c->oldest = call->newer;
	if (call->newer)
		call->newer->older = call->older;
	else
		c->newest = call->older;
	call->older = call->newer = NULL;
}

static void
link_newest(struct calls *c, struct call *call)
{
	call->older = c->newest;
	if (c->newest)
		c->newest->newer = call;
	else
		c->oldest = call;
	c->newest = call;
}

struct call *
calls_touch(struct calls *c, struct str key, int64_t now_ms)
{
	struct call **p, *call;

	if (c->n >= c->n_bucket)
		grow(c);
	p = find(c, key);
	call = *p;
	if (call) {
		unlink_call(c, call);
	} else {
		call = *p = mem_zero(1, sizeof(*call));
		call->key = (struct str){ mem_dup(key), key.n };
		c->n++;
	}
	call->last_ms = now_ms;
	link_newest(c, call);
	return call;
}

struct leg *
calls_add_leg(struct calls *c, struct call *call)
{
	struct leg *leg = c->spare, **p = &call->legs;

	if (leg)
		c->spare = leg->next;
	else
		leg = mem_zero(1, sizeof(*leg));
	maker_clear(&leg->maker);
	leg->open = leg->side = false;
	leg->next = NULL;
	while (*p)
		p = &(*p)->next;
	*p = leg;
	return leg;
}

void
calls_move_legs(struct call *from, struct call *to)
{
	struct leg **p = &to->legs;

	while (*p)
		p = &(*p)->next;
	*p = from->legs;
	from->legs = NULL;
}

static void
free_call(struct calls *c, struct call *call)
{
	while (call->legs) {
		struct leg *leg = call->legs;

		call->legs = leg->next;
		leg->next = c->spare;
		c->spare = leg;
	}
	maker_release(&call->about);
	buf_release(&call->seen);
	mem_free((char *)(uintptr_t)call->key.p);
	mem_free(call);
}

void
calls_remove(struct calls *c, struct call *call)
{
	*find(c, call->key) = call->hash_next;
	unlink_call(c, call);
	c->n--;
	free_call(c, call);
}

void
calls_release(struct calls *c)
{
	while (c->oldest)
		calls_remove(c, c->oldest);
	while (c->spare) {
		struct leg *leg = c->spare;

		c->spare = leg->next;
		maker_release(&leg->maker);
		mem_free(leg);
	}
	mem_free(c->bucket);
	*c = (struct calls){ 0 };
}
