// Comparisons on 8 lanes.
#if defined(__x86_64__)

#define LANES 8
#define PANEL_VECTORS 2
#define HAS_FMA 1
#define COMPARISONS_TABLE senc_comparisons_avx2

#pragma clang attribute push(__attribute__((target("avx2,fma,popcnt"))), apply_to = function)
#include "comparisons.h"
#pragma clang attribute pop

#endif
