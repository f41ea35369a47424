// Multiply-adds on registers alone: what a precision's instructions can do at most. Included
// between layers.h and end_layers.h; works with what layers.h was given, and with
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
    return 2.0 * GROUP * LANES * TILE_ROWS * PANEL_VECTORS * (double)rounds;
}
