// 4 lanes; tiles of 6 × 16 keep 24 of the 32 registers as accumulators.
#if defined(__aarch64__)

#define FAMILY senc_kernels_neon
#define FAMILY_NAME "neon"
#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#include "float32.h"

#endif
