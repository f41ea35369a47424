// Kernels that go back through layers.
#pragma once

#include "dropout.h"
#include "functions.h"

static void transpose_matrix(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                             float *y, ptrdiff_t y_stride) {
    transposed_rows(x, stride, rows, columns, y, y_stride);
}

// Rows that are summed before they are added to the sums of others, which are larger.
#define SUMMED_ROWS 64

static void column_sums(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                        float *sums) {
    for (ptrdiff_t row = 0; row < rows; row += SUMMED_ROWS) {
        ptrdiff_t count = smaller(SUMMED_ROWS, rows - row);
        FOR_ROW(columns, i, lanes, {
            vector sum = splat(0);
            for (ptrdiff_t r = 0; r < count; r++) {
                sum += load_part(x + (row + r) * stride + i, lanes);
            }
            store_part(sums + i, load_part(sums + i, lanes) + sum, lanes);
        });
    }
}

typedef struct {
    vector value, slope;
} sloped;

// activation(x) and activation'(x).
INLINE sloped with_slope(vector x, senc_activation activation) {
    switch (activation) {
    case SENC_IDENTITY:
        return (sloped){x, splat(1)};
    case SENC_GELU: {
        vector below = normal_distribution(x);
        vector density = 0.398942280f * exponential(-0.5f * x * x);
        return (sloped){gelu(x), fma_(x, density, below)};
    }
    case SENC_GELU_TANH: {
        vector u = 1.59576912f * fma_(0.044715f * x * x, x, x);
        vector s = 1.0f / (1.0f + exponential(-u));
        vector inner = 1.59576912f * fma_(0.134145f * x, x, splat(1));
        return (sloped){x * s, fma_(x * s * (1.0f - s), inner, s)};
    }
    case SENC_RELU:
        return (sloped){maximum(x, splat(0)), select_(x > 0.0f, splat(1), splat(0))};
    case SENC_SILU: {
        vector s = 1.0f / (1.0f + exponential(-x));
        return (sloped){x * s, s * fma_(x, 1.0f - s, splat(1))};
    }
    case SENC_TANH: {
        vector y = activated(x, SENC_TANH);
        return (sloped){y, 1.0f - y * y};
    }
    case SENC_SIGMOID: {
        vector s = 1.0f / (1.0f + exponential(-x));
        return (sloped){s, s * (1.0f - s)};
    }
    case SENC_QUICK_GELU: {
        vector s = 1.0f / (1.0f + exponential(-1.702f * x));
        return (sloped){x * s, s * fma_(1.702f * x, 1.0f - s, splat(1))};
    }
    }
    return (sloped){x, splat(1)};
}

static void activation_back(const float *x, const float *dy, ptrdiff_t count,
                            senc_activation activation, float *y, float *dx) {
    FOR_ROW(count, i, lanes, {
        sloped a = with_slope(load_part(x + i, lanes), activation);
        if (y) store_part(y + i, a.value, lanes);
        store_part(dx + i, load_part(dy + i, lanes) * a.slope, lanes);
    });
}

static void gate_back(const float *gate, const float *x, ptrdiff_t stride, const float *dy,
                      ptrdiff_t rows, ptrdiff_t columns, senc_activation activation, float *y,
                      float *dgate, float *dx, ptrdiff_t d_stride) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        FOR_ROW(columns, i, lanes, {
            sloped a = with_slope(load_part(gate + r * stride + i, lanes), activation);
            vector v = load_part(x + r * stride + i, lanes);
            vector d = load_part(dy + r * columns + i, lanes);
            store_part(y + r * columns + i, a.value * v, lanes);
            store_part(dgate + r * d_stride + i, d * v * a.slope, lanes);
            store_part(dx + r * d_stride + i, d * a.value, lanes);
        });
    }
}

// With the operations of the norms' last step, so that the bits are the same.
static void norm_again(const senc_norm_trace *trace, const float *gain, const float *bias,
                       ptrdiff_t rows, ptrdiff_t columns, float *y) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *normalized = trace->normalized + r * columns;
        FOR_ROW(columns, i, lanes, {
            vector v = load_part(normalized + i, lanes);
            if (gain) v *= load_part(gain + i, lanes);
            if (bias) v += load_part(bias + i, lanes);
            store_part(y + r * columns + i, v, lanes);
        });
    }
}

// With n the normalized row and d = dy · gain: dx = scale · (d - mean(d) - n · mean(d · n)), where
// the first mean is only subtracted if that of x was.
static void norm_back(const senc_norm_trace *trace, const float *gain, const float *dy,
                      ptrdiff_t rows, ptrdiff_t columns, bool is_centered, float *dx,
                      float *dgain, float *dbias) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *normalized = trace->normalized + r * columns, *row = dy + r * columns;
        float *target = dx + r * columns;
        vector sum = splat(0), products = splat(0);
        FOR_ROW(columns, i, lanes, {
            vector n = load_part(normalized + i, lanes);
            vector given = load_part(row + i, lanes);
            vector d = given;
            if (gain) d *= load_part(gain + i, lanes);
            sum += d;
            products = fma_(d, n, products);
            if (dgain) {
                store_part(dgain + i, fma_(given, n, load_part(dgain + i, lanes)), lanes);
            }
            if (dbias) store_part(dbias + i, load_part(dbias + i, lanes) + given, lanes);
        });
        vector mean = splat(is_centered ? sum_of(sum) / (float)columns : 0);
        vector product = splat(sum_of(products) / (float)columns);
        vector scale = splat(trace->scales[r]);
        FOR_ROW(columns, i, lanes, {
            vector d = load_part(row + i, lanes);
            if (gain) d *= load_part(gain + i, lanes);
            d = (d - mean) - load_part(normalized + i, lanes) * product;
            store_part(target + i, d * scale, lanes);
        });
    }
}

static void drop(const senc_dropout *dropout, const float *x, ptrdiff_t rows, ptrdiff_t columns,
                 uint32_t first, float *y) {
    FOR_ROW(rows * columns, i, lanes, {
        vector v = load_part(x + i, lanes) * dropout_factors(dropout, first + (uint32_t)i);
        store_part(y + i, v, lanes);
    });
}

INLINE vector square_roots(vector x) { return __builtin_elementwise_sqrt(x); }

static void adam(const senc_adam *step, const float *gradients, ptrdiff_t count, float *values,
                 float *first, float *second) {
    FOR_ROW(count, i, lanes, {
        vector g = splat(0);
        if (gradients) g = load_part(gradients + i, lanes) * step->gradient_scale;
        vector m = step->first_decay * load_part(first + i, lanes) + (1 - step->first_decay) * g;
        vector v = step->second_decay * load_part(second + i, lanes)
                 + (1 - step->second_decay) * g * g;
        store_part(first + i, m, lanes);
        store_part(second + i, v, lanes);
        vector length = square_roots(v) * step->second_scale + step->epsilon;
        store_part(values + i, load_part(values + i, lanes) * step->kept - step->rate * m / length,
                   lanes);
    });
}

// In double precision by 8 sums, whose number is that of no family's lanes.
static double square_sum(const float *x, ptrdiff_t count) {
    double sums[8] = {0};
    ptrdiff_t i = 0;
    for (; i + 8 <= count; i += 8) {
        for (int j = 0; j < 8; j++) sums[j] += (double)x[i + j] * (double)x[i + j];
    }
    for (int j = 0; i < count; i++, j++) sums[j] += (double)x[i] * (double)x[i];
    double sum = 0;
    for (int j = 0; j < 8; j++) sum += sums[j];
    return sum;
}

const senc_gradients GRADIENTS_TABLE = {
    .transpose = transpose_matrix,
    .column_sums = column_sums,
    .activation_back = activation_back,
    .gate_back = gate_back,
    .norm_again = norm_again,
    .norm_back = norm_back,
    .drop = drop,
    .adam = adam,
    .square_sum = square_sum,
};
