// Comparisons on 16 lanes.
#if defined(__x86_64__)

#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define COMPARISONS_TABLE senc_comparisons_avx512

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma,popcnt"))), apply_to = function)
#include "comparisons.h"
#pragma clang attribute pop

#endif
