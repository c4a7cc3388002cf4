/* profile: finding profiles by name or path, following `like`; profile.h. */
#include "cmd/ccimport/profile.h"

#include <dirent.h>
#include <unistd.h>

#include "cmd/ccimport/embedded.h"
#include "common/buf.h"
#include "common/near.h"
#include "common/when.h"
#include "common/zone.h"

enum { MAX_ANCESTORS = 8 };

void
profile_own(struct profile *p, void *thing, void (*free_it)(void *))
{
	GROW(p->owned, p->n_owned, p->cap_owned);
	p->owned[p->n_owned++] = (struct owned){ thing, free_it };
}

bool
profile_span(struct str s, int64_t *ms)
{
	static const struct { const char *unit; int64_t ms; } units[] = {
		{ "s", MS_SECOND }, { "m", MS_MINUTE }, { "h", MS_HOUR },
		{ "d", MS_DAY },
	};
	int64_t n = 0;
	size_t i = 0;

	for (; i < s.n && i < 6 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		n = n * 10 + (s.p[i] - '0');
	for (size_t u = 0; i && u < COUNT_OF(units); u++)
		if (str_is(str_skip(s, i), units[u].unit)) {
			*ms = n * units[u].ms;
			return true;
		}
	return false;
}

void
profile_free(struct profile *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n_owned; i++)
		p->owned[i].free(p->owned[i].p);
	for (size_t i = 0; i < p->n_source; i++)
		ini_release(&p->source[i]);
	for (size_t i = 0; i < p->n_section; i++)
		mem_free(p->section[i].assign);
	pat_free(p->log_pattern);
	mem_free(p->owned);
	mem_free(p->source);
	mem_free(p->column);
	mem_free(p->names);
	mem_free(p->drop.rule);
	mem_free(p->expect.rule);
	mem_free(p->lookup);
	mem_free(p->section);
	arena_release(&p->arena);
	mem_free(p);
}

/* The user's directory of profiles, or nothing when there is no HOME: cron
 * jobs without one see only what is built in. */
static bool
user_dir(struct buf *b)
{
	const char *home = getenv("HOME");
	const char *config = getenv("XDG_CONFIG_HOME");

	buf_clear(b);
	if (!home || !*home)
		return false;
	if (config && *config == '/')
		buf_printf(b, "%s/cckit/profiles", config);
	else
		buf_printf(b, "%s/.config/cckit/profiles", home);
	buf_char(b, '\0');
	return !b->over;
}

static const struct embedded_profile *
built_in(struct str name)
{
	for (const struct embedded_profile *e = embedded_profiles; e->name; e++)
		if (str_is(name, e->name))
			return e;
	return NULL;
}

void
nearest_names(struct buf *out, struct str name, const struct str *known,
    size_t n)
{
	size_t used = 0, limit = name.n / 3 + 1;
	struct str best[3];

	for (size_t d = 0; d <= limit && used < COUNT_OF(best); d++)
		for (size_t i = 0; i < n && used < COUNT_OF(best); i++)
			if (near_distance(name, known[i]) == d)
				best[used++] = known[i];
	for (size_t i = 0; i < used; i++)
		buf_printf(out, "%s'%.*s'", i ? ", " : "", STR_ARG(best[i]));
}

static int
no_profile(struct str name, struct err *err)
{
	struct arena a = { 0 };
	struct buf near = { 0 };
	struct str *names, *from;
	size_t n = profile_list(&a, &names, &from);

	nearest_names(&near, name, names, n);
	err_set(err, ERR_USAGE, "there is no profile '%.*s'", STR_ARG(name));
	if (near.n)
		err_hint(err, "did you mean %.*s? --list shows all",
		    STR_ARG(buf_view(&near)));
	else
		err_hint(err, "--list shows all; a file is named by a path "
		    "with a slash or .profile");
	buf_release(&near);
	arena_release(&a);
	return -1;
}

static bool
is_path(struct str name)
{
	return str_find(name, '/') || str_ends(name, STR(".profile"));
}

static int
from_user_dir(struct str name, struct ini *ini, struct err *err)
{
	struct buf path = { 0 };
	int r = 0;

	if (user_dir(&path)) {
		path.n--;
		buf_printf(&path, "/%.*s.profile", STR_ARG(name));
		buf_char(&path, '\0');
		if (access(path.p, F_OK) == 0)
			r = ini_load(ini, path.p, err) < 0 ? -1 : 1;
	}
	buf_release(&path);
	return r;
}

/* The user's own profile goes before a built-in one of the same name. */
static int
profile_source(const char *name, struct ini *ini, struct err *err)
{
	const struct embedded_profile *e;
	struct str n = str_of(name);
	int r;

	if (is_path(n))
		return ini_load(ini, name, err);
	r = from_user_dir(n, ini, err);
	if (r != 0)
		return r < 0 ? -1 : 0;
	e = built_in(n);
	if (!e)
		return no_profile(n, err);
	return ini_parse(ini, (struct str){ (const char *)e->text, e->n }, name,
	    err);
}

/* The text of the profile that a `like` names; NULL: that the user names. */
static int
load_one(struct ini *ini, const char *name, const struct place *named,
    struct err *err)
{
	struct err why = { 0 };

	if (profile_source(name, ini, named ? &why : err) == 0)
		return 0;
	ini_release(ini);
	if (named) {
		place_error(*named, err, "%s", why.text);
		err_hint(err, "%s", why.hint);
	}
	return -1;
}

/* Reads a profile's text and before it those it is `like`. */
static int
load_chain(struct profile *p, const char *name, int depth,
    const struct place *named, struct err *err)
{
	const struct ini_item *like;
	struct ini ini = { 0 };

	if (depth == MAX_ANCESTORS)
		return err_set(err, ERR_USAGE,
		    "profile '%s': more than %d ancestors by 'like'", name,
		    MAX_ANCESTORS);
	if (load_one(&ini, name, named, err) < 0)
		return -1;
	like = ini_find(&ini, "profile", "like");
	if (like) {
		char *parent = mem_dup(like->value);
		struct place at = { &ini, like->value.p };
		int r = load_chain(p, parent, depth + 1, &at, err);

		mem_free(parent);
		if (r < 0) {
			ini_release(&ini);
			return -1;
		}
	}
	GROW(p->source, p->n_source, p->cap_source);
	p->source[p->n_source++] = ini;
	return 0;
}

struct profile *
profile_open(const char *name, struct err *err)
{
	struct profile *p = mem_zero(1, sizeof(*p));

	if (load_chain(p, name, 0, NULL, err) < 0 || profile_parse(p, err) < 0) {
		profile_free(p);
		return NULL;
	}
	return p;
}

struct zone *
profile_zone(const struct profile *p, struct err *err)
{
	struct err why = { 0 };
	struct zone *z = zone_open(p->zone, &why);

	if (!z) {
		place_error(p->zone_at, err, "%s", why.text);
		err_hint(err, "%s", why.hint);
	}
	return z;
}

static void
free_pat(void *pat)
{
	pat_free(pat);
}

struct pat *
profile_pattern(struct profile *p, struct str text, struct place at,
    struct err *err)
{
	struct err why = { 0 };
	struct pat *pat = pat_new(text, 0, &why);

	if (pat)
		profile_own(p, pat, free_pat);
	else
		place_error(at, err, "%s", why.text);
	return pat;
}

/* ---- listing ------------------------------------------------------------ */

struct listing {
	struct arena *a;
	struct str *name, *from;
	size_t n, cap_name, cap_from;
};

static void
list_one(struct listing *l, struct str name, struct str from)
{
	size_t n = l->n;

	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->name[i], name))
			return;
	GROW(l->name, n, l->cap_name);
	GROW(l->from, n, l->cap_from);
	l->name[l->n] = arena_dup(l->a, name);
	l->from[l->n++] = arena_dup(l->a, from);
}

static int
by_name(const void *a, const void *b)
{
	const struct dirent *const *x = a, *const *y = b;

	return strcmp((*x)->d_name, (*y)->d_name);
}

static void
list_user(struct listing *l)
{
	struct buf dir = { 0 };
	struct dirent **entries = NULL;
	int n = user_dir(&dir) ? scandir(dir.p, &entries, NULL, NULL) : -1;

	if (n > 0)
		qsort(entries, (size_t)n, sizeof(*entries), by_name);
	for (int i = 0; i < n; i++) {
		struct str name = str_of(entries[i]->d_name);

		if (str_ends(name, STR(".profile"))) {
			name.n -= strlen(".profile");
			list_one(l, name, str_of(dir.p));
		}
		free(entries[i]);
	}
	free(entries);
	buf_release(&dir);
}

size_t
profile_list(struct arena *a, struct str **names, struct str **from)
{
	struct listing l = { .a = a };

	list_user(&l);
	for (const struct embedded_profile *e = embedded_profiles; e->name; e++)
		list_one(&l, str_of(e->name), STR(PROFILE_BUILT_IN));
	*names = arena_get(a, (l.n + 1) * sizeof(**names));
	*from = arena_get(a, (l.n + 1) * sizeof(**from));
	if (l.n) {
		memcpy(*names, l.name, l.n * sizeof(**names));
		memcpy(*from, l.from, l.n * sizeof(**from));
	}
	mem_free(l.name);
	mem_free(l.from);
	return l.n;
}

/* ---- column names ------------------------------------------------------- */

static struct str
bare(struct str s)
{
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') &&
	    s.p[s.n - 1] == s.p[0])
		return (struct str){ s.p + 1, s.n - 2 };
	return s;
}

static int
next_letter(struct str *s)
{
	while (s->n) {
		char c = s->p[0];

		*s = str_skip(*s, 1);
		if (c == ' ' || c == '_' || c == '-' || c == '\t')
			continue;
		return (unsigned char)(c >= 'A' && c <= 'Z' ?
		    c - 'A' + 'a' : c);
	}
	return -1;
}

bool
same_name(struct str a, struct str b)
{
	int c;

	a = bare(str_trim(a));
	b = bare(str_trim(b));
	if (str_eq(a, b))
		return true;
	do {
		c = next_letter(&a);
		if (c != next_letter(&b))
			return false;
	} while (c >= 0);
	return true;
}

bool
names_have(const struct names *n, struct str s)
{
	for (size_t i = 0; i < n->n; i++)
		if (same_name(n->name[i], s))
			return true;
	return false;
}

const struct assign *
section_assign(const struct section *s, enum field_id f)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->assign[i].field == f)
			return &s->assign[i];
	return NULL;
}

const struct column *
profile_column(const struct profile *p, struct str path)
{
	for (size_t i = p->n_column; i-- > 0;)
		if (same_name(p->column[i].path, path))
			return &p->column[i];
	return NULL;
}
