// What attention does to scores besides products.
#pragma once

#include "dropout.h"
#include "vectors.h"

// A query sees the keys from its first to before its end.
INLINE ptrdiff_t first_key(const senc_attention_shape *shape, ptrdiff_t query) {
    return query > shape->before ? query - shape->before : 0;
}

INLINE ptrdiff_t end_key(const senc_attention_shape *shape, ptrdiff_t query, ptrdiff_t tokens) {
    return shape->after < tokens - 1 - query ? query + shape->after + 1 : tokens;
}

// Scales the scores [first, last) and adds biases to them, of which the key at 0 has the first.
INLINE void add_bias(float *scores, ptrdiff_t first, ptrdiff_t last, float scale,
                     const float *bias) {
    FOR_ROW(last - first, i, lanes, {
        float *p = scores + first + i;
        vector b = load_part(bias + first + i, lanes);
        store_part(p, fma_(load_part(p, lanes), splat(scale), b), lanes);
    });
}

// Removes the scores [width] before the first and from the last on.
INLINE void mask_scores(float *scores, ptrdiff_t first, ptrdiff_t last, ptrdiff_t width) {
    for (ptrdiff_t i = 0; i < first; i += LANES) {
        integers is_seen = ramp() >= (int32_t)(first - i);
        store(scores + i, select_(is_seen, load(scores + i), splat(-INFINITY)));
    }
    for (ptrdiff_t i = last / LANES * LANES; i < width; i += LANES) {
        integers is_seen = ramp() < (int32_t)(last - i);
        store(scores + i, select_(is_seen, load(scores + i), splat(-INFINITY)));
    }
}

// The largest of the scores [width] that a lane has.
INLINE vector maxima_of_row(const float *scores, ptrdiff_t width) {
    // Two abreast, since each waits for the one before.
    vector top = load(scores), other = top;
    ptrdiff_t i = LANES;
    for (; i + LANES < width; i += 2 * LANES) {
        top = maximum(top, load(scores + i));
        other = maximum(other, load(scores + i + LANES));
    }
    if (i < width) top = maximum(top, load(scores + i));
    return maximum(top, other);
}

// Asks for a head's part of rows [rows], which no hardware foresees.
INLINE void prefetch_head(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t size) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t i = 0; i < size; i += 16) __builtin_prefetch(x + r * stride + i);
    }
}
