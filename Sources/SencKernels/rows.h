// Kernels that go over rows of floats.
#pragma once

#include "conversion.h"
#include "functions.h"

static void convert(const void *source, senc_scalar type, ptrdiff_t count, float *destination) {
    FOR_ROW(count, i, lanes, {
        store_part(destination + i, load_as_float(source, type, i, lanes), lanes);
    });
}

static void accumulate(const void *source, senc_scalar type, ptrdiff_t count,
                       float *destination) {
    FOR_ROW(count, i, lanes, {
        vector sum = load_part(destination + i, lanes) + load_as_float(source, type, i, lanes);
        store_part(destination + i, sum, lanes);
    });
}

static void bias_activation(float *y, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                            const float *bias, senc_activation activation) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        float *row = y + r * stride;
        FOR_ROW(columns, i, lanes, {
            vector v = load_part(row + i, lanes);
            if (bias) v += load_part(bias + i, lanes);
            store_part(row + i, activated(v, activation), lanes);
        });
    }
}

INLINE void layer_norm_row(const float *x, const float *residual, ptrdiff_t columns,
                           const float *gain, const float *bias, float epsilon, float *y) {
    vector sum = splat(0);
    FOR_ROW(columns, i, lanes, {
        vector v = load_part(x + i, lanes);
        if (residual) v += load_part(residual + i, lanes);
        store_part(y + i, v, lanes);
        sum += v;
    });
    vector mean = splat(sum_of(sum) / (float)columns);
    vector squares = splat(0);
    FOR_ROW(columns, i, lanes, {
        vector v = load_part(y + i, lanes) - mean;
        if (lanes < LANES) v = load_part((const float *)&v, lanes);
        squares = fma_(v, v, squares);
    });
    vector scale = splat(1.0f / sqrtf(sum_of(squares) / (float)columns + epsilon));
    FOR_ROW(columns, i, lanes, {
        vector v = (load_part(y + i, lanes) - mean) * scale;
        if (gain) v *= load_part(gain + i, lanes);
        if (bias) v += load_part(bias + i, lanes);
        store_part(y + i, v, lanes);
    });
}

static void layer_norm(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                       const float *gain, const float *bias, float epsilon, float *y) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        layer_norm_row(x + r * columns, residual ? residual + r * columns : NULL, columns, gain,
                       bias, epsilon, y + r * columns);
    }
}

static void rms_norm(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                     const float *gain, float epsilon, float *y) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *row = x + r * columns;
        const float *other = residual ? residual + r * columns : NULL;
        float *target = y + r * columns;
        vector squares = splat(0);
        FOR_ROW(columns, i, lanes, {
            vector v = load_part(row + i, lanes);
            if (other) v += load_part(other + i, lanes);
            store_part(target + i, v, lanes);
            squares = fma_(v, v, squares);
        });
        vector scale = splat(1.0f / sqrtf(sum_of(squares) / (float)columns + epsilon));
        FOR_ROW(columns, i, lanes, {
            vector v = load_part(target + i, lanes) * scale * load_part(gain + i, lanes);
            store_part(target + i, v, lanes);
        });
    }
}

static void gate(const float *gate, const float *x, ptrdiff_t stride, ptrdiff_t rows,
                 ptrdiff_t columns, senc_activation activation, float *y) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        FOR_ROW(columns, i, lanes, {
            vector v = activated(load_part(gate + r * stride + i, lanes), activation);
            v *= load_part(x + r * stride + i, lanes);
            store_part(y + r * columns + i, v, lanes);
        });
    }
}

static void rotate(float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t heads,
                   ptrdiff_t head_size, ptrdiff_t pairs, const float *angles) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *cosines = angles + r * 2 * pairs;
        for (ptrdiff_t head = 0; head < heads; head++) {
            float *first = x + r * stride + head * head_size;
            float *second = first + pairs;
            FOR_ROW(pairs, i, lanes, {
                vector c = load_part(cosines + i, lanes);
                vector s = load_part(cosines + pairs + i, lanes);
                vector a = load_part(first + i, lanes);
                vector b = load_part(second + i, lanes);
                store_part(first + i, a * c - b * s, lanes);
                store_part(second + i, b * c + a * s, lanes);
            });
        }
    }
}

const senc_rows ROWS_TABLE = {
    .convert = convert,
    .accumulate = accumulate,
    .bias_activation = bias_activation,
    .layer_norm = layer_norm,
    .rms_norm = rms_norm,
    .gate = gate,
    .rotate = rotate,
};
