// Comparing one vector with rows as they are stored. What comes out is an upper bound of how close
// a row is, for the few that may be among the closest to be compared again exactly.
#pragma once

#include "bits.h"
#include "conversion.h"
#include "int8_comparisons.h"

// Sums of a row that do not wait for each other.
#define CHAINS 4

typedef int8_t bytes_ __attribute__((vector_size(LANES)));
typedef uint8_t unsigned_bytes __attribute__((vector_size(LANES)));

INLINE vector load_element(const void *row, senc_element type, ptrdiff_t index, ptrdiff_t lanes) {
    switch (type) {
    case SENC_ELEMENT_FLOAT32:
        return load_as_float(row, SENC_FLOAT32, index, lanes);
    case SENC_ELEMENT_FLOAT16:
        return load_as_float(row, SENC_FLOAT16, index, lanes);
    case SENC_ELEMENT_INT8: {
        bytes_ part = {0};
        memcpy(&part, (const int8_t *)row + index, (size_t)lanes);
        return __builtin_convertvector(__builtin_convertvector(part, integers), vector);
    }
    case SENC_ELEMENT_UINT8: {
        unsigned_bytes part = {0};
        memcpy(&part, (const uint8_t *)row + index, (size_t)lanes);
        return __builtin_convertvector(__builtin_convertvector(part, integers), vector);
    }
    }
    return splat(0);
}

// Components of a row; past its end they are 0.
INLINE vector load_component(const senc_row_set *set, senc_element type, bool is_scaled,
                             const void *row, ptrdiff_t index, ptrdiff_t lanes) {
    vector x = load_element(row, type, index, lanes);
    if (!is_scaled) return x;
    vector scales = load_part(set->scales + index, lanes);
    vector offsets = load_part(set->offsets + index, lanes);
#if HAS_FMA
    return fma_(x, scales, offsets);
#else
    // Rounded once, as everywhere.
    for (int i = 0; i < LANES; i++) x[i] = fmaf(x[i], scales[i], offsets[i]);
    return x;
#endif
}

typedef struct {
    vector main[CHAINS], squares[CHAINS];
} row_sums;

INLINE void add_to_sums(row_sums *sums, int chain, senc_comparison comparison, vector q,
                        vector x) {
    vector difference = q - x;
    switch (comparison) {
    case SENC_COSINE:
    case SENC_DOT:
        sums->main[chain] = fma_(q, x, sums->main[chain]);
        sums->squares[chain] = fma_(x, x, sums->squares[chain]);
        break;
    case SENC_EUCLIDEAN:
        sums->main[chain] = fma_(difference, difference, sums->main[chain]);
        break;
    case SENC_MANHATTAN:
        sums->main[chain] += (vector)((integers)difference & 0x7FFFFFFF);
        break;
    case SENC_SQUARE:
        sums->main[chain] = fma_(x, x, sums->main[chain]);
        break;
    }
}

INLINE float upper_bound(const row_sums *sums, senc_comparison comparison, float error_bound) {
    float sum = sum_of((sums->main[0] + sums->main[1]) + (sums->main[2] + sums->main[3]));
    if (comparison == SENC_SQUARE) return sum;
    if (!isfinite(sum)) return INFINITY;
    if (comparison == SENC_MANHATTAN) return error_bound * sum - sum;
    if (comparison == SENC_EUCLIDEAN) {
        // Squares of small differences vanish.
        if (sum < SENC_LEAST_SQUARE) return INFINITY;
        float distance = sqrtf(sum);
        return error_bound * distance - distance;
    }
    float square =
        sum_of((sums->squares[0] + sums->squares[1]) + (sums->squares[2] + sums->squares[3]));
    if (!(square >= SENC_LEAST_SQUARE && square < INFINITY)) return INFINITY;
    float length = sqrtf(square);
    float bound = sum + error_bound * length;
    return comparison == SENC_COSINE ? bound / length : bound;
}

INLINE void compare_rows(const senc_row_set *set, senc_comparison comparison, senc_element type,
                         ptrdiff_t size, bool is_scaled, const float *query, float error_bound,
                         ptrdiff_t first, ptrdiff_t count, float *bounds) {
    ptrdiff_t columns = set->columns;
    for (ptrdiff_t r = 0; r < count; r++) {
        const char *row = (const char *)set->elements + (first + r) * columns * size;
        row_sums sums;
        memset(&sums, 0, sizeof sums);
        ptrdiff_t i = 0;
        for (; i + CHAINS * LANES <= columns; i += CHAINS * LANES) {
            UNROLLED for (int chain = 0; chain < CHAINS; chain++) {
                ptrdiff_t at = i + chain * LANES;
                vector q = comparison == SENC_SQUARE ? splat(0) : load(query + at);
                vector x = load_component(set, type, is_scaled, row, at, LANES);
                add_to_sums(&sums, chain, comparison, q, x);
            }
        }
        for (; i < columns; i += LANES) {
            ptrdiff_t lanes = smaller(LANES, columns - i);
            vector q = comparison == SENC_SQUARE ? splat(0) : load_part(query + i, lanes);
            vector x = load_component(set, type, is_scaled, row, i, lanes);
            add_to_sums(&sums, 0, comparison, q, x);
        }
        bounds[r] = upper_bound(&sums, comparison, error_bound);
    }
}

#define TYPE_CASES(comparison) \
    case comparison: \
        switch (set->type) { \
        case SENC_ELEMENT_FLOAT32: \
            compare_rows(set, comparison, SENC_ELEMENT_FLOAT32, 4, false, query, error_bound, first, \
                         count, bounds); \
            break; \
        case SENC_ELEMENT_FLOAT16: \
            compare_rows(set, comparison, SENC_ELEMENT_FLOAT16, 2, false, query, error_bound, first, \
                         count, bounds); \
            break; \
        case SENC_ELEMENT_INT8: \
            if (set->scales) { \
                compare_rows(set, comparison, SENC_ELEMENT_INT8, 1, true, query, error_bound, first, \
                             count, bounds); \
            } else { \
                compare_rows(set, comparison, SENC_ELEMENT_INT8, 1, false, query, error_bound, first, \
                             count, bounds); \
            } \
            break; \
        case SENC_ELEMENT_UINT8: \
            if (set->scales) { \
                compare_rows(set, comparison, SENC_ELEMENT_UINT8, 1, true, query, error_bound, \
                             first, count, bounds); \
            } else { \
                compare_rows(set, comparison, SENC_ELEMENT_UINT8, 1, false, query, error_bound, \
                             first, count, bounds); \
            } \
            break; \
        } \
        break;

static void compare(const senc_row_set *set, senc_comparison comparison, const float *query,
                    float error_bound, ptrdiff_t first, ptrdiff_t count, float *bounds) {
    bool has_scales = set->scales != NULL;
    bool is_short = comparison == SENC_COSINE || comparison == SENC_DOT ||
                    (comparison == SENC_EUCLIDEAN && has_scales);
    bool has_bytes =
        set->type == SENC_ELEMENT_INT8 || (set->type == SENC_ELEMENT_UINT8 && has_scales);
    if (is_short && has_bytes &&
        compare_bytes(set, comparison, query, error_bound, first, count, bounds)) {
        return;
    }
    switch (comparison) {
        TYPE_CASES(SENC_COSINE)
        TYPE_CASES(SENC_DOT)
        TYPE_CASES(SENC_EUCLIDEAN)
        TYPE_CASES(SENC_MANHATTAN)
        TYPE_CASES(SENC_SQUARE)
    }
}

static void copy_rows(const senc_row_set *set, ptrdiff_t first, ptrdiff_t count,
                      float *destination) {
    static const ptrdiff_t sizes[] = {4, 2, 1, 1};
    ptrdiff_t columns = set->columns;
    for (ptrdiff_t r = 0; r < count; r++) {
        const char *row =
            (const char *)set->elements + (first + r) * columns * sizes[set->type];
        FOR_ROW(columns, i, lanes, {
            vector x = load_component(set, set->type, set->scales != NULL, row, i, lanes);
            store_part(destination + r * columns + i, x, lanes);
        });
    }
}

static ptrdiff_t above(const float *x, const float *limits, float scale, float shift,
                       ptrdiff_t count, int32_t *indices) {
    ptrdiff_t found = 0;
    for (ptrdiff_t i = 0; i < count; i += LANES) {
        ptrdiff_t lanes = smaller(LANES, count - i);
        vector v = lanes == LANES ? load(x + i) : load_part(x + i, lanes);
        vector limit = lanes == LANES ? load(limits + i) : load_part(limits + i, lanes);
        // What is not a number is above.
        unsigned bits = bits_of(~(v <= fma_(limit, splat(scale), splat(shift))));
        if (lanes < LANES) bits &= (1u << lanes) - 1;
        for (; bits; bits &= bits - 1) indices[found++] = (int32_t)i + __builtin_ctz(bits);
    }
    return found;
}

const senc_comparisons COMPARISONS_TABLE = {
    .compare = compare,
    .copy = copy_rows,
    .hamming = hamming,
    .above = above,
};

#undef CHAINS
#undef TYPE_CASES
