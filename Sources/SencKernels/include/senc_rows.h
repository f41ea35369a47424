// What works on rows of floats: conversions, norms, gates, rotations and softmax.
#pragma once

#include <stddef.h>

#include "senc_types.h"

/// What a norm leaves behind of its rows.
typedef struct {
    /// [rows, columns], before gain and bias.
    float *normalized;
    /// [rows], what the rows less their means were multiplied by.
    float *scales;
} senc_norm_trace;

/// What works on rows of floats, in float32 for every precision of the linear layers.
typedef struct {
    /// Converts `count` elements to float.
    void (*convert)(const void *source, senc_scalar type, ptrdiff_t count, float *destination);
    /// destination += source, after conversion to float.
    void (*accumulate)(const void *source, senc_scalar type, ptrdiff_t count, float *destination);
    /// y [rows, columns] = activation(y + bias). `bias` may be null.
    void (*bias_activation)(float *y, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                            const float *bias, senc_activation activation);

    /// y [rows, columns] = LayerNorm(x + residual) · gain + bias, the variance biased (Ba et al.,
    /// "Layer Normalization", 2016). `residual`, `gain` and `bias` may be null; y may be x.
    /// `trace`, which may be null, gets what going back through the norm needs.
    void (*layer_norm)(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                       const float *gain, const float *bias, float epsilon, float *y,
                       const senc_norm_trace *trace);

    /// y [rows, columns] = (x + residual) / √(mean((x + residual)²) + epsilon) · gain (Zhang and
    /// Sennrich, "Root Mean Square Layer Normalization", 2019). `residual` may be null; y may be
    /// x. `trace` as above.
    void (*rms_norm)(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                     const float *gain, float epsilon, float *y, const senc_norm_trace *trace);

    /// y [rows, columns] = activation(gate) · x. Gate and x have a common stride of at least
    /// `columns`; y has none and may start where the first row of either does.
    void (*gate)(const float *gate, const float *x, ptrdiff_t stride, ptrdiff_t rows,
                 ptrdiff_t columns, senc_activation activation, float *y);
    /// Turns each pair (x_i, x_{i + pairs}) of each head of x [rows, heads · head_size] by an
    /// angle (Su et al., "RoFormer", 2021). `angles` [rows, 2 · pairs] has a row's cosines and
    /// then its sines; 2 · pairs ≤ head_size.
    void (*rotate)(float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t heads,
                   ptrdiff_t head_size, ptrdiff_t pairs, const float *angles);
    /// x [count] = softmax(x · scale + bias). `bias` may be null; count ≥ 1.
    void (*softmax)(float *x, ptrdiff_t count, float scale, const float *bias);
} senc_rows;
