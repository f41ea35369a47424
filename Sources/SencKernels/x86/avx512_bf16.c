// bfloat16 layers by the dot product of pairs (AVX-512 BF16).
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define BFLOAT16_TABLE senc_bfloat16_avx512_bf16
#define BFLOAT16_INSTRUCTIONS "AVX-512 BF16"
#define BFLOAT16_ATTENTION senc_bfloat16_attention_avx512
#define HAS_BRAIN_DOT 1
#define DOT(x, w, sum) ((vector)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(x), (__m512bh)(w)))
// Takes numbers too small for a normal float for 0.
#define TO_BRAIN(x) ((integers)_mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh((__m512)(x))))

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,fma"))), apply_to = function)
#include "bfloat16.h"
#pragma clang attribute pop

#endif
