// Linear layers on packed weights, written once for every precision. The including file sets
//   PRECISION             what the names of the functions begin with
//   GROUP                 inputs whose weights for one output share 4 bytes
//   OPERAND, SPREAD       one group of a row, and the vector that has it in each lane
//   WEIGHTS, SUMS         vectors of the weights of one group, and of sums of products
//   LOAD_WEIGHTS, MULTIPLY_ADD
//   LOAD_GROUP            in place of LOAD_WEIGHTS: (p, vectors, weights), if a group's vectors are
//                         not loaded one by one
//   FOOTER                words for each output that follow a panel's weights
//   FINISH                a sum and a bias to a float, by the row's and the output's own factors
//   ACTIVATE_TILE         applies the activation
//   ROW_FACTORS, PREPARE  words that stand after a prepared row, and what prepares it; without
//                         PREPARE a layer takes its input as it is
//   PREPARED_ROWS         if set, how many rows PREPARE is given; else those of a tile
//   VECTOR_WORDS          if set, the words that LANES weights of a group take; else LANES
//   LANE_OPERANDS         if set, as many operands of a row are loaded into one vector, and SPREAD is
//                         given its lanes: for CPUs that multiply by a lane
//   PAIRED_ROWS           if set, MULTIPLY_ADD multiplies 2 rows and 2 outputs of 8 bytes each, and
//                         adds to their 2 × 2 sums. The groups of a row are a multiple of 4
//   BLOCK_GROUPS          if set, the groups of a block of inputs, whose sums are added up in float:
//                         BLOCK_FOOTER words for each output follow the weights of a block,
//                         START is what its sums begin with, FOLD adds them to a float
//   BLOCK_STATE           if set, what a block of rows keeps: OPEN_BLOCK and OPEN_PANEL fill it,
//                         and COMPLETE_TILE adds from it to a finished tile
//
// Weights [outputs, inputs] are packed into panels of PANEL outputs. A panel holds, for each
// group of inputs in turn, its outputs' weights side by side, so that a tile streams through it.
// The last panel is only as many vectors wide as it needs; its surplus outputs have zero weights.
// With PAIRED_ROWS each output's weights of two groups, 8 bytes, are side by side.

#define JOINED_(a, b) a##_##b
#define JOINED(a, b) JOINED_(a, b)
#define NAME(name) JOINED(PRECISION, name)

// Rows that are prepared and worked on together: few enough to stay in cache from panel to panel.
#define BLOCK_ROWS 48

// The same for a layer of so many words or more, whose weights come from memory for each block, as
// far as the family takes longer blocks. Those of int8 keep to rows that share their outliers.
#define LARGE_LAYER_WORDS (1 << 20)
#if defined(LONG_BLOCK_ROWS) && !defined(BLOCK_STATE)
#define MOST_BLOCK_ROWS LONG_BLOCK_ROWS
#else
#define MOST_BLOCK_ROWS BLOCK_ROWS
#endif

// How far ahead of a tile weights are asked for. Few rows, or the first tile of each block of rows,
// take them from a cache that the cores share, or from memory, in panels so short that the CPU
// foresees too little.
#define WEIGHT_BYTES_AHEAD 8192
// Words of a line of the cache.
#define LINE_WORDS 16

#ifndef VECTOR_WORDS
#define VECTOR_WORDS LANES
#endif
#ifndef PREPARED_ROWS
#define PREPARED_ROWS TILE_ROWS
#endif
#ifndef LOAD_GROUP
#define LOAD_GROUP(p, vectors, weights) \
    UNROLLED for (int j = 0; j < (vectors); j++) (weights)[j] = LOAD_WEIGHTS((p) + j * VECTOR_WORDS)
#endif

INLINE ptrdiff_t NAME(groups)(ptrdiff_t inputs) {
#ifdef PAIRED_ROWS
    return round_up((inputs + GROUP - 1) / GROUP, 4);
#else
    return (inputs + GROUP - 1) / GROUP;
#endif
}

// Words of a panel, or of a whole packed matrix, of that many outputs, a multiple of LANES.
INLINE ptrdiff_t NAME(words)(ptrdiff_t outputs, ptrdiff_t inputs) {
    ptrdiff_t footer = FOOTER;
#ifdef BLOCK_GROUPS
    footer += NAME(groups)(inputs) / BLOCK_GROUPS * BLOCK_FOOTER;
#endif
    return outputs / LANES * (NAME(groups)(inputs) * VECTOR_WORDS + footer * LANES);
}

static ptrdiff_t NAME(packed_size)(ptrdiff_t outputs, ptrdiff_t inputs) {
    return NAME(words)(round_up(outputs, LANES), inputs);
}

#ifdef PREPARE
// Operands from one prepared row to the next.
INLINE ptrdiff_t NAME(prepared_stride)(ptrdiff_t inputs) {
    return NAME(groups)(inputs) + ROW_FACTORS(inputs) * 4 / (ptrdiff_t)sizeof(OPERAND);
}
#endif

static ptrdiff_t NAME(scratch_size)(ptrdiff_t inputs) {
#ifdef PREPARE
    return MOST_BLOCK_ROWS * NAME(prepared_stride)(inputs) * (ptrdiff_t)(sizeof(OPERAND) / 4);
#else
    (void)inputs;
    return 0;
#endif
}

INLINE void NAME(prefetch_group)(const int words, const float *b) {
    UNROLLED for (int j = 0; j < words; j += LINE_WORDS) {
        __builtin_prefetch((const char *)(b + j) + WEIGHT_BYTES_AHEAD);
    }
}

#ifdef PAIRED_ROWS
// Swaps the second half of one vector with the first half of another: two rows of LANES sums become
// the 2 × 2 sums of two pairs of outputs, or the reverse.
INLINE void NAME(turn)(void *first, void *second) {
    integers a, b;
    memcpy(&a, first, sizeof a);
    memcpy(&b, second, sizeof b);
    integers low = __builtin_shufflevector(a, b, 0, 1, 4, 5);
    integers high = __builtin_shufflevector(a, b, 2, 3, 6, 7);
    memcpy(first, &low, sizeof low);
    memcpy(second, &high, sizeof high);
}

// Swaps the same halves of each 16 bytes of two prepared rows, so that the 8 bytes of both lie side by
// side. An odd last row is paired with zeros, written after it.
INLINE void NAME(pair_rows)(OPERAND *a, ptrdiff_t a_stride, ptrdiff_t rows, ptrdiff_t groups) {
    for (ptrdiff_t r = 0; r < rows; r += 2) {
        OPERAND *first = a + r * a_stride, *second = first + a_stride;
        if (r + 1 == rows) memset(second, 0, (size_t)groups * sizeof *second);
        for (ptrdiff_t k = 0; k < groups; k += 4) NAME(turn)(first + k, second + k);
    }
}

// sums [rows, vectors · LANES] += a [rows, groups] · b [groups, vectors · LANES], for paired rows
INLINE void NAME(multiply)(const int rows, const int vectors, const OPERAND *a,
                           ptrdiff_t a_stride, const ptrdiff_t groups, const float *b,
                           SUMS sums[TILE_ROWS][PANEL_VECTORS]) {
    UNROLLED for (int r = 0; r < rows; r += 2) {
        UNROLLED for (int j = 0; j < vectors; j++) {
            if (r + 1 == rows) sums[r + 1][j] = (SUMS){0};
            NAME(turn)(&sums[r][j], &sums[r + 1][j]);
        }
    }
    for (ptrdiff_t k = 0; k < groups; k += 4) {
        UNROLLED for (int half = 0; half < 2; half++) {
            WEIGHTS x[TILE_ROWS / 2];
            UNROLLED for (int r = 0; r < rows; r += 2) {
                memcpy(&x[r / 2], a + (r + half) * a_stride + k, sizeof x[0]);
            }
            UNROLLED for (int j = 0; j < 2 * vectors; j++) {
                WEIGHTS weights = LOAD_WEIGHTS(b + j * LANES);
                UNROLLED for (int r = 0; r < rows; r += 2) {
                    SUMS *sum = &sums[r + j % 2][j / 2];
                    *sum = MULTIPLY_ADD(x[r / 2], weights, *sum);
                }
            }
            NAME(prefetch_group)(2 * vectors * LANES, b);
            b += 2 * vectors * LANES;
        }
    }
    UNROLLED for (int r = 0; r < rows; r += 2) {
        UNROLLED for (int j = 0; j < vectors; j++) NAME(turn)(&sums[r][j], &sums[r + 1][j]);
    }
}
#else
// The products of one group: `low` has it of the first row, `high` of the fourth.
INLINE void NAME(multiply_group)(const int rows, const int vectors, const OPERAND *low,
                                 const OPERAND *high, ptrdiff_t stride, const float *b,
                                 SUMS sums[TILE_ROWS][PANEL_VECTORS]) {
    WEIGHTS weights[PANEL_VECTORS];
    LOAD_GROUP(b, vectors, weights);
    NAME(prefetch_group)(vectors * VECTOR_WORDS, b);
    UNROLLED for (int r = 0; r < rows; r++) {
        __typeof__(SPREAD(low[0])) x = SPREAD((r < 3 ? low : high)[r % 3 * stride]);
        UNROLLED for (int j = 0; j < vectors; j++) {
            sums[r][j] = MULTIPLY_ADD(x, weights[j], sums[r][j]);
        }
    }
}

// sums [rows, vectors · LANES] += a [rows, groups] · b [groups, vectors · LANES]
INLINE void NAME(multiply)(const int rows, const int vectors, const OPERAND *a,
                           ptrdiff_t a_stride, const ptrdiff_t groups, const float *b,
                           SUMS sums[TILE_ROWS][PANEL_VECTORS]) {
    ptrdiff_t k = 0;
#ifdef LANE_OPERANDS
    typedef OPERAND operands __attribute__((vector_size(LANE_OPERANDS * sizeof(OPERAND))));
    for (; k + LANE_OPERANDS <= groups; k += LANE_OPERANDS) {
        operands x[TILE_ROWS];
        UNROLLED for (int r = 0; r < rows; r++) memcpy(&x[r], a + r * a_stride + k, sizeof x[0]);
        UNROLLED for (int lane = 0; lane < LANE_OPERANDS; lane++) {
            UNROLLED for (int j = 0; j < vectors; j++) {
                WEIGHTS weights = LOAD_WEIGHTS(b + j * VECTOR_WORDS);
                UNROLLED for (int r = 0; r < rows; r++) {
                    sums[r][j] = MULTIPLY_ADD(SPREAD(x[r][lane]), weights, sums[r][j]);
                }
            }
            NAME(prefetch_group)(vectors * VECTOR_WORDS, b);
            b += vectors * VECTOR_WORDS;
        }
    }
#endif
    // Two addresses reach six rows; the compiler must not make one for each row.
    const OPERAND *low = a + k, *high = low + 3 * a_stride;
    for (ptrdiff_t rounds = (groups - k) / ROUND_GROUPS; rounds != 0; rounds--) {
        UNROLLED for (int step = 0; step < ROUND_GROUPS; step++) {
            NAME(multiply_group)(rows, vectors, low + step, high + step, a_stride,
                                 b + step * vectors * VECTOR_WORDS, sums);
#if ROUND_GROUPS > 1
            // One group after the other: loads moved ahead would take registers from the sums.
            UNROLLED for (int r = 0; r < rows; r++) {
                UNROLLED for (int j = 0; j < vectors; j++) HIDE_REGISTER(sums[r][j]);
            }
            KEEP_ORDER();
#endif
        }
        b += ROUND_GROUPS * vectors * VECTOR_WORDS;
        low += ROUND_GROUPS;
        high += ROUND_GROUPS;
        HIDE_ADDRESS(low);
        HIDE_ADDRESS(high);
    }
    for (ptrdiff_t left = (groups - k) % ROUND_GROUPS; left != 0; left--) {
        NAME(multiply_group)(rows, vectors, low++, high++, a_stride, b, sums);
        b += vectors * VECTOR_WORDS;
    }
}

// Only with PAIRED_ROWS is there anything to do.
INLINE void NAME(pair_rows)(OPERAND *a, ptrdiff_t a_stride, ptrdiff_t rows, ptrdiff_t groups) {
    (void)a, (void)a_stride, (void)rows, (void)groups;
}
#endif

// c [rows, vectors · LANES] = a [rows, groups] · b [groups, vectors · LANES] + bias.
INLINE void NAME(tile)(const int rows, const int vectors, const OPERAND *a, ptrdiff_t a_stride,
                       ptrdiff_t groups, const float *b, const float *bias, float *c,
                       ptrdiff_t c_stride) {
    SUMS sums[TILE_ROWS][PANEL_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int j = 0; j < vectors; j++) {
            sums[r][j] = (SUMS){0};
            // Lest the CPU wait for the lines of a large result when it comes to write them.
            __builtin_prefetch(c + r * c_stride + j * LANES, 1);
        }
    }
#ifdef BLOCK_GROUPS
    vector totals[TILE_ROWS][PANEL_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int j = 0; j < vectors; j++) totals[r][j] = splat(0);
    }
    for (ptrdiff_t k = 0; k < groups; k += BLOCK_GROUPS) {
        const float *footer = b + BLOCK_GROUPS * vectors * VECTOR_WORDS;
        UNROLLED for (int j = 0; j < vectors; j++) {
            UNROLLED for (int r = 0; r < rows; r++) sums[r][j] = START(footer + j * LANES);
        }
        NAME(multiply)(rows, vectors, a + k, a_stride, BLOCK_GROUPS, b, sums);
        UNROLLED for (int j = 0; j < vectors; j++) {
            UNROLLED for (int r = 0; r < rows; r++) {
                totals[r][j] = FOLD(sums[r][j], footer + j * LANES, vectors * LANES, totals[r][j]);
            }
        }
        b = footer + BLOCK_FOOTER * vectors * LANES;
    }
#else
    NAME(multiply)(rows, vectors, a, a_stride, groups, b, sums);
    b += groups * vectors * VECTOR_WORDS;
    SUMS(*totals)[PANEL_VECTORS] = sums;
#endif
    UNROLLED for (int j = 0; j < vectors; j++) {
        UNROLLED for (int r = 0; r < rows; r++) {
            const OPERAND *factors = a + r * a_stride + groups;
            (void)factors;
            store(c + r * c_stride + j * LANES,
                  FINISH(totals[r][j], factors, b + j * LANES, vectors * LANES,
                         load(bias + j * LANES)));
        }
    }
}

#define TILE_CASE(rows, vectors) \
    case (rows) * 8 + (vectors): \
        NAME(tile)(rows, vectors, a, a_stride, groups, b, bias, c, c_stride); \
        break;
#if PANEL_VECTORS == 4
#define TILE_CASES(rows) \
    TILE_CASE(rows, 1) TILE_CASE(rows, 2) TILE_CASE(rows, 3) TILE_CASE(rows, 4)
#else
#define TILE_CASES(rows) TILE_CASE(rows, 1) TILE_CASE(rows, 2)
#endif

static void NAME(any_tile)(ptrdiff_t rows, ptrdiff_t vectors, const OPERAND *a,
                           ptrdiff_t a_stride, ptrdiff_t groups, const float *b,
                           const float *bias, float *c, ptrdiff_t c_stride) {
    switch (rows * 8 + vectors) {
        TILE_CASES(1) TILE_CASES(2) TILE_CASES(3) TILE_CASES(4) TILE_CASES(5) TILE_CASES(6)
    }
}

#undef TILE_CASE
#undef TILE_CASES

// One block of rows, prepared, against all panels.
static void NAME(block)(const OPERAND *a, ptrdiff_t a_stride, ptrdiff_t rows, ptrdiff_t inputs,
                        const float *packed, const float *bias, ptrdiff_t outputs, float *y,
                        ptrdiff_t y_stride, senc_activation activation, bool adds) {
    ptrdiff_t groups = NAME(groups)(inputs);
#ifdef BLOCK_STATE
    BLOCK_STATE state;
    OPEN_BLOCK(&state, a, a_stride, rows, groups);
#endif
    for (ptrdiff_t column = 0; column < outputs; column += PANEL) {
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t vectors = round_up(count, LANES) / LANES;
        const float *panel = packed + NAME(words)(column, inputs);
        float panel_bias[PANEL] = {0};
#ifdef BLOCK_STATE
        OPEN_PANEL(&state, panel, vectors * LANES);
#endif
        if (bias) memcpy(panel_bias, bias + column, (size_t)count * 4);
        for (ptrdiff_t row = 0; row < rows; row += TILE_ROWS) {
            ptrdiff_t tile_rows = smaller(TILE_ROWS, rows - row);
            float buffer[TILE_ROWS * PANEL];
            float *target = y + row * y_stride + column;
            bool is_whole = count == vectors * LANES && !adds;
            float *c = is_whole ? target : buffer;
            ptrdiff_t c_stride = is_whole ? y_stride : PANEL;
            const OPERAND *tile_a = a + row * a_stride;
            NAME(any_tile)(tile_rows, vectors, tile_a, a_stride, groups, panel, panel_bias, c,
                           c_stride);
#ifdef COMPLETE_TILE
            COMPLETE_TILE(&state, tile_rows, vectors, tile_a, a_stride, groups, panel, c,
                          c_stride);
#endif
            if (activation != SENC_IDENTITY) {
                ACTIVATE_TILE(tile_rows, vectors, c, c_stride, activation);
            }
            if (is_whole) continue;
            for (ptrdiff_t r = 0; r < tile_rows; r++) {
                float *row_target = target + r * y_stride;
                const float *row_buffer = buffer + r * PANEL;
                if (!adds) {
                    memcpy(row_target, row_buffer, (size_t)count * 4);
                    continue;
                }
                FOR_ROW(count, i, lanes, {
                    vector sum = load_part(row_target + i, lanes) + load(row_buffer + i);
                    store_part(row_target + i, sum, lanes);
                });
            }
        }
    }
}

static void NAME(apply)(const senc_layer *layer, const float *x, ptrdiff_t x_stride,
                        ptrdiff_t rows, float *y, ptrdiff_t y_stride, float *scratch) {
    bool is_large = NAME(packed_size)(layer->outputs, layer->inputs) >= LARGE_LAYER_WORDS;
    ptrdiff_t most_rows = is_large ? MOST_BLOCK_ROWS : BLOCK_ROWS;
    for (ptrdiff_t row = 0; row < rows; row += most_rows) {
        ptrdiff_t block_rows = smaller(most_rows, rows - row);
        const float *block = x + row * x_stride;
#ifdef PREPARE
        OPERAND *a = (OPERAND *)scratch;
        ptrdiff_t a_stride = NAME(prepared_stride)(layer->inputs);
        for (ptrdiff_t r = 0; r < block_rows; r += PREPARED_ROWS) {
            PREPARE(block + r * x_stride, x_stride, smaller(PREPARED_ROWS, block_rows - r),
                    layer->inputs, a + r * a_stride, a_stride);
        }
        NAME(pair_rows)(a, a_stride, block_rows, NAME(groups)(layer->inputs));
#else
        (void)scratch;
        const OPERAND *a = block;
        ptrdiff_t a_stride = x_stride;
#endif
        NAME(block)(a, a_stride, block_rows, layer->inputs, layer->packed, layer->bias,
                    layer->outputs, y + row * y_stride, y_stride, layer->activation,
                    layer->adds);
    }
}
