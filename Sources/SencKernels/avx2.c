// 8 lanes; tiles of 6 × 16 keep 12 of the 16 registers as accumulators.
#if defined(__x86_64__)

#define FAMILY senc_kernels_avx2
#define FAMILY_NAME "avx2"
#define LANES 8
#define PANEL_VECTORS 2
#define HAS_FMA 1

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "float32.h"
#pragma clang attribute pop

#endif
