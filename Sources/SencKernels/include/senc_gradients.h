// The way back through layers, and steps of AdamW.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "senc_attention.h"
#include "senc_rows.h"
#include "senc_types.h"

/// How a step of AdamW moves values (Loshchilov and Hutter, "Decoupled Weight Decay
/// Regularization", 2019).
typedef struct {
    /// Of the means of gradients and of their squares.
    float first_decay, second_decay;
    /// The learning rate over what the first mean lacks at this step, 1 - first_decayᵗ.
    float rate;
    /// 1 / √(1 - second_decayᵗ).
    float second_scale;
    float epsilon;
    /// What is left of a value by the decay of weights.
    float kept;
    /// What gradients are multiplied by.
    float gradient_scale;
} senc_adam;

/// What going back through layers needs, and the step that follows.
typedef struct {
    /// y [columns, rows] = x [rows, columns]ᵀ
    void (*transpose)(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                      float *y, ptrdiff_t y_stride);
    /// sums [columns] += the rows of x [rows, columns].
    void (*column_sums)(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                        float *sums);
    /// y [count] = activation(x), dx = dy · activation'(x). y may be null or x, dx may be dy.
    void (*activation_back)(const float *x, const float *dy, ptrdiff_t count,
                            senc_activation activation, float *y, float *dx);
    /// y [rows, columns] = activation(gate) · x, with the gradients by gate and x. Gate and x have a
    /// common stride, and so do their gradients; y and dy have none.
    void (*gate_back)(const float *gate, const float *x, ptrdiff_t stride, const float *dy,
                      ptrdiff_t rows, ptrdiff_t columns, senc_activation activation, float *y,
                      float *dgate, float *dx, ptrdiff_t d_stride);
    /// y [rows, columns] = what a norm gave, bit for bit, from what it left behind. Gain and bias are
    /// null where it had none.
    void (*norm_again)(const senc_norm_trace *trace, const float *gain, const float *bias,
                       ptrdiff_t rows, ptrdiff_t columns, float *y);
    /// The gradients by a norm's input, from those by its output; those by gain and bias, which may
    /// be null, are added. `is_centered` says whether means were subtracted. dx may be dy.
    void (*norm_back)(const senc_norm_trace *trace, const float *gain, const float *dy,
                      ptrdiff_t rows, ptrdiff_t columns, bool is_centered, float *dx,
                      float *dgain, float *dbias);
    /// y [rows, columns] = what is left of x; its elements are numbered from `first` on. y may be x.
    void (*drop)(const senc_dropout *dropout, const float *x, ptrdiff_t rows, ptrdiff_t columns,
                 uint32_t first, float *y);
    /// Moves values by gradients, which are 0 if null.
    void (*adam)(const senc_adam *step, const float *gradients, ptrdiff_t count, float *values,
                 float *first, float *second);
    /// Σ x², in one order whatever the family.
    double (*square_sum)(const float *x, ptrdiff_t count);
} senc_gradients;
