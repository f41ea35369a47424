// int8 layers for weights of 4 bits, without instructions for dot products: a sum of 16 products of
// 8 unsigned and 4 signed bits, half of a block, is within 16 · 255 · 8 and so fits 16 bits.
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 8
#define PANEL_VECTORS 2
#define ROUND_GROUPS 4
#define HAS_FMA 1
#define FROM_HALF(half) _mm256_cvtph_ps((__m128i)(half))
#define BLOCKS_TABLE senc_int8_q4_0_avx2
#define INT8_INSTRUCTIONS "AVX2"
#define INT8_GROUP 4
#define ELEMENT uint8_t
#define ACTIVATION_OFFSET 0
#define BLOCKS_DOT(x, w, sum) \
    ((integers)_mm256_add_epi16((__m256i)(sum), \
                                _mm256_maddubs_epi16((__m256i)(x), (__m256i)(w))))
#define BLOCKS_SUM(sums) \
    ((integers)_mm256_madd_epi16((__m256i)(sums), _mm256_set1_epi16(1)))

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "int8_blocks.h"
#pragma clang attribute pop

#endif
