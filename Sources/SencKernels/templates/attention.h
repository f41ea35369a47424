// Multi-head attention within one text, its two products in the precision of layers.h. Included
// between layers.h and end_layers.h; works with what layers.h was given, where an OPERAND takes
// 4 bytes, and with
//   ATTENTION_TABLE  the name of the table
//   KEYS             if set, another precision that multiplies queries with keys, with
//   PACK_KEYS        (k, stride, tokens, size, packed): packs keys as its weights
//   QUERY_SCALE      (scratch, r, size): what scores of query r are multiplied by, which its layer
//                    left in scratch
//   PACK_VALUES      (v, stride, tokens, columns, panel): packs up to PANEL columns of values, which
//                    are inputs by outputs already
//   EXPONENTIAL      bˣ for x ≤ 0
//   LOG_OF_E         to the base b
//   STORE_OPERANDS   (row, index, vector): stores elements of a row as operands
//   FILL_ROW         if set, (row, inputs): writes 0 for the inputs that the row's last groups lack
//   GOES_BACK        if set, gradients are computed as well
//
// A head's keys are packed as the weights of a layer that maps a query to its scores, its values
// as those of one that maps probabilities to the answer. Queries go by blocks of ATTENTION_ROWS,
// whose scores stay in cache and become probabilities in their place.

#include "attention_scores.h"

#ifndef KEYS
#define KEYS PRECISION
#define QUERY_SCALE(scratch, r, size) 1
#define PACK_KEYS(x, stride, tokens, size, packed) \
    NAME(pack)(x, SENC_FLOAT32, stride, tokens, size, 0, ((tokens) + PANEL - 1) / PANEL, packed)
#endif
#define OF_KEYS(name) JOINED(KEYS, name)

#define ATTENTION_ROWS (4 * TILE_ROWS)
// As many vectors or more, in whole squares.
#define ATTENTION_SQUARES ((ATTENTION_ROWS + LANES - 1) / LANES * LANES)

static ptrdiff_t OF_KEYS(attention_scratch)(const senc_attention_shape *shape, ptrdiff_t tokens) {
    return OF_KEYS(packed_size)(tokens, shape->head_size) +
           NAME(packed_size)(shape->head_size, tokens) +
           OF_KEYS(scratch_size)(shape->head_size) + ATTENTION_ROWS * round_up(tokens, LANES);
}

// scores [width] become EXPONENTIAL(scores · scale - highest), as operands, but for those that are
// dropped, the first of which is number `first`. Returns their sums, of the dropped ones, too.
INLINE vector OF_KEYS(exponentials)(float *scores, ptrdiff_t width, float scale, float highest,
                                    const senc_dropout *dropout, uint32_t first) {
    vector sum = splat(0);
    for (ptrdiff_t i = 0; i < width; i += LANES) {
        vector e = EXPONENTIAL(fma_(load(scores + i), splat(scale), splat(-highest)));
        sum += e;
        if (dropout) e *= dropout_factors(dropout, first + (uint32_t)i);
        STORE_OPERANDS((OPERAND *)scores, i, e);
    }
    return sum;
}

// Queries from `row` on against one head's keys and values.
static void OF_KEYS(attend_block)(const senc_attention_shape *shape, const float *bias,
                                  const float *q, ptrdiff_t stride, ptrdiff_t row, ptrdiff_t rows,
                                  ptrdiff_t tokens, const float *keys, const float *values,
                                  float *y, ptrdiff_t y_stride, ptrdiff_t head,
                                  const senc_dropout *dropout, float *all_sums, float *scratch) {
    ptrdiff_t size = shape->head_size;
    float *scores = scratch + OF_KEYS(scratch_size)(size);
    // The keys that some query sees, and all others of their panels.
    ptrdiff_t begin = first_key(shape, row) / PANEL * PANEL;
    ptrdiff_t end = end_key(shape, row + rows - 1, tokens);
    ptrdiff_t width = smaller(round_up(end, PANEL), round_up(tokens, LANES)) - begin;
    senc_layer scoring = {.inputs = size, .outputs = width,
                          .packed = keys + OF_KEYS(words)(begin, size)};
    OF_KEYS(apply)(&scoring, q, stride, rows, scores, width, scratch);

    // Each step goes over all rows before the next, so that the CPU need not wait for the end of
    // one row's maximum or sum.
    vector tops[ATTENTION_SQUARES] = {0};
    float scales[ATTENTION_SQUARES] = {0};
    for (ptrdiff_t r = 0; r < rows; r++) {
        float *row_scores = scores + r * width;
        ptrdiff_t first = first_key(shape, row + r) - begin;
        ptrdiff_t last = end_key(shape, row + r, tokens) - begin;
        mask_scores(row_scores, first, last, width);
        scales[r] = shape->scale * QUERY_SCALE(scratch, r, size);
        if (bias) {
            add_bias(row_scores, first, last, scales[r], bias + shape->reach + begin - (row + r));
            scales[r] = 1;
        }
        scales[r] *= LOG_OF_E;
        tops[r] = maxima_of_row(row_scores, width);
    }
    float highest[ATTENTION_SQUARES];
    for (ptrdiff_t r = 0; r < rows; r += LANES) {
        store(highest + r, maxima_over_lanes(tops + r) * load(scales + r));
    }
    vector sums[ATTENTION_SQUARES] = {0};
    for (ptrdiff_t r = 0; r < rows; r++) {
        uint32_t number = (uint32_t)((head * tokens + row + r) * tokens + begin);
        float *row_scores = scores + r * width;
        float scale = scales[r], top = highest[r];
        // A loop of its own, whose constants stay in registers.
        if (dropout == NULL) {
            sums[r] = OF_KEYS(exponentials)(row_scores, width, scale, top, NULL, number);
        } else {
            sums[r] = OF_KEYS(exponentials)(row_scores, width, scale, top, dropout, number);
        }
    }
    float factors[ATTENTION_SQUARES];
    for (ptrdiff_t r = 0; r < rows; r += LANES) store(factors + r, 1 / sums_over_lanes(sums + r));
    for (ptrdiff_t r = 0; all_sums && r < rows; r++) {
        float *query_sums = all_sums + 2 * (head * tokens + row + r);
        query_sums[0] = highest[r];
        query_sums[1] = factors[r];
    }

    OPERAND *probabilities = (OPERAND *)scores;
#ifdef FILL_ROW
    for (ptrdiff_t r = 0; r < rows; r++) FILL_ROW(probabilities + r * width, width);
#endif
    NAME(pair_rows)(probabilities, width, rows, NAME(groups)(end - begin));

    for (ptrdiff_t column = 0; column < size; column += PANEL) {
        ptrdiff_t count = smaller(PANEL, size - column);
        const float *panel = values + NAME(words)(column, tokens);
        panel += begin / GROUP * round_up(count, LANES);
        NAME(block)(probabilities, width, rows, end - begin, panel, NULL, count,
                    y + column, y_stride, SENC_IDENTITY, false);
    }
    for (ptrdiff_t r = 0; r < rows; r++) {
        float *row_y = y + r * y_stride;
        FOR_ROW(size, i, lanes, {
            store_part(row_y + i, load_part(row_y + i, lanes) * splat(factors[r]), lanes);
        });
    }
}

static void OF_KEYS(attention)(const senc_attention_shape *shape, const float *q, const float *k,
                               const float *v, ptrdiff_t stride, ptrdiff_t tokens, float *y,
                               ptrdiff_t y_stride, const senc_dropout *dropout, float *sums,
                               float *scratch) {
    ptrdiff_t size = shape->head_size;
    ptrdiff_t sharing = shape->heads / shape->key_heads;
    float *keys = scratch;
    float *values = keys + OF_KEYS(packed_size)(tokens, size);
    float *rest = values + NAME(packed_size)(size, tokens);
    for (ptrdiff_t head = 0; head < shape->heads; head++) {
        if (head % sharing == 0) {
            ptrdiff_t start = head / sharing * size;
            PACK_KEYS(k + start, stride, tokens, size, keys);
            for (ptrdiff_t column = 0; column < size; column += PANEL) {
                PACK_VALUES(v + start + column, stride, tokens, smaller(PANEL, size - column),
                            values + NAME(words)(column, tokens));
            }
        }
        const float *bias =
            shape->bias ? shape->bias + head * (2 * shape->reach + 1) : NULL;
        for (ptrdiff_t row = 0; row < tokens; row += ATTENTION_ROWS) {
            ptrdiff_t rows = smaller(ATTENTION_ROWS, tokens - row);
            const float *block = q + row * stride + head * size;
            prefetch_head(block + rows * stride, stride,
                          smaller(ATTENTION_ROWS, tokens - row - rows), size);
            if (head + 1 < shape->heads) {
                // The next head's, packed when this one is done.
                ptrdiff_t start = row * stride + (head + 1) / sharing * size;
                prefetch_head(k + start, stride, rows, size);
                prefetch_head(v + start, stride, rows, size);
            }
            OF_KEYS(attend_block)(shape, bias, block, stride, row, rows, tokens, keys, values,
                                  y + row * y_stride + head * size, y_stride, head, dropout, sums,
                                  rest);
        }
    }
}

#ifdef GOES_BACK
#include "attention_back.h"
#endif

const senc_attention ATTENTION_TABLE = {
    .scratch_size = OF_KEYS(attention_scratch),
    .apply = OF_KEYS(attention),
#ifdef GOES_BACK
    .back = NAME(attention_back),
    .back_scratch_size = NAME(attention_back_scratch),
#endif
};

#undef ATTENTION_TABLE
#undef PACK_KEYS
#undef QUERY_SCALE
#undef KEYS
#undef OF_KEYS
#undef GOES_BACK
#undef ATTENTION_SQUARES
#undef ATTENTION_ROWS
