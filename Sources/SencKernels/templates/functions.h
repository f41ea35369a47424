// Elementary functions of a vector.
#pragma once

#include "vectors.h"

// eˣ to 1 unit in the last place for -87 ≤ x ≤ 88; 0 below.
//
// x = n ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ⁿ eʳ. Adding 1.5 · 2²³ rounds n to an integer and
// leaves it in the low bits. ln 2 is subtracted in two parts, the first short enough for n times
// it to be exact. eʳ = 1 + r + r² P(r), P a minimax fit of degree 4.
INLINE vector exponential(vector x) {
    const vector magic = splat(12582912.0f);
    integers underflow = x < -87.0f;
    x = minimum(maximum(x, splat(-87.0f)), splat(88.0f));
    vector shifted = fma_(x, splat(1.44269504f), magic);
    vector n = shifted - magic;
    vector r = fma_(n, splat(-0.693359375f), x);
    r = fma_(n, splat(2.12194440e-4f), r);
    vector p = splat(0.00138145965f);
    p = fma_(p, r, splat(0.00836871751f));
    p = fma_(p, r, splat(0.041668389f));
    p = fma_(p, r, splat(0.166665211f));
    p = fma_(p, r, splat(0.49999994f));
    p = fma_(p, r * r, r) + 1.0f;
    // 2ⁿ eʳ is a normal number, so n goes to its exponent; the bits above are shifted out.
    return (vector)(((integers)p + ((integers)shifted << 23)) & ~underflow);
}

// 2ˣ for x ≤ 127 with a relative error under 8e-5, for operands of 8 significant bits; at least 2⁻¹²⁶,
// or 0 where the CPU scales by powers of its own.
//
// As above, with a minimax fit of degree 3.
INLINE vector fast_exp2(vector x) {
#ifdef SCALE_BY_POWER
    // 2ˣ = 2^⌊x⌋ √2 2^(r - ½), of which the fit has √2 in its coefficients.
    vector r = FRACTION(x);
    vector p = splat(0.0780245215f);
    p = fma_(p, r, splat(0.226067156f));
    p = fma_(p, r, splat(0.695833564f));
    p = fma_(p, r, splat(0.999925196f));
    return SCALE_BY_POWER(p, x);
#else
    const vector magic = splat(12582912.0f);
    vector y = maximum(x, splat(-126.0f));
    vector shifted = y + magic;
    vector r = y - (shifted - magic);
    vector p = splat(0.0551716685f);
    p = fma_(p, r, splat(0.242611125f));
    p = fma_(p, r, splat(0.693260968f));
    p = fma_(p, r, splat(0.999928057f));
    return (vector)((integers)p + ((integers)shifted << 23));
#endif
}

// Φ(-t) for 0 ≤ t ≤ 10, with which x Φ(x) has an absolute error under 1.2e-7 max(1, |x|).
//
// Φ(-t) = 2^(t Q(t) - 1), Q a minimax fit of degree 7 to log2(2 Φ(-t)) / t on (0, 6.2], weighted for
// the error of the whole; beyond that it goes on falling. The power is split as in exponential(), with
// a minimax fit of degree 5 to half of 2ʳ for |r| ≤ ½.
INLINE vector normal_tail(vector t) {
    const vector magic = splat(12582912.0f);
    vector q = splat(-2.34573122e-06f);
    q = fma_(q, t, splat(3.34337092e-05f));
    q = fma_(q, t, splat(-0.000157407994f));
    q = fma_(q, t, splat(-0.000208163285f));
    q = fma_(q, t, splat(0.00715959119f));
    q = fma_(q, t, splat(-0.0525658131f));
    q = fma_(q, t, splat(-0.459183753f));
    q = fma_(q, t, splat(-1.15110826f));
    vector y = q * t;
    vector shifted = y + magic;
    vector r = y - (shifted - magic);
    vector p = splat(0.000663823565f);
    p = fma_(p, r, splat(0.004837770945f));
    p = fma_(p, r, splat(0.0277535673f));
    p = fma_(p, r, splat(0.120110601f));
    p = fma_(p, r, splat(0.346573472f));
    p = fma_(p, r, splat(0.50000006f));
    return (vector)((integers)p + ((integers)shifted << 23));
}

// Where the tail is that of 10, nothing of it is left in a sum with 1, or in a product with a float
// that a model has.
INLINE vector distance_to_mean(vector x) { return minimum(magnitude(x), splat(10.0f)); }

// Φ(x)
INLINE vector normal_distribution(vector x) {
    vector tail = normal_tail(distance_to_mean(x));
    return select_(x > 0.0f, 1.0f - tail, tail);
}

// x Φ(x) = max(0, x) - |x| Φ(-|x|)
INLINE vector gelu(vector x) {
    vector t = distance_to_mean(x);
    // What is not a number stays so.
    return fma_(-t, normal_tail(t), maximum(splat(0), x));
}

INLINE vector activated(vector x, senc_activation activation) {
    switch (activation) {
    case SENC_IDENTITY:
        return x;
    case SENC_GELU:
        return gelu(x);
    case SENC_GELU_TANH: {
        vector u = 1.59576912f * fma_(0.044715f * x * x, x, x);
        return x / (1.0f + exponential(-u));
    }
    case SENC_RELU:
        return maximum(x, splat(0));
    case SENC_SILU:
        return x / (1.0f + exponential(-x));
    case SENC_TANH:
        for (int i = 0; i < LANES; i++) x[i] = tanhf(x[i]);
        return x;
    case SENC_SIGMOID:
        return 1.0f / (1.0f + exponential(-x));
    case SENC_QUICK_GELU:
        return x / (1.0f + exponential(-1.702f * x));
    }
    return x;
}

// x Φ(x) with a relative error under 5e-4 where x > -1 and an absolute one under 8.2e-4 everywhere,
// for operands of 8 significant bits.
//
// Φ(t) = ½ + t P(t²) with t = x held to ±c, P a minimax fit of degree 5 that gives exactly 0 and
// 1 at the ends.
INLINE vector fast_gelu(vector x) {
    const float c = 3.6f;
    vector t = minimum(maximum(x, splat(-c)), splat(c));
    vector u = t * t;
    vector p = splat(-6.826291496508929e-07f);
    p = fma_(p, u, splat(3.4234097256558016e-05f));
    p = fma_(p, u, splat(-0.0007211044430732727f));
    p = fma_(p, u, splat(0.008507262915372849f));
    p = fma_(p, u, splat(-0.06439708173274994f));
    p = fma_(p, u, splat(0.3980676233768463f));
    return x * fma_(t, p, splat(0.5f));
}

// Applies an activation to a tile [rows, vectors · LANES].
INLINE void activate_tile(ptrdiff_t rows, ptrdiff_t vectors, float *c, ptrdiff_t c_stride,
                          senc_activation activation) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t j = 0; j < vectors; j++) {
            float *p = c + r * c_stride + j * LANES;
            store(p, activated(load(p), activation));
        }
    }
}

// The same for layers whose operands have 8 significant bits.
INLINE void fast_activate_tile(ptrdiff_t rows, ptrdiff_t vectors, float *c, ptrdiff_t c_stride,
                                  senc_activation activation) {
    if (activation != SENC_GELU) return activate_tile(rows, vectors, c, c_stride, activation);
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t j = 0; j < vectors; j++) {
            float *p = c + r * c_stride + j * LANES;
            store(p, fast_gelu(load(p)));
        }
    }
}
