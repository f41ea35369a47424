// bfloat16 layers by the dot product of pairs (AVX-512 BF16), and attention for those of int8.
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define BFLOAT16_TABLE senc_bfloat16_avx512_bf16
#define BFLOAT16_INSTRUCTIONS "AVX-512 BF16"
#define BFLOAT16_ATTENTION senc_bfloat16_attention_avx512
#define INT8_ATTENTION senc_int8_attention_avx512_bf16
#define HAS_BRAIN_DOT 1
#define DOT(x, w, sum) ((vector)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(x), (__m512bh)(w)))
#define KEYS_DOT(q, p, sum) \
    ((integers)_mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(q), (__m512i)(p)))
// What x has beyond the next lower integer, and p 2^⌊x⌋.
#define FRACTION(x) ((vector)_mm512_reduce_ps((__m512)(x), _MM_FROUND_TO_NEG_INF))
#define SCALE_BY_POWER(p, x) ((vector)_mm512_scalef_ps((__m512)(p), (__m512)(x)))
// Takes numbers too small for a normal float for 0.
#define TO_BRAIN(x) ((integers)_mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh((__m512)(x))))

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx512vnni,fma"))), apply_to = function)
#include "bfloat16.h"
#pragma clang attribute pop

#endif
