// Packing of weights that are stored as they are or rounded one by one. Included between layers.h
// and end_layers.h; works with what layers.h was given, and with
//   STORE_GROUP  (group, j, vectors, columns): packs the weights of one group for LANES outputs,
//                the panel's vector j, from a vector an input
//   STORED_INPUTS  if set, the inputs that it packs; else GROUP
//
// Squares of LANES outputs by LANES inputs are turned, so that memory is read and written in rows.
#ifndef STORED_INPUTS
#define STORED_INPUTS GROUP
#endif

static void NAME(pack)(const void *weights, senc_scalar type, ptrdiff_t stride, ptrdiff_t outputs,
                       ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed) {
    ptrdiff_t row_size = row_bytes(type, stride);
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t vectors = round_up(count, LANES) / LANES;
        float *target = packed + NAME(words)(column, inputs);
#ifdef PAIRED_ROWS
        // The last groups may have no inputs.
        ptrdiff_t last_groups = (NAME(groups)(inputs) - 2) * vectors * VECTOR_WORDS;
        memset(target + last_groups, 0, (size_t)(2 * vectors * VECTOR_WORDS) * 4);
#endif
        for (ptrdiff_t j = 0; j < vectors; j++) {
            const char *source = (const char *)weights + (column + j * LANES) * row_size;
            ptrdiff_t rows = smaller(LANES, count - j * LANES);
            FOR_ROW(inputs, k, lanes, {
                vector square[LANES];
                UNROLLED for (int i = 0; i < LANES; i++) {
                    square[i] = splat(0);
                    if (i < rows) square[i] = load_as_float(source + i * row_size, type, k, lanes);
                }
                transpose(square);
                UNROLLED for (int i = 0; i < LANES; i += STORED_INPUTS) {
                    float *group = target + (k + i) / GROUP * vectors * VECTOR_WORDS;
                    if (i < lanes) STORE_GROUP(group, j, vectors, square + i);
                }
            });
        }
    }
}
