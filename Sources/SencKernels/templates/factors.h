// Vectors of users and items: least squares for a row with the other table fixed, and steps of
// gradient descent on a row of each. Strides are multiples of 16, and what is behind a row's last
// element is 0, as it stays.
#pragma once

#include "functions.h"

static void add_to_row(float *row, const float *step, float scale, ptrdiff_t stride) {
    for (ptrdiff_t k = 0; k < stride; k += LANES) {
        store(row + k, fma_(splat(scale), load(step + k), load(row + k)));
    }
}

#define DOUBLE_LANES (LANES / 2)

typedef double doubles __attribute__((vector_size(LANES * 4)));

INLINE doubles load_doubles(const double *p) {
    doubles v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store_doubles(double *p, doubles v) { memcpy(p, &v, sizeof v); }

INLINE doubles fma_doubles(doubles a, doubles b, doubles c) {
#if HAS_FMA
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

// Rows of a tile at once, and vectors of its columns.
#define TILE_BLOCK 6
#define TILE_VECTORS 2

static void tile_multiply(const double *a, const double *b, double *c, ptrdiff_t size,
                          double scale) {
    for (ptrdiff_t i = 0; i < size; i += TILE_BLOCK) {
        for (ptrdiff_t j = 0; j < size; j += TILE_VECTORS * DOUBLE_LANES) {
            doubles sums[TILE_BLOCK * TILE_VECTORS];
            UNROLLED for (int n = 0; n < TILE_BLOCK * TILE_VECTORS; n++) sums[n] = (doubles){0};
            for (ptrdiff_t k = 0; k < size; k++) {
                doubles columns[TILE_VECTORS];
                UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
                    columns[v] = load_doubles(b + k * size + j + v * DOUBLE_LANES);
                }
                UNROLLED for (int n = 0; n < TILE_BLOCK; n++) {
                    doubles x = a[(i + n) * size + k] - (doubles){0};
                    UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
                        sums[n * TILE_VECTORS + v] =
                            fma_doubles(x, columns[v], sums[n * TILE_VECTORS + v]);
                    }
                }
            }
            doubles factor = scale - (doubles){0};
            UNROLLED for (int n = 0; n < TILE_BLOCK; n++) {
                UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
                    double *place = c + (i + n) * size + j + v * DOUBLE_LANES;
                    store_doubles(place, fma_doubles(factor, sums[n * TILE_VECTORS + v],
                                                     load_doubles(place)));
                }
            }
        }
    }
}

static void add_gram(const float *rows, ptrdiff_t count, ptrdiff_t stride, float *gram) {
    for (ptrdiff_t i = 0; i < stride; i += 4) {
        for (ptrdiff_t k = 0; k < stride; k += 2 * LANES) {
            // A stride is 16 at least, which is one vector of the widest.
            const int is_pair = k + LANES < stride;
            vector sums[8];
            UNROLLED for (int n = 0; n < 8; n++) sums[n] = splat(0);
            for (ptrdiff_t j = 0; j < count; j++) {
                const float *row = rows + j * stride;
                vector first = load(row + k);
                vector second = is_pair ? load(row + k + LANES) : splat(0);
                UNROLLED for (int n = 0; n < 4; n++) {
                    vector x = splat(row[i + n]);
                    sums[2 * n] = fma_(x, first, sums[2 * n]);
                    sums[2 * n + 1] = fma_(x, second, sums[2 * n + 1]);
                }
            }
            UNROLLED for (int n = 0; n < 4; n++) {
                float *place = gram + (i + n) * stride + k;
                store(place, load(place) + sums[2 * n]);
                if (is_pair) store(place + LANES, load(place + LANES) + sums[2 * n + 1]);
            }
        }
    }
}

INLINE float product_of(const float *a, const float *b, ptrdiff_t stride) {
    vector even = splat(0), odd = splat(0);
    ptrdiff_t k = 0;
    for (; k + 2 * LANES <= stride; k += 2 * LANES) {
        even = fma_(load(a + k), load(b + k), even);
        odd = fma_(load(a + k + LANES), load(b + k + LANES), odd);
    }
    if (k < stride) even = fma_(load(a + k), load(b + k), even);
    return sum_of(even + odd);
}

// y += Σ_j c_j row_j over some rows, at most LANES.
INLINE void add_weighted(const float *const *rows, ptrdiff_t count, const float *weights,
                         ptrdiff_t stride, float *y) {
    ptrdiff_t k = 0;
    for (; k + 4 * LANES <= stride; k += 4 * LANES) {
        vector sums[4];
        UNROLLED for (int v = 0; v < 4; v++) sums[v] = load(y + k + v * LANES);
        for (ptrdiff_t j = 0; j < count; j++) {
            vector c = splat(weights[j]);
            const float *row = rows[j] + k;
            UNROLLED for (int v = 0; v < 4; v++) sums[v] = fma_(c, load(row + v * LANES), sums[v]);
        }
        UNROLLED for (int v = 0; v < 4; v++) store(y + k + v * LANES, sums[v]);
    }
    for (; k < stride; k += LANES) {
        vector sum = load(y + k);
        for (ptrdiff_t j = 0; j < count; j++) sum = fma_(splat(weights[j]), load(rows[j] + k), sum);
        store(y + k, sum);
    }
}

// y += Σ_j (w_j (row_j · p)) row_j; for the residual, which the first pass over the rows computes,
// y += Σ_j ((1 + w_j) - w_j (row_j · p)) row_j.
INLINE void add_observed(const senc_observations *of, const float *p, int is_residual, float *y) {
    ptrdiff_t stride = of->stride;
    for (ptrdiff_t first = 0; first < of->count; first += LANES) {
        ptrdiff_t here = smaller(LANES, of->count - first);
        const float *rows[LANES];
        for (int n = 0; n < LANES; n++) {
            rows[n] = of->table + (ptrdiff_t)of->ids[first + smaller(n, here - 1)] * stride;
        }
        if (is_residual && first + 2 * LANES <= of->count) {
            for (int n = 0; n < LANES; n++) {
                const float *next = of->table + (ptrdiff_t)of->ids[first + LANES + n] * stride;
                for (ptrdiff_t k = 0; k < stride; k += 16) __builtin_prefetch(next + k);
            }
        }
        vector sums[LANES];
        UNROLLED for (int n = 0; n < LANES; n++) sums[n] = splat(0);
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            vector part = load(p + k);
            UNROLLED for (int n = 0; n < LANES; n++) {
                sums[n] = fma_(part, load(rows[n] + k), sums[n]);
            }
        }
        transpose(sums);
        vector products = sums[0];
        UNROLLED for (int n = 1; n < LANES; n++) products += sums[n];
        vector weights = of->weights ? load_part(of->weights + first, here) * of->weight
                                     : splat(of->weight);
        vector factors = weights * products;
        if (is_residual) factors = (1.0f + weights) - factors;
        float factor[LANES];
        store(factor, factors);
        add_weighted(rows, here, factor, stride, y);
    }
}

static void row_products(const float *table, ptrdiff_t count, ptrdiff_t stride, const float *x,
                         float *products) {
    for (ptrdiff_t first = 0; first < count; first += LANES) {
        ptrdiff_t here = smaller(LANES, count - first);
        vector sums[LANES];
        UNROLLED for (int n = 0; n < LANES; n++) sums[n] = splat(0);
        const float *rows = table + first * stride;
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            vector part = load(x + k);
            UNROLLED for (int n = 0; n < LANES; n++) {
                sums[n] = fma_(part, load(rows + smaller(n, here - 1) * stride + k), sums[n]);
            }
        }
        transpose(sums);
        vector sum = sums[0];
        UNROLLED for (int n = 1; n < LANES; n++) sum += sums[n];
        store_part(products + first, sum, here);
    }
}

// y = (gram + ridge) p
INLINE void multiply_gram(const float *gram, float ridge, const float *p, ptrdiff_t stride,
                          float *y) {
    for (ptrdiff_t k = 0; k < stride; k += LANES) store(y + k, load(p + k) * ridge);
    for (ptrdiff_t i = 0; i < stride; i += LANES) {
        const float *rows[LANES];
        for (int n = 0; n < LANES; n++) rows[n] = gram + (i + n) * stride;
        add_weighted(rows, LANES, p + i, stride, y);
    }
}

static void least_squares(const senc_observations *of, const float *gram, float ridge,
                          ptrdiff_t steps, float *x, float *scratch) {
    ptrdiff_t stride = of->stride;
    float *r = scratch, *p = r + stride, *q = p + stride;
    multiply_gram(gram, ridge, x, stride, q);
    for (ptrdiff_t k = 0; k < stride; k += LANES) store(r + k, -load(q + k));
    add_observed(of, x, 1, r);
    memcpy(p, r, (size_t)stride * 4);
    float square = product_of(r, r, stride);
    for (ptrdiff_t step = 0; step < steps && square > 1e-20f; step++) {
        multiply_gram(gram, ridge, p, stride, q);
        add_observed(of, p, 0, q);
        float curvature = product_of(p, q, stride);
        // Of a matrix that is positive definite but for rounding.
        if (!(curvature > 0)) return;
        float alpha = square / curvature;
        add_to_row(x, p, alpha, stride);
        add_to_row(r, q, -alpha, stride);
        float next = product_of(r, r, stride);
        float beta = next / square;
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            store(p + k, fma_(splat(beta), load(p + k), load(r + k)));
        }
        square = next;
    }
}

static double rating_steps(const senc_rating_tables *of, const uint32_t *users,
                           const uint32_t *items, const float *ratings, ptrdiff_t count) {
    ptrdiff_t stride = of->stride;
    float rate = of->rate, decay = of->decay;
    double loss = 0;
    for (ptrdiff_t n = 0; n < count; n++) {
        if (n + 4 < count) {
            for (ptrdiff_t k = 0; k < stride; k += 16) {
                __builtin_prefetch(of->users + (ptrdiff_t)users[n + 4] * stride + k, 1);
                __builtin_prefetch(of->items + (ptrdiff_t)items[n + 4] * stride + k, 1);
            }
        }
        float *p = of->users + (ptrdiff_t)users[n] * stride;
        float *q = of->items + (ptrdiff_t)items[n] * stride;
        float *user_bias = of->user_biases + users[n], *item_bias = of->item_biases + items[n];
        float error = ratings[n] - of->mean - *user_bias - *item_bias - product_of(p, q, stride);
        loss += (double)error * error;
        *user_bias += rate * (error - of->bias_decay * *user_bias);
        *item_bias += rate * (error - of->bias_decay * *item_bias);
        vector step = splat(rate * error), kept = splat(1 - rate * decay);
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            vector x = load(p + k), y = load(q + k);
            store(p + k, fma_(step, y, kept * x));
            store(q + k, fma_(step, x, kept * y));
        }
    }
    return loss;
}

static double implicit_rating_steps(const senc_rating_tables *of, uint32_t user,
                                    const uint32_t *items, const float *ratings,
                                    const uint32_t *order, ptrdiff_t count, float *implicit,
                                    float *scratch) {
    ptrdiff_t stride = of->stride;
    float rate = of->rate, decay = of->decay;
    float *p = of->users + (ptrdiff_t)user * stride, *user_bias = of->user_biases + user;
    // The sum s of the rows of `implicit` over √n, and what each of them is to get added.
    float *s = scratch, *added = s + stride;
    float share = 1 / sqrtf((float)count);
    memset(scratch, 0, (size_t)stride * 8);
    for (ptrdiff_t n = 0; n < count; n++) {
        add_to_row(s, implicit + (ptrdiff_t)items[n] * stride, share, stride);
    }
    double loss = 0;
    float kept = 1 - rate * decay, kept_of_all = 1;
    for (ptrdiff_t place = 0; place < count; place++) {
        ptrdiff_t n = order[place];
        float *q = of->items + (ptrdiff_t)items[n] * stride;
        float *item_bias = of->item_biases + items[n];
        float error = ratings[n] - of->mean - *user_bias - *item_bias -
                      product_of(p, q, stride) - product_of(s, q, stride);
        loss += (double)error * error;
        *user_bias += rate * (error - of->bias_decay * *user_bias);
        *item_bias += rate * (error - of->bias_decay * *item_bias);
        vector step = splat(rate * error), implicit_step = splat(rate * error * share);
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            vector x = load(p + k), y = load(q + k), sum = load(s + k);
            store(p + k, fma_(step, y, kept * x));
            store(q + k, fma_(step, x + sum, kept * y));
            // Each of the n rows moves by the same, 1 / √n of which counts in s.
            store(s + k, fma_(step, y, kept * sum));
            store(added + k, fma_(implicit_step, y, kept * load(added + k)));
        }
        kept_of_all *= kept;
    }
    for (ptrdiff_t n = 0; n < count; n++) {
        float *row = implicit + (ptrdiff_t)items[n] * stride;
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            store(row + k, fma_(splat(kept_of_all), load(row + k), load(added + k)));
        }
    }
    return loss;
}

static double pair_steps(const senc_rating_tables *of, const uint32_t *users,
                         const uint32_t *items, const uint32_t *others, ptrdiff_t count) {
    ptrdiff_t stride = of->stride;
    float rate = of->rate, kept = 1 - rate * of->decay;
    double loss = 0;
    for (ptrdiff_t n = 0; n < count; n++) {
        if (n + 4 < count) {
            for (ptrdiff_t k = 0; k < stride; k += 16) {
                __builtin_prefetch(of->users + (ptrdiff_t)users[n + 4] * stride + k, 1);
                __builtin_prefetch(of->items + (ptrdiff_t)items[n + 4] * stride + k, 1);
                __builtin_prefetch(of->items + (ptrdiff_t)others[n + 4] * stride + k, 1);
            }
        }
        float *x = of->users + (ptrdiff_t)users[n] * stride;
        float *i = of->items + (ptrdiff_t)items[n] * stride;
        float *j = of->items + (ptrdiff_t)others[n] * stride;
        float *bias = of->item_biases + items[n], *other_bias = of->item_biases + others[n];
        vector sum = splat(0);
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            sum = fma_(load(x + k), load(i + k) - load(j + k), sum);
        }
        float score = sum_of(sum) + *bias - *other_bias;
        // Of a score that is below -80 the exponential is finite still.
        float clamped = score < -80 ? -80 : score > 80 ? 80 : score;
        float missed = 1 / (1 + expf(clamped));
        loss += log1p(exp(-fabs((double)score))) + (score < 0 ? -(double)score : 0);
        *bias += rate * (missed - of->bias_decay * *bias);
        *other_bias += rate * (-missed - of->bias_decay * *other_bias);
        vector step = splat(rate * missed);
        for (ptrdiff_t k = 0; k < stride; k += LANES) {
            vector u = load(x + k), a = load(i + k), b = load(j + k);
            store(x + k, fma_(step, a - b, kept * u));
            store(i + k, fma_(step, u, kept * a));
            store(j + k, fma_(-step, u, kept * b));
        }
    }
    return loss;
}
