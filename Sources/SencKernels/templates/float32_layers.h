// float32 layers for one form of packed weights. Included with
//   PRECISION      what the names of the functions begin with
//   LINEAR_TABLE   the name of the table
//   LOAD_WEIGHTS   LANES weights from memory, as floats; or LOAD_GROUP, as layers.h has it
//   STORE_WEIGHTS  (group, j, vectors, v): packs LANES weights, the panel's vector j
//   VECTOR_WORDS   if set, the words that LANES packed weights take; else LANES
//   PACK_TRANSPOSED  if set, as packing_transposed.h has it
#define GROUP 1
#define OPERAND float
#define SPREAD(x) splat(x)
#define WEIGHTS vector
#define SUMS vector
#define MULTIPLY_ADD(x, w, sum) fma_(x, w, sum)
#define ACTIVATE_TILE activate_tile
#define FOOTER 0
#define FINISH(sum, factors, footer, stride, bias) ((sum) + (bias))
#define STORE_GROUP(group, j, vectors, columns) STORE_WEIGHTS(group, j, vectors, (columns)[0])
#include "layers.h"
#include "packing.h"
#ifdef PACK_TRANSPOSED
#include "packing_transposed.h"
#endif
#include "peak.h"

const senc_linear LINEAR_TABLE = {
    .instructions = FLOAT32_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = NAME(packed_size),
    .pack = NAME(pack),
#ifdef PACK_TRANSPOSED
    .pack_transposed = NAME(pack_transposed),
#endif
    .scratch_size = NAME(scratch_size),
    .apply = NAME(apply),
    .peak = NAME(peak),
    .tiles_size = NAME(tiles_size),
    .tiles = NAME(tiles),
};
