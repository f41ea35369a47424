// Linear layers and attention.
#include "checks.h"

// MARK: Linear layers

static void apply(const senc_linear *linear, const senc_layer *layer, const void *weights,
                  senc_scalar type, const float *x, ptrdiff_t x_stride, ptrdiff_t rows, float *y,
                  ptrdiff_t y_stride) {
    senc_layer packed = *layer;
    float *panels = floats(linear->packed_size(layer->outputs, layer->inputs));
    ptrdiff_t panel_count = (layer->outputs + linear->panel - 1) / linear->panel;
    linear->pack(weights, type, layer->inputs, layer->outputs, layer->inputs, 0, panel_count,
                 panels);
    packed.packed = panels;
    float *scratch = floats(linear->scratch_size(layer->inputs));
    linear->apply(&packed, x, x_stride, rows, y, y_stride, scratch);
    free(scratch);
    free(panels);
}

static float *applied_to(const senc_linear *linear, const senc_layer *layer, const void *weights,
                         senc_scalar type, const float *x, ptrdiff_t rows) {
    float *y = floats(rows * layer->outputs);
    apply(linear, layer, weights, type, x, layer->inputs, rows, y, layer->outputs);
    return y;
}

static float *applied(const senc_linear *linear, const senc_layer *layer, const float *weights,
                      const float *x, ptrdiff_t rows) {
    return applied_to(linear, layer, weights, SENC_FLOAT32, x, rows);
}

// What a layer adds to y is to the bit what it gives without, whatever the strides.
static void check_adding(const char *family, const senc_linear *linear, const senc_layer *layer,
                         const void *weights, senc_scalar type, const float *x,
                         ptrdiff_t rows) {
    ptrdiff_t inputs = layer->inputs, outputs = layer->outputs;
    ptrdiff_t x_stride = inputs + 5, y_stride = outputs + 3;
    float *spread = padded_floats(rows, 0, x_stride, 0);
    for (ptrdiff_t r = 0; r < rows; r++) {
        memcpy(spread + r * x_stride, x + r * inputs, (size_t)inputs * 4);
    }
    float *y = padded_floats(rows, outputs, y_stride, 10);
    float *added = applied_to(linear, layer, weights, type, x, rows);
    double *expected = doubles(rows * outputs);
    for (ptrdiff_t i = 0; i < rows * outputs; i++) {
        float sum = y[i / outputs * y_stride + i % outputs] + added[i];
        expected[i] = sum;
    }
    senc_layer adding = *layer;
    adding.adds = true;
    apply(linear, &adding, weights, type, spread, x_stride, rows, y, y_stride);
    char what[64];
    snprintf(what, sizeof what, "%s, added", linear->instructions);
    expect_rows(family, what, y, y_stride, rows, outputs, expected, 0);
    free(expected);
    free(added);
    free(y);
    free(spread);
}

// What a float32 layer adds, against sums in double precision.
static void check_sums(const char *family, const senc_linear *linear, const senc_layer *layer,
                       const float *weights, const float *x, ptrdiff_t rows) {
    ptrdiff_t inputs = layer->inputs, outputs = layer->outputs;
    float *y = padded_floats(rows, outputs, outputs, 1);
    double *expected = doubles(rows * outputs);
    for (ptrdiff_t i = 0; i < rows * outputs; i++) {
        const float *row = x + i / outputs * inputs, *row_weights = weights + i % outputs * inputs;
        expected[i] = (double)y[i] + (double)layer->bias[i % outputs];
        for (ptrdiff_t k = 0; k < inputs; k++) expected[i] += (double)row[k] * row_weights[k];
    }
    senc_layer adding = *layer;
    adding.adds = true;
    apply(linear, &adding, weights, SENC_FLOAT32, x, inputs, rows, y, outputs);
    expect_rows(family, "float32, added", y, outputs, rows, outputs, expected, 2e-5f);
    free(expected);
    free(y);
}

// Large layers go by longer blocks of rows; each row is to the bit what it is alone.
static void check_large(const char *family, const char *precision, const senc_linear *linear) {
    const ptrdiff_t rows = 60, inputs = 1024, outputs = 2050;
    float *weights = random_floats(outputs * inputs, 1);
    float *x = random_floats(rows * inputs, 1);
    senc_layer layer = {inputs, outputs, NULL, NULL, SENC_IDENTITY, false};
    float *y = applied(linear, &layer, weights, x, rows);
    for (ptrdiff_t r = 0; r < rows; r += 59) {
        float *expected = applied(linear, &layer, weights, x + r * inputs, 1);
        expect(family, precision, inputs, y + r * outputs, expected, outputs, 0);
        free(expected);
    }
    free(y);
    free(x);
    free(weights);
}

void check_linear(const char *family, const char *precision, const senc_linear *linear,
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
            senc_layer layer = {inputs, outputs, NULL, activation % 2 ? NULL : bias, activation, false};
            float *y = applied(linear, &layer, weights, x, rows);
            float *expected = applied(portable, &layer, weights, x, rows);
            // Activations are not of the same bits everywhere.
            bool is_same = is_exact && activation == SENC_IDENTITY;
            float tolerance = is_same ? 0 : 2e-6f * (40 + (float)inputs);
            expect(family, precision, inputs, y, expected, rows * outputs, tolerance);
            free(expected);
            free(y);
        }
        senc_layer layer = {inputs, outputs, NULL, bias, SENC_IDENTITY, false};
        check_adding(family, linear, &layer, weights, SENC_FLOAT32, x, rows);
        if (strcmp(precision, "float32") == 0) {
            check_sums(family, linear, &layer, weights, x, rows);
        }
        free(x);
        free(bias);
        free(weights);
    }
    check_large(family, precision, linear);
}

// Weights [inputs, outputs] are packed to the bit as if they were [outputs, inputs], in panels that
// do not touch each other.
void check_packing_transposed(const char *family, const char *precision,
                              const senc_linear *linear) {
    static const ptrdiff_t shapes[][2] = {  // inputs, outputs
        {1, 1}, {3, 15}, {8, 16}, {33, 70}, {17, 129}, {50, 200}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t inputs = shapes[i][0], outputs = shapes[i][1], stride = outputs + 3;
        float *weights = padded_floats(inputs, outputs, stride, 1);
        float *turned = floats(outputs * inputs);
        for (ptrdiff_t j = 0; j < inputs * outputs; j++) {
            ptrdiff_t input = j / outputs, output = j % outputs;
            turned[output * inputs + input] = weights[input * stride + output];
        }
        ptrdiff_t panels = (outputs + linear->panel - 1) / linear->panel;
        size_t size = (size_t)(linear->packed_size(outputs, inputs) + 16) * 4;
        float *packed = allocate((ptrdiff_t)size, 1), *expected = allocate((ptrdiff_t)size, 1);
        memset(packed, 0xA5, size);
        memset(expected, 0xA5, size);
        // The last panel first, which the others must leave alone.
        for (ptrdiff_t panel = panels; panel-- > 0;) {
            linear->pack_transposed(weights, stride, outputs, inputs, panel, panel + 1, packed);
        }
        linear->pack(turned, SENC_FLOAT32, inputs, outputs, inputs, 0, panels, expected);
        if (memcmp(packed, expected, size) != 0) {
            failures++;
            printf("%s: %s, packed from inputs (%td, %td)\n", family, precision, inputs, outputs);
        }
        free(expected);
        free(packed);
        free(turned);
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
void check_blocks(const char *family, const senc_linear *linear,
                  const senc_linear *portable, const senc_linear *float32,
                  const senc_rows *rows_of, senc_scalar type) {
    static const ptrdiff_t shapes[][3] = {  // rows, inputs, outputs
        {1, 32, 1}, {5, 64, 15}, {7, 96, 64}, {13, 128, 65}, {49, 384, 100}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t rows = shapes[i][0], inputs = shapes[i][1], outputs = shapes[i][2];
        uint8_t *weights = random_blocks(type, outputs * inputs / 32);
        float *x = random_floats(rows * inputs, 1);
        x[rows * inputs / 2] = 40;
        senc_layer layer = {inputs, outputs, NULL, NULL, SENC_IDENTITY, false};
        float *y = applied_to(linear, &layer, weights, type, x, rows);
        float *expected = applied_to(portable, &layer, weights, type, x, rows);
        expect(family, "int8, blocks", inputs, y, expected, rows * outputs, 0);
        check_adding(family, linear, &layer, weights, type, x, rows);
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

// The largest products that there are, in blocks of weights of -128.
void check_extreme_blocks(const char *family, const senc_linear *linear,
                          const senc_linear *portable) {
    enum { rows = 7, inputs = 64, outputs = 20, size = 34 };
    uint8_t *weights = allocate(outputs * inputs / 32 * size, 1);
    for (ptrdiff_t i = 0; i < outputs * inputs / 32 * size; i++) {
        weights[i] = i % size == 0 ? 0 : i % size == 1 ? 0x20 : 0x80;
    }
    float *x = floats(rows * inputs);
    for (ptrdiff_t i = 0; i < rows * inputs; i++) x[i] = i / 8 % 2 ? 1 : -1;
    senc_layer layer = {inputs, outputs, NULL, NULL, SENC_IDENTITY, false};
    float *y = applied_to(linear, &layer, weights, SENC_Q8_0, x, rows);
    float *expected = applied_to(portable, &layer, weights, SENC_Q8_0, x, rows);
    expect(family, "int8, largest products", inputs, y, expected, rows * outputs, 0);
    free(expected);
    free(y);
    free(x);
    free(weights);
}

// Rows of signed bytes give the same bits.
void check_bytes(const char *family, const senc_linear *linear, const senc_linear *portable) {
    static const ptrdiff_t shapes[][3] = {  // rows, inputs, outputs
        {1, 1, 1}, {5, 3, 15}, {7, 33, 64}, {49, 384, 100}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t rows = shapes[i][0], inputs = shapes[i][1], outputs = shapes[i][2];
        float *weights = random_floats(outputs * inputs, 1);
        int8_t *x = allocate(rows * inputs, 1);
        for (ptrdiff_t j = 0; j < rows * inputs; j++) x[j] = (int8_t)(int)(128 * random_float());
        float *y[2];
        const senc_linear *both[] = {linear, portable};
        for (int j = 0; j < 2; j++) {
            float *panels = floats(both[j]->packed_size(outputs, inputs));
            both[j]->pack(weights, SENC_FLOAT32, inputs, outputs, inputs, 0,
                          (outputs + both[j]->panel - 1) / both[j]->panel, panels);
            senc_layer layer = {inputs, outputs, panels, NULL, SENC_IDENTITY, false};
            float *scratch = floats(both[j]->scratch_size(inputs));
            y[j] = floats(rows * outputs);
            both[j]->apply_bytes(&layer, x, inputs, rows, y[j], outputs, scratch);
            free(scratch);
            free(panels);
        }
        expect(family, "int8, bytes", inputs, y[0], y[1], rows * outputs, 0);
        free(y[0]);
        free(y[1]);
        free(x);
        free(weights);
    }
}

// Weights of 16 bits give the same bits whether they stay so or not.
void check_short_weights(const char *family, const senc_linear *layers,
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
        senc_layer layer = {inputs, outputs, NULL, NULL, SENC_IDENTITY, false};
        float *y = applied(layers, &layer, weights, x, rows);
        float *expected = applied(float32, &layer, weights, x, rows);
        expect(family, "weights of 16 bits", inputs, y, expected, rows * outputs, 0);
        check_adding(family, layers, &layer, weights, SENC_FLOAT32, x, rows);
        free(expected);
        free(y);
        free(x);
        free(weights);
    }
}

// MARK: Attention

void check_attention(const char *family, const char *precision,
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
                           y[j], width, NULL, NULL, scratch);
            free(scratch);
        }
        expect(family, precision, tokens, y[0], y[1], tokens * width, tolerance);
        free(y[0]);
        free(y[1]);
        free(x);
        free(bias);
    }
}
