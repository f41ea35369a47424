// The twin of every other family in plain vector arithmetic, which any CPU can do. Products are
// rounded before they are added, since a fused multiply-add may be a library call here.
#define FAMILY senc_kernels_portable
#define FAMILY_NAME "portable"
#define LANES 4
#define PANEL_VECTORS 2
#define HAS_FMA 0
#include "float32.h"
