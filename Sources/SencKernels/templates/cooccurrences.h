// Steps of gradient descent on how often words stand near each other (GloVe).
#pragma once

#include "functions.h"

// One step for a word's vector and another's context vector, whose product is to be a logarithm:
// AdaGrad, each with the other as it was before.
INLINE double cooccurrence_step(float *word, float *word_squares, float *context,
                                float *context_squares, ptrdiff_t stride, float logarithm,
                                float weight, float rate) {
    // Two sums, for the latency of additions.
    vector sum = splat(0), odd_sum = splat(0);
    ptrdiff_t k = 0;
    for (; k + 2 * LANES <= stride; k += 2 * LANES) {
        sum = fma_(load(word + k), load(context + k), sum);
        odd_sum = fma_(load(word + k + LANES), load(context + k + LANES), odd_sum);
    }
    for (; k < stride; k += LANES) sum = fma_(load(word + k), load(context + k), sum);
    float difference = sum_of(sum + odd_sum) - logarithm;
    float slope = weight * difference;
    vector scale = splat(slope * rate);
    for (k = 0; k < stride; k += LANES) {
        vector w = load(word + k), c = load(context + k);
        vector w_squares = load(word_squares + k), c_squares = load(context_squares + k);
        vector w_step = scale * c, c_step = scale * w;
        store(word + k, w - w_step / __builtin_elementwise_sqrt(w_squares));
        store(context + k, c - c_step / __builtin_elementwise_sqrt(c_squares));
        store(word_squares + k, fma_(w_step, w_step, w_squares));
        store(context_squares + k, fma_(c_step, c_step, c_squares));
    }
    return (double)slope * difference;
}

static double cooccurrence_steps(float *table, ptrdiff_t stride, const senc_cooccurrence *pairs,
                                 ptrdiff_t count, float rate) {
    double loss = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        float *first = table + (ptrdiff_t)pairs[i].first * 4 * stride;
        float *second = table + (ptrdiff_t)pairs[i].second * 4 * stride;
        loss += cooccurrence_step(first, first + 2 * stride, second + stride, second + 3 * stride,
                                  stride, pairs[i].logarithm, pairs[i].weight, rate);
        if (first == second) continue;
        loss += cooccurrence_step(second, second + 2 * stride, first + stride, first + 3 * stride,
                                  stride, pairs[i].logarithm, pairs[i].weight, rate);
    }
    return loss;
}
