// Steps of gradient descent for rows of two tables that predict each other by their products.
#pragma once

#include "functions.h"

// A tile of products fills the rows of one transposition.
#if LANES == 16
#define TILE_INPUTS 4
#define TILE_TARGETS 4
#elif LANES == 8
#define TILE_INPUTS 2
#define TILE_TARGETS 4
#else
#define TILE_INPUTS 2
#define TILE_TARGETS 2
#endif

INLINE ptrdiff_t padded_targets(ptrdiff_t count) { return round_up(count, 16); }

// The products of a tile's rows, each summed over lanes in the same order whatever its place; rows
// past the last one are the last one.
INLINE void tile_products(const float *const *inputs, ptrdiff_t input_count,
                          const float *const *targets, ptrdiff_t target_count, ptrdiff_t stride,
                          float *products, ptrdiff_t products_stride) {
    const float *x[TILE_INPUTS], *t[TILE_TARGETS];
    UNROLLED for (int i = 0; i < TILE_INPUTS; i++) x[i] = inputs[smaller(i, input_count - 1)];
    UNROLLED for (int i = 0; i < TILE_TARGETS; i++) t[i] = targets[smaller(i, target_count - 1)];
    vector sums[TILE_INPUTS * TILE_TARGETS];
    UNROLLED for (int i = 0; i < TILE_INPUTS * TILE_TARGETS; i++) sums[i] = splat(0);
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        vector columns[TILE_TARGETS];
        UNROLLED for (int j = 0; j < TILE_TARGETS; j++) columns[j] = load(t[j] + k);
        UNROLLED for (int i = 0; i < TILE_INPUTS; i++) {
            vector row = load(x[i] + k);
            UNROLLED for (int j = 0; j < TILE_TARGETS; j++) {
                sums[i * TILE_TARGETS + j] = fma_(row, columns[j], sums[i * TILE_TARGETS + j]);
            }
        }
    }
    transpose(sums);
    vector sum = sums[0];
    UNROLLED for (int i = 1; i < LANES; i++) sum += sums[i];
    for (ptrdiff_t i = 0; i < smaller(TILE_INPUTS, input_count); i++) {
        for (ptrdiff_t j = 0; j < smaller(TILE_TARGETS, target_count); j++) {
            products[i * products_stride + j] = sum[i * TILE_TARGETS + j];
        }
    }
}

// result[i] = Σ_j weights[i * row + j * column] rows[j], for up to TILE_ROWS_AT_ONCE results.
#define ROWS_AT_ONCE 4

INLINE void weighted_sums(const float *const *rows, ptrdiff_t row_count, const float *weights,
                          ptrdiff_t row, ptrdiff_t column, ptrdiff_t count, ptrdiff_t stride,
                          float *results) {
    for (ptrdiff_t first = 0; first < count; first += ROWS_AT_ONCE) {
        ptrdiff_t here = smaller(ROWS_AT_ONCE, count - first);
        const float *w = weights + first * row;
        float *y = results + first * stride;
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            if (here == ROWS_AT_ONCE) {
                vector sums[ROWS_AT_ONCE];
                UNROLLED for (int i = 0; i < ROWS_AT_ONCE; i++) sums[i] = splat(0);
                for (ptrdiff_t j = 0; j < row_count; j++) {
                    vector v = load(rows[j] + k);
                    UNROLLED for (int i = 0; i < ROWS_AT_ONCE; i++) {
                        sums[i] = fma_(splat(w[i * row + j * column]), v, sums[i]);
                    }
                }
                UNROLLED for (int i = 0; i < ROWS_AT_ONCE; i++) store(y + i * stride + k, sums[i]);
            } else {
                for (ptrdiff_t i = 0; i < here; i++) {
                    vector sum = splat(0);
                    for (ptrdiff_t j = 0; j < row_count; j++) {
                        sum = fma_(splat(w[i * row + j * column]), load(rows[j] + k), sum);
                    }
                    store(y + i * stride + k, sum);
                }
            }
        }
    }
}

// log(1 + eˣ)
INLINE double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }

static ptrdiff_t training_scratch_size(ptrdiff_t inputs, ptrdiff_t targets) {
    return inputs * padded_targets(targets);
}

static void logistic_step(const float *const *inputs, ptrdiff_t input_count,
                          const float *const *targets, ptrdiff_t target_count,
                          const float *labels, ptrdiff_t stride, float rate, float *input_steps,
                          float *target_steps, float *scratch, double *loss) {
    ptrdiff_t width = padded_targets(target_count);
    for (ptrdiff_t i = 0; i < input_count; i += TILE_INPUTS) {
        for (ptrdiff_t j = 0; j < target_count; j += TILE_TARGETS) {
            tile_products(inputs + i, input_count - i, targets + j, target_count - j, stride,
                          scratch + i * width + j, width);
        }
    }
    if (loss) {
        for (ptrdiff_t i = 0; i < input_count; i++) {
            for (ptrdiff_t j = 0; j < target_count; j++) {
                double x = scratch[i * width + j];
                *loss += labels[j] * softplus(-x) + (1 - labels[j]) * softplus(x);
            }
        }
    }
    for (ptrdiff_t i = 0; i < input_count; i++) {
        float *row = scratch + i * width;
        FOR_ROW(target_count, j, lanes, {
            vector x = load_part(row + j, lanes);
            vector probability = 1.0f / (1.0f + exponential(-x));
            store_part(row + j, (load_part(labels + j, lanes) - probability) * rate, lanes);
        });
    }
    weighted_sums(targets, target_count, scratch, width, 1, input_count, stride, input_steps);
    weighted_sums(inputs, input_count, scratch, 1, width, target_count, stride, target_steps);
}

static void mean_of_rows(const float *const *rows, ptrdiff_t count, ptrdiff_t stride, float *mean) {
    float scale = 1.0f / (float)(count > 0 ? count : 1);
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        vector sum = splat(0);
        for (ptrdiff_t i = 0; i < count; i++) sum += load(rows[i] + k);
        store(mean + k, sum * scale);
    }
}

static void add_to_row(float *row, const float *step, float scale, ptrdiff_t stride) {
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        store(row + k, fma_(splat(scale), load(step + k), load(row + k)));
    }
}

static void scatter(float *table, ptrdiff_t stride, const uint32_t *ids, const uint32_t *places,
                    ptrdiff_t count, const float *steps, uint32_t part, uint32_t parts) {
    for (ptrdiff_t i = 0; i < count; i++) {
        // Neighbouring ids, which are about as frequent, go to different parts.
        if (ids[i] % parts != part) continue;
        ptrdiff_t place = places ? places[i] : i;
        add_to_row(table + (ptrdiff_t)ids[i] * stride, steps + place * stride, 1, stride);
    }
}

#include "factors.h"

const senc_training TRAINING_TABLE = {
    .scratch_size = training_scratch_size,
    .logistic_step = logistic_step,
    .mean = mean_of_rows,
    .add = add_to_row,
    .scatter = scatter,
    .tile_multiply = tile_multiply,
    .add_gram = add_gram,
    .row_products = row_products,
    .least_squares = least_squares,
    .rating_steps = rating_steps,
    .implicit_rating_steps = implicit_rating_steps,
    .pair_steps = pair_steps,
};
