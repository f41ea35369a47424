// Steps of gradient descent for rows of two tables that predict each other by their products.
#pragma once

#include "cooccurrences.h"
#include "functions.h"

// A tile of products fills a vector, lane by lane.
#if LANES < 8
#define TILE_TARGETS LANES
#else
#define TILE_TARGETS 8
#endif
#define TILE_INPUTS (LANES / TILE_TARGETS)

// Results of `weighted_sums` that are kept in registers.
#define SUMS_AT_ONCE 6

INLINE const float *row_of(const float *table, uint32_t id, ptrdiff_t stride) {
    return table + (ptrdiff_t)id * stride;
}

// Rows of a table, or, if `ids` is null, rows that stand one behind the other.
typedef struct {
    const float *base;
    const uint32_t *ids;
    ptrdiff_t count;
} row_list;

INLINE const float *row_at(const row_list *rows, ptrdiff_t i, ptrdiff_t stride) {
    return rows->base + (rows->ids ? (ptrdiff_t)rows->ids[i] : i) * stride;
}

// Has a row that is needed soon fetched, to be read by any core or to be written by this one.
INLINE void prefetch_row(const float *row, ptrdiff_t stride, const int writes) {
    for (ptrdiff_t k = 0; k < stride; k += 16) {
        if (writes) {
            __builtin_prefetch(row + k, 1, 2);
        } else {
            __builtin_prefetch(row + k, 0, 2);
        }
    }
}

// The sum of each of LANES vectors over its lanes, in the lane of its number.
INLINE vector sums_of(vector rows[LANES]) {
#if LANES == 16
#define LOW(a, b) \
    __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH(a, b) \
    __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#elif LANES == 8
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#endif
    // A round mixes each vector with the one half of them further on, and adds what was the lower
    // half of their lanes to the upper.
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) {
            rows[i] = LOW(rows[i], rows[i + half]) + HIGH(rows[i], rows[i + half]);
        }
    }
    return rows[0];
#undef LOW
#undef HIGH
}

// The products of a tile's rows; rows past the last one are the last one, `targets` at most are
// computed.
INLINE vector tile_products(const row_list *inputs, ptrdiff_t input, const row_list *targets,
                            ptrdiff_t target, ptrdiff_t stride, const int target_count) {
    const float *x[TILE_INPUTS], *t[TILE_TARGETS];
    UNROLLED for (int i = 0; i < TILE_INPUTS; i++) {
        x[i] = row_at(inputs, smaller(input + i, inputs->count - 1), stride);
    }
    UNROLLED for (int j = 0; j < target_count; j++) {
        t[j] = row_at(targets, smaller(target + j, targets->count - 1), stride);
    }
    vector sums[LANES];
    UNROLLED for (int i = 0; i < LANES; i++) sums[i] = splat(0);
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        vector row[TILE_INPUTS];
        UNROLLED for (int i = 0; i < TILE_INPUTS; i++) row[i] = load(x[i] + k);
        UNROLLED for (int j = 0; j < target_count; j++) {
            vector column = load(t[j] + k);
            UNROLLED for (int i = 0; i < TILE_INPUTS; i++) {
                sums[i * TILE_TARGETS + j] = fma_(row[i], column, sums[i * TILE_TARGETS + j]);
            }
        }
    }
    return sums_of(sums);
}

// result[i] = Σ_j weights[i * row + j * column] rows[j], for `count` results.
INLINE void some_weighted_sums(const row_list *rows, const float *weights, ptrdiff_t row,
                               ptrdiff_t column, ptrdiff_t stride, float *results,
                               const int count) {
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        vector sums[SUMS_AT_ONCE];
        UNROLLED for (int i = 0; i < count; i++) sums[i] = splat(0);
        for (ptrdiff_t j = 0; j < rows->count; j++) {
            vector v = load(row_at(rows, j, stride) + k);
            const float *w = weights + j * column;
            UNROLLED for (int i = 0; i < count; i++) sums[i] = fma_(splat(w[i * row]), v, sums[i]);
        }
        UNROLLED for (int i = 0; i < count; i++) store(results + i * stride + k, sums[i]);
    }
}

INLINE void weighted_sums(const row_list *rows, const float *weights, ptrdiff_t row,
                          ptrdiff_t column, ptrdiff_t count, ptrdiff_t stride, float *results) {
    for (ptrdiff_t i = 0; i < count; i += SUMS_AT_ONCE) {
        const float *w = weights + i * row;
        float *y = results + i * stride;
        switch (smaller(count - i, SUMS_AT_ONCE)) {
        case 1: some_weighted_sums(rows, w, row, column, stride, y, 1); break;
        case 2: some_weighted_sums(rows, w, row, column, stride, y, 2); break;
        case 3: some_weighted_sums(rows, w, row, column, stride, y, 3); break;
        case 4: some_weighted_sums(rows, w, row, column, stride, y, 4); break;
        case 5: some_weighted_sums(rows, w, row, column, stride, y, 5); break;
        default: some_weighted_sums(rows, w, row, column, stride, y, SUMS_AT_ONCE); break;
        }
    }
}

// log(1 + eˣ)
INLINE double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }

// Floats of the factors, and behind them of a mean.
static ptrdiff_t training_scratch_size(ptrdiff_t inputs, ptrdiff_t targets, ptrdiff_t stride) {
    return round_up(inputs, TILE_INPUTS) * round_up(targets, 8) + stride;
}

// rate · (y - σ(x)) of the products of all inputs and targets, [inputs, width].
INLINE void factors_of(const row_list *inputs, const row_list *targets, const float *labels,
                       ptrdiff_t stride, float rate, float *factors, ptrdiff_t width,
                       double *loss) {
    for (ptrdiff_t j = 0; j < targets->count; j += TILE_TARGETS) {
        vector y;
        UNROLLED for (int i = 0; i < TILE_INPUTS; i++) {
            memcpy((float *)&y + i * TILE_TARGETS, labels + j, TILE_TARGETS * 4);
        }
        for (ptrdiff_t i = 0; i < inputs->count; i += TILE_INPUTS) {
            // Five things drawn against one are what is usual.
            vector x = TILE_TARGETS == 8 && targets->count - j == 6
                           ? tile_products(inputs, i, targets, j, stride, 6)
                           : tile_products(inputs, i, targets, j, stride, TILE_TARGETS);
            vector factor = (y - 1.0f / (1.0f + exponential(-x))) * rate;
            for (int row = 0; row < smaller(TILE_INPUTS, inputs->count - i); row++) {
                memcpy(factors + (i + row) * width + j, (float *)&factor + row * TILE_TARGETS,
                       TILE_TARGETS * 4);
                if (!loss) continue;
                for (int k = 0; k < smaller(TILE_TARGETS, targets->count - j); k++) {
                    double product = x[row * TILE_TARGETS + k];
                    *loss += labels[j + k] * softplus(-product) +
                             (1 - labels[j + k]) * softplus(product);
                }
            }
        }
    }
}

INLINE void mean_of(const row_list *rows, ptrdiff_t stride, float *mean) {
    float scale = 1.0f / (float)(rows->count > 0 ? rows->count : 1);
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        vector sum = splat(0);
        for (ptrdiff_t i = 0; i < rows->count; i++) sum += load(row_at(rows, i, stride) + k);
        store(mean + k, sum * scale);
    }
}

INLINE void prefetch_window(const senc_windows *windows, ptrdiff_t window) {
    for (uint32_t i = windows->input_starts[window]; i < windows->input_starts[window + 1]; i++) {
        prefetch_row(row_of(windows->inputs, windows->input_ids[i], windows->stride),
                     windows->stride, 0);
    }
    for (uint32_t i = windows->target_starts[window]; i < windows->target_starts[window + 1];
         i++) {
        prefetch_row(row_of(windows->targets, windows->target_ids[i], windows->stride),
                     windows->stride, 0);
    }
}

static void logistic_steps(const senc_windows *windows, ptrdiff_t first, ptrdiff_t end, float rate,
                           float *input_steps, float *target_steps, float *scratch,
                           double *losses) {
    ptrdiff_t stride = windows->stride;
    for (ptrdiff_t window = first; window < end; window++) {
        if (window + 1 < end) prefetch_window(windows, window + 1);
        uint32_t input = windows->input_starts[window], target = windows->target_starts[window];
        row_list inputs = {windows->inputs, windows->input_ids + input,
                           windows->input_starts[window + 1] - input};
        row_list targets = {windows->targets, windows->target_ids + target,
                            windows->target_starts[window + 1] - target};
        float *steps = input_steps + (ptrdiff_t)(windows->uses_mean ? window : input) * stride;
        float *factors = scratch + stride;
        float part = 1;
        if (windows->uses_mean) {
            mean_of(&inputs, stride, scratch);
            // Each row is a part of the mean.
            part = 1.0f / (float)(inputs.count > 0 ? inputs.count : 1);
            inputs = (row_list){scratch, 0, 1};
        }
        ptrdiff_t width = round_up(targets.count, TILE_TARGETS);
        factors_of(&inputs, &targets, windows->labels + target, stride, rate, factors, width,
                   losses ? losses + window : 0);
        weighted_sums(&inputs, factors, 1, width, targets.count, stride,
                      target_steps + (ptrdiff_t)target * stride);
        if (windows->uses_mean) {
            for (ptrdiff_t j = 0; j < targets.count; j++) factors[j] *= part;
        }
        weighted_sums(&targets, factors, width, 1, inputs.count, stride, steps);
    }
}

static void means(const float *table, ptrdiff_t stride, const uint32_t *ids,
                  const uint32_t *starts, ptrdiff_t first, ptrdiff_t end, float *results) {
    for (ptrdiff_t i = first; i < end; i++) {
        row_list rows = {table, ids + starts[i], starts[i + 1] - starts[i]};
        if (i + 1 < end) {
            for (uint32_t next = starts[i + 1]; next < starts[i + 2]; next++) {
                prefetch_row(row_of(table, ids[next], stride), stride, 0);
            }
        }
        mean_of(&rows, stride, results + i * stride);
    }
}

// How many ids further on a row is fetched.
#define SCATTER_AHEAD 8

// Whether a row is among those of a part, which rows share about evenly whatever their order.
INLINE bool is_in_part(uint32_t id, uint32_t part, uint32_t parts) {
    return (uint64_t)(id * 2654435769u) * parts >> 32 == part;
}

static void scatter(float *table, ptrdiff_t stride, const uint32_t *ids, const uint32_t *places,
                    ptrdiff_t count, const float *steps, uint32_t part, uint32_t parts) {
    for (ptrdiff_t i = 0; i < count; i++) {
        ptrdiff_t next = i + SCATTER_AHEAD;
        if (next < count && is_in_part(ids[next], part, parts)) {
            prefetch_row(row_of(table, ids[next], stride), stride, 1);
            prefetch_row(steps + (places ? (ptrdiff_t)places[next] : next) * stride, stride, 0);
        }
        if (!is_in_part(ids[i], part, parts)) continue;
        float *row = table + (ptrdiff_t)ids[i] * stride;
        const float *step = steps + (places ? (ptrdiff_t)places[i] : i) * stride;
        for (ptrdiff_t k = 0; k < stride; k += LANES) store(row + k, load(row + k) + load(step + k));
    }
}

const senc_training TRAINING_TABLE = {
    .scratch_size = training_scratch_size,
    .logistic_steps = logistic_steps,
    .means = means,
    .scatter = scatter,
    .cooccurrence_steps = cooccurrence_steps,
};
