// bfloat16 layers by the dot product of pairs (AVX-512 BF16).
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define BFLOAT16_TABLE senc_bfloat16_avx512_bf16
#define BFLOAT16_INSTRUCTIONS "AVX-512 BF16"
#define HAS_BRAIN_DOT 1
#define DOT(x, w, sum) ((vector)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(x), (__m512bh)(w)))

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,fma"))), apply_to = function)
#include "bfloat16.h"
#pragma clang attribute pop

#endif
