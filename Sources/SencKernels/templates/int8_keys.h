// Scores of queries and keys in int8, for attention whose values are in the precision of the
// including file: a query in 8 unsigned bits with one scale, a key in 8 signed bits with one scale,
// products summed in 32-bit integers.
//
// A query is scale · (q - 128) and a key factor · p, with q - 128 and p in -127...127, so their
// product is scale · factor · (Σ q p - 128 Σ p). The integer sums hold for heads of up to 65,536
// components. The including file sets
//   KEYS_DOT  (q, p, sum): adds the products of 4 unsigned and 4 signed bytes to each lane
#pragma once

#include "functions.h"

typedef int8_t key_bytes __attribute__((vector_size(LANES)));

// What rows [rows, size], LANES at most, are divided by to fit -127...127, above 0, and its inverses.
INLINE vector quantum_of_rows(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t size,
                              float inverses[LANES]) {
    vector largest[LANES];
    UNROLLED for (int i = 0; i < LANES; i++) {
        largest[i] = splat(0);
        if (i >= rows) continue;
        FOR_ROW(size, k, lanes, {
            largest[i] = maximum(magnitude(load_part(x + i * stride + k, lanes)), largest[i]);
        });
    }
    // A row of zeros has a quantum as well: scores that are masked are multiplied by it.
    vector range = maximum(maxima_over_lanes(largest), splat(1e-30f));
    store(inverses, 127.0f / range);
    return range / 127.0f;
}

// Rounds a row [size] to bytes and adds `offset`; writes 0 up to a group's end.
INLINE void round_to_bytes(const float *x, ptrdiff_t size, float inverse, int32_t offset,
                           int8_t *bytes) {
    FOR_ROW(size, k, lanes, {
        integers q = nearest(load_part(x + k, lanes) * splat(inverse)) + offset;
        key_bytes part = __builtin_convertvector(q, key_bytes);
        memcpy(bytes + k, &part, lanes);
    });
    for (ptrdiff_t k = size; k % 4 != 0; k++) bytes[k] = 0;
}

// Quantizes rows [rows, size], LANES at most; the scale of each follows it.
static void quantize_queries(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t size,
                             int32_t *prepared, ptrdiff_t stride) {
    float inverses[LANES], scales[LANES];
    store(scales, quantum_of_rows(x, x_stride, rows, size, inverses));
    for (ptrdiff_t r = 0; r < rows; r++) {
        int32_t *row = prepared + r * stride;
        round_to_bytes(x + r * x_stride, size, inverses[r], 128, (int8_t *)row);
        memcpy(row + (size + 3) / 4, &scales[r], sizeof scales[r]);
    }
}

#define PRECISION int8_keys
#define GROUP 4
#define OPERAND int32_t
#define SPREAD(x) splat_integer(x)
#define WEIGHTS integers
#define SUMS integers
#define LOAD_WEIGHTS(p) load_integers((const int32_t *)(p))
#define MULTIPLY_ADD(x, w, sum) KEYS_DOT(x, w, sum)
#define ACTIVATE_TILE activate_tile
// A key is followed by 128 Σ p, as an integer, and its factor.
#define FOOTER 2
#define FINISH(sum, factors, footer, stride, bias) \
    (floats_of((sum) - load_integers((const int32_t *)(footer))) * load((footer) + (stride)))
#define ROW_FACTORS(inputs) 1
#define PREPARE quantize_queries
#define PREPARED_ROWS LANES
#include "layers.h"

// Packs keys [tokens, size].
static void int8_keys_pack(const float *keys, ptrdiff_t stride, ptrdiff_t tokens, ptrdiff_t size,
                           float *packed) {
    ptrdiff_t groups = int8_keys_groups(size);
    for (ptrdiff_t key = 0; key < tokens; key += LANES) {
        ptrdiff_t column = key / PANEL * PANEL, rows = smaller(LANES, tokens - key);
        ptrdiff_t width = round_up(smaller(PANEL, tokens - column), LANES);
        const float *x = keys + key * stride;
        float *panel = packed + int8_keys_words(column, size) + (key - column);
        float inverses[LANES];
        vector factors = quantum_of_rows(x, stride, rows, size, inverses);
        integers sums = {0};
        for (ptrdiff_t k = 0; k < size; k += LANES) {
            // Of each key, its groups.
            vector words[LANES / 4] = {0};
            ptrdiff_t lanes = smaller(LANES, size - k);
            for (ptrdiff_t i = 0; i < rows; i++) {
                round_to_bytes(x + i * stride + k, lanes, inverses[i], 0,
                               (int8_t *)words + i * LANES);
            }
            transpose_part(LANES / 4, words);
            for (ptrdiff_t g = 0; g < (lanes + 3) / 4; g++) {
                store(panel + (k / 4 + g) * width, words[g]);
                sums = KEYS_DOT(splat_integer(0x80808080), (integers)words[g], sums);
            }
        }
        store_integers((int32_t *)panel + groups * width, sums);
        store(panel + (groups + 1) * width, factors);
    }
}

// Where quantize_queries left the scale of query r.
INLINE float int8_query_scale(const float *scratch, ptrdiff_t r, ptrdiff_t size) {
    return scratch[r * int8_keys_prepared_stride(size) + int8_keys_groups(size)];
}

#include "end_layers.h"
