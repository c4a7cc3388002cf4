/* cpu: the level chosen at start; see cpu.h. */
#include "common/cpu.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

static enum cpu_level level =
#if defined(__SSE2__)
    CPU_SSE2;
#else
    CPU_PORTABLE;
#endif

static bool has_sha;

#if defined(__x86_64__)
/* Not among those that __builtin_cpu_supports knows. */
static bool
tells_sha(void)
{
	unsigned a, b, c, d;

	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

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
#if defined(__x86_64__)
	has_sha = level >= CPU_AVX2 && tells_sha();
#endif
}

bool
cpu_has_sha(void)
{
	return has_sha;
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
