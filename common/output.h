/*
 * output: bytes out, whole or not at all.
 *
 * -o FILE: an O_EXCL temporary in FILE's directory, fsync, rename, fsync of
 * the directory at output_finish; the old file stays on failure. FIFOs,
 * devices and /dev/fd are written straight. Standard output is checked to the
 * last byte: /dev/full, a closed stdout, a file-size limit are failures.
 *
 * The last byte written is kept back until output_finish, and what is written
 * before never ends with LF. So whatever kills a tool, its stream ends without
 * LF (or empty), and the reader of lines knows. On Linux this holds for pipes
 * even when kill -9 comes in the middle of a write.
 */
#ifndef CCKIT_OUTPUT_H
#define CCKIT_OUTPUT_H

#include "common/err.h"
#include "common/str.h"

struct output;

/* path NULL or "-": standard output. Opens the temporary now. */
struct output *output_open(const char *path, struct err *err);
/* Buffered. After a failure every call fails; -1 and err. */
int output_write(struct output *o, struct str bytes, struct err *err);
/* Flush, check, fsync, rename. -1 and err; the old file is still there then
 * (but for the last step: when only the directory cannot be synced, the new
 * file is in place, whole). Frees o in either case. */
int output_finish(struct output *o, struct err *err);
/* The usual end of writing: finishes, or abandons when result is -1 (err). */
int output_end(struct output *o, int result, struct err *err);
/* Throws the output away: removes the temporary. Frees o. NULL is fine. */
void output_abandon(struct output *o);
/* Removes all unfinished temporaries of the process; async-signal-safe. */
void output_abandon_all(void);
/* Would output to path (NULL or "-": standard output) go straight into the
 * file being read? Callers refuse that: it need never end. A path that gets a
 * temporary is no danger. */
bool output_same_as(const char *path, const char *input);
/* Would output to path replace the regular file being read ("-": standard
 * input)? A tool whose output is not that file's content again refuses. */
bool output_replaces(const char *path, const char *input);
/* Would two outputs be one file, or both "-"? Callers refuse that: the last to
 * finish would replace the other. Devices, FIFOs and what is open already
 * (/dev/stdout) may well be named twice. */
bool output_twice(const char *a, const char *b);
/* The file that appears when output to path finishes, by its real directory:
 * links are followed. The caller's, to mem_free. */
char *output_target(const char *path);

#endif
