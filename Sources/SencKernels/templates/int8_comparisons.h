// Comparing one vector with rows of bytes in integers of 16 bits. What rounding loses is bounded and
// added, so that what comes out is an upper bound as for other rows. Elements of uint8, which have
// scales here, stand for those of int8 that are 128 less.
#pragma once

#include "vectors.h"

// Columns that `compare_bytes` takes.
#define MOST_SHORTS 4096
#define SHORTS (2 * LANES)
// Rows that are gone through together.
#define MOST_ABREAST 4
// Sums of products with larger steps may overflow as floats.
#define LARGEST_UNIT 1e9f

typedef int16_t shorts __attribute__((vector_size(LANES * 4)));
typedef int16_t short_halves __attribute__((vector_size(LANES * 2)));
typedef int8_t short_bytes __attribute__((vector_size(SHORTS)));
typedef uint8_t unsigned_short_bytes __attribute__((vector_size(SHORTS)));

// The high half of twice a · b, rounded, and the sums of products of neighbors.
typedef int32_t wide __attribute__((vector_size(SHORTS * 4)));
#ifndef MULTIPLY_HIGH
INLINE shorts multiply_high(shorts a, shorts b) {
    wide product = __builtin_convertvector(a, wide) * __builtin_convertvector(b, wide);
    return __builtin_convertvector((product + 0x4000) >> 15, shorts);
}
#define MULTIPLY_HIGH(a, b) multiply_high(a, b)
#endif
#ifndef PAIR_PRODUCTS
INLINE integers pair_products(shorts a, shorts b) {
    wide product = __builtin_convertvector(a, wide) * __builtin_convertvector(b, wide);
    integers halves[2];
    memcpy(halves, &product, sizeof product);
    return halves[0] + halves[1];
}
#define PAIR_PRODUCTS(a, b) pair_products(a, b)
#endif

// What an int8 element of 0 stands for.
INLINE vector offsets_at(const senc_row_set *set, ptrdiff_t i, ptrdiff_t lanes) {
    vector offsets = load_part(set->offsets + i, lanes);
    if (set->type != SENC_ELEMENT_UINT8) return offsets;
    return fma_(splat(128), load_part(set->scales + i, lanes), offsets);
}

INLINE shorts load_shorts(const int16_t *p) {
    shorts v;
    memcpy(&v, p, sizeof v);
    return v;
}

// A query in 16 bits, and what int8 elements stand for.
typedef struct {
    // [columns], then zeros to the end of the last vector. For the cosine a component stands for
    // `query_unit` times `query`, an element e for `unit` times (e · 2⁸ · scales / 2¹⁵ + offsets);
    // for the dot product, what e is multiplied with stands for `query_unit` times `query`; for the
    // distance, the query is taken from the offsets.
    _Alignas(64) int16_t query[MOST_SHORTS], scales[MOST_SHORTS], offsets[MOST_SHORTS];
    // What sums of products begin with: for uint8 elements, their products with -128.
    integers start;
    float query_unit, unit;
    // The dot product's part that no element changes, and what it may be off by.
    float constant, error_bound;
    // Bounds of the lengths of the query, of what is lost of it and of a row by rounding.
    float query_length, query_error, error;
} short_query;

INLINE void store_nearest(int16_t *target, vector v) {
    short_halves part = __builtin_convertvector(nearest(v), short_halves);
    memcpy(target, &part, sizeof part);
}

// Makes `short_query` such that no sum of products overflows; false where it has no use.
static bool prepare_shorts(const senc_row_set *set, senc_comparison comparison,
                           const float *query, float error_bound, short_query *result) {
    bool is_product = comparison == SENC_DOT, is_distance = comparison == SENC_EUCLIDEAN;
    bool is_expanded = !is_product && set->scales != NULL;
    ptrdiff_t columns = set->columns;
    if (columns > MOST_SHORTS) return false;
    // Of what elements are multiplied with, what they stand for at most, and sums of squares.
    vector highest_factor = splat(0), highest = splat(set->scales ? 0 : 128);
    vector squares = splat(0), range_squares = splat(0), constants = splat(0);
    FOR_ROW(columns, i, lanes, {
        vector q = load_part(query + i, lanes);
        vector scales = set->scales ? load_part(set->scales + i, lanes) : splat(1);
        vector offsets = set->scales ? offsets_at(set, i, lanes) : splat(0);
        if (is_distance) offsets -= q;
        vector range = fma_(splat(128), magnitude(scales), magnitude(offsets));
        highest_factor = maximum(magnitude(is_product ? q * scales : q), highest_factor);
        highest = maximum(range, highest);
        squares = fma_(q, q, squares);
        range_squares = fma_(range, range, range_squares);
        constants = fma_(q, offsets, constants);
    });
    // Each of the 32-bit sums has two products for each vector of a row.
    float limit = sqrtf(0x1p30f / (float)((columns + SHORTS - 1) / SHORTS));
    limit = limit < 16000 ? limit - 4 : 16000;
    result->query_unit = maximum_of(highest_factor) / limit;
    if (is_distance) result->query_unit = 1;
    result->unit = is_expanded ? maximum_of(highest) / limit : 1;
    if (!(result->query_unit > SENC_LEAST_SQUARE && result->query_unit < LARGEST_UNIT) ||
        !(result->unit > SENC_LEAST_SQUARE && result->unit < LARGEST_UNIT)) {
        return false;
    }
    vector query_steps = splat(1 / result->query_unit), steps = splat(1 / result->unit);
    for (ptrdiff_t i = 0; i < round_up(columns, SHORTS); i += LANES) {
        ptrdiff_t lanes = smaller(LANES, columns - i > 0 ? columns - i : 0);
        vector factors = load_part(query + i, lanes);
        if (set->scales) {
            vector scales = load_part(set->scales + i, lanes);
            vector offsets = offsets_at(set, i, lanes);
            if (is_distance) offsets -= factors;
            if (is_product) factors *= scales;
            if (is_expanded) {
                store_nearest(result->scales + i, scales * (128 * steps));
                store_nearest(result->offsets + i, offsets * steps);
            }
        }
        if (!is_distance) store_nearest(result->query + i, factors * query_steps);
    }
    result->start = (integers){0};
    if (is_product && set->type == SENC_ELEMENT_UINT8) {
        for (ptrdiff_t i = 0; i < columns; i += SHORTS) {
            result->start -= PAIR_PRODUCTS((shorts){0} + 128, load_shorts(result->query + i));
        }
    }
    // Half a step for each rounding, and a little for those of floats.
    float root = sqrtf((float)columns);
    result->query_length = sqrtf(sum_of(squares)) * 1.001f;
    result->query_error = 0.51f * root * result->query_unit;
    result->error = is_expanded ? 1.52f * root * result->unit : 0;
    result->constant = sum_of(constants) + result->query_error * 128 * root +
                       2 * error_bound * sqrtf(sum_of(range_squares));
    result->error_bound = error_bound;
    return true;
}

// The sum of each of LANES vectors.
INLINE vector sums_of(vector rows[LANES]) {
    transpose(rows);
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) rows[i] += rows[i + half];
    }
    return rows[0];
}

// Bounds from above of q · x / |x|.
INLINE vector short_cosines(const short_query *query, vector products, vector squares) {
    vector length = query->unit * __builtin_elementwise_sqrt(squares);
    vector longest = length * 1.0001f + query->error;
    vector shortest = length * 0.9999f - query->error;
    vector bound = products * (query->unit * query->query_unit) +
                   query->query_length * query->error +
                   (query->query_error + query->error_bound) * longest;
    return select_((shortest > 0) & (shortest * shortest >= SENC_LEAST_SQUARE),
                   bound / select_(bound > 0, shortest, longest), splat(INFINITY));
}

// Bounds from above of -|q - x|.
INLINE vector short_distances(const short_query *query, vector squares) {
    vector distance = query->unit * __builtin_elementwise_sqrt(squares);
    vector least = distance * (0.9999f - query->error_bound) - query->error;
    return select_(least > 0, -least, splat(0));
}

typedef struct {
    integers products, squares;
} short_sums;

// Adds the products of SHORTS components from `i` on; `size` of them are there.
INLINE void add_shorts(short_sums *sums, const short_query *query, senc_comparison comparison,
                       bool is_scaled, bool is_unsigned, const int8_t *row, ptrdiff_t i,
                       ptrdiff_t size) {
    short_bytes elements = {0};
    memcpy(&elements, row + i, (size_t)size);
    shorts x;
    if (comparison == SENC_DOT && is_unsigned) {
        x = __builtin_convertvector((unsigned_short_bytes)elements, shorts);
    } else {
        x = __builtin_convertvector(is_unsigned ? elements ^ -128 : elements, shorts);
    }
    if (comparison != SENC_DOT && is_scaled) {
        x = MULTIPLY_HIGH(x << 8, load_shorts(query->scales + i)) +
            load_shorts(query->offsets + i);
    }
    if (comparison != SENC_EUCLIDEAN) {
        sums->products += PAIR_PRODUCTS(x, load_shorts(query->query + i));
    }
    if (comparison != SENC_DOT) sums->squares += PAIR_PRODUCTS(x, x);
}

INLINE void compare_shorts(const senc_row_set *set, const short_query *query,
                           senc_comparison comparison, bool is_scaled, bool is_unsigned,
                           ptrdiff_t first, ptrdiff_t count, float *bounds) {
    // Dot products wait for memory, which gives one row after the other faster; what has more to
    // compute shares what is loaded of the query among rows.
    const ptrdiff_t abreast = comparison == SENC_DOT ? 1 : MOST_ABREAST;
    ptrdiff_t columns = set->columns;
    for (ptrdiff_t block = 0; block < count; block += LANES) {
        vector products[LANES], squares[LANES];
        ptrdiff_t rows = smaller(LANES, count - block);
        for (ptrdiff_t r = 0; r < LANES; r += abreast) {
            const int8_t *row[MOST_ABREAST];
            short_sums sums[MOST_ABREAST];
            UNROLLED for (int k = 0; k < abreast; k++) {
                row[k] = (const int8_t *)set->elements +
                         (first + block + smaller(r + k, rows - 1)) * columns;
                sums[k] = (short_sums){.products = query->start};
            }
            ptrdiff_t i = 0;
            for (; i + SHORTS <= columns; i += SHORTS) {
                // Rows lie one after the other, so this runs on into those that come next, by as
                // many bytes as are taken here.
                UNROLLED for (ptrdiff_t line = 0; line < abreast * SHORTS; line += 64) {
                    __builtin_prefetch(row[0] + abreast * i + line + 4096);
                }
                UNROLLED for (int k = 0; k < abreast; k++) {
                    add_shorts(&sums[k], query, comparison, is_scaled, is_unsigned, row[k], i,
                               SHORTS);
                }
            }
            if (i < columns) {
                UNROLLED for (int k = 0; k < abreast; k++) {
                    add_shorts(&sums[k], query, comparison, is_scaled, is_unsigned, row[k], i,
                               columns - i);
                }
            }
            UNROLLED for (int k = 0; k < abreast; k++) {
                products[r + k] = floats_of(sums[k].products);
                squares[r + k] = floats_of(sums[k].squares);
            }
        }
        vector bound;
        if (comparison == SENC_COSINE) {
            bound = short_cosines(query, sums_of(products), sums_of(squares));
        } else if (comparison == SENC_DOT) {
            bound = sums_of(products) * query->query_unit + query->constant;
        } else {
            bound = short_distances(query, sums_of(squares));
        }
        store_part(bounds + block, bound, rows);
    }
}

// Rows of bytes by the cosine or the dot product, or those that have scales by the distance; false
// if they are to be compared as floats.
static bool compare_bytes(const senc_row_set *set, senc_comparison comparison, const float *query,
                          float error_bound, ptrdiff_t first, ptrdiff_t count, float *bounds) {
    short_query prepared;
    if (!prepare_shorts(set, comparison, query, error_bound, &prepared)) return false;
    bool is_unsigned = set->type == SENC_ELEMENT_UINT8;
#define COMPARE(comparison, is_scaled, is_unsigned) \
    compare_shorts(set, &prepared, comparison, is_scaled, is_unsigned, first, count, bounds)
    if (comparison == SENC_DOT) {
        is_unsigned ? COMPARE(SENC_DOT, false, true) : COMPARE(SENC_DOT, false, false);
    } else if (comparison == SENC_EUCLIDEAN) {
        is_unsigned ? COMPARE(SENC_EUCLIDEAN, true, true) : COMPARE(SENC_EUCLIDEAN, true, false);
    } else if (is_unsigned) {
        COMPARE(SENC_COSINE, true, true);
    } else if (set->scales) {
        COMPARE(SENC_COSINE, true, false);
    } else {
        COMPARE(SENC_COSINE, false, false);
    }
#undef COMPARE
    return true;
}

#undef MOST_SHORTS
#undef SHORTS
#undef MOST_ABREAST
#undef LARGEST_UNIT
