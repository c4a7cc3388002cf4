/* line_token: typed values of raw tokens; walking arrays and objects. */
#include "common/json.h"
#include "common/line.h"
#include "common/when.h"

bool
token_str(struct str token, struct arena *a, struct str *out)
{
	struct json_node n = { .type = JSON_STRING };
	bool repaired = false;

	if (token.n < 2 || token.p[0] != '"')
		return false;
	n.text = (struct str){ token.p + 1, token.n - 2 };
	n.escaped = str_find(n.text, '\\') != NULL;
	*out = n.escaped ? json_text(&n, a, &repaired) : n.text;
	return true;
}

bool
token_int(struct str token, int64_t *out)
{
	bool minus = token.n && token.p[0] == '-';
	uint64_t v = 0;
	size_t i = minus;

	if (i >= token.n || token.n - i > 18)
		return false;
	for (; i < token.n; i++) {
		if (token.p[i] < '0' || token.p[i] > '9')
			return false;
		v = v * 10 + (uint64_t)(token.p[i] - '0');
	}
	*out = minus ? -(int64_t)v : (int64_t)v;
	return true;
}

bool
token_micro(struct str token, int64_t *millionths)
{
	struct str whole = token, places = STR_NONE;
	int64_t v, part = 0;
	const char *dot = str_find(token, '.');
	bool minus = token.n && token.p[0] == '-';

	if (dot) {
		whole = str_range(token.p, dot);
		places = str_range(dot + 1, token.p + token.n);
		if (places.n < 1 || places.n > 6)
			return false;
	}
	if (!token_int(whole, &v) || v > 9000000000000 || v < -9000000000000)
		return false;
	for (size_t i = 0; i < 6; i++) {
		char c = i < places.n ? places.p[i] : '0';

		if (c < '0' || c > '9')
			return false;
		part = part * 10 + (c - '0');
	}
	*millionths = v * 1000000 + (minus ? -part : part);
	return true;
}

bool
token_time(struct str token, int64_t *ms)
{
	return token.n == WHEN_TEXT + 2 && token.p[0] == '"' &&
	    when_read((struct str){ token.p + 1, WHEN_TEXT }, ms);
}

struct str
token_text(struct str token, struct arena *a)
{
	struct str s;

	return token_str(token, a, &s) ? s : STR_NONE;
}

int64_t
token_when(struct str token)
{
	int64_t ms;

	return token_time(token, &ms) ? ms : WHEN_NONE;
}

bool
token_bool(struct str token, bool *out)
{
	*out = str_is(token, "true");
	return *out || str_is(token, "false");
}

int
token_enum(struct str token, const char *const *values)
{
	struct str word = { token.p + 1, token.n - 2 };
	int i = 0, other = -1;

	if (token.n < 2 || token.p[0] != '"')
		return -1;
	for (; values[i]; i++) {
		if (str_is(word, values[i]))
			return i;
		if (strcmp(values[i], "other") == 0)
			other = i;
	}
	return other >= 0 ? other : i;
}

/* ---- walking ------------------------------------------------------------- */

static size_t
skip_blanks(struct str s, size_t at)
{
	while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' ||
	    s.p[at] == '\n' || s.p[at] == '\r'))
		at++;
	return at;
}

/* At a quote: the index past the closing one. */
static size_t
skip_string(struct str s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++)
		if (s.p[at] == '\\')
			at++;
	return at + 1;
}

static size_t
skip_value(struct str s, size_t at)
{
	int depth = 0;

	while (at < s.n) {
		char c = s.p[at];

		if (c == '"') {
			at = skip_string(s, at);
		} else if (c == '[' || c == '{') {
			depth++;
			at++;
		} else if (c == ']' || c == '}') {
			if (depth-- == 0)
				return at;
			at++;
		} else if (depth == 0 && (c == ',' || c == ' ' ||
		    c == '\t' || c == '\n' || c == '\r')) {
			return at;
		} else {
			at++;
			continue;
		}
		if (depth == 0)
			return at;
	}
	return at;
}

/* Moves to the next value or name of a container; false at its end. */
static bool
next_place(struct str s, size_t *at)
{
	size_t i = skip_blanks(s, *at);

	if (*at == 0)
		i = skip_blanks(s, i + 1);	/* the opening bracket */
	else if (i < s.n && s.p[i] == ',')
		i = skip_blanks(s, i + 1);
	if (i >= s.n || s.p[i] == ']' || s.p[i] == '}')
		return false;
	*at = i;
	return true;
}

bool
token_element(struct str array, size_t *at, struct str *element)
{
	size_t end;

	if (!array.n || array.p[0] != '[' || !next_place(array, at))
		return false;
	end = MIN(skip_value(array, *at), array.n);
	*element = str_range(array.p + *at, array.p + end);
	*at = end;
	return true;
}

bool
token_member(struct str object, size_t *at, struct str *name_raw,
    struct str *value)
{
	size_t end;

	if (!object.n || object.p[0] != '{' || !next_place(object, at) ||
	    object.p[*at] != '"')
		return false;
	end = MIN(skip_string(object, *at), object.n);
	*name_raw = str_range(object.p + *at, object.p + end);
	end = skip_blanks(object, end);
	if (end >= object.n || object.p[end] != ':')
		return false;
	*at = skip_blanks(object, end + 1);
	end = MIN(skip_value(object, *at), object.n);
	*value = str_range(object.p + *at, object.p + end);
	*at = end;
	return true;
}

struct str
token_find(struct str object, const char *name)
{
	struct str key, value, want = str_of(name);
	size_t at = 0;

	while (token_member(object, &at, &key, &value))
		if (key.n == want.n + 2 &&
		    memcmp(key.p + 1, want.p, want.n) == 0)
			return value;
	return STR_NONE;
}
