// What goes back through layers, against loops in double precision.
#include "checks.h"

// MARK: Transposition and sums

static void check_transposition(const char *family, const senc_gradients *gradients) {
    static const ptrdiff_t shapes[][2] = {{1, 1}, {5, 3}, {16, 16}, {33, 70}, {48, 7}, {4, 65}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t rows = shapes[i][0], columns = shapes[i][1];
        ptrdiff_t stride = columns + 3, y_stride = rows + 5;
        float *x = padded_floats(rows, columns, stride, 1);
        float *y = padded_floats(columns, 0, y_stride, 0);
        double *expected = doubles(rows * columns);
        for (ptrdiff_t r = 0; r < rows; r++) {
            for (ptrdiff_t c = 0; c < columns; c++) expected[c * rows + r] = x[r * stride + c];
        }
        gradients->transpose(x, stride, rows, columns, y, y_stride);
        expect_rows(family, "transposed", y, y_stride, columns, rows, expected, 0);
        free(expected);
        free(y);
        free(x);
    }
}

static void check_column_sums(const char *family, const senc_gradients *gradients) {
    static const ptrdiff_t shapes[][2] = {{1, 5}, {63, 1}, {64, 16}, {65, 33}, {130, 70}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        ptrdiff_t rows = shapes[i][0], columns = shapes[i][1], stride = columns + 3;
        float *x = padded_floats(rows, columns, stride, 1);
        float *sums = padded_floats(1, columns, columns, 1);
        double *expected = doubles(columns);
        for (ptrdiff_t c = 0; c < columns; c++) {
            expected[c] = sums[c];
            for (ptrdiff_t r = 0; r < rows; r++) expected[c] += x[r * stride + c];
        }
        gradients->column_sums(x, stride, rows, columns, sums);
        expect_rows(family, "sums of columns", sums, columns, 1, columns, expected, 1e-5f);
        free(expected);
        free(sums);
        free(x);
    }
}

static void check_square_sum(const char *family, const senc_gradients *gradients) {
    for (ptrdiff_t count = 0; count < 40; count++) {
        float *x = padded_floats(1, count, count, 3);
        // Eight sums, as is promised: the same bits everywhere.
        double sums[8] = {0}, expected = 0;
        for (ptrdiff_t i = 0; i < count; i++) sums[i % 8] += (double)x[i] * x[i];
        for (int j = 0; j < 8; j++) expected += sums[j];
        double sum = gradients->square_sum(x, count);
        if (sum != expected) {
            failures++;
            printf("%s: sum of squares (%td): %.17g for %.17g\n", family, count, sum, expected);
        }
        free(x);
    }
}

// MARK: Activations and gates

static double logistic(double x) { return 1 / (1 + exp(-x)); }

static double value_of(senc_activation activation, double x) {
    switch (activation) {
    case SENC_IDENTITY: return x;
    case SENC_GELU: return x * erfc(-x / sqrt(2)) / 2;
    case SENC_GELU_TANH: return x * logistic(sqrt(8 / M_PI) * (x + 0.044715 * x * x * x));
    case SENC_RELU: return fmax(x, 0);
    case SENC_SILU: return x * logistic(x);
    case SENC_TANH: return tanh(x);
    case SENC_SIGMOID: return logistic(x);
    case SENC_QUICK_GELU: return x * logistic(1.702 * x);
    }
    return NAN;
}

// The derivative of x σ(inner), by that of `inner`.
static double slope_of_product(double x, double inner, double inner_slope) {
    return logistic(inner) + x * inner_slope * logistic(inner) * logistic(-inner);
}

static double slope_of(senc_activation activation, double x) {
    switch (activation) {
    case SENC_IDENTITY: return 1;
    case SENC_GELU: return erfc(-x / sqrt(2)) / 2 + x * exp(-x * x / 2) / sqrt(2 * M_PI);
    case SENC_GELU_TANH: {
        double inner = sqrt(8 / M_PI) * (x + 0.044715 * x * x * x);
        return slope_of_product(x, inner, sqrt(8 / M_PI) * (1 + 3 * 0.044715 * x * x));
    }
    case SENC_RELU: return x > 0;
    case SENC_SILU: return slope_of_product(x, x, 1);
    case SENC_TANH: return 1 - tanh(x) * tanh(x);
    case SENC_SIGMOID: return logistic(x) * logistic(-x);
    case SENC_QUICK_GELU: return slope_of_product(x, 1.702 * x, 1.702);
    }
    return NAN;
}

static void check_activations(const char *family, const senc_gradients *gradients) {
    static const ptrdiff_t counts[] = {1, 3, 8, 17, 100, 1003};
    static const float ends[] = {0, -0.0f, 1e-20f, -30, 30, -200, 200, -1e4f, 1e4f};
    for (int activation = SENC_IDENTITY; activation <= SENC_QUICK_GELU; activation++) {
        for (size_t i = 0; i < COUNT(counts); i++) {
            ptrdiff_t count = counts[i];
            float *x = padded_floats(1, count, count, 9);
            float *dx = padded_floats(1, count, count, 2);
            float *y = padded_floats(1, 0, count, 0);
            for (size_t j = 0; j < COUNT(ends) && count > 100; j++) x[j * 111] = ends[j];
            double *values = doubles(count), *slopes = doubles(count);
            for (ptrdiff_t j = 0; j < count; j++) {
                values[j] = value_of(activation, x[j]);
                slopes[j] = dx[j] * slope_of(activation, x[j]);
            }
            // dx is dy or by itself; y is x, by itself or nowhere.
            float *dy = padded_floats(1, 0, count, 0);
            memcpy(dy, dx, (size_t)count * 4);
            gradients->activation_back(x, dx, count, activation, y, dx);
            expect_rows(family, "activation", y, count, 1, count, values, 5e-7f);
            expect_rows(family, "slope", dx, count, 1, count, slopes, 4e-6f);
            gradients->activation_back(x, dy, count, activation, NULL, dx);
            expect_rows(family, "slope alone", dx, count, 1, count, slopes, 4e-6f);
            gradients->activation_back(x, dy, count, activation, x, dx);
            expect_rows(family, "activation in place", x, count, 1, count, values, 5e-7f);
            expect_rows(family, "slope in place", dx, count, 1, count, slopes, 4e-6f);
            free(dy);
            free(slopes);
            free(values);
            free(y);
            free(dx);
            free(x);
        }
    }
}

static void check_gates(const char *family, const senc_gradients *gradients) {
    static const ptrdiff_t all_columns[] = {1, 4, 21, 35};
    enum { rows = 5 };
    for (int activation = SENC_IDENTITY; activation <= SENC_QUICK_GELU; activation++) {
        for (size_t i = 0; i < COUNT(all_columns); i++) {
            ptrdiff_t columns = all_columns[i], stride = columns + 3, d_stride = columns + 1;
            float *gate = padded_floats(rows, columns, stride, 4);
            float *x = padded_floats(rows, columns, stride, 2);
            float *dy = padded_floats(rows, columns, columns, 1);
            float *y = padded_floats(rows, 0, columns, 0);
            float *dgate = padded_floats(rows, 0, d_stride, 0);
            float *dx = padded_floats(rows, 0, d_stride, 0);
            double *values = doubles(rows * columns), *by_gate = doubles(rows * columns);
            double *by_x = doubles(rows * columns);
            for (ptrdiff_t j = 0; j < rows * columns; j++) {
                ptrdiff_t place = j / columns * stride + j % columns;
                double value = value_of(activation, gate[place]);
                values[j] = value * x[place];
                by_gate[j] = (double)dy[j] * x[place] * slope_of(activation, gate[place]);
                by_x[j] = dy[j] * value;
            }
            gradients->gate_back(gate, x, stride, dy, rows, columns, activation, y, dgate, dx,
                                 d_stride);
            expect_rows(family, "gate", y, columns, rows, columns, values, 5e-7f);
            expect_rows(family, "by gate", dgate, d_stride, rows, columns, by_gate, 4e-6f);
            expect_rows(family, "by gated", dx, d_stride, rows, columns, by_x, 5e-7f);
            free(by_x);
            free(by_gate);
            free(values);
            free(dx);
            free(dgate);
            free(y);
            free(dy);
            free(x);
            free(gate);
        }
    }
}

// MARK: Norms

// One norm, forward and back. `is_plain` leaves out all that may be left out.
static void check_norm(const char *family, const senc_rows *rows_of,
                       const senc_gradients *gradients, ptrdiff_t rows, ptrdiff_t columns,
                       bool is_centered, bool is_plain) {
    const float epsilon = 0.01f;
    ptrdiff_t size = rows * columns;
    float *x = padded_floats(rows, columns, columns, 2);
    float *residual = is_plain ? NULL : padded_floats(rows, columns, columns, 1);
    float *gain = is_plain && is_centered ? NULL : padded_floats(1, columns, columns, 2);
    float *bias = is_plain || !is_centered ? NULL : padded_floats(1, columns, columns, 1);
    float *dy = padded_floats(rows, columns, columns, 1);
    float *dgain = is_plain ? NULL : padded_floats(1, columns, columns, 1);
    float *dbias = is_plain ? NULL : padded_floats(1, columns, columns, 1);
    float *y = padded_floats(rows, 0, columns, 0), *traceless = padded_floats(rows, 0, columns, 0);
    senc_norm_trace trace = {padded_floats(rows, 0, columns, 0), padded_floats(1, 0, rows, 0)};

    double *values = doubles(size), *normalized = doubles(size), *scales = doubles(rows);
    double *by_x = doubles(size), *by_gain = doubles(columns), *by_bias = doubles(columns);
    for (ptrdiff_t c = 0; c < columns && !is_plain; c++) {
        by_gain[c] = dgain[c];
        by_bias[c] = dbias[c];
    }
    for (ptrdiff_t r = 0; r < rows; r++) {
        double *n = normalized + r * columns, mean = 0, square = 0;
        for (ptrdiff_t c = 0; c < columns; c++) {
            n[c] = x[r * columns + c];
            if (residual) n[c] += residual[r * columns + c];
            mean += n[c] / (double)columns;
        }
        for (ptrdiff_t c = 0; c < columns; c++) {
            if (is_centered) n[c] -= mean;
            square += n[c] * n[c] / (double)columns;
        }
        double scale = 1 / sqrt(square + epsilon);
        scales[r] = scale;
        for (ptrdiff_t c = 0; c < columns; c++) {
            ptrdiff_t place = r * columns + c;
            n[c] *= scale;
            values[place] = n[c] * (gain ? gain[c] : 1) + (bias ? bias[c] : 0);
            by_gain[c] += dy[place] * n[c];
            by_bias[c] += dy[place];
        }
        // Each element of the input moves all of the output: ∂n_j / ∂x_c.
        for (ptrdiff_t c = 0; c < columns; c++) {
            for (ptrdiff_t j = 0; j < columns; j++) {
                double by = (j == c) - n[j] * n[c] / (double)columns;
                if (is_centered) by -= 1 / (double)columns;
                by_x[r * columns + c] += dy[r * columns + j] * (gain ? gain[j] : 1) * scale * by;
            }
        }
    }

    const senc_norm_trace *traces[] = {&trace, NULL};
    float *answers[] = {y, traceless};
    for (int i = 0; i < 2; i++) {
        if (is_centered) {
            rows_of->layer_norm(x, residual, rows, columns, gain, bias, epsilon, answers[i],
                                traces[i]);
        } else {
            rows_of->rms_norm(x, residual, rows, columns, gain, epsilon, answers[i], traces[i]);
        }
    }
    expect(family, "norm with a trace", columns, y, traceless, size, 0);
    gradients->norm_again(&trace, gain, bias, rows, columns, traceless);
    expect(family, "norm again", columns, traceless, y, size, 0);
    expect_rows(family, "norm", y, columns, rows, columns, values, 4e-6f);
    expect_rows(family, "trace of a norm", trace.normalized, columns, rows, columns, normalized,
                2e-6f);
    expect_rows(family, "scales of a norm", trace.scales, rows, 1, rows, scales, 5e-7f);

    float *dx = is_plain ? padded_floats(rows, 0, columns, 0) : dy;
    gradients->norm_back(&trace, gain, dy, rows, columns, is_centered, dx, dgain, dbias);
    expect_rows(family, "back of a norm", dx, columns, rows, columns, by_x, 5e-6f);
    if (dgain) expect_rows(family, "by gain", dgain, columns, 1, columns, by_gain, 2e-6f);
    if (dbias) expect_rows(family, "by bias", dbias, columns, 1, columns, by_bias, 2e-6f);

    if (dx != dy) free(dx);
    free(by_bias);
    free(by_gain);
    free(by_x);
    free(scales);
    free(normalized);
    free(values);
    free(trace.scales);
    free(trace.normalized);
    free(traceless);
    free(y);
    free(dbias);
    free(dgain);
    free(dy);
    free(bias);
    free(gain);
    free(residual);
    free(x);
}

void check_norms(const char *family, const senc_rows *rows_of, const senc_gradients *gradients) {
    static const ptrdiff_t shapes[][2] = {{1, 1}, {7, 3}, {6, 4}, {13, 7}, {5, 16}, {8, 33},
                                          {2, 387}};
    for (size_t i = 0; i < 4 * COUNT(shapes); i++) {
        check_norm(family, rows_of, gradients, shapes[i / 4][0], shapes[i / 4][1], i % 2 == 0,
                   i / 2 % 2 == 0);
    }
}

// MARK: Dropout

static uint32_t mixed(uint32_t x) {
    x = (x ^ x >> 16) * 0x7FEB352Du;
    x = (x ^ x >> 15) * 0x846CA68Bu;
    return x ^ x >> 16;
}

static uint32_t hash(const senc_dropout *dropout, uint32_t number) {
    return mixed(mixed(number + dropout->keys[0]) ^ dropout->keys[1]);
}

float dropout_factor(const senc_dropout *dropout, uint32_t number) {
    return hash(dropout, number) < dropout->threshold ? 0 : dropout->scale;
}

static void check_dropping(const char *family, const senc_gradients *gradients) {
    static const ptrdiff_t shapes[][2] = {{1, 1}, {3, 5}, {4, 16}, {7, 33}};
    static const uint32_t thresholds[] = {0, 0x40000000, 0x80000001, 0xFFFFFFFF, 0};
    for (size_t i = 0; i < COUNT(shapes) * COUNT(thresholds); i++) {
        ptrdiff_t rows = shapes[i / 5][0], columns = shapes[i / 5][1];
        senc_dropout dropout = {{0x9E3779B9u * (uint32_t)i, 77}, thresholds[i % 5], 1.7f};
        uint32_t first = i % 2 ? 12345 : 0xFFFFFFF0;  // past which numbers begin again
        // An element whose hash is the threshold stays.
        if (i % 5 == 4) dropout.threshold = hash(&dropout, first + (uint32_t)columns / 2);
        float *x = padded_floats(rows, columns, columns, 3);
        float *y = padded_floats(rows, 0, columns, 0);
        double *expected = doubles(rows * columns);
        for (ptrdiff_t j = 0; j < rows * columns; j++) {
            float value = x[j] * dropout_factor(&dropout, first + (uint32_t)j);
            expected[j] = value;
        }
        gradients->drop(&dropout, x, rows, columns, first, y);
        expect_rows(family, "what is not dropped", y, columns, rows, columns, expected, 0);
        gradients->drop(&dropout, x, rows, columns, first, x);
        expect_rows(family, "what is not dropped in place", x, columns, rows, columns, expected, 0);
        free(expected);
        free(y);
        free(x);
    }
}

// MARK: Steps

// In parts of what is expected, also below 1.
static void expect_parts(const char *family, const char *what, float *x, double *expected,
                         ptrdiff_t count, float tolerance) {
    for (ptrdiff_t i = 0; i < count; i++) {
        x[i] = (float)(x[i] / expected[i]);
        expected[i] = 1;
    }
    expect_rows(family, what, x, count, 1, count, expected, tolerance);
}

static void check_adam(const char *family, const senc_gradients *gradients) {
    static const ptrdiff_t counts[] = {1, 7, 16, 37, 100};
    const senc_adam step = {0.8f, 0.95f, 0.3f, 1.5f, 0.125f, 0.9f, 0.4f};
    for (size_t i = 0; i < 2 * COUNT(counts); i++) {
        ptrdiff_t count = counts[i / 2];
        float *moving = i % 2 ? padded_floats(1, count, count, 3) : NULL;
        float *values = padded_floats(1, count, count, 1);
        float *first = padded_floats(1, count, count, 1);
        float *second = padded_floats(1, count, count, 1);
        double *by_value = doubles(count), *by_first = doubles(count), *by_second = doubles(count);
        for (ptrdiff_t j = 0; j < count; j++) {
            // Signs that are the same, for the mean not to be what rounding leaves of two.
            if (moving) moving[j] = copysignf(moving[j], first[j]);
            second[j] = fabsf(second[j]);
            double g = moving ? (double)moving[j] * step.gradient_scale : 0;
            by_first[j] = (double)step.first_decay * first[j] + (1 - (double)step.first_decay) * g;
            by_second[j] =
                (double)step.second_decay * second[j] + (1 - (double)step.second_decay) * g * g;
            double length = sqrt(by_second[j]) * step.second_scale + step.epsilon;
            by_value[j] = (double)values[j] * step.kept - step.rate * by_first[j] / length;
        }
        gradients->adam(&step, moving, count, values, first, second);
        expect_rows(family, "values moved", values, count, 1, count, by_value, 5e-7f);
        expect_parts(family, "means of gradients", first, by_first, count, 1e-6f);
        expect_parts(family, "means of their squares", second, by_second, count, 1e-6f);
        free(by_second);
        free(by_first);
        free(by_value);
        free(second);
        free(first);
        free(values);
        free(moving);
    }
}

void check_gradients(const char *family, const senc_gradients *gradients) {
    check_transposition(family, gradients);
    check_column_sums(family, gradients);
    check_square_sum(family, gradients);
    check_activations(family, gradients);
    check_gates(family, gradients);
    check_dropping(family, gradients);
    check_adam(family, gradients);
}
