// Comparing one vector with rows as they are stored. What comes out is an upper bound of how close
// a row is, for the few that may be among the closest to be compared again exactly.
#pragma once

#include "conversion.h"

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

// MARK: In integers

// Columns that `compare_int8` takes.
#define MOST_SHORTS 4096
#define SHORTS (2 * LANES)
// Sums of products with larger steps may overflow as floats.
#define LARGEST_UNIT 1e9f

typedef int16_t shorts __attribute__((vector_size(LANES * 4)));
typedef int16_t short_halves __attribute__((vector_size(LANES * 2)));
typedef int8_t short_bytes __attribute__((vector_size(SHORTS)));

// The high half of twice a · b, rounded, and the sums of products of neighbours.
#ifndef MULTIPLY_HIGH
typedef int32_t wide __attribute__((vector_size(SHORTS * 4)));
INLINE shorts multiply_high(shorts a, shorts b) {
    wide product = __builtin_convertvector(a, wide) * __builtin_convertvector(b, wide);
    return __builtin_convertvector((product + 0x4000) >> 15, shorts);
}

INLINE integers pair_products(shorts a, shorts b) {
    wide product = __builtin_convertvector(a, wide) * __builtin_convertvector(b, wide);
    integers halves[2];
    memcpy(halves, &product, sizeof product);
    return halves[0] + halves[1];
}
#define MULTIPLY_HIGH(a, b) multiply_high(a, b)
#define PAIR_PRODUCTS(a, b) pair_products(a, b)
#endif

INLINE shorts load_shorts(const int16_t *p) {
    shorts v;
    memcpy(&v, p, sizeof v);
    return v;
}

// A query in 16 bits, and for the cosine what int8 elements stand for.
typedef struct {
    // [columns], then zeros to the end of the last vector. For the cosine a component stands for
    // `query_unit` times `query`, an element e for `unit` times (e · 2⁸ · scales / 2¹⁵ + offsets);
    // for the dot product, what e is multiplied with stands for `query_unit` times `query`.
    _Alignas(64) int16_t query[MOST_SHORTS], scales[MOST_SHORTS], offsets[MOST_SHORTS];
    float query_unit, unit;
    // The dot product's part that no element changes, and what it may be off by.
    float constant, doubt;
    // Bounds of the lengths of the query, of what is lost of it and of a row by rounding.
    float query_length, query_error, error;
} short_query;

INLINE void store_nearest(int16_t *target, vector v) {
    short_halves part = __builtin_convertvector(nearest(v), short_halves);
    memcpy(target, &part, sizeof part);
}

// Makes `short_query` such that no sum of products overflows; false where it has no use.
static bool prepare_shorts(const senc_row_set *set, bool is_cosine, const float *query,
                           float doubt, short_query *result) {
    ptrdiff_t columns = set->columns;
    if (columns > MOST_SHORTS) return false;
    // Of what elements are multiplied with, what they stand for at most, and sums of squares.
    vector highest_factor = splat(0), highest = splat(set->scales ? 0 : 128);
    vector squares = splat(0), range_squares = splat(0), constants = splat(0);
    FOR_ROW(columns, i, lanes, {
        vector q = load_part(query + i, lanes);
        vector scales = set->scales ? load_part(set->scales + i, lanes) : splat(1);
        vector offsets = set->scales ? load_part(set->offsets + i, lanes) : splat(0);
        vector range = fma_(splat(128), magnitude(scales), magnitude(offsets));
        highest_factor = maximum(magnitude(is_cosine ? q : q * scales), highest_factor);
        highest = maximum(range, highest);
        squares = fma_(q, q, squares);
        range_squares = fma_(range, range, range_squares);
        constants = fma_(q, offsets, constants);
    });
    // Each of the 32-bit sums has two products for each vector of a row.
    float limit = sqrtf(0x1p30f / (float)((columns + SHORTS - 1) / SHORTS));
    limit = limit < 16000 ? limit - 4 : 16000;
    result->query_unit = maximum_of(highest_factor) / limit;
    result->unit = is_cosine && set->scales ? maximum_of(highest) / limit : 1;
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
            if (!is_cosine) factors *= scales;
            store_nearest(result->scales + i, scales * (128 * steps));
            store_nearest(result->offsets + i, load_part(set->offsets + i, lanes) * steps);
        }
        store_nearest(result->query + i, factors * query_steps);
    }
    // Half a step for each rounding, and a little for those of floats.
    float root = sqrtf((float)columns);
    result->query_length = sqrtf(sum_of(squares)) * 1.001f;
    result->query_error = 0.51f * root * result->query_unit;
    result->error = is_cosine && set->scales ? 1.52f * root * result->unit : 0;
    result->constant = sum_of(constants) + result->query_error * 128 * root +
                       2 * doubt * sqrtf(sum_of(range_squares));
    result->doubt = doubt;
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
                   (query->query_error + query->doubt) * longest;
    return select_((shortest > 0) & (shortest * shortest >= SENC_LEAST_SQUARE),
                   bound / select_(bound > 0, shortest, longest), splat(INFINITY));
}

typedef struct {
    integers products, squares;
} short_sums;

// Adds the products of SHORTS components from `i` on; `size` of them are there.
INLINE void add_shorts(short_sums *sums, const short_query *query, bool is_cosine,
                       bool is_scaled, const int8_t *row, ptrdiff_t i, ptrdiff_t size) {
    short_bytes elements = {0};
    memcpy(&elements, row + i, (size_t)size);
    shorts x = __builtin_convertvector(elements, shorts);
    if (is_cosine && is_scaled) {
        x = MULTIPLY_HIGH(x << 8, load_shorts(query->scales + i)) +
            load_shorts(query->offsets + i);
    }
    sums->products += PAIR_PRODUCTS(x, load_shorts(query->query + i));
    if (is_cosine) sums->squares += PAIR_PRODUCTS(x, x);
}

INLINE void compare_shorts(const senc_row_set *set, const short_query *query, bool is_cosine,
                           bool is_scaled, ptrdiff_t first, ptrdiff_t count, float *bounds) {
    ptrdiff_t columns = set->columns;
    for (ptrdiff_t block = 0; block < count; block += LANES) {
        vector products[LANES], squares[LANES];
        ptrdiff_t rows = smaller(LANES, count - block);
        for (ptrdiff_t r = 0; r < LANES; r++) {
            const int8_t *row = (const int8_t *)set->elements +
                                (first + block + smaller(r, rows - 1)) * columns;
            short_sums sums = {0};
            ptrdiff_t i = 0;
            for (; i + SHORTS <= columns; i += SHORTS) {
                // Rows lie one after the other, so this runs on into those that come next.
                if (i % 64 == 0) __builtin_prefetch(row + i + 4096);
                add_shorts(&sums, query, is_cosine, is_scaled, row, i, SHORTS);
            }
            if (i < columns) {
                add_shorts(&sums, query, is_cosine, is_scaled, row, i, columns - i);
            }
            products[r] = floats_of(sums.products);
            squares[r] = floats_of(sums.squares);
        }
        vector bound = sums_of(products);
        if (is_cosine) {
            bound = short_cosines(query, bound, sums_of(squares));
        } else {
            bound = bound * query->query_unit + query->constant;
        }
        store_part(bounds + block, bound, rows);
    }
}

// Int8 rows by the cosine or the dot product; false if they are to be compared as floats.
static bool compare_int8(const senc_row_set *set, bool is_cosine, const float *query,
                         float doubt, ptrdiff_t first, ptrdiff_t count, float *bounds) {
    short_query prepared;
    if (!prepare_shorts(set, is_cosine, query, doubt, &prepared)) return false;
    if (!is_cosine) {
        compare_shorts(set, &prepared, false, false, first, count, bounds);
    } else if (set->scales) {
        compare_shorts(set, &prepared, true, true, first, count, bounds);
    } else {
        compare_shorts(set, &prepared, true, false, first, count, bounds);
    }
    return true;
}

// MARK: In floats

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

INLINE float upper_bound(const row_sums *sums, senc_comparison comparison, float doubt) {
    float sum = sum_of((sums->main[0] + sums->main[1]) + (sums->main[2] + sums->main[3]));
    if (comparison == SENC_SQUARE) return sum;
    if (!isfinite(sum)) return INFINITY;
    if (comparison == SENC_MANHATTAN) return doubt * sum - sum;
    if (comparison == SENC_EUCLIDEAN) {
        // Squares of small differences vanish.
        if (sum < SENC_LEAST_SQUARE) return INFINITY;
        float distance = sqrtf(sum);
        return doubt * distance - distance;
    }
    float square =
        sum_of((sums->squares[0] + sums->squares[1]) + (sums->squares[2] + sums->squares[3]));
    if (!(square >= SENC_LEAST_SQUARE && square < INFINITY)) return INFINITY;
    float length = sqrtf(square);
    float bound = sum + doubt * length;
    return comparison == SENC_COSINE ? bound / length : bound;
}

INLINE void compare_rows(const senc_row_set *set, senc_comparison comparison, senc_element type,
                         ptrdiff_t size, bool is_scaled, const float *query, float doubt,
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
        bounds[r] = upper_bound(&sums, comparison, doubt);
    }
}

#define TYPE_CASES(comparison) \
    case comparison: \
        switch (set->type) { \
        case SENC_ELEMENT_FLOAT32: \
            compare_rows(set, comparison, SENC_ELEMENT_FLOAT32, 4, false, query, doubt, first, \
                         count, bounds); \
            break; \
        case SENC_ELEMENT_FLOAT16: \
            compare_rows(set, comparison, SENC_ELEMENT_FLOAT16, 2, false, query, doubt, first, \
                         count, bounds); \
            break; \
        case SENC_ELEMENT_INT8: \
            if (set->scales) { \
                compare_rows(set, comparison, SENC_ELEMENT_INT8, 1, true, query, doubt, first, \
                             count, bounds); \
            } else { \
                compare_rows(set, comparison, SENC_ELEMENT_INT8, 1, false, query, doubt, first, \
                             count, bounds); \
            } \
            break; \
        case SENC_ELEMENT_UINT8: \
            compare_rows(set, comparison, SENC_ELEMENT_UINT8, 1, false, query, doubt, first, \
                         count, bounds); \
            break; \
        } \
        break;

static void compare(const senc_row_set *set, senc_comparison comparison, const float *query,
                    float doubt, ptrdiff_t first, ptrdiff_t count, float *bounds) {
    bool is_product = comparison == SENC_COSINE || comparison == SENC_DOT;
    if (is_product && set->type == SENC_ELEMENT_INT8 &&
        compare_int8(set, comparison == SENC_COSINE, query, doubt, first, count, bounds)) {
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

// MARK: Bits

#define WORD_LANES (LANES / 2)
// Words of a row that are worked on at once.
#define MOST_WORDS 64

typedef uint64_t words __attribute__((vector_size(LANES * 4)));
typedef int32_t word_counts __attribute__((vector_size(LANES * 2)));
typedef float word_floats __attribute__((vector_size(LANES * 2)));

INLINE uint64_t load_word(const uint8_t *p, ptrdiff_t size) {
    uint64_t word = 0;
    memcpy(&word, p, (size_t)smaller(size, 8));
    return word;
}

// Takes the words of WORD_LANES rows from byte `at` on, a column a vector, and counts in how many
// bits they differ from those of each query.
INLINE void count_differing(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                            ptrdiff_t bytes, ptrdiff_t lanes, ptrdiff_t at, float *distances,
                            ptrdiff_t stride) {
    words columns[MOST_WORDS];
    ptrdiff_t size = smaller(8 * MOST_WORDS, bytes - at);
    ptrdiff_t full = size / 8;
    for (ptrdiff_t w = 0; w * 8 < size; w++) {
        UNROLLED for (int j = 0; j < WORD_LANES; j++) {
            const uint8_t *row = rows + smaller(j, lanes - 1) * bytes + at + 8 * w;
            columns[w][j] = w < full ? load_word(row, 8) : load_word(row, size - 8 * w);
        }
    }
    for (ptrdiff_t q = 0; q < query_count; q++) {
        const uint8_t *query = queries + q * bytes + at;
        words sum = {0};
        for (ptrdiff_t w = 0; w < full; w++) {
            sum += __builtin_elementwise_popcount(columns[w] ^ load_word(query + 8 * w, 8));
        }
        if (full * 8 < size) {
            uint64_t last = load_word(query + 8 * full, size - 8 * full);
            sum += __builtin_elementwise_popcount(columns[full] ^ last);
        }
        word_counts counts = __builtin_convertvector(sum, word_counts);
        word_floats found = -__builtin_convertvector(counts, word_floats);
        float *target = distances + q * stride;
        if (at == 0 && lanes == WORD_LANES) {
            memcpy(target, &found, sizeof found);
        } else {
            for (ptrdiff_t j = 0; j < lanes; j++) target[j] = found[j] + (at ? target[j] : 0);
        }
    }
}

#define COUNT_ALL_DIFFERING \
    for (ptrdiff_t r = 0; r < count; r += WORD_LANES) { \
        for (ptrdiff_t at = 0; at < bytes; at += 8 * MOST_WORDS) { \
            count_differing(queries, query_count, rows + r * bytes, bytes, \
                            smaller(WORD_LANES, count - r), at, distances + r, stride); \
        } \
    }

#ifdef COUNTING_TARGET
COUNTING_TARGET
static void hamming_counting(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                             ptrdiff_t bytes, ptrdiff_t count, float *distances,
                             ptrdiff_t stride) {
    COUNT_ALL_DIFFERING
}
#endif

static void hamming(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                    ptrdiff_t bytes, ptrdiff_t count, float *distances, ptrdiff_t stride) {
#ifdef COUNTING_TARGET
    if (HAS_COUNTING) {
        hamming_counting(queries, query_count, rows, bytes, count, distances, stride);
        return;
    }
#endif
    COUNT_ALL_DIFFERING
}

// MARK: Selection

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
#undef MOST_WORDS
#undef WORD_LANES
#undef COUNT_ALL_DIFFERING
#undef MOST_SHORTS
#undef SHORTS
#undef LARGEST_UNIT
#undef TYPE_CASES
