// Attention in training and back through it, against loops in double precision.
#include "checks.h"

// Where queries, keys and values are in a row, and how many rows there are.
typedef struct {
    ptrdiff_t tokens, width, key_width, stride;
} layout;

// What attention is given, and what it should give.
typedef struct {
    const float *x;      // [tokens, stride]: queries, keys and values
    const float *dy;     // [tokens, dy_stride]
    ptrdiff_t dy_stride;
    const senc_dropout *dropout;
    double *y;      // [tokens, width]
    double *sums;   // [heads, tokens, 2]
    double *dx;     // [tokens, width + 2 · key_width]
    double *dbias;  // [heads, 2 · reach + 1], to which gradients are added
} example;

// One query of one head, the probabilities and their gradients one by one.
static void attend(const senc_attention_shape *shape, const layout *of, example *given,
                   ptrdiff_t head, ptrdiff_t query, double *p, double *dp) {
    ptrdiff_t tokens = of->tokens, size = shape->head_size, stride = of->stride;
    ptrdiff_t key_head = head / (shape->heads / shape->key_heads);
    ptrdiff_t columns = of->width + 2 * of->key_width;
    ptrdiff_t queries = head * size;
    ptrdiff_t keys = of->width + key_head * size, values = keys + of->key_width;
    ptrdiff_t distances = head * (2 * shape->reach + 1) + shape->reach - query;
    const float *x = given->x, *dy = given->dy + query * given->dy_stride + head * size;
    double highest = -INFINITY, sum = 0, mean = 0;
    for (ptrdiff_t key = 0; key < tokens; key++) {
        bool is_seen = query - key <= shape->before && key - query <= shape->after;
        double score = 0;
        for (ptrdiff_t i = 0; i < size; i++) {
            score += (double)x[query * stride + queries + i] * x[key * stride + keys + i];
        }
        score *= shape->scale;
        if (shape->bias && is_seen) score += shape->bias[distances + key];
        p[key] = is_seen ? score : -INFINITY;
        highest = fmax(highest, p[key]);
    }
    for (ptrdiff_t key = 0; key < tokens; key++) sum += p[key] = exp(p[key] - highest);
    given->sums[2 * (head * tokens + query)] = highest;
    given->sums[2 * (head * tokens + query) + 1] = 1 / sum;
    for (ptrdiff_t key = 0; key < tokens; key++) {
        uint32_t number = (uint32_t)((head * tokens + query) * tokens + key);
        double factor = given->dropout ? dropout_factor(given->dropout, number) : 1;
        p[key] /= sum;
        dp[key] = 0;
        for (ptrdiff_t i = 0; i < size; i++) {
            double value = x[key * stride + values + i];
            given->y[query * of->width + queries + i] += factor * p[key] * value;
            given->dx[key * columns + values + i] += factor * p[key] * dy[i];
            dp[key] += factor * dy[i] * value;
        }
        mean += p[key] * dp[key];
    }
    for (ptrdiff_t key = 0; key < tokens; key++) {
        double ds = p[key] * (dp[key] - mean);
        if (given->dbias && p[key] > 0) given->dbias[distances + key] += ds;
        ds *= shape->scale;
        for (ptrdiff_t i = 0; i < size; i++) {
            given->dx[query * columns + queries + i] += ds * x[key * stride + keys + i];
            given->dx[key * columns + keys + i] += ds * x[query * stride + queries + i];
        }
    }
}

// Makes values and dy integers whose products are large and nearly the same, so that their sums are
// exact, and little is left of them without their mean.
static void offset_values(const layout *of, float *x, float *dy, ptrdiff_t dy_stride) {
    for (ptrdiff_t token = 0; token < of->tokens; token++) {
        float *values = x + token * of->stride + of->width + of->key_width;
        for (ptrdiff_t i = 0; i < of->key_width; i++) values[i] = 500 + roundf(values[i]);
        for (ptrdiff_t i = 0; i < of->width; i++) {
            dy[token * dy_stride + i] = 2 + roundf(dy[token * dy_stride + i]);
        }
    }
}

static void check_example(const char *family, const senc_attention *attention,
                          const senc_attention_shape *shape, const layout *of,
                          const senc_dropout *dropout, bool has_dbias, bool has_offset) {
    ptrdiff_t tokens = of->tokens, width = of->width, stride = of->stride;
    ptrdiff_t columns = width + 2 * of->key_width, y_stride = width + 5;
    ptrdiff_t sum_count = 2 * shape->heads * tokens;
    ptrdiff_t bias_count = shape->heads * (2 * shape->reach + 1);
    float *x = padded_floats(tokens, columns, stride, 2);
    float *dy = padded_floats(tokens, width, y_stride, 1);
    if (has_offset) offset_values(of, x, dy, y_stride);
    float *y = padded_floats(tokens, 0, y_stride, 0);
    float *sums = padded_floats(1, 0, sum_count, 0);
    float *dx = padded_floats(tokens, 0, stride, 0);
    float *dbias = has_dbias ? padded_floats(1, bias_count, bias_count, 1) : NULL;

    example expected = {
        x, dy, y_stride, dropout, doubles(tokens * width), doubles(sum_count),
        doubles(tokens * columns), has_dbias ? doubles(bias_count) : NULL};
    for (ptrdiff_t i = 0; i < bias_count && has_dbias; i++) expected.dbias[i] = dbias[i];
    double *p = doubles(tokens), *dp = doubles(tokens);
    for (ptrdiff_t head = 0; head < shape->heads; head++) {
        for (ptrdiff_t query = 0; query < tokens; query++) {
            attend(shape, of, &expected, head, query, p, dp);
        }
    }

    // Scratch that is read before it is written spoils what is made of it.
    ptrdiff_t scratch_size = attention->scratch_size(shape, tokens);
    float *scratch = padded_floats(1, 0, scratch_size, 0);
    const float *k = x + width, *v = k + of->key_width;
    attention->apply(shape, x, k, v, stride, tokens, y, y_stride, dropout, sums, scratch);
    expect_rows(family, "attention that is learned", y, y_stride, tokens, width, expected.y, 4e-6f);
    expect_rows(family, "sums of attention", sums, sum_count, 1, sum_count, expected.sums, 2e-6f);
    // All but what is behind scratch may have been written.
    expect_rows(family, "behind scratch", scratch + scratch_size, 1, 0, 1, NULL, 0);
    free(scratch);

    scratch_size = attention->back_scratch_size(shape, tokens);
    scratch = padded_floats(1, 0, scratch_size, 0);
    senc_attention_gradients gradients = {
        dy, y_stride, sums, dropout, dx, dx + width, dx + width + of->key_width, dbias};
    attention->back(shape, x, k, v, stride, tokens, &gradients, scratch);
    expect_rows(family, "back of attention", dx, stride, tokens, columns, expected.dx, 8e-6f);
    if (has_dbias) {
        expect_rows(family, "by biases", dbias, bias_count, 1, bias_count, expected.dbias, 1.5e-5f);
    }
    expect_rows(family, "behind scratch", scratch + scratch_size, 1, 0, 1, NULL, 0);
    free(scratch);

    free(dp);
    free(p);
    free(expected.dbias);
    free(expected.dx);
    free(expected.sums);
    free(expected.y);
    free(dbias);
    free(dx);
    free(sums);
    free(y);
    free(dy);
    free(x);
}

void check_attention_gradients(const char *family, const senc_attention *attention) {
    static const ptrdiff_t shapes[][4] = {  // tokens, head size, before, after
        {1, 3, PTRDIFF_MAX, PTRDIFF_MAX}, {7, 8, PTRDIFF_MAX, PTRDIFF_MAX},
        {17, 24, 2, 3}, {49, 10, PTRDIFF_MAX, 0}, {100, 5, 3, PTRDIFF_MAX},
        {130, 32, 20, 20}, {97, 65, PTRDIFF_MAX, PTRDIFF_MAX}};
    const senc_dropout dropout = {{123456789, 987654321}, 0x40000000, 4 / 3.0f};
    for (size_t i = 0; i < 4 * COUNT(shapes); i++) {
        const ptrdiff_t *values = shapes[i / 4];
        bool has_bias = i % 2, has_dropout = i / 2 % 2;
        ptrdiff_t tokens = values[0], size = values[1];
        ptrdiff_t heads = 2, key_heads = has_bias == has_dropout ? 1 : 2, reach = tokens + 1;
        float *bias = random_floats(heads * (2 * reach + 1), 1);
        senc_attention_shape shape = {
            heads, key_heads, size, 1 / sqrtf((float)size), values[2], values[3],
            has_bias ? bias : NULL, reach};
        layout of = {tokens, heads * size, key_heads * size, (heads + 2 * key_heads) * size + 3};
        // Without gradients by the biases in one of the cases.
        bool has_dbias = has_bias && tokens != 49;
        check_example(family, attention, &shape, &of, has_dropout ? &dropout : NULL, has_dbias,
                      false);
        if (!has_dropout) check_example(family, attention, &shape, &of, NULL, has_dbias, true);
        free(bias);
    }
}
