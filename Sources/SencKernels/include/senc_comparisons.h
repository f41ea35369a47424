// Comparisons of vectors with rows.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// What the elements of rows to compare are.
typedef enum {
    SENC_ELEMENT_FLOAT32 = 0,
    SENC_ELEMENT_FLOAT16 = 1,
    SENC_ELEMENT_INT8 = 2,
    SENC_ELEMENT_UINT8 = 3,
} senc_element;

/// Rows [rows, columns] one after the other, at any alignment.
typedef struct {
    const void *elements;
    senc_element type;
    ptrdiff_t columns;
    /// [columns], with `offsets`: an int8 or uint8 element e stands for e · scale + offset. May be null.
    const float *scales;
    const float *offsets;
} senc_row_set;

/// How close a row x is to a query q; larger is closer.
typedef enum {
    SENC_COSINE = 0,     // q · x / |x|, with q of length 1
    SENC_DOT = 1,        // q · x
    SENC_EUCLIDEAN = 2,  // -|q - x|
    SENC_MANHATTAN = 3,  // -Σ |q - x|
    SENC_SQUARE = 4,     // x · x, with no query
} senc_comparison;

/// Sums of squares below this may have lost what counts; where they divide or have a root taken,
/// a bound is infinite instead.
#define SENC_LEAST_SQUARE 1e-30f

/// One vector against many rows, and the choice of the few that count.
typedef struct {
    /// Bounds of the closeness of rows [first, first + count) from above: the computed value and
    /// `error_bound` times a row's length, or its distance; infinite for what cannot be bounded so,
    /// such as rows that are not finite. SENC_SQUARE gives the value itself.
    void (*compare)(const senc_row_set *set, senc_comparison comparison, const float *query,
                    float error_bound, ptrdiff_t first, ptrdiff_t count, float *bounds);
    /// Rows [first, first + count) as floats.
    void (*copy)(const senc_row_set *set, ptrdiff_t first, ptrdiff_t count, float *destination);
    /// distances [query_count, count] = minus the bits in which rows [count, bytes] differ from
    /// queries [query_count, bytes], `stride` floats from one query's to the next.
    void (*hamming)(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                    ptrdiff_t bytes, ptrdiff_t count, float *distances, ptrdiff_t stride);
    /// Writes the indices of all x [count] that are not at most limit · scale + shift, in order,
    /// and returns how many there are.
    ptrdiff_t (*above)(const float *x, const float *limits, float scale, float shift,
                       ptrdiff_t count, int32_t *indices);
} senc_comparisons;

/// Σ a b, Σ (a - b)² and Σ |a - b| in double precision, bit-identical on every CPU.
double senc_dot_product(const float *a, const float *b, ptrdiff_t count);
double senc_square_distance(const float *a, const float *b, ptrdiff_t count);
double senc_absolute_distance(const float *a, const float *b, ptrdiff_t count);
