/* embedded: the profiles linked into the program, made by the Makefile from
 * the files in profiles/. Ends with a row whose name is NULL. */
#ifndef CCIMPORT_EMBEDDED_H
#define CCIMPORT_EMBEDDED_H

#include <stddef.h>

struct embedded_profile {
	const char *name;
	const unsigned char *text;
	size_t n;
};

extern const struct embedded_profile embedded_profiles[];

#endif
