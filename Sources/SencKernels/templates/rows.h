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

// Rows that each step of a norm goes over before the next, so that the CPU need not wait for the
// end of one row's sums.
#define NORM_ROWS 6

static void layer_norm(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                       const float *gain, const float *bias, float epsilon, float *y,
                       const senc_norm_trace *trace) {
    for (ptrdiff_t row = 0; row < rows; row += NORM_ROWS) {
        ptrdiff_t count = smaller(NORM_ROWS, rows - row);
        vector sums[NORM_ROWS], squares[NORM_ROWS];
        float means[NORM_ROWS], scales[NORM_ROWS];
        for (ptrdiff_t r = 0; r < count; r++) {
            ptrdiff_t start = (row + r) * columns;
            vector sum = splat(0);
            FOR_ROW(columns, i, lanes, {
                vector v = load_part(x + start + i, lanes);
                if (residual) v += load_part(residual + start + i, lanes);
                store_part(y + start + i, v, lanes);
                sum += v;
            });
            sums[r] = sum;
        }
        for (ptrdiff_t r = 0; r < count; r++) means[r] = sum_of(sums[r]) / (float)columns;
        for (ptrdiff_t r = 0; r < count; r++) {
            const float *values = y + (row + r) * columns;
            vector mean = splat(means[r]);
            vector sum = splat(0);
            FOR_ROW(columns, i, lanes, {
                vector v = load_part(values + i, lanes) - mean;
                if (lanes < LANES) v = load_part((const float *)&v, lanes);
                sum = fma_(v, v, sum);
            });
            squares[r] = sum;
        }
        for (ptrdiff_t r = 0; r < count; r++) {
            scales[r] = 1.0f / sqrtf(sum_of(squares[r]) / (float)columns + epsilon);
        }
        for (ptrdiff_t r = 0; r < count; r++) {
            float *values = y + (row + r) * columns;
            float *normalized = trace ? trace->normalized + (row + r) * columns : NULL;
            if (trace) trace->scales[row + r] = scales[r];
            vector mean = splat(means[r]);
            vector scale = splat(scales[r]);
            FOR_ROW(columns, i, lanes, {
                vector v = (load_part(values + i, lanes) - mean) * scale;
                if (normalized) store_part(normalized + i, v, lanes);
                if (gain) v *= load_part(gain + i, lanes);
                if (bias) v += load_part(bias + i, lanes);
                store_part(values + i, v, lanes);
            });
        }
    }
}

static void rms_norm(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                     const float *gain, float epsilon, float *y,
                     const senc_norm_trace *trace) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *row = x + r * columns;
        const float *other = residual ? residual + r * columns : NULL;
        float *target = y + r * columns;
        float *normalized = trace ? trace->normalized + r * columns : NULL;
        vector squares = splat(0);
        FOR_ROW(columns, i, lanes, {
            vector v = load_part(row + i, lanes);
            if (other) v += load_part(other + i, lanes);
            store_part(target + i, v, lanes);
            squares = fma_(v, v, squares);
        });
        float scale = 1.0f / sqrtf(sum_of(squares) / (float)columns + epsilon);
        if (trace) trace->scales[r] = scale;
        FOR_ROW(columns, i, lanes, {
            vector v = load_part(target + i, lanes) * splat(scale);
            if (normalized) store_part(normalized + i, v, lanes);
            store_part(target + i, v * load_part(gain + i, lanes), lanes);
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

static void softmax(float *x, ptrdiff_t count, float scale, const float *bias) {
    vector top = splat(-INFINITY);
    FOR_ROW(count, i, lanes, {
        vector v = load_part(x + i, lanes) * scale;
        if (bias) v += load_part(bias + i, lanes);
        store_part(x + i, v, lanes);
        if (lanes < LANES) v = select_(ramp() < (int32_t)lanes, v, splat(-INFINITY));
        top = maximum(top, v);
    });
    vector highest = splat(maximum_of(top));
    vector sum = splat(0);
    FOR_ROW(count, i, lanes, {
        vector e = exponential(load_part(x + i, lanes) - highest);
        store_part(x + i, e, lanes);
        if (lanes < LANES) e = select_(ramp() < (int32_t)lanes, e, splat(0));
        sum += e;
    });
    vector factor = splat(1 / sum_of(sum));
    FOR_ROW(count, i, lanes, {
        store_part(x + i, load_part(x + i, lanes) * factor, lanes);
    });
}

const senc_rows ROWS_TABLE = {
    .convert = convert,
    .accumulate = accumulate,
    .bias_activation = bias_activation,
    .layer_norm = layer_norm,
    .rms_norm = rms_norm,
    .gate = gate,
    .rotate = rotate,
    .softmax = softmax,
};
