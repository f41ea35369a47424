// Packing of weights in floats that are inputs by outputs, as the values of attention are. Included
// between layers.h and end_layers.h, with
//   PACK_TRANSPOSED  (weights, stride, inputs, columns, panel): packs up to PANEL outputs
static void NAME(pack_transposed)(const float *weights, ptrdiff_t stride, ptrdiff_t outputs,
                                  ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last,
                                  float *packed) {
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        PACK_TRANSPOSED(weights + column, stride, inputs, smaller(PANEL, outputs - column),
                        packed + NAME(words)(column, inputs));
    }
}
