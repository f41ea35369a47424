// Multi-head attention within one text, its two products in the precision of layers.h. Included
// between layers.h and end_layers.h; works with what layers.h was given, where an OPERAND takes
// 4 bytes, and with
//   ATTENTION_TABLE  the name of the table
//   PACK_KEYS        packs weights, as the precision's linear layers have it
//   PACK_VALUES      (v, stride, tokens, columns, panel): packs up to PANEL columns of values, which
//                    are inputs by outputs already
//   EXPONENTIAL      eˣ for x ≤ 0
//   STORE_OPERANDS   (row, index, vector): stores elements of a row as operands
//   FILL_ROW         if set, (row, inputs): writes 0 for the inputs that the row's last groups lack
//   GOES_BACK        if set, gradients are computed as well
//
// A head's keys are packed as the weights of a layer that maps a query to its scores, its values
// as those of one that maps probabilities to the answer. Queries go by blocks of ATTENTION_ROWS,
// whose scores stay in cache and become probabilities in their place.

#include "dropout.h"

#define ATTENTION_ROWS (4 * TILE_ROWS)

static ptrdiff_t NAME(attention_scratch)(const senc_attention_shape *shape, ptrdiff_t tokens) {
    return NAME(packed_size)(tokens, shape->head_size) +
           NAME(packed_size)(shape->head_size, tokens) +
           NAME(scratch_size)(shape->head_size) + ATTENTION_ROWS * round_up(tokens, LANES);
}

// A query sees the keys from its first to before its end.
INLINE ptrdiff_t NAME(first_key)(const senc_attention_shape *shape, ptrdiff_t query) {
    return query > shape->before ? query - shape->before : 0;
}

INLINE ptrdiff_t NAME(end_key)(const senc_attention_shape *shape, ptrdiff_t query,
                               ptrdiff_t tokens) {
    return shape->after < tokens - 1 - query ? query + shape->after + 1 : tokens;
}

// scores [width] become EXPONENTIAL(scores · scale - highest), as operands, but for those that are
// dropped, the first of which is number `first`. Returns their sums, of the dropped ones, too.
INLINE vector NAME(exponentials)(float *scores, ptrdiff_t width, float scale, float highest,
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

// Adds a row of biases to the scaled scores [first, last) of the query.
INLINE void NAME(add_bias)(const senc_attention_shape *shape, const float *bias, ptrdiff_t query,
                           ptrdiff_t begin, ptrdiff_t first, ptrdiff_t last, float *scores) {
    const float *row_bias = bias + shape->reach + begin - query;
    FOR_ROW(last - first, i, lanes, {
        float *p = scores + first + i;
        vector b = load_part(row_bias + first + i, lanes);
        store_part(p, fma_(load_part(p, lanes), splat(shape->scale), b), lanes);
    });
}

// Removes the scores [width] before the first and from the last on.
INLINE void NAME(mask_scores)(float *scores, ptrdiff_t first, ptrdiff_t last, ptrdiff_t width) {
    for (ptrdiff_t i = 0; i < first; i += LANES) {
        integers is_seen = ramp() >= (int32_t)(first - i);
        store(scores + i, select_(is_seen, load(scores + i), splat(-INFINITY)));
    }
    for (ptrdiff_t i = last / LANES * LANES; i < width; i += LANES) {
        integers is_seen = ramp() < (int32_t)(last - i);
        store(scores + i, select_(is_seen, load(scores + i), splat(-INFINITY)));
    }
}

// Asks for a head's part of rows [rows], which no hardware foresees.
INLINE void NAME(prefetch)(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t size) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t i = 0; i < size; i += 16) __builtin_prefetch(x + r * stride + i);
    }
}

// Queries from `row` on against one head's keys and values.
static void NAME(attend_block)(const senc_attention_shape *shape, const float *bias, const float *q,
                         ptrdiff_t stride, ptrdiff_t row, ptrdiff_t rows, ptrdiff_t tokens,
                         const float *keys, const float *values, float *y, ptrdiff_t y_stride,
                         ptrdiff_t head, const senc_dropout *dropout, float *all_sums,
                         float *scratch) {
    ptrdiff_t size = shape->head_size;
    float *scores = scratch + NAME(scratch_size)(size);
    // The keys that some query sees, and all others of their panels.
    ptrdiff_t begin = NAME(first_key)(shape, row) / PANEL * PANEL;
    ptrdiff_t end = NAME(end_key)(shape, row + rows - 1, tokens);
    ptrdiff_t width = smaller(round_up(end, PANEL), round_up(tokens, LANES)) - begin;
#ifdef PREPARE
    OPERAND *queries = (OPERAND *)scratch;
    ptrdiff_t queries_stride = NAME(prepared_stride)(size);
    PREPARE(q, stride, rows, size, queries, queries_stride);
    NAME(pair_rows)(queries, queries_stride, rows, NAME(groups)(size));
#else
    const OPERAND *queries = q;
    ptrdiff_t queries_stride = stride;
#endif
    NAME(block)(queries, queries_stride, rows, size, keys + NAME(words)(begin, size), NULL, width,
                scores, width, SENC_IDENTITY, false);

    // Each step goes over all rows before the next, so that the CPU need not wait for the end of
    // one row's maximum or sum.
    vector tops[ATTENTION_ROWS];
    for (ptrdiff_t r = 0; r < rows; r++) {
        float *row_scores = scores + r * width;
        ptrdiff_t first = NAME(first_key)(shape, row + r) - begin;
        ptrdiff_t last = NAME(end_key)(shape, row + r, tokens) - begin;
        NAME(mask_scores)(row_scores, first, last, width);
        if (bias) NAME(add_bias)(shape, bias, row + r, begin, first, last, row_scores);
        vector top = load(row_scores);
        for (ptrdiff_t i = LANES; i < width; i += LANES) top = maximum(top, load(row_scores + i));
        tops[r] = top;
    }
    float scale = bias ? 1 : shape->scale;
    float highest[ATTENTION_ROWS];
    for (ptrdiff_t r = 0; r < rows; r++) highest[r] = maximum_of(tops[r]) * scale;
    vector sums[ATTENTION_ROWS];
    for (ptrdiff_t r = 0; r < rows; r++) {
        uint32_t number = (uint32_t)((head * tokens + row + r) * tokens + begin);
        float *row_scores = scores + r * width;
        // A loop of its own, whose constants stay in registers.
        if (dropout == NULL) {
            sums[r] = NAME(exponentials)(row_scores, width, scale, highest[r], NULL, number);
        } else {
            sums[r] = NAME(exponentials)(row_scores, width, scale, highest[r], dropout, number);
        }
    }
    float factors[ATTENTION_ROWS];
    for (ptrdiff_t r = 0; r < rows; r++) factors[r] = 1 / sum_of(sums[r]);
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

static void NAME(attention)(const senc_attention_shape *shape, const float *q, const float *k,
                            const float *v, ptrdiff_t stride, ptrdiff_t tokens, float *y,
                            ptrdiff_t y_stride, const senc_dropout *dropout, float *sums,
                            float *scratch) {
    ptrdiff_t size = shape->head_size;
    ptrdiff_t sharing = shape->heads / shape->key_heads;
    ptrdiff_t panels = (tokens + PANEL - 1) / PANEL;
    float *keys = scratch;
    float *values = keys + NAME(packed_size)(tokens, size);
    float *rest = values + NAME(packed_size)(size, tokens);
    for (ptrdiff_t head = 0; head < shape->heads; head++) {
        if (head % sharing == 0) {
            ptrdiff_t start = head / sharing * size;
            PACK_KEYS(k + start, SENC_FLOAT32, stride, tokens, size, 0, panels, keys);
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
            NAME(prefetch)(block + rows * stride, stride,
                           smaller(ATTENTION_ROWS, tokens - row - rows), size);
            if (head + 1 < shape->heads) {
                // The next head's, packed when this one is done.
                ptrdiff_t start = row * stride + (head + 1) / sharing * size;
                NAME(prefetch)(k + start, stride, rows, size);
                NAME(prefetch)(v + start, stride, rows, size);
            }
            NAME(attend_block)(shape, bias, block, stride, row, rows, tokens, keys, values,
                         y + row * y_stride + head * size, y_stride, head, dropout, sums, rest);
        }
    }
}

#ifdef GOES_BACK
#include "attention_back.h"
#endif

const senc_attention ATTENTION_TABLE = {
    .scratch_size = NAME(attention_scratch),
    .apply = NAME(attention),
#ifdef GOES_BACK
    .back = NAME(attention_back),
    .back_scratch_size = NAME(attention_back_scratch),
#endif
};

#undef GOES_BACK
#undef FILL_ROW

#undef ATTENTION_ROWS
