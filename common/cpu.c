/* cpu: the level chosen at start; see cpu.h. */
#include "common/cpu.h"

#include <string.h>

static enum cpu_level level =
#if defined(__SSE2__)
    CPU_SSE2;
#else
    CPU_PORTABLE;
#endif

#if defined(__x86_64__)
static enum cpu_level
best(void)
{
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2") ||
	    !__builtin_cpu_supports("pclmul"))
		return CPU_SSE2;
	if (__builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vbmi") &&
	    __builtin_cpu_supports("avx512vbmi2"))
		return CPU_AVX512;
	return CPU_AVX2;
}
#endif

void
cpu_init(void)
{
	const char *simd = getenv("CCKIT_SIMD");

#if defined(__x86_64__)
	__builtin_cpu_init();
	level = best();
#endif
	if (simd && strcmp(simd, "off") == 0)
		level = CPU_PORTABLE;
	else if (simd && strcmp(simd, "sse2") == 0)
		level = MIN(level, CPU_SSE2);
	else if (simd && strcmp(simd, "avx2") == 0)
		level = MIN(level, CPU_AVX2);
}

enum cpu_level
cpu_level(void)
{
	return level;
}

const char *
cpu_level_name(void)
{
	static const char *const names[] = { "portable", "sse2", "avx2",
		"avx512" };

	return names[level];
}
