/* cpu: the level chosen at start; see cpu.h. */
#include "common/cpu.h"

#include <string.h>

static enum cpu_level level =
#if defined(__SSE2__)
    CPU_SSE2;
#else
    CPU_PORTABLE;
#endif

void
cpu_init(void)
{
	const char *simd = getenv("CCKIT_SIMD");

#if defined(__x86_64__)
	__builtin_cpu_init();
	level = __builtin_cpu_supports("avx2") ? CPU_AVX2 : CPU_SSE2;
#endif
	if (simd && strcmp(simd, "off") == 0)
		level = CPU_PORTABLE;
}

enum cpu_level
cpu_level(void)
{
	return level;
}

const char *
cpu_level_name(void)
{
	static const char *const names[] = { "portable", "sse2", "avx2" };

	return names[level];
}
