/*
 * cpu: which of the twin implementations of a scanner, or of SHA-256, runs:
 * the processor's vectors and instructions or portable C. CCKIT_SIMD=off
 * chooses the portable ones, sse2 and avx2 vectors up to those; all give the
 * same answer (differential tests). Set once by cpu_init before threads start.
 */
#ifndef CCKIT_CPU_H
#define CCKIT_CPU_H

#include "common/base.h"

enum cpu_level { CPU_PORTABLE, CPU_SSE2, CPU_AVX2, CPU_AVX512 };

void cpu_init(void);
enum cpu_level cpu_level(void);
bool cpu_has_sha(void);			/* and the level is CPU_AVX2 or more */
const char *cpu_level_name(void);

#endif
