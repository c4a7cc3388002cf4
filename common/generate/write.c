/* generate/write: a file below the place to write to, with the directories it needs. */
#include <errno.h>
#include <sys/stat.h>

#include "common/generate/generate.h"
#include "common/output.h"

static int
make_directories(struct generate *g, char *path)
{
	for (char *p = path + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return err_errno(&g->err, "'%s'", path);
		*p = '/';
	}
	return 0;
}

int
generate_write(struct generate *g, struct buf *b, const char *path)
{
	char full[4096];
	struct output *out;
	int result = -1;

	snprintf(full, sizeof(full), "%s/%s", g->to, path);
	if (make_directories(g, full) < 0)
		return -1;
	out = output_open(full, &g->err);
	if (out)
		result = output_end(out, output_write(out, buf_view(b),
		    &g->err), &g->err);
	buf_release(b);
	return result;
}
