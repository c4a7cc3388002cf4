/* span: the line that says which time the export covers. */
#include "cmd/ccimport/import.h"

/* YYYY-MM-DD (midnight in the file's zone) or a line's own time. */
static bool
read_bound(const struct import *im, struct str s, int64_t *ms)
{
	struct time_read r;
	enum zone_fit fit;

	if (when_read(s, ms))
		return true;
	if (!parse_time(s, time_format(STR("iso")), &r))
		return false;
	if (r.has_offset)
		*ms = r.utc_ms;
	else if (im->zone)
		*ms = zone_to_utc(im->zone, &r.civil, &fit);
	else
		*ms = civil_ms(&r.civil);
	return true;
}

int
span_read(struct import *im, const char *covers, struct err *err)
{
	struct str to = str_of(covers), from;

	if (!covers)
		return 0;
	str_cut(&to, '/', &from);
	if (!to.p || !read_bound(im, str_trim(from), &im->covers_start) ||
	    !read_bound(im, str_trim(to), &im->covers_end) ||
	    im->covers_end < im->covers_start) {
		err_set(err, ERR_USAGE, "--covers '%s': expected FROM/TO",
		    covers);
		err_hint(err, "such as 2026-03-01/2026-04-01 or "
		    "2026-03-01T00:00:00Z/2026-03-02T00:00:00Z");
		return -1;
	}
	im->covers = true;
	return 0;
}

int
span_write(struct import *im, struct err *err)
{
	struct line_maker m = { 0 };
	struct buf out = { 0 };
	int r;

	maker_str(&m, F_SOURCE, im->source);
	if (im->covers) {
		maker_time(&m, F_START, im->covers_start);
		maker_time(&m, F_END, im->covers_end);
	} else if (im->tally.any) {
		maker_time(&m, F_START, im->tally.start);
		maker_time(&m, F_END, im->tally.end);
	}
	maker_emit(&m, K_SPAN, &out);
	im->written[K_SPAN]++;
	r = output_write(im->out, buf_view(&out), err);
	buf_release(&out);
	maker_release(&m);
	return r;
}
