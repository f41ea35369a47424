// Comparisons on 16 lanes.
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define FROM_HALF(half) _mm512_cvtph_ps((__m256i)(half))
#define MULTIPLY_HIGH(a, b) ((shorts)_mm512_mulhrs_epi16((__m512i)(a), (__m512i)(b)))
#define PAIR_PRODUCTS(a, b) ((integers)_mm512_madd_epi16((__m512i)(a), (__m512i)(b)))
// A popcount of its own, which not all of these CPUs have.
#define COUNTING_TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,fma,popcnt")))
#define HAS_COUNTING __builtin_cpu_supports("avx512vpopcntdq")
#define COMPARISONS_TABLE senc_comparisons_avx512

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma,popcnt"))), apply_to = function)
#include "comparisons.h"
#pragma clang attribute pop

#endif
