/* generate/schema: the JSON Schema of an interaction line, from fields[]. */
#include "common/generate/generate.h"

#include "common/field.h"
#include "common/line.h"

static void
put_string(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, ",\"%s\":", name);
	json_put_str(b, str_of(text));
}

static void
put_members(struct buf *b, const char *const *members)
{
	buf_puts(b, "\"type\":\"object\"");
	if (!members)
		return;
	buf_puts(b, ",\"properties\":{");
	for (size_t i = 0; members[i]; i++)
		buf_printf(b, "%s\"%s\":{}", i ? "," : "", members[i]);
	buf_char(b, '}');
}

/* Lists of words stay open: an unknown word counts as other, and is kept. */
static void
put_enum(struct buf *b, const char *const *values)
{
	buf_puts(b, "\"type\":\"string\",\"examples\":[");
	for (size_t i = 0; values[i]; i++)
		buf_printf(b, "%s\"%s\"", i ? "," : "", values[i]);
	buf_char(b, ']');
}

static void
put_type(struct buf *b, const struct field *f)
{
	static const char *const simple[] = {
		[T_STR] = "\"type\":\"string\"",
		[T_TIME] = "\"$ref\":\"#/$defs/time\"",
		[T_DUR] = "\"type\":\"integer\",\"minimum\":0",
		[T_INT] = "\"type\":\"integer\"",
		[T_NUM] = "\"type\":\"number\"",
		[T_BOOL] = "\"type\":\"boolean\"",
		[T_STRS] = "\"type\":\"array\",\"items\":{\"type\":\"string\"}",
		[T_ANY] = "\"type\":\"object\"",
	};

	if (f == &fields[F_CC]) {
		buf_puts(b, "\"const\":1");
	} else if (f == &fields[F_LEGS]) {
		buf_puts(b, "\"type\":\"array\",\"items\":"
		    "{\"$ref\":\"#/$defs/leg\"}");
	} else if (f->type == T_ENUM) {
		put_enum(b, f->values);
	} else if (f->type == T_OBJ) {
		put_members(b, f->members);
	} else if (f->type == T_OBJS) {
		buf_puts(b, "\"type\":\"array\",\"items\":{");
		put_members(b, f->members);
		buf_char(b, '}');
	} else {
		buf_puts(b, simple[f->type]);
	}
}

/* One object: the members whose kinds have `bit`. */
static void
put_object(struct buf *b, const char *name, unsigned bit, const char *required)
{
	const char *comma = "";

	buf_printf(b, "\"%s\":{\"type\":\"object\",\"required\":[%s],"
	    "\n\"properties\":{", name, required);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (!(fields[i].kinds & bit))
			continue;
		buf_printf(b, "%s\n\"%s\":{", comma, fields[i].name);
		if (i == F_KIND)
			buf_printf(b, "\"const\":\"%s\"", name);
		else
			put_type(b, &fields[i]);
		put_string(b, "description", fields[i].doc);
		buf_char(b, '}');
		comma = ",";
	}
	buf_puts(b, "}}");
}

/* A kpi line is of all its sources; states and counters need no id. */
static const char *
required(unsigned kind)
{
	static const unsigned with_id = IN_INTERACTION | IN_CASE | IN_SURVEY |
	    IN_CUSTOMER;

	if (1u << kind & with_id)
		return "\"cc\",\"kind\",\"id\",\"source\"";
	return kind == K_KPI ? "\"cc\",\"kind\"" :
	    "\"cc\",\"kind\",\"source\"";
}

int
generate_schema(struct generate *g)
{
	struct buf b = { 0 };

	buf_puts(&b, "{\"$schema\":\"https://json-schema.org/draft/2020-12/"
	    "schema\",\n\"title\":\"cckit interaction line, version 1\",\n"
	    "\"oneOf\":[");
	for (unsigned k = 0; k < K_FAILED; k++)
		buf_printf(&b, "%s{\"$ref\":\"#/$defs/%s\"}", k ? "," : "",
		    line_kinds[k]);
	buf_puts(&b, "],\n\"$defs\":{\n\"time\":{\"type\":\"string\","
	    "\"pattern\":\"^(19|2[01])[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]"
	    ":[0-5][0-9]:[0-5][0-9]\\\\.[0-9]{3}Z$\"},\n");
	put_object(&b, "leg", IN_LEG, "");
	for (unsigned k = 0; k < K_FAILED; k++) {
		buf_puts(&b, ",\n");
		put_object(&b, line_kinds[k], 1u << k, required(k));
	}
	buf_puts(&b, "}}\n");
	return generate_write(g, &b, "man/cc-lines.schema.json");
}
