/* The rows that are found are those that all pairs by the definition lead to. */
#include "checks.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS = 3000, QUERIES = 7, DIMENSION = 19, FOUND = 10 };

static uint32_t state = 1;

static float random_component(void) {
    state = state * 1664525 + 1013904223;
    return (float)(int32_t)state / 2147483648.0f;
}

static double cosine(const float *a, const float *b) {
    double product = 0, first = 0, second = 0;
    for (int column = 0; column < DIMENSION; column++) {
        product += (double)a[column] * b[column];
        first += (double)a[column] * a[column];
        second += (double)b[column] * b[column];
    }
    return product / sqrt(first * second);
}

/* Each query's hits against all pairs with rows of floats. */
static void compare(const float *rows, const float *queries, const int64_t *indices,
                    const float *scores, double tolerance) {
    for (int query = 0; query < QUERIES; query++) {
        const int64_t *found = indices + query * FOUND;
        const float *score = scores + query * FOUND;
        for (int place = 0; place < FOUND; place++) {
            CHECK(found[place] >= 0 && found[place] < ROWS);
            double wanted = cosine(queries + query * DIMENSION, rows + found[place] * DIMENSION);
            CHECK(fabs(wanted - score[place]) <= tolerance);
            CHECK(place == 0 || score[place] <= score[place - 1]);
        }
        int closer = 0;
        for (int row = 0; row < ROWS; row++)
            closer += cosine(queries + query * DIMENSION, rows + row * DIMENSION) >
                      score[FOUND - 1] + tolerance;
        CHECK(closer < FOUND);
    }
}

#define NEAREST(rows, queries, finer, k, options)                                                  \
    senc_nearest(rows, queries, finer, k, options, indices, scores, NULL, NULL)

void test_search(void) {
    float *floats = guarded(ROWS * DIMENSION * 4), *queries = guarded(QUERIES * DIMENSION * 4);
    for (int at = 0; at < ROWS * DIMENSION; at++) floats[at] = random_component();
    for (int at = 0; at < QUERIES * DIMENSION; at++) queries[at] = random_component();
    int64_t *indices = guarded(QUERIES * FOUND * 8);
    float *scores = guarded(QUERIES * FOUND * 4);
    senc_vectors rows = float_rows(floats, ROWS, DIMENSION);
    senc_vectors asked = float_rows(queries, QUERIES, DIMENSION);
    for (int threads = 1; threads <= 3; threads++) {
        char options[64];
        snprintf(options, sizeof options, "{\"threads\": %d, \"metric\": \"cosine\"}", threads);
        EXPECT_OK(NEAREST(&rows, &asked, NULL, FOUND, options));
        compare(floats, queries, indices, scores, 1e-6);
    }

    // int8, of which an element stands for the middle of its step, and at any alignment.
    float minimums[DIMENSION], maximums[DIMENSION];
    int8_t *bytes = guarded(ROWS * DIMENSION);
    float *middles = malloc(ROWS * DIMENSION * sizeof *middles);
    for (int column = 0; column < DIMENSION; column++) {
        minimums[column] = -1;
        maximums[column] = 1;
    }
    for (int at = 0; at < ROWS * DIMENSION; at++) {
        float step = 2.0f / 255;
        bytes[at] = (int8_t)(floorf((floats[at] + 1) / step) - 128);
        middles[at] = -1 + ((float)bytes[at] + 128.5f) * step;
    }
    senc_vectors small = {.count = ROWS, .dimension = DIMENSION, .type = SENC_INT8, .data = bytes,
                          .minimums = minimums, .maximums = maximums};
    EXPECT_OK(NEAREST(&small, &asked, NULL, FOUND, NULL));
    compare(middles, queries, indices, scores, 1e-5);
    EXPECT_OK(NEAREST(&small, &asked, &rows, FOUND, NULL));
    compare(floats, queries, indices, scores, 1e-6);

    // Bits, the rows of which have 3 bytes.
    uint8_t *bits = guarded(ROWS * 3);
    memset(bits, 0, ROWS * 3);
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < DIMENSION; column++)
            if (floats[row * DIMENSION + column] > 0)
                bits[row * 3 + column / 8] |= (uint8_t)(0x80 >> column % 8);
    senc_vectors binary = {
        .count = ROWS, .dimension = DIMENSION, .type = SENC_BINARY, .data = bits};
    EXPECT_OK(NEAREST(&binary, &asked, &rows, FOUND, "{\"oversampling\": 300}"));
    compare(floats, queries, indices, scores, 1e-6);

    // Fewer than are asked for, and queries with gaps between them.
    float spread[3 * 32] = {0};
    for (int query = 0; query < 3; query++)
        memcpy(spread + query * 32, queries + query * DIMENSION, DIMENSION * 4);
    senc_vectors gaps = float_rows(spread, 3, DIMENSION);
    gaps.stride = 32 * 4;
    senc_vectors two = float_rows(floats, 2, DIMENSION);
    EXPECT_OK(NEAREST(&two, &gaps, NULL, 4, "{\"metric\": \"euclidean\"}"));
    for (int query = 0; query < 3; query++) {
        const int64_t *found = indices + query * 4;
        CHECK(found[0] + found[1] == 1 && found[2] == -1 && found[3] == -1);
        CHECK(scores[query * 4] < 0 && isinf(scores[query * 4 + 2]));
    }
    EXPECT_OK(NEAREST(&two, &gaps, NULL, 1, "{\"threshold\": 1.5}"));
    CHECK(indices[0] == -1 && scores[2] < 0);
    senc_vectors none = float_rows(NULL, 0, DIMENSION);
    EXPECT_OK(NEAREST(&none, &gaps, NULL, 2, NULL));
    CHECK(indices[0] == -1 && indices[5] == -1);
    EXPECT_OK(senc_nearest(&rows, &none, NULL, 2, NULL, NULL, NULL, NULL, NULL));

    float *all = guarded(3 * ROWS * 4);
    EXPECT_OK(senc_similarities(&gaps, &rows, "{\"threads\": 2}", all, NULL, NULL));
    for (int query = 0; query < 3; query++)
        for (int row = 0; row < ROWS; row++)
            CHECK(fabs(all[query * ROWS + row] -
                       cosine(queries + query * DIMENSION, floats + row * DIMENSION)) < 1e-6);
    EXPECT_OK(senc_similarities(&none, &rows, NULL, NULL, NULL, NULL));

    // What makes no sense.
    EXPECT_STATUS(SENC_INVALID, NEAREST(&rows, &asked, NULL, 0, NULL));
    EXPECT_STATUS(SENC_INVALID, NEAREST(&rows, &asked, NULL, -1, NULL));
    EXPECT_STATUS(SENC_INVALID, NEAREST(&rows, &asked, NULL, INT64_MAX, NULL));
    EXPECT_STATUS(SENC_INVALID, NEAREST(&rows, &binary, NULL, 1, NULL));
    EXPECT_STATUS(SENC_INVALID, NEAREST(&gaps, &asked, NULL, 1, NULL));
    EXPECT_STATUS(SENC_INVALID, NEAREST(NULL, &asked, NULL, 1, NULL));
    EXPECT_STATUS(SENC_INVALID, NEAREST(&rows, NULL, NULL, 1, NULL));
    EXPECT_STATUS(SENC_INVALID,
                  senc_nearest(&rows, &asked, NULL, 1, NULL, NULL, scores, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID,
                  senc_nearest(&rows, &asked, NULL, 1, NULL, indices, NULL, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_nearest(&rows, &asked, NULL, 1, "{\"metric\": \"far\"}",
                                             indices, scores, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_similarities(&rows, &asked, NULL, NULL, NULL, NULL));
    senc_vectors other = float_rows(floats, 3, DIMENSION - 1);
    EXPECT_STATUS(SENC_INVALID, NEAREST(&other, &asked, NULL, 1, NULL));
    EXPECT_STATUS(SENC_INVALID, NEAREST(&rows, &asked, &two, 1, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_similarities(&other, &asked, NULL, all, NULL, NULL));
    floats[5] = NAN;
    EXPECT_STATUS(SENC_BAD_DATA, NEAREST(&rows, &asked, NULL, 1, NULL));
    floats[5] = 0;
    queries[3 * DIMENSION] = INFINITY;
    EXPECT_STATUS(SENC_BAD_DATA, NEAREST(&rows, &asked, NULL, 1, NULL));
    CHECK(strstr(senc_last_error(), "3") != NULL);

    free_guarded(all, 3 * ROWS * 4);
    free_guarded(bits, ROWS * 3);
    free(middles);
    free_guarded(bytes, ROWS * DIMENSION);
    free_guarded(scores, QUERIES * FOUND * 4);
    free_guarded(indices, QUERIES * FOUND * 8);
    free_guarded(queries, QUERIES * DIMENSION * 4);
    free_guarded(floats, ROWS * DIMENSION * 4);
}
