// Comparisons on 4 lanes.
#if defined(__aarch64__)

#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define COMPARISONS_TABLE senc_comparisons_neon

#include "comparisons.h"

#endif
