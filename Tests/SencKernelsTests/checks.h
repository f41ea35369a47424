// What the checks share, and the checks: each compares a family of kernels with the portable one,
// or with sums in double precision.
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "families.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

extern int failures;

// Uniform in -1...1, the same at each run.
float random_float(void);
float *random_floats(ptrdiff_t count, float range);

void *allocate(ptrdiff_t count, size_t size);
float *floats(ptrdiff_t count);

// A tolerance of 0 asks for the same bits.
void expect(const char *family, const char *what, ptrdiff_t shape, const float *x,
            const float *expected, ptrdiff_t count, float tolerance);

// [rows, stride] of NaN but for the first columns, which are random: what reads the rest is
// spoiled.
float *padded_floats(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, float range);
double *doubles(ptrdiff_t count);  // of 0

// Compares the first columns of x, which is padded, with [rows, columns], and expects that the rest
// is NaN still. Differences from what is above 1 are in parts of it; a tolerance of 0 asks for the
// same bits.
void expect_rows(const char *family, const char *what, const float *x, ptrdiff_t stride,
                 ptrdiff_t rows, ptrdiff_t columns, const double *expected, float tolerance);

// What dropout multiplies the element of a number by.
float dropout_factor(const senc_dropout *dropout, uint32_t number);

void check_linear(const char *family, const char *precision, const senc_linear *linear,
                  const senc_linear *portable, bool is_exact);
void check_bytes(const char *family, const senc_linear *linear, const senc_linear *portable);
void check_extreme_blocks(const char *family, const senc_linear *linear,
                          const senc_linear *portable);
void check_blocks(const char *family, const senc_linear *linear,
                  const senc_linear *portable, const senc_linear *float32,
                  const senc_rows *rows_of, senc_scalar type);
void check_short_weights(const char *family, const senc_linear *layers,
                         const senc_linear *float32);
void check_packing_transposed(const char *family, const char *precision,
                              const senc_linear *linear);
void check_attention(const char *family, const char *precision,
                     const senc_attention *attention, const senc_attention *portable,
                     float tolerance);
void check_rows(const char *family, const senc_rows *rows, const senc_rows *portable);
void check_comparisons(const char *family, const senc_comparisons *comparisons,
                       const senc_comparisons *portable);
void check_gradients(const char *family, const senc_gradients *gradients);
void check_norms(const char *family, const senc_rows *rows, const senc_gradients *gradients);
void check_attention_gradients(const char *family, const senc_attention *attention);
