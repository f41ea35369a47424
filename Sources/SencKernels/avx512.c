// 16 lanes; tiles of 6 × 64 keep 24 of the 32 registers as accumulators.
#if defined(__x86_64__)

#define FAMILY senc_kernels_avx512
#define FAMILY_NAME "avx512"
#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), \
    apply_to = function)
#include "float32.h"
#pragma clang attribute pop

#endif
