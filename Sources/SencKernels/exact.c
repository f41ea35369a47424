// Sums in double precision that come out the same on every CPU: always in 16 running sums, folded
// in one order, and never with a fused multiply-add.
#include <math.h>

#include "SencKernels.h"

#pragma clang fp contract(off)

#define WIDTH 16

// Sums `term`, made of the doubles x and y, over all components.
#define SUM(term) \
    double sums[WIDTH] = {0}; \
    ptrdiff_t i = 0; \
    for (; i + WIDTH <= count; i += WIDTH) { \
        for (int j = 0; j < WIDTH; j++) { \
            double x = a[i + j], y = b[i + j]; \
            sums[j] += term; \
        } \
    } \
    for (int j = 0; i + j < count; j++) { \
        double x = a[i + j], y = b[i + j]; \
        sums[j] += term; \
    } \
    for (int half = WIDTH / 2; half > 0; half /= 2) { \
        for (int j = 0; j < half; j++) sums[j] += sums[j + half]; \
    } \
    return sums[0];

double senc_dot_product(const float *a, const float *b, ptrdiff_t count) { SUM(x * y) }

double senc_square_distance(const float *a, const float *b, ptrdiff_t count) {
    SUM((x - y) * (x - y))
}

double senc_absolute_distance(const float *a, const float *b, ptrdiff_t count) {
    SUM(fabs(x - y))
}
