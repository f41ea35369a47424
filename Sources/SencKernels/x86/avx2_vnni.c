// int8 layers by the dot product of unsigned and signed bytes (AVX-VNNI).
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 8
#define PANEL_VECTORS 2
#define ROUND_GROUPS 4
#define HAS_FMA 1
#define INT8_TABLE senc_int8_avx2_vnni
#define BLOCKS_TABLE senc_int8_blocks_avx2_vnni
#define INT8_INSTRUCTIONS "AVX-VNNI"
#define INT8_GROUP 4
#define ELEMENT uint8_t
#define ACTIVATION_OFFSET 0
#define INT8_DOT(x, w, sum) \
    ((integers)_mm256_dpbusd_avx_epi32((__m256i)(sum), (__m256i)(x), (__m256i)(w)))

#define BLOCKS_DOT INT8_DOT

#pragma clang attribute push(__attribute__((target("avx2,avxvnni,fma"))), apply_to = function)
#include "int8.h"
#include "int8_blocks.h"
#pragma clang attribute pop

#endif
