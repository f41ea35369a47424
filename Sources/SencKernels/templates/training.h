// Steps of gradient descent for rows of two tables that predict each other by their products.
#pragma once

#include "cooccurrences.h"
#include "factors.h"
#include "functions.h"

// A tile of products fills a vector, lane by lane.
#if LANES < 8
#define TILE_TARGETS LANES
#else
#define TILE_TARGETS 8
#endif
#define TILE_INPUTS (LANES / TILE_TARGETS)

typedef float part_vector __attribute__((vector_size(TILE_TARGETS * 4)));

// Results of `weighted_sums` that are kept in registers, and how many vectors of each.
#define SUMS_AT_ONCE 6
#define VECTORS_AT_ONCE 2

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
INLINE void prefetch_row(const float *row, ptrdiff_t count, const int writes) {
    for (ptrdiff_t k = 0; k < count; k += 16) {
        if (writes) {
            __builtin_prefetch(row + k, 1, 2);
        } else {
            __builtin_prefetch(row + k, 0, 2);
        }
    }
}

// The products of a tile's rows, `input_count` and `target_count` of them, or fewer if there are no
// more: rows past the last one are the last one.
INLINE vector some_tile_products(const row_list *inputs, ptrdiff_t input, const row_list *targets,
                                 ptrdiff_t target, ptrdiff_t stride,
                                 const int input_count, const int target_count) {
    const float *x[TILE_INPUTS], *t[TILE_TARGETS];
    UNROLLED for (int i = 0; i < input_count; i++) {
        x[i] = row_at(inputs, smaller(input + i, inputs->count - 1), stride);
    }
    UNROLLED for (int j = 0; j < target_count; j++) {
        t[j] = row_at(targets, smaller(target + j, targets->count - 1), stride);
    }
    vector sums[LANES];
    UNROLLED for (int i = 0; i < LANES; i++) sums[i] = splat(0);
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        vector row[TILE_INPUTS];
        UNROLLED for (int i = 0; i < input_count; i++) row[i] = load(x[i] + k);
        UNROLLED for (int j = 0; j < target_count; j++) {
            vector column = load(t[j] + k);
            UNROLLED for (int i = 0; i < input_count; i++) {
                sums[i * TILE_TARGETS + j] = fma_(row[i], column, sums[i * TILE_TARGETS + j]);
            }
        }
    }
    return sums_over_lanes(sums);
}

INLINE vector tile_products(const row_list *inputs, ptrdiff_t input, const row_list *targets,
                            ptrdiff_t target, ptrdiff_t stride) {
    // Five things drawn against one are what is usual, and so is one mean.
    bool has_six = TILE_TARGETS > 6 && targets->count - target == 6;
    if (TILE_INPUTS > 1 && inputs->count - input == 1) {
        return has_six ? some_tile_products(inputs, input, targets, target, stride, 1, 6)
                       : some_tile_products(inputs, input, targets, target, stride, 1,
                                            TILE_TARGETS);
    }
    return has_six
               ? some_tile_products(inputs, input, targets, target, stride, TILE_INPUTS, 6)
               : some_tile_products(inputs, input, targets, target, stride, TILE_INPUTS,
                                    TILE_TARGETS);
}

// result[i] = Σ_j weights[i * row + j * column] rows[j], for `count` results and some vectors from
// k on.
INLINE void some_weighted_sums(const row_list *rows, const float *weights, ptrdiff_t row,
                               ptrdiff_t column, ptrdiff_t stride, ptrdiff_t k,
                               float *results, const int count, const int vectors) {
    vector sums[SUMS_AT_ONCE * VECTORS_AT_ONCE];
    UNROLLED for (int i = 0; i < count * vectors; i++) sums[i] = splat(0);
    for (ptrdiff_t j = 0; j < rows->count; j++) {
        const float *x = row_at(rows, j, stride) + k, *w = weights + j * column;
        vector v[VECTORS_AT_ONCE];
        UNROLLED for (int n = 0; n < vectors; n++) v[n] = load(x + n * LANES);
        UNROLLED for (int i = 0; i < count; i++) {
            vector weight = splat(w[i * row]);
            UNROLLED for (int n = 0; n < vectors; n++) {
                sums[i * vectors + n] = fma_(weight, v[n], sums[i * vectors + n]);
            }
        }
    }
    UNROLLED for (int i = 0; i < count; i++) {
        float *y = results + i * stride + k;
        UNROLLED for (int n = 0; n < vectors; n++) store(y + n * LANES, sums[i * vectors + n]);
    }
}

INLINE void counted_weighted_sums(const row_list *rows, const float *weights, ptrdiff_t row,
                                  ptrdiff_t column, ptrdiff_t stride, float *results,
                                  const int count) {
    ptrdiff_t k = 0;
    for (; k + VECTORS_AT_ONCE * LANES <= stride; k += VECTORS_AT_ONCE * LANES) {
        some_weighted_sums(rows, weights, row, column, stride, k, results, count,
                           VECTORS_AT_ONCE);
    }
    for (; k < stride; k += LANES) {
        some_weighted_sums(rows, weights, row, column, stride, k, results, count, 1);
    }
}

INLINE void weighted_sums(const row_list *rows, const float *weights, ptrdiff_t row,
                          ptrdiff_t column, ptrdiff_t count, ptrdiff_t stride,
                          float *results) {
    for (ptrdiff_t i = 0; i < count; i += SUMS_AT_ONCE) {
        const float *w = weights + i * row;
        float *y = results + i * stride;
        switch (smaller(count - i, SUMS_AT_ONCE)) {
        case 1: counted_weighted_sums(rows, w, row, column, stride, y, 1); break;
        case 2: counted_weighted_sums(rows, w, row, column, stride, y, 2); break;
        case 3: counted_weighted_sums(rows, w, row, column, stride, y, 3); break;
        case 4: counted_weighted_sums(rows, w, row, column, stride, y, 4); break;
        case 5: counted_weighted_sums(rows, w, row, column, stride, y, 5); break;
        default: counted_weighted_sums(rows, w, row, column, stride, y, SUMS_AT_ONCE); break;
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

INLINE void prefetch_rows(const row_list *rows, ptrdiff_t stride) {
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        prefetch_row(row_at(rows, i, stride), stride, 0);
    }
}

INLINE row_list inputs_of(const senc_windows *windows, ptrdiff_t window) {
    uint32_t start = windows->input_starts[window];
    return (row_list){windows->inputs, windows->input_ids + start,
                      windows->input_starts[window + 1] - start};
}

INLINE row_list targets_of(const senc_windows *windows, ptrdiff_t window) {
    uint32_t start = windows->target_starts[window];
    return (row_list){windows->targets, windows->target_ids + start,
                      windows->target_starts[window + 1] - start};
}

// Products of one input, [targets] and what fills tiles.
INLINE ptrdiff_t product_width(ptrdiff_t targets) { return round_up(targets, 8); }

static void logistic_products(const senc_windows *windows, ptrdiff_t first, ptrdiff_t end,
                              ptrdiff_t stride, float *input_steps, float *products) {
    for (ptrdiff_t window = first; window < end; window++) {
        if (window + 1 < end) {
            row_list inputs = inputs_of(windows, window + 1);
            row_list targets = targets_of(windows, window + 1);
            prefetch_rows(&inputs, stride);
            prefetch_rows(&targets, stride);
        }
        row_list inputs = inputs_of(windows, window), targets = targets_of(windows, window);
        if (windows->uses_mean) {
            float *mean = input_steps + window * stride;
            mean_of(&inputs, stride, mean);
            inputs = (row_list){mean, 0, 1};
        }
        ptrdiff_t width = product_width(targets.count);
        float *x = products + windows->product_starts[window];
        for (ptrdiff_t i = 0; i < inputs.count; i += TILE_INPUTS) {
            for (ptrdiff_t j = 0; j < targets.count; j += TILE_TARGETS) {
                vector tile = tile_products(&inputs, i, &targets, j, stride);
                UNROLLED for (int row = 0; row < TILE_INPUTS; row++) {
                    if (i + row >= inputs.count) break;
                    memcpy(x + (i + row) * width + j, (float *)&tile + row * TILE_TARGETS,
                           TILE_TARGETS * 4);
                }
            }
        }
    }
}

// log(1 + eˣ)
INLINE double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }

static double cross_entropy(const float *x, ptrdiff_t inputs, ptrdiff_t targets, ptrdiff_t width,
                            const float *labels, float negative_weight) {
    double loss = 0;
    for (ptrdiff_t i = 0; i < inputs; i++) {
        for (ptrdiff_t j = 0; j < targets; j++) {
            double product = x[i * width + j];
            loss += labels[j] * softplus(-product)
                  + negative_weight * (1 - labels[j]) * softplus(product);
        }
    }
    return loss;
}

static void logistic_factors(const senc_windows *windows, ptrdiff_t first, ptrdiff_t end,
                             float rate, const float *products, ptrdiff_t parts,
                             ptrdiff_t part_stride, float *factors, double *losses) {
    float weight = windows->negative_weight;
    for (ptrdiff_t window = first; window < end; window++) {
        ptrdiff_t inputs = windows->uses_mean ? 1 : inputs_of(windows, window).count;
        ptrdiff_t targets = targets_of(windows, window).count, width = product_width(targets);
        const float *labels = windows->labels + windows->target_starts[window];
        float *x = factors + windows->product_starts[window];
        const float *sums = products + windows->product_starts[window];
        memcpy(x, sums, (size_t)(inputs * width) * 4);
        for (ptrdiff_t p = 1; p < parts; p++) {
            for (ptrdiff_t k = 0; k < inputs * width; k += TILE_TARGETS) {
                part_vector a, b;
                memcpy(&a, x + k, sizeof a);
                memcpy(&b, sums + p * part_stride + k, sizeof b);
                a += b;
                memcpy(x + k, &a, sizeof a);
            }
        }
        if (losses) losses[window] = cross_entropy(x, inputs, targets, width, labels, weight);
        // Rows of one tile stand behind each other if it is as wide as they are.
        for (ptrdiff_t j = 0; j < width; j += TILE_TARGETS) {
            vector y;
            UNROLLED for (int row = 0; row < TILE_INPUTS; row++) {
                memcpy((float *)&y + row * TILE_TARGETS, labels + j, TILE_TARGETS * 4);
            }
            for (ptrdiff_t i = 0; i < inputs; i += TILE_INPUTS) {
                vector tile = splat(0);
                UNROLLED for (int row = 0; row < TILE_INPUTS; row++) {
                    memcpy((float *)&tile + row * TILE_TARGETS,
                           x + smaller(i + row, inputs - 1) * width + j, TILE_TARGETS * 4);
                }
                tile = (y - (y + weight * (1.0f - y)) / (1.0f + exponential(-tile))) * rate;
                UNROLLED for (int row = 0; row < TILE_INPUTS; row++) {
                    if (i + row >= inputs) break;
                    memcpy(x + (i + row) * width + j, (float *)&tile + row * TILE_TARGETS,
                           TILE_TARGETS * 4);
                }
            }
        }
    }
}

static void logistic_steps(const senc_windows *windows, ptrdiff_t first, ptrdiff_t end,
                           ptrdiff_t stride, const float *factors, float *input_steps,
                           float *target_steps) {
    for (ptrdiff_t window = first; window < end; window++) {
        row_list inputs = inputs_of(windows, window), targets = targets_of(windows, window);
        ptrdiff_t width = product_width(targets.count);
        const float *x = factors + windows->product_starts[window];
        float *rows = target_steps + windows->target_starts[window] * stride;
        if (!windows->uses_mean) {
            weighted_sums(&inputs, x, 1, width, targets.count, stride, rows);
            weighted_sums(&targets, x, width, 1, inputs.count, stride,
                          input_steps + windows->input_starts[window] * stride);
            continue;
        }
        float *step = input_steps + window * stride;
        inputs = (row_list){step, 0, 1};
        weighted_sums(&inputs, x, 1, width, targets.count, stride, rows);
        weighted_sums(&targets, x, width, 1, 1, stride, step);
    }
}

static void means(const float *table, ptrdiff_t stride, const uint32_t *ids,
                  const uint32_t *starts, ptrdiff_t first, ptrdiff_t end, float *results) {
    for (ptrdiff_t i = first; i < end; i++) {
        row_list rows = {table, ids + starts[i], starts[i + 1] - starts[i]};
        if (i + 1 < end) {
            row_list next = {table, ids + starts[i + 1], starts[i + 2] - starts[i + 1]};
            prefetch_rows(&next, stride);
        }
        mean_of(&rows, stride, results + i * stride);
    }
}

// How many ids further on a row is fetched.
#define SCATTER_AHEAD 8

// Whether a row is among those of a part, which rows share about evenly whatever their order.
INLINE bool is_in_part(uint32_t id, uint32_t part, uint32_t parts) {
    return parts == 1 || (uint64_t)(id * 2654435769u) * parts >> 32 == part;
}

static void scatter(float *table, ptrdiff_t stride, const uint32_t *ids,
                    const uint32_t *places, ptrdiff_t count, const float *steps, uint32_t part,
                    uint32_t parts) {
    row_list rows = {table, ids, count};
    row_list list = {steps, places, count};
    for (ptrdiff_t i = 0; i < count; i++) {
        ptrdiff_t next = i + SCATTER_AHEAD;
        if (next < count && is_in_part(ids[next], part, parts)) {
            prefetch_row(row_at(&rows, next, stride), stride, 1);
        }
        if (!is_in_part(ids[i], part, parts)) continue;
        float *row = (float *)row_at(&rows, i, stride);
        const float *step = row_at(&list, i, stride);
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            store(row + k, load(row + k) + load(step + k));
        }
    }
}

const senc_training TRAINING_TABLE = {
    .logistic_products = logistic_products,
    .logistic_factors = logistic_factors,
    .logistic_steps = logistic_steps,
    .means = means,
    .scatter = scatter,
    .add = add_to_row,
    .cooccurrence_steps = cooccurrence_steps,
    .tile_multiply = tile_multiply,
    .add_gram = add_gram,
    .row_products = row_products,
    .least_squares = least_squares,
    .rating_steps = rating_steps,
    .implicit_rating_steps = implicit_rating_steps,
    .pair_steps = pair_steps,
};
