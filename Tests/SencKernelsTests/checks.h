// What the checks share, and the checks: each compares a family of kernels with the portable one.
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

void check_linear(const char *family, const char *precision, const senc_linear *linear,
                  const senc_linear *portable, bool is_exact);
void check_blocks(const char *family, const senc_linear *linear,
                  const senc_linear *portable, const senc_linear *float32,
                  const senc_rows *rows_of, senc_scalar type);
void check_short_weights(const char *family, const senc_linear *layers,
                         const senc_linear *float32);
void check_attention(const char *family, const char *precision,
                     const senc_attention *attention, const senc_attention *portable,
                     float tolerance);
void check_rows(const char *family, const senc_rows *rows, const senc_rows *portable);
void check_comparisons(const char *family, const senc_comparisons *comparisons,
                       const senc_comparisons *portable);
