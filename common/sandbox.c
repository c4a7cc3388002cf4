/* sandbox: Landlock through its system calls; see sandbox.h. */
#include "common/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/output.h"

/*
 * Debian 12's <linux/landlock.h> stops at ABI 2: the rights are named here, by
 * the kernel's own numbers (Documentation/userspace-api/landlock.rst).
 */
enum {
	FS_EXECUTE = 1 << 0, FS_WRITE_FILE = 1 << 1, FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3, FS_REMOVE_DIR = 1 << 4, FS_REMOVE_FILE = 1 << 5,
	FS_MAKE_CHAR = 1 << 6, FS_MAKE_DIR = 1 << 7, FS_MAKE_REG = 1 << 8,
	FS_MAKE_SOCK = 1 << 9, FS_MAKE_FIFO = 1 << 10, FS_MAKE_BLOCK = 1 << 11,
	FS_MAKE_SYM = 1 << 12, FS_REFER = 1 << 13, FS_TRUNCATE = 1 << 14,
	FS_ABI1 = (1 << 13) - 1,
	NET_BIND_TCP = 1 << 0, NET_CONNECT_TCP = 1 << 1,
	CREATE_RULESET_VERSION = 1 << 0, RULE_PATH_BENEATH = 1
};

struct ruleset_attr {
	uint64_t handled_access_fs, handled_access_net;
};

struct path_beneath_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

static void
add(const char **list, size_t *n, size_t max, const char *path)
{
	if (path && *n <= max)
		list[(*n)++ % max] = path;
}

void
sandbox_read(struct sandbox_need *need, const char *path)
{
	if (path && strcmp(path, "-") != 0)
		add(need->read, &need->n_read, SANDBOX_PATHS, path);
}

void
sandbox_write(struct sandbox_need *need, const char *path)
{
	if (path && strcmp(path, "-") != 0)
		add(need->write, &need->n_write, COUNT_OF(need->write), path);
}

void
sandbox_temporary(struct sandbox_need *need, const char *dir)
{
	add(need->temporary, &need->n_temporary, COUNT_OF(need->temporary),
	    dir);
}

int
sandbox_level(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

static int
allow(int ruleset, const char *path, uint64_t rights)
{
	struct path_beneath_attr rule = { .allowed_access = rights };
	struct stat st;
	int r;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return 0;	/* not there: nothing to allow */
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed_access &= FS_READ_FILE | FS_WRITE_FILE |
		    FS_TRUNCATE;
	r = (int)syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH,
	    &rule, 0);
	if (r < 0 && errno == EBADFD)
		r = 0;		/* a pipe behind /dev/fd: always allowed */
	close(rule.parent_fd);
	return r;
}

/* The directory a file of that name is made in. */
static int
allow_directory_of(int ruleset, const char *path, uint64_t rights)
{
	char *target = output_target(path), *slash = strrchr(target, '/');
	int r;

	if (slash)
		slash[1] = '\0';
	r = allow(ruleset, slash ? target : ".", rights);
	mem_free(target);
	return r;
}

/*
 * A file to be written: the directory it is made in, for making, renaming and
 * removing. A device or FIFO is written as it is and needs no more than
 * itself: -o /dev/full does not open all of /dev.
 */
static int
allow_output(int ruleset, const char *path, uint64_t rights)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return allow(ruleset, path, rights);
	return allow_directory_of(ruleset, path, rights);
}

static int
add_rules(int ruleset, const struct sandbox_need *need, uint64_t handled)
{
	uint64_t look = FS_READ_FILE | FS_READ_DIR;
	/* Nothing but inputs is read: not even what lies beside an output. */
	uint64_t make = (FS_READ_DIR | FS_WRITE_FILE | FS_MAKE_REG |
	    FS_REMOVE_FILE | FS_TRUNCATE) & handled;
	int r = 0;

	if (need->n_read > SANDBOX_PATHS)
		r |= allow(ruleset, "/", look);
#ifdef __SANITIZE_ADDRESS__
	r |= allow(ruleset, "/proc", look);	/* the leak check looks there */
#endif
	for (size_t i = 0; i < MIN(need->n_read, (size_t)SANDBOX_PATHS); i++)
		r |= allow(ruleset, need->read[i], look);
	for (size_t i = 0; i < MIN(need->n_write, COUNT_OF(need->write)); i++)
		r |= allow_output(ruleset, need->write[i], make);
	for (size_t i = 0; i < MIN(need->n_temporary,
	    COUNT_OF(need->temporary)); i++)
		r |= allow(ruleset, need->temporary[i], make | FS_READ_FILE);
	return r;
}

int
sandbox_enter(const struct sandbox_need *need, struct err *err)
{
	int abi = sandbox_level(), ruleset, r;
	struct ruleset_attr attr = { .handled_access_fs = FS_ABI1 };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_errno(err, "the sandbox");
	if (abi == 0)
		return 0;
	if (abi >= 2)
		attr.handled_access_fs |= FS_REFER;
	if (abi >= 3)
		attr.handled_access_fs |= FS_TRUNCATE;
	if (abi >= 4)
		attr.handled_access_net = NET_BIND_TCP | NET_CONNECT_TCP;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr,
	    abi >= 4 ? sizeof(attr) : sizeof(attr.handled_access_fs), 0);
	if (ruleset < 0)
		return err_errno(err, "the sandbox");
	r = add_rules(ruleset, need, attr.handled_access_fs);
	if (r == 0)
		r = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
	return r < 0 ? err_errno(err, "the sandbox") : 0;
}
