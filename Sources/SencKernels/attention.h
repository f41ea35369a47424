// Multi-head attention within one text, in float32.
//
// A head's keys are packed as the weights of a layer that maps a query to its scores, its values
// as those of one that maps probabilities to the answer. Queries go by blocks of
// ATTENTION_ROWS, whose scores stay in cache.
#pragma once

#include "float32.h"
#include "rows.h"

#define ATTENTION_ROWS (4 * TILE_ROWS)

static ptrdiff_t attention_scratch(ptrdiff_t tokens, ptrdiff_t head_size) {
    ptrdiff_t keys = round_up(tokens, LANES) * head_size;
    ptrdiff_t values = round_up(head_size, LANES) * tokens;
    return keys + values + ATTENTION_ROWS * round_up(tokens, LANES);
}

// Packs values [tokens, head_size], already inputs by outputs.
INLINE void pack_values(const float *v, ptrdiff_t stride, ptrdiff_t tokens, ptrdiff_t head_size,
                        float *packed) {
    for (ptrdiff_t column = 0; column < head_size; column += PANEL) {
        ptrdiff_t count = smaller(PANEL, head_size - column);
        ptrdiff_t width = round_up(count, LANES);
        float *panel = packed + column * tokens;
        for (ptrdiff_t token = 0; token < tokens; token++) {
            const float *source = v + token * stride + column;
            FOR_ROW(count, i, lanes, {
                store(panel + token * width + i, load_part(source + i, lanes));
            });
        }
    }
}

// scores [count] become exp((scores - maximum) · scale) / sum; the row has room for full vectors.
INLINE void softmax(float *scores, ptrdiff_t count, float scale) {
    ptrdiff_t whole = round_up(count, LANES);
    for (ptrdiff_t i = count; i < whole; i++) scores[i] = -INFINITY;
    vector highest = load(scores);
    for (ptrdiff_t i = LANES; i < whole; i += LANES) highest = maximum(highest, load(scores + i));
    vector shift = splat(maximum_of(highest));
    vector sum = splat(0);
    for (ptrdiff_t i = 0; i < whole; i += LANES) {
        vector e = exponential((load(scores + i) - shift) * scale);
        store(scores + i, e);
        sum += e;
    }
    vector factor = splat(1.0f / sum_of(sum));
    for (ptrdiff_t i = 0; i < whole; i += LANES) store(scores + i, load(scores + i) * factor);
}

static void attention(const float *q, const float *k, const float *v, ptrdiff_t stride,
                      ptrdiff_t tokens, ptrdiff_t heads, ptrdiff_t head_size, float scale,
                      float *y, ptrdiff_t y_stride, float *scratch) {
    ptrdiff_t width = round_up(tokens, LANES);
    float *keys = scratch;
    float *values = keys + width * head_size;
    float *scores = values + round_up(head_size, LANES) * tokens;
    ptrdiff_t panels = (tokens + PANEL - 1) / PANEL;
    for (ptrdiff_t head = 0; head < heads; head++) {
        ptrdiff_t start = head * head_size;
        float32_pack(k + start, SENC_FLOAT32, stride, tokens, head_size, 0, panels, keys);
        pack_values(v + start, stride, tokens, head_size, values);
        for (ptrdiff_t row = 0; row < tokens; row += ATTENTION_ROWS) {
            ptrdiff_t rows = smaller(ATTENTION_ROWS, tokens - row);
            float32_block(q + row * stride + start, stride, rows, head_size, keys, NULL, tokens,
                          scores, width, SENC_IDENTITY);
            for (ptrdiff_t r = 0; r < rows; r++) softmax(scores + r * width, tokens, scale);
            float32_block(scores, width, rows, tokens, values, NULL, head_size,
                          y + row * y_stride + start, y_stride, SENC_IDENTITY);
        }
    }
}

const senc_rows ROWS_TABLE = {
    .convert = convert,
    .accumulate = accumulate,
    .bias_activation = bias_activation,
    .layer_norm = layer_norm,
    .attention_scratch = attention_scratch,
    .attention = attention,
};
