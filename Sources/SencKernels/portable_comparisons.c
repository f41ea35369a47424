// Comparisons on 4 lanes.
#define LANES 4
#define PANEL_VECTORS 2
#define HAS_FMA 0
#define COMPARISONS_TABLE senc_comparisons_portable

#include "comparisons.h"
