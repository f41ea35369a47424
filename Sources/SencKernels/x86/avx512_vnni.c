// int8 layers by the dot product of unsigned and signed bytes (AVX-512 VNNI).
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define INT8_TABLE senc_int8_avx512_vnni
#define BLOCKS_TABLE senc_int8_blocks_avx512_vnni
#define INT8_INSTRUCTIONS "AVX-512 VNNI"
#define INT8_GROUP 4
#define ELEMENT uint8_t
#define ACTIVATION_OFFSET 0
#define INT8_DOT(x, w, sum) \
    ((integers)_mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(x), (__m512i)(w)))

#define BLOCKS_DOT INT8_DOT

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma"))), apply_to = function)
#include "int8.h"
#include "int8_blocks.h"
#pragma clang attribute pop

#endif
