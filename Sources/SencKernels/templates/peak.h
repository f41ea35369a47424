// What a precision's instructions can do at most: on registers alone, and in tiles with their loads.
// Included between layers.h and end_layers.h; works with what layers.h was given, and with
//   HIDE               makes the compiler forget a value that it holds in registers

#ifndef HIDE
#define HIDE(x) HIDE_REGISTER(x)
#endif

// As many sums as a tile has, so that none waits for its own last addition.
static double NAME(peak)(ptrdiff_t rounds) {
    WEIGHTS x, weights;
    SUMS sums[TILE_ROWS][PANEL_VECTORS];
    // 0.75 or so in either float format, 63 as an integer.
    memset(&x, 0x3F, sizeof x);
    memset(&weights, 0x3F, sizeof weights);
    memset(sums, 0, sizeof sums);
    // Equal sums, or equal products, would be computed once for all.
    UNROLLED for (int r = 0; r < TILE_ROWS; r++) {
        UNROLLED for (int j = 0; j < PANEL_VECTORS; j++) HIDE_REGISTER(sums[r][j]);
    }
    for (ptrdiff_t round = 0; round < rounds; round++) {
        UNROLLED for (int r = 0; r < TILE_ROWS; r++) {
            UNROLLED for (int j = 0; j < PANEL_VECTORS; j++) {
                HIDE(x);
                sums[r][j] = MULTIPLY_ADD(x, weights, sums[r][j]);
            }
        }
    }
    UNROLLED for (int r = 0; r < TILE_ROWS; r++) {
        UNROLLED for (int j = 0; j < PANEL_VECTORS; j++) HIDE_REGISTER(sums[r][j]);
    }
#ifdef PAIRED_ROWS
    rounds *= 2;  // of twice as many products each
#endif
    return 2.0 * GROUP * LANES * TILE_ROWS * PANEL_VECTORS * (double)rounds;
}

// Words of memory that tiles of so many panels take.
static ptrdiff_t NAME(tiles_size)(ptrdiff_t inputs, ptrdiff_t panels) {
    return NAME(words)(panels * PANEL, inputs) + NAME(scratch_size)(inputs) + TILE_ROWS * inputs;
}

// One tile after the other, each with the next of the panels: all loads of a layer, and nothing else.
static double NAME(tiles)(ptrdiff_t rounds, ptrdiff_t inputs, ptrdiff_t panels,
                          const float *memory) {
#ifdef PREPARE
    ptrdiff_t stride = NAME(prepared_stride)(inputs);
#else
    ptrdiff_t stride = inputs;
#endif
    const OPERAND *a = (const OPERAND *)(memory + NAME(words)(panels * PANEL, inputs));
    float bias[PANEL] = {0};
    float c[TILE_ROWS * PANEL];
    for (ptrdiff_t round = 0; round < rounds; round++) {
        for (ptrdiff_t panel = 0; panel < panels; panel++) {
            NAME(any_tile)(TILE_ROWS, PANEL_VECTORS, a, stride, NAME(groups)(inputs),
                           memory + NAME(words)(panel * PANEL, inputs), bias, c, PANEL);
        }
    }
    return 2.0 * TILE_ROWS * PANEL * (double)inputs * (double)panels * (double)rounds;
}
