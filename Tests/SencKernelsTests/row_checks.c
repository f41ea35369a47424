// What works on rows, and comparisons of rows.
#include "checks.h"

// MARK: Rows

enum { ROWS = 8, STEPS = 8 };

// All that works on rows, one result after the other in y [STEPS + activations, ROWS, columns].
static void apply_rows(const senc_rows *rows, ptrdiff_t columns, const float *x,
                       const float *other, const float *gain, float *y) {
    ptrdiff_t size = ROWS * columns;
    memset(y, 0, (size_t)(STEPS * size) * 4);
    rows->convert(x, SENC_FLOAT16, size, y);
    rows->convert(x, SENC_BFLOAT16, size, y + size);
    rows->accumulate(x, SENC_FLOAT32, size, y + size);
    rows->layer_norm(x, other, ROWS, columns, gain, other, 1e-6f, y + 2 * size, NULL);
    rows->layer_norm(x, NULL, ROWS, columns, NULL, NULL, 1e-6f, y + 3 * size, NULL);
    rows->rms_norm(x, other, ROWS, columns, gain, 1e-6f, y + 4 * size, NULL);
    rows->gate(x, other, columns, ROWS, columns, SENC_SILU, y + 5 * size);
    memcpy(y + 6 * size, x, (size_t)size * 4);
    if (columns > 1) rows->rotate(y + 6 * size, columns, ROWS, 1, columns, columns / 2, other);
    memcpy(y + 7 * size, x, (size_t)size * 4);
    for (ptrdiff_t r = 0; r < ROWS; r++) {
        rows->softmax(y + 7 * size + r * columns, columns, 0.5f, r % 2 ? gain : NULL);
    }
    y += STEPS * size;
    for (int activation = SENC_IDENTITY; activation <= SENC_QUICK_GELU; activation++) {
        memcpy(y, x, (size_t)size * 4);
        rows->bias_activation(y, columns, ROWS, columns, activation % 2 ? NULL : gain, activation);
        y += size;
    }
}

void check_rows(const char *family, const senc_rows *rows, const senc_rows *portable) {
    static const ptrdiff_t columns[] = {1, 3, 4, 7, 16, 33, 384};
    for (size_t i = 0; i < COUNT(columns); i++) {
        ptrdiff_t size = ROWS * columns[i];
        ptrdiff_t count = (STEPS + SENC_QUICK_GELU + 1) * size;
        float *x = random_floats(size, 4);
        float *other = random_floats(size, 2);
        float *gain = random_floats(columns[i], 2);
        float *y = floats(count), *expected = floats(count);
        // Sixteen bits of these are any halves, but infinite ones cannot be subtracted.
        for (ptrdiff_t j = 0; j < size; j++) {
            uint32_t bits;
            memcpy(&bits, &x[j], 4);
            bits &= 0xFFFFBFFF;
            memcpy(&x[j], &bits, 4);
        }
        apply_rows(rows, columns[i], x, other, gain, y);
        apply_rows(portable, columns[i], x, other, gain, expected);
        for (ptrdiff_t j = 0; j < count; j++) {
            // Of large values, the difference in parts of them.
            float scale = fmaxf(1, fabsf(expected[j]));
            y[j] /= scale;
            expected[j] /= scale;
        }
        expect(family, "rows", columns[i], y, expected, count, 5e-6f);
        free(expected);
        free(y);
        free(gain);
        free(other);
        free(x);
    }
}

// MARK: Comparisons

static double closeness(senc_comparison comparison, const float *q, const float *x, ptrdiff_t n) {
    switch (comparison) {
    case SENC_COSINE: return senc_dot_product(q, x, n) / sqrt(senc_dot_product(x, x, n));
    case SENC_DOT: return senc_dot_product(q, x, n);
    case SENC_EUCLIDEAN: return -sqrt(senc_square_distance(q, x, n));
    case SENC_MANHATTAN: return -senc_absolute_distance(q, x, n);
    case SENC_SQUARE: return senc_dot_product(x, x, n);
    }
    return 0;
}

// Bounds must not be below the exact value, nor far above it.
static void check_bounds(const char *family, const senc_comparisons *comparisons,
                         const senc_row_set *set, const float *query, ptrdiff_t count) {
    ptrdiff_t columns = set->columns;
    float *bounds = floats(count), *rows = floats(count * columns);
    comparisons->copy(set, 0, count, rows);
    for (int comparison = SENC_COSINE; comparison <= SENC_SQUARE; comparison++) {
        comparisons->compare(set, comparison, query, 1e-5f, 0, count, bounds);
        for (ptrdiff_t r = 0; r < count; r++) {
            double exact = closeness(comparison, query, rows + r * columns, columns);
            double slack = 0.05 * (double)columns + 1e-4 * fabs(exact);
            bool is_bound = comparison == SENC_SQUARE ? fabs(bounds[r] - exact) <= slack
                                                      : bounds[r] >= exact;
            if (is_bound && bounds[r] <= exact + slack) continue;
            failures++;
            printf("%s: comparison %d, elements %d (%td): %g for %g\n", family, comparison,
                   set->type, columns, (double)bounds[r], exact);
        }
    }
    free(rows);
    free(bounds);
}

void check_comparisons(const char *family, const senc_comparisons *comparisons,
                       const senc_comparisons *portable) {
    static const ptrdiff_t columns[] = {3, 16, 70, 384};
    enum { count = 37 };
    for (size_t i = 0; i < COUNT(columns); i++) {
        ptrdiff_t n = columns[i], size = count * n;
        float *query = random_floats(n, 1);
        float length = (float)sqrt(senc_dot_product(query, query, n));
        for (ptrdiff_t j = 0; j < n; j++) query[j] /= length;
        float *rows = random_floats(size, 1), *scales = floats(n), *offsets = random_floats(n, 1);
        for (ptrdiff_t j = 0; j < n; j++) scales[j] = 0.005f + 0.01f * fabsf(random_float());
        uint16_t *halves = allocate(size, 2);
        int8_t *bytes = allocate(size, 1);
        for (ptrdiff_t j = 0; j < size; j++) {
            halves[j] = (uint16_t)(0x3000 + (int)(1000 * rows[j]));
            bytes[j] = (int8_t)(127 * rows[j]);
        }
        senc_row_set sets[] = {{rows, SENC_ELEMENT_FLOAT32, n, NULL, NULL},
                               {halves, SENC_ELEMENT_FLOAT16, n, NULL, NULL},
                               {bytes, SENC_ELEMENT_INT8, n, NULL, NULL},
                               {bytes, SENC_ELEMENT_INT8, n, scales, offsets},
                               {bytes, SENC_ELEMENT_UINT8, n, NULL, NULL},
                               {bytes, SENC_ELEMENT_UINT8, n, scales, offsets}};
        float *copy = floats(size), *expected = floats(size);
        for (size_t j = 0; j < COUNT(sets); j++) {
            check_bounds(family, comparisons, &sets[j], query, count);
            comparisons->copy(&sets[j], 0, count, copy);
            portable->copy(&sets[j], 0, count, expected);
            expect(family, "copied rows", n, copy, expected, size, 0);
        }

        const uint8_t *bits = (const uint8_t *)bytes;
        comparisons->hamming(bits, 3, bits, n, count, copy, count);
        portable->hamming(bits, 3, bits, n, count, expected, count);
        expect(family, "bits", n, copy, expected, 3 * count, 0);

        int32_t found[2][count];
        ptrdiff_t founds = comparisons->above(rows, rows + count, 0.5f, 0.1f, count, found[0]);
        ptrdiff_t others = portable->above(rows, rows + count, 0.5f, 0.1f, count, found[1]);
        if (founds != others || memcmp(found[0], found[1], (size_t)founds * 4) != 0) {
            failures++;
            printf("%s: chose %td rows for %td\n", family, founds, others);
        }
        free(expected);
        free(copy);
        free(bytes);
        free(halves);
        free(offsets);
        free(scales);
        free(rows);
        free(query);
    }
}
