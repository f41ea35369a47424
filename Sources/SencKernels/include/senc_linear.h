// Linear layers.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "senc_types.h"

/// A linear layer, ready to be applied.
typedef struct {
    ptrdiff_t inputs;
    ptrdiff_t outputs;
    /// The weights as the `pack` of the same table left them.
    const float *packed;
    /// [outputs]; may be null.
    const float *bias;
    senc_activation activation;
    /// Whether what is computed is added to y, without an activation, and does not replace it.
    bool adds;
} senc_layer;

/// Linear layers in one precision.
typedef struct {
    /// The instructions that multiply, as one would name them to a reader.
    const char *instructions;
    /// Outputs in one packed panel; the last panel of a matrix is as narrow as `lanes` allows.
    ptrdiff_t panel;
    /// Floats in one vector register.
    ptrdiff_t lanes;

    /// 4-byte words that the packed form of [outputs, inputs] weights takes. Matrices whose
    /// outputs fill their panels may be packed one after the other and are then one matrix.
    ptrdiff_t (*packed_size)(ptrdiff_t outputs, ptrdiff_t inputs);
    /// Packs the panels [first, last) of [outputs, inputs] weights into `packed`, the start of
    /// the whole packed matrix. Panels are independent: several threads may share the work.
    void (*pack)(const void *weights, senc_scalar type, ptrdiff_t stride, ptrdiff_t outputs,
                 ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed);
    /// The same from weights [inputs, outputs] in floats; null but for float32 and bfloat16.
    void (*pack_transposed)(const float *weights, ptrdiff_t stride, ptrdiff_t outputs,
                            ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed);
    /// 4-byte words of scratch that `apply` needs, however many rows there are.
    ptrdiff_t (*scratch_size)(ptrdiff_t inputs);
    /// y [rows, outputs] = activation(x [rows, inputs] · weightsᵀ + bias)
    void (*apply)(const senc_layer *layer, const float *x, ptrdiff_t x_stride, ptrdiff_t rows,
                  float *y, ptrdiff_t y_stride, float *scratch);
    /// The same for x of signed bytes, which are not rounded; null but for int8. For up to 65,536
    /// inputs.
    void (*apply_bytes)(const senc_layer *layer, const int8_t *x, ptrdiff_t x_stride,
                        ptrdiff_t rows, float *y, ptrdiff_t y_stride, float *scratch);
    /// Runs `rounds` tiles of the instructions that multiply, on registers alone, for their speed
    /// to be measured: no layer can be faster. Returns the multiplications and additions done.
    double (*peak)(ptrdiff_t rounds);
    /// Runs `rounds` times the tiles of one block of rows with so many panels of weights of that many
    /// inputs, with their loads: what a layer of a few rows can do whose weights are where the memory
    /// is. Returns the multiplications and additions done.
    ///
    /// `memory` has `tiles_size` words, all 0.
    double (*tiles)(ptrdiff_t rounds, ptrdiff_t inputs, ptrdiff_t panels, const float *memory);
    ptrdiff_t (*tiles_size)(ptrdiff_t inputs, ptrdiff_t panels);
} senc_linear;
