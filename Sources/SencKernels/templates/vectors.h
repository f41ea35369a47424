// Vectors of LANES floats, or of as many integers, and the few steps that everything is made of.
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "families.h"

// A family sets LANES and PANEL_VECTORS, and may set
//   ROUND_GROUPS     groups that a tile multiplies before it counts and branches: where two threads
//                    of a core share what decodes, instructions that multiply nothing cost most
//   LONG_BLOCK_ROWS  as layers.h has it
#ifndef ROUND_GROUPS
#define ROUND_GROUPS 1
#endif

#define TILE_ROWS 6
#define PANEL (PANEL_VECTORS * LANES)
#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef float vector __attribute__((vector_size(LANES * 4)));
typedef int32_t integers __attribute__((vector_size(LANES * 4)));
typedef uint16_t halves __attribute__((vector_size(LANES * 2)));

// Makes the compiler forget what it knows of a vector, which stays in its register.
#if defined(__x86_64__) && LANES == 16
#define HIDE_REGISTER(v) __asm__ volatile("" : "+v"(v))
#elif defined(__x86_64__)
#define HIDE_REGISTER(v) __asm__ volatile("" : "+x"(v))
#elif defined(__aarch64__)
#define HIDE_REGISTER(v) __asm__ volatile("" : "+w"(v))
#else
#define HIDE_REGISTER(v) __asm__ volatile("" : "+m"(v))
#endif

// Makes the compiler take a pointer for one that it cannot compute from others.
#define HIDE_ADDRESS(p) __asm__("" : "+r"(p))

// Keeps loads and stores from being moved past it.
#define KEEP_ORDER() __asm__ volatile("" : : : "memory")

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

INLINE ptrdiff_t round_up(ptrdiff_t n, ptrdiff_t unit) { return (n + unit - 1) / unit * unit; }

// Calls `step` on a row's full vectors, then on what is left: step(index, lanes).
#define FOR_ROW(count, index, lanes, ...) \
    do { \
        ptrdiff_t index = 0; \
        for (; index + LANES <= (count); index += LANES) { \
            enum { lanes = LANES }; \
            __VA_ARGS__ \
        } \
        if (index < (count)) { \
            const ptrdiff_t lanes = (count) - index; \
            __VA_ARGS__ \
        } \
    } while (0)

INLINE vector load(const float *p) {
    vector v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store(float *p, vector v) { memcpy(p, &v, sizeof v); }

INLINE integers load_integers(const int32_t *p) {
    integers v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store_integers(int32_t *p, integers v) { memcpy(p, &v, sizeof v); }

// The first `count` lanes from memory, the rest zero.
INLINE vector load_part(const float *p, ptrdiff_t count) {
    vector v = {0};
    memcpy(&v, p, (size_t)count * 4);
    return v;
}

INLINE void store_part(float *p, vector v, ptrdiff_t count) { memcpy(p, &v, (size_t)count * 4); }

INLINE vector splat(float x) { return x - (vector){0}; }

INLINE integers splat_integer(int32_t x) { return x - (integers){0}; }

// 0, 1, 2 and so on.
INLINE integers ramp(void) {
    integers v;
    UNROLLED for (int i = 0; i < LANES; i++) v[i] = i;
    return v;
}

INLINE vector fma_(vector a, vector b, vector c) {
#if HAS_FMA
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

INLINE vector select_(integers mask, vector yes, vector no) {
    return (vector)((mask & (integers)yes) | (~mask & (integers)no));
}

INLINE vector maximum(vector a, vector b) { return select_(a > b, a, b); }

INLINE vector minimum(vector a, vector b) { return select_(a < b, a, b); }

INLINE vector magnitude(vector v) { return (vector)((integers)v & 0x7FFFFFFF); }

INLINE vector floats_of(integers v) { return __builtin_convertvector(v, vector); }

// To the nearest integer, ties to even, for |x| < 2²².
INLINE integers nearest(vector x) {
    const vector magic = splat(12582912.0f);
    return (integers)(x + magic) - (integers)magic;
}

// One bit for each lane that is true, the first lane's the lowest.
INLINE unsigned bits_of(integers mask) {
    typedef bool truths __attribute__((ext_vector_type(LANES)));
    truths lanes = __builtin_convertvector(mask, truths);
    uint16_t bits = 0;
    memcpy(&bits, &lanes, (LANES + 7) / 8);
    return bits & ((1u << LANES) - 1);
}

// Sums and maxima over lanes fold the upper half onto the lower until one is left.
INLINE float sum_of(vector v) {
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) v[i] += v[i + half];
    }
    return v[0];
}

INLINE float maximum_of(vector v) {
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) v[i] = v[i] > v[i + half] ? v[i] : v[i + half];
    }
    return v[0];
}

INLINE float minimum_of(vector v) { return -maximum_of(-v); }

// The lower and the upper halves of two vectors, lane by lane from either.
#if LANES == 16
#define LOW(a, b) \
    __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH(a, b) \
    __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#elif LANES == 8
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#endif

// Turns rows [LANES, count], side by side in `count` vectors, into the columns, a vector each. A round
// pairs each vector with the one half of them further on and mixes their lanes; after log2(LANES)
// rounds all have changed places.
INLINE void transpose_part(const int count, vector *vectors) {
    UNROLLED for (int round = 1; round < LANES; round *= 2) {
        vector mixed[LANES];
        UNROLLED for (int i = 0; i < count / 2; i++) {
            mixed[2 * i] = LOW(vectors[i], vectors[i + count / 2]);
            mixed[2 * i + 1] = HIGH(vectors[i], vectors[i + count / 2]);
        }
        UNROLLED for (int i = 0; i < count; i++) vectors[i] = mixed[i];
    }
}

// Turns the rows of a square into its columns.
INLINE void transpose(vector rows[LANES]) { transpose_part(LANES, rows); }

// y [columns, rows] = x [rows, columns]ᵀ, square by square.
INLINE void transposed_rows(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                            float *y, ptrdiff_t y_stride) {
    for (ptrdiff_t row = 0; row < rows; row += LANES) {
        ptrdiff_t count = smaller(LANES, rows - row);
        FOR_ROW(columns, k, lanes, {
            vector square[LANES];
            UNROLLED for (int i = 0; i < LANES; i++) {
                square[i] = splat(0);
                if (i < count) square[i] = load_part(x + (row + i) * stride + k, lanes);
            }
            transpose(square);
            for (ptrdiff_t i = 0; i < lanes; i++) {
                float *target = y + (k + i) * y_stride + row;
                if (count == LANES) store(target, square[i]);
                else store_part(target, square[i], count);
            }
        });
    }
}

// The sum, or the maximum, of each of LANES vectors over its lanes, in the lane of its number. A round
// mixes each vector with the one half of them further on, and joins what was the lower half of their
// lanes to the upper.
INLINE vector sums_over_lanes(vector rows[LANES]) {
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) {
            rows[i] = LOW(rows[i], rows[i + half]) + HIGH(rows[i], rows[i + half]);
        }
    }
    return rows[0];
}

INLINE vector maxima_over_lanes(vector rows[LANES]) {
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) {
            rows[i] = maximum(LOW(rows[i], rows[i + half]), HIGH(rows[i], rows[i + half]));
        }
    }
    return rows[0];
}

#undef LOW
#undef HIGH
