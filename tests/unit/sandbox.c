/* sandbox: what was not asked for fails at run time, what was asked for works,
 * open files go on. Skipped by name where the kernel has no Landlock. */
#include "common/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/test.h"

static bool
opens(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void
test_entered(void)
{
	struct sandbox_need need = { .n_read = 0 };
	struct err err = { 0 };
	char dir[] = "/tmp/cckit-sandbox-XXXXXX", file[64], moved[64];
	int before = open("/etc/passwd", O_RDONLY);
	char byte;

	TEST_CASE(mkdtemp(dir) != NULL, "a directory to write in");
	snprintf(file, sizeof(file), "%s/out", dir);
	snprintf(moved, sizeof(moved), "%s/moved", dir);
	sandbox_read(&need, "/etc/hostname");
	sandbox_write(&need, file);
	TEST_CASE(sandbox_enter(&need, &err) == 0, "entered: %s", err.text);
	TEST_CASE(!opens("/etc/passwd", O_RDONLY) && errno == EACCES,
	    "a file that was not asked for cannot be opened");
	TEST_CASE(!opens("/tmp/cckit-elsewhere", O_WRONLY | O_CREAT) &&
	    errno == EACCES, "nor can one be made elsewhere");
	TEST_CASE(opens("/etc/hostname", O_RDONLY) ||
	    access("/etc/hostname", F_OK) < 0, "one that was can be read");
	TEST_CASE(opens(file, O_WRONLY | O_CREAT | O_EXCL) &&
	    rename(file, moved) == 0 && unlink(moved) == 0,
	    "the output's directory takes a file, a new name, a removal");
	TEST_CASE(read(before, &byte, 1) == 1, "an open file goes on");
	rmdir(dir);
}

static void
test_network(void)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = 0 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (sandbox_level() < 4 || fd < 0) {
		printf("skipped sandbox: no TCP rules in this kernel\n");
		return;
	}
	TEST_CASE(bind(fd, (struct sockaddr *)&here, sizeof(here)) < 0 &&
	    errno == EACCES, "no TCP port can be bound");
	close(fd);
}

int
main(void)
{
	if (sandbox_level() == 0) {
		printf("skipped sandbox: no Landlock in this kernel\n");
		printf("ok sandbox: the level is known\n");
		return 0;
	}
	test_entered();
	test_network();
	return test_end();
}
