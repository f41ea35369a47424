// float32 layers for one form of packed weights. Included with
//   PRECISION      what the names of the functions begin with
//   LINEAR_TABLE   the name of the table
//   LOAD_WEIGHTS   LANES weights from memory, as floats
//   STORE_WEIGHTS  (p, v): packs LANES weights
//   VECTOR_WORDS   if set, the words that LANES packed weights take; else LANES
#define GROUP 1
#define OPERAND float
#define SPREAD(x) splat(x)
#define WEIGHTS vector
#define SUMS vector
#define MULTIPLY_ADD(x, w, sum) fma_(x, w, sum)
#define ACTIVATE_TILE activate_tile
#define FOOTER 0
#define FINISH(sum, factors, footer, stride, bias) ((sum) + (bias))
#include "layers.h"
#include "peak.h"

// Packs by squares of LANES outputs by LANES inputs.
static void NAME(pack)(const void *weights, senc_scalar type, ptrdiff_t stride, ptrdiff_t outputs,
                       ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed) {
    ptrdiff_t row_size = stride * (type == SENC_FLOAT32 ? 4 : 2);
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t width = round_up(count, LANES);
        float *target = packed + NAME(words)(column, inputs);
        for (ptrdiff_t c = 0; c < width; c += LANES) {
            const char *source = (const char *)weights + (column + c) * row_size;
            ptrdiff_t rows = smaller(LANES, count - c);
            FOR_ROW(inputs, k, lanes, {
                vector square[LANES];
                UNROLLED for (int i = 0; i < LANES; i++) {
                    square[i] = splat(0);
                    if (i < rows) square[i] = load_as_float(source + i * row_size, type, k, lanes);
                }
                transpose(square);
                UNROLLED for (int i = 0; i < LANES; i++) {
                    ptrdiff_t place = ((k + i) * width + c) / LANES;
                    if (i < lanes) STORE_WEIGHTS(target + place * VECTOR_WORDS, square[i]);
                }
            });
        }
    }
}

const senc_linear LINEAR_TABLE = {
    .instructions = FLOAT32_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = NAME(packed_size),
    .pack = NAME(pack),
    .scratch_size = NAME(scratch_size),
    .apply = NAME(apply),
    .peak = NAME(peak),
};
