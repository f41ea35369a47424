// Comparisons on 8 lanes.
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 8
#define PANEL_VECTORS 2
#define HAS_FMA 1
#define FROM_HALF(half) _mm256_cvtph_ps((__m128i)(half))
#define MULTIPLY_HIGH(a, b) ((shorts)_mm256_mulhrs_epi16((__m256i)(a), (__m256i)(b)))
#define PAIR_PRODUCTS(a, b) ((integers)_mm256_madd_epi16((__m256i)(a), (__m256i)(b)))
#define COMPARISONS_TABLE senc_comparisons_avx2

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,popcnt"))), apply_to = function)
#include "comparisons.h"
#pragma clang attribute pop

#endif
