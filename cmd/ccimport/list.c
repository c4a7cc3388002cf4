/* list: the profiles known, and the words their language has. */
#include "cmd/ccimport/import.h"
#include "common/table.h"

/* A name in a column of so many and one blank, and words about it. */
static void
put_item(struct buf *b, const char *name, int width, const char *fmt, ...)
{
	struct buf words = { 0 };
	size_t from = b->n;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	buf_printf(b, "%-*s ", width, name);
	text_wrap(b, b->n - from, (size_t)width + 1, buf_view(&words));
	buf_release(&words);
}

static void
list_filters(struct buf *b)
{
	const struct filter *f;

	for (size_t i = 0; (f = filter_at(i)) != NULL; i++)
		put_item(b, f->name, 10, "%s -> %s: %s", vtype_name(f->in),
		    vtype_name(f->out), f->doc);
	for (size_t i = 0; duration_unit_at(i) != NULL; i++)
		put_item(b, duration_unit_name(duration_unit_at(i)), 10,
		    "text -> a duration: %s",
		    duration_unit_doc(duration_unit_at(i)));
}

static void
list_formats(struct buf *b)
{
	const struct time_format *f;

	for (size_t i = 0; (f = time_format_at(i)) != NULL; i++)
		put_item(b, time_format_name(f), 12, "%s",
		    time_format_doc(f));
}

static void
list_profiles(struct buf *b)
{
	struct arena a = { 0 };
	struct str *names, *from;
	size_t n = profile_list(&a, &names, &from);

	for (size_t i = 0; i < n; i++) {
		struct err err = { 0 };
		char *name = mem_dup(names[i]);
		struct profile *p = profile_open(name, &err);

		put_item(b, name, 24, str_is(from[i], PROFILE_BUILT_IN) ?
		    "%.*s" : "%.*s (%.*s)",
		    STR_ARG(p ? p->title : str_of(err.text)),
		    STR_ARG(from[i]));
		profile_free(p);
		mem_free(name);
	}
	arena_release(&a);
}

int
list_run(struct import_options *o, struct err *err)
{
	struct output *out;
	struct buf b = { 0 };
	int r = -1;

	if (o->list.text && str_is(str_of(o->list.text), "filters"))
		list_filters(&b);
	else if (o->list.text && str_is(str_of(o->list.text), "formats"))
		list_formats(&b);
	else
		list_profiles(&b);
	/* Profiles are read: what is left to do is to write. */
	if (cli_enter_sandbox(&o->cli, NULL) == 0 &&
	    (out = output_open(o->cli.out, err)) != NULL)
		r = output_end(out, output_write(out, buf_view(&b), err),
		    err);
	buf_release(&b);
	return r;
}
