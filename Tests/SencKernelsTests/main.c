// Compares each family of kernels that this CPU can run, or pretends to, with the portable one.
// Exits with 1 if one differs by more than the order of its sums explains.
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "families.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int failures = 0;

// Uniform in -1...1, the same at each run.
static float random_float(void) {
    static uint64_t state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (float)(int32_t)(state >> 32) / 2147483648.0f;
}

static void *allocate(ptrdiff_t count, size_t size) {
    void *memory = aligned_alloc(64, ((size_t)count * size + 127) / 64 * 64);
    if (memory == NULL) exit(2);
    return memory;
}

static float *floats(ptrdiff_t count) { return allocate(count, 4); }

static float *random_floats(ptrdiff_t count, float range) {
    float *x = floats(count);
    for (ptrdiff_t i = 0; i < count; i++) x[i] = range * random_float();
    return x;
}

// A tolerance of 0 asks for the same bits.
static void expect(const char *family, const char *what, ptrdiff_t shape, const float *x,
                   const float *expected, ptrdiff_t count, float tolerance) {
    float worst = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        float difference = fabsf(x[i] - expected[i]);
        if (x[i] != expected[i] && !(difference <= worst)) worst = difference;
    }
    if (worst <= tolerance) return;
    failures++;
    printf("%s: %s (%td): off by %g, allowed %g\n", family, what, shape, (double)worst,
           (double)tolerance);
}

// MARK: Linear layers

static float *applied_to(const senc_linear *linear, const senc_layer *layer, const void *weights,
                         senc_scalar type, const float *x, ptrdiff_t rows) {
    senc_layer packed = *layer;
    float *panels = floats(linear->packed_size(layer->outputs, layer->inputs));
    ptrdiff_t panel_count = (layer->outputs + linear->panel - 1) / linear->panel;
    linear->pack(weights, type, layer->inputs, layer->outputs, layer->inputs, 0, panel_count,
                 panels);
    packed.packed = panels;
    float *scratch = floats(linear->scratch_size(layer->inputs));
    float *y = floats(rows * layer->outputs);
    linear->apply(&packed, x, layer->inputs, rows, y, layer->outputs, scratch);
    free(scratch);
    free(panels);
    return y;
}

static float *applied(const senc_linear *linear, const senc_layer *layer, const float *weights,
                      const float *x, ptrdiff_t rows) {
    return applied_to(linear, layer, weights, SENC_FLOAT32, x, rows);
}

static void check_linear(const char *family, const char *precision, const senc_linear *linear,
                         const senc_linear *portable, bool is_exact) {
    static const ptrdiff_t shapes[][3] = {  // rows, inputs, outputs
        {1, 1, 1}, {5, 3, 15}, {6, 16, 16}, {7, 33, 64}, {13, 130, 65}, {49, 384, 100}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t rows = shapes[i][0], inputs = shapes[i][1], outputs = shapes[i][2];
        float *weights = random_floats(outputs * inputs, 1);
        float *bias = random_floats(outputs, 1);
        float *x = random_floats(rows * inputs, 1);
        x[rows * inputs / 2] = 40;  // an outlier where there are many inputs
        for (int activation = SENC_IDENTITY; activation <= SENC_QUICK_GELU; activation++) {
            senc_layer layer = {inputs, outputs, NULL, activation % 2 ? NULL : bias, activation};
            float *y = applied(linear, &layer, weights, x, rows);
            float *expected = applied(portable, &layer, weights, x, rows);
            // Activations are not of the same bits everywhere.
            bool is_same = is_exact && activation == SENC_IDENTITY;
            float tolerance = is_same ? 0 : 2e-6f * (40 + (float)inputs);
            expect(family, precision, inputs, y, expected, rows * outputs, tolerance);
            free(expected);
            free(y);
        }
        free(x);
        free(bias);
        free(weights);
    }
}

// Random blocks of Q4_0 or Q8_0, their scales from 2⁻¹⁴ to 2⁻⁷, of both signs.
static uint8_t *random_blocks(senc_scalar type, ptrdiff_t count) {
    ptrdiff_t size = type == SENC_Q4_0 ? 18 : 34;
    uint8_t *blocks = allocate(count * size, 1);
    for (ptrdiff_t i = 0; i < count * size; i++) {
        blocks[i] = (uint8_t)(int)(127 * random_float() + 128);
        if (i % size == 1) blocks[i] = (blocks[i] & 0x9F) >> 1 | (blocks[i] & 0x80);
    }
    return blocks;
}

// The same bits: in 8 bits those of the portable kernels, in float32 those of the weights made
// floats.
static void check_blocks(const char *family, const senc_linear *linear,
                         const senc_linear *portable, const senc_linear *float32,
                         const senc_rows *rows_of, senc_scalar type) {
    static const ptrdiff_t shapes[][3] = {  // rows, inputs, outputs
        {1, 32, 1}, {5, 64, 15}, {7, 96, 64}, {13, 128, 65}, {49, 384, 100}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t rows = shapes[i][0], inputs = shapes[i][1], outputs = shapes[i][2];
        uint8_t *weights = random_blocks(type, outputs * inputs / 32);
        float *x = random_floats(rows * inputs, 1);
        x[rows * inputs / 2] = 40;
        senc_layer layer = {inputs, outputs, NULL, NULL, SENC_IDENTITY};
        float *y = applied_to(linear, &layer, weights, type, x, rows);
        float *expected = applied_to(portable, &layer, weights, type, x, rows);
        expect(family, "int8, blocks", inputs, y, expected, rows * outputs, 0);
        free(expected);
        free(y);
        if (rows_of) {
            float *values = floats(outputs * inputs);
            rows_of->convert(weights, type, outputs * inputs, values);
            y = applied_to(float32, &layer, weights, type, x, rows);
            expected = applied(float32, &layer, values, x, rows);
            expect(family, "float32, blocks", inputs, y, expected, rows * outputs, 0);
            free(expected);
            free(y);
            free(values);
        }
        free(x);
        free(weights);
    }
}

// Weights of 16 bits give the same bits whether they stay so or not.
static void check_short_weights(const char *family, const senc_linear *layers,
                                const senc_linear *float32) {
    if (layers == NULL) return;
    static const ptrdiff_t shapes[][3] = {{1, 1, 1}, {7, 33, 65}, {13, 384, 100}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t rows = shapes[i][0], inputs = shapes[i][1], outputs = shapes[i][2];
        float *weights = random_floats(outputs * inputs, 1);
        for (ptrdiff_t j = 0; j < outputs * inputs; j++) {
            weights[j] = roundf(weights[j] * 128) / 128;
        }
        float *x = random_floats(rows * inputs, 1);
        senc_layer layer = {inputs, outputs, NULL, NULL, SENC_IDENTITY};
        float *y = applied(layers, &layer, weights, x, rows);
        float *expected = applied(float32, &layer, weights, x, rows);
        expect(family, "weights of 16 bits", inputs, y, expected, rows * outputs, 0);
        free(expected);
        free(y);
        free(x);
        free(weights);
    }
}

// MARK: Attention

static void check_attention(const char *family, const char *precision,
                            const senc_attention *attention, const senc_attention *portable,
                            float tolerance) {
    static const ptrdiff_t shapes[][4] = {  // tokens, head size, before, after
        {1, 8, PTRDIFF_MAX, PTRDIFF_MAX}, {2, 32, PTRDIFF_MAX, PTRDIFF_MAX},
        {17, 24, PTRDIFF_MAX, PTRDIFF_MAX}, {65, 64, PTRDIFF_MAX, 0}, {130, 32, 20, 20},
        {100, 10, 3, PTRDIFF_MAX}, {220, 32, PTRDIFF_MAX, PTRDIFF_MAX}};
    for (size_t i = 0; i < 2 * COUNT(shapes); i++) {
        const ptrdiff_t *values = shapes[i / 2];
        ptrdiff_t tokens = values[0], size = values[1], heads = 4, key_heads = i % 2 ? 2 : 4;
        ptrdiff_t width = heads * size, stride = width + 2 * key_heads * size;
        float *bias = random_floats(heads * (2 * tokens - 1), 1);
        float *x = random_floats(tokens * stride, 2);
        senc_attention_shape shape = {
            heads, key_heads, size, 1 / sqrtf((float)size), values[2], values[3],
            i % 2 ? bias : NULL, tokens - 1};
        float *y[2];
        const senc_attention *both[] = {attention, portable};
        for (int j = 0; j < 2; j++) {
            float *scratch = floats(both[j]->scratch_size(&shape, tokens));
            y[j] = floats(tokens * width);
            both[j]->apply(&shape, x, x + width, x + width + key_heads * size, stride, tokens,
                           y[j], width, scratch);
            free(scratch);
        }
        expect(family, precision, tokens, y[0], y[1], tokens * width, tolerance);
        free(y[0]);
        free(y[1]);
        free(x);
        free(bias);
    }
}

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
    rows->layer_norm(x, other, ROWS, columns, gain, other, 1e-6f, y + 2 * size);
    rows->layer_norm(x, NULL, ROWS, columns, NULL, NULL, 1e-6f, y + 3 * size);
    rows->rms_norm(x, other, ROWS, columns, gain, 1e-6f, y + 4 * size);
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

static void check_rows(const char *family, const senc_rows *rows, const senc_rows *portable) {
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

static void check_comparisons(const char *family, const senc_comparisons *comparisons,
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
                               {bytes, SENC_ELEMENT_UINT8, n, NULL, NULL}};
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

int main(void) {
    static const char *const names[] = {"avx512-bf16", "avx512-vnni", "avx512",       "avx2-vnni",
                                        "avx2",        "neon-bf16",   "neon-dotprod", "neon"};
    const senc_kernels *portable = senc_kernels_named("portable");
    for (size_t i = 0; i < COUNT(names); i++) {
        const senc_kernels *kernels = senc_kernels_named(names[i]);
        if (kernels == NULL) continue;
        int before = failures;
        check_linear(names[i], "float32", kernels->float32, portable->float32, false);
        check_short_weights(names[i], kernels->float32_float16, kernels->float32);
        check_short_weights(names[i], kernels->float32_bfloat16, kernels->float32);
        check_linear(names[i], "bfloat16", kernels->bfloat16, portable->bfloat16, false);
        check_linear(names[i], "int8", kernels->int8, portable->int8, true);
        check_blocks(names[i], kernels->int8_q4_0, portable->int8_q4_0, kernels->float32,
                     kernels->rows, SENC_Q4_0);
        check_blocks(names[i], kernels->int8_q8_0, portable->int8_q8_0, kernels->float32,
                     kernels->rows, SENC_Q8_0);
        check_attention(names[i], "float32 attention", kernels->float32_attention,
                        portable->float32_attention, 1e-5f);
        check_attention(names[i], "bfloat16 attention", kernels->bfloat16_attention,
                        portable->float32_attention, 0.05f);
        check_rows(names[i], kernels->rows, portable->rows);
        check_comparisons(names[i], kernels->comparisons, portable->comparisons);
        printf("%s: %s\n", names[i], failures == before ? "as the portable kernels" : "FAILED");
    }
#ifdef __x86_64__
    int before = failures;
    check_linear("avx2-vnni", "int8", &senc_int8_avx2_vnni, portable->int8, true);
    check_blocks("avx2-vnni", &senc_int8_blocks_avx2_vnni, portable->int8_q4_0, NULL, NULL,
                 SENC_Q4_0);
    check_blocks("avx2-vnni", &senc_int8_blocks_avx2_vnni, portable->int8_q8_0, NULL, NULL,
                 SENC_Q8_0);
    printf("avx2-vnni, emulated: %s\n",
           failures == before ? "as the portable kernels" : "FAILED");
#endif
    return failures > 0;
}
