// The float32 kernels, written once on vectors of LANES floats. The including file sets
//   FAMILY, FAMILY_NAME   the table to define and its name
//   LANES                 floats in a vector
//   PANEL_VECTORS         vectors in a row of a tile: as many as leave registers for the rest
//   HAS_FMA               whether a fused multiply-add is one instruction
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "families.h"

#define TILE_ROWS 6
#define PANEL (PANEL_VECTORS * LANES)
#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef float vector __attribute__((vector_size(LANES * 4)));
typedef int32_t integers __attribute__((vector_size(LANES * 4)));
typedef uint16_t halves __attribute__((vector_size(LANES * 2)));

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

INLINE ptrdiff_t round_up(ptrdiff_t n, ptrdiff_t unit) { return (n + unit - 1) / unit * unit; }

// MARK: Vectors

INLINE vector load(const float *p) {
    vector v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store(float *p, vector v) { memcpy(p, &v, sizeof v); }

// The first `count` lanes from memory, the rest zero.
INLINE vector load_part(const float *p, ptrdiff_t count) {
    vector v = {0};
    memcpy(&v, p, (size_t)count * 4);
    return v;
}

INLINE void store_part(float *p, vector v, ptrdiff_t count) { memcpy(p, &v, (size_t)count * 4); }

INLINE vector splat(float x) { return x - (vector){0}; }

INLINE vector fma_(vector a, vector b, vector c) {
#if HAS_FMA
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

INLINE vector select_(integers mask, vector yes, vector no) {
    return (vector)((mask & (integers)yes) | (~mask & (integers)no));
}

INLINE vector maximum(vector a, vector b) { return select_(a > b, a, b); }

INLINE vector minimum(vector a, vector b) { return select_(a < b, a, b); }

// Sums and maxima over lanes fold the upper half onto the lower until one is left.
INLINE float sum_of(vector v) {
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) v[i] += v[i + half];
    }
    return v[0];
}

INLINE float maximum_of(vector v) {
    UNROLLED for (int half = LANES / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) v[i] = v[i] > v[i + half] ? v[i] : v[i + half];
    }
    return v[0];
}

// MARK: Elementary functions

// eˣ to 1 unit in the last place for -87 ≤ x ≤ 88; 0 below.
//
// x = n ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ⁿ eʳ. Adding 1.5 · 2²³ rounds n to an integer and
// leaves it in the low bits. ln 2 is subtracted in two parts, the first short enough for n times
// it to be exact. eʳ = 1 + r + r² P(r), P a minimax fit of degree 4.
INLINE vector exponential(vector x) {
    const vector magic = splat(12582912.0f);
    integers underflow = x < -87.0f;
    x = minimum(maximum(x, splat(-87.0f)), splat(88.0f));
    vector shifted = fma_(x, splat(1.44269504f), magic);
    vector n = shifted - magic;
    vector r = fma_(n, splat(-0.693359375f), x);
    r = fma_(n, splat(2.12194440e-4f), r);
    vector p = splat(0.00138145965f);
    p = fma_(p, r, splat(0.00836871751f));
    p = fma_(p, r, splat(0.041668389f));
    p = fma_(p, r, splat(0.166665211f));
    p = fma_(p, r, splat(0.49999994f));
    p = fma_(p, r * r, r) + 1.0f;
    integers scale = ((integers)shifted - (integers)magic + 127) << 23;
    return (vector)((integers)(p * (vector)scale) & ~underflow);
}

// x Φ(x) with an absolute error under 1.2e-7 max(1, |x|).
//
// With t = |x|, erfc(t / √2) = exp(t Q(t)), Q a minimax fit of degree 9 to log(erfc(t / √2)) / t
// on (0, 6], weighted for the error of the whole; beyond 6 it goes on falling until the
// exponential underflows. Φ(x) is half of that, or one less half of that for positive x, so
// neither side cancels.
INLINE vector gelu(vector x) {
    vector t = (vector)((integers)x & 0x7FFFFFFF);
    vector q = splat(-4.13574028e-08f);
    q = fma_(q, t, splat(1.0029022e-06f));
    q = fma_(q, t, splat(-1.08195873e-05f));
    q = fma_(q, t, splat(6.65779517e-05f));
    q = fma_(q, t, splat(-0.000226925258f));
    q = fma_(q, t, splat(4.68330363e-05f));
    q = fma_(q, t, splat(0.00477820868f));
    q = fma_(q, t, splat(-0.0363347866f));
    q = fma_(q, t, splat(-0.318309963f));
    q = fma_(q, t, splat(-0.797884583f));
    vector tail = 0.5f * exponential(q * t);
    return x * select_(x > 0.0f, 1.0f - tail, tail);
}

INLINE vector activated(vector x, senc_activation activation) {
    switch (activation) {
    case SENC_IDENTITY:
        return x;
    case SENC_GELU:
        return gelu(x);
    case SENC_GELU_TANH: {
        vector u = 1.59576912f * fma_(0.044715f * x * x, x, x);
        return x / (1.0f + exponential(-u));
    }
    case SENC_RELU:
        return maximum(x, splat(0));
    case SENC_SILU:
        return x / (1.0f + exponential(-x));
    case SENC_TANH:
        for (int i = 0; i < LANES; i++) x[i] = tanhf(x[i]);
        return x;
    case SENC_SIGMOID:
        return 1.0f / (1.0f + exponential(-x));
    }
    return x;
}

// MARK: Conversion

// Half to float by moving the bits into place and scaling by 2¹¹²; the largest exponent stands
// for infinity and not-a-number.
INLINE vector from_half(integers bits) {
    integers magnitude = (bits & 0x7FFF) << 13;
    integers special = magnitude >= 0x0F800000;
    vector scaled = (vector)magnitude * 5.192296858534828e33f;
    integers result = ((integers)scaled & ~special) | ((magnitude | 0x7F800000) & special);
    return (vector)(result | (bits & 0x8000) << 16);
}

INLINE vector load_as_float(const void *source, senc_scalar type, ptrdiff_t index,
                            ptrdiff_t count) {
    if (type == SENC_FLOAT32) {
        const float *p = (const float *)source + index;
        return count == LANES ? load(p) : load_part(p, count);
    }
    halves part = {0};
    const uint16_t *p = (const uint16_t *)source + index;
    if (count == LANES) {
        memcpy(&part, p, sizeof part);
    } else {
        memcpy(&part, p, (size_t)count * 2);
    }
    integers bits = __builtin_convertvector(part, integers);
    return type == SENC_FLOAT16 ? from_half(bits) : (vector)(bits << 16);
}

static void convert(const void *source, senc_scalar type, ptrdiff_t count, float *destination) {
    for (ptrdiff_t i = 0; i < count; i += LANES) {
        ptrdiff_t part = smaller(LANES, count - i);
        store_part(destination + i, load_as_float(source, type, i, part), part);
    }
}

static void accumulate(const void *source, senc_scalar type, ptrdiff_t count,
                       float *destination) {
    for (ptrdiff_t i = 0; i < count; i += LANES) {
        ptrdiff_t part = smaller(LANES, count - i);
        vector sum = load_part(destination + i, part) + load_as_float(source, type, i, part);
        store_part(destination + i, sum, part);
    }
}

// MARK: Linear layers
//
// Weights [outputs, inputs] are packed into panels of PANEL outputs. A panel holds, for each
// input in turn, its outputs' weights side by side, so that a tile streams through it. The last
// panel is only as many vectors wide as it needs; its surplus outputs have zero weights.

static ptrdiff_t packed_size(ptrdiff_t outputs, ptrdiff_t inputs) {
    return round_up(outputs, LANES) * inputs;
}

static void pack(const void *weights, senc_scalar type, ptrdiff_t stride, ptrdiff_t outputs,
                 ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed) {
    ptrdiff_t size = type == SENC_FLOAT32 ? 4 : 2;
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t width = round_up(count, LANES);
        float *target = packed + column * inputs;
        for (ptrdiff_t k = 0; k < inputs; k += LANES) {
            ptrdiff_t part = smaller(LANES, inputs - k);
            for (ptrdiff_t c = 0; c < width; c++) {
                vector v = {0};
                if (c < count) {
                    const char *row = (const char *)weights + (column + c) * stride * size;
                    v = load_as_float(row, type, k, part);
                }
                for (ptrdiff_t i = 0; i < part; i++) target[(k + i) * width + c] = v[i];
            }
        }
    }
}

// c [rows, vectors · LANES] = a [rows, depth] · b [depth, vectors · LANES]
INLINE void tile(const int rows, const int vectors, const float *a, ptrdiff_t a_stride,
                 ptrdiff_t depth, const float *b, float *c, ptrdiff_t c_stride) {
    vector sums[TILE_ROWS][PANEL_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int j = 0; j < vectors; j++) sums[r][j] = splat(0);
    }
    for (ptrdiff_t k = 0; k < depth; k++) {
        vector weights[PANEL_VECTORS];
        UNROLLED for (int j = 0; j < vectors; j++) weights[j] = load(b + j * LANES);
        b += vectors * LANES;
        UNROLLED for (int r = 0; r < rows; r++) {
            vector x = splat(a[r * a_stride + k]);
            UNROLLED for (int j = 0; j < vectors; j++) {
                sums[r][j] = fma_(x, weights[j], sums[r][j]);
            }
        }
    }
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int j = 0; j < vectors; j++) {
            store(c + r * c_stride + j * LANES, sums[r][j]);
        }
    }
}

#define TILE_CASE(rows, vectors) \
    case (rows) * 8 + (vectors): \
        tile(rows, vectors, a, a_stride, depth, b, c, c_stride); \
        break;
#if PANEL_VECTORS == 4
#define TILE_CASES(rows) \
    TILE_CASE(rows, 1) TILE_CASE(rows, 2) TILE_CASE(rows, 3) TILE_CASE(rows, 4)
#else
#define TILE_CASES(rows) TILE_CASE(rows, 1) TILE_CASE(rows, 2)
#endif

static void any_tile(ptrdiff_t rows, ptrdiff_t vectors, const float *a, ptrdiff_t a_stride,
                     ptrdiff_t depth, const float *b, float *c, ptrdiff_t c_stride) {
    switch (rows * 8 + vectors) {
        TILE_CASES(1) TILE_CASES(2) TILE_CASES(3) TILE_CASES(4) TILE_CASES(5) TILE_CASES(6)
    }
}

// Adds the bias (null, or full vectors of it) and applies the activation to a finished tile.
INLINE void finish(ptrdiff_t rows, ptrdiff_t vectors, float *c, ptrdiff_t c_stride,
                   const float *bias, senc_activation activation) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t j = 0; j < vectors; j++) {
            float *p = c + r * c_stride + j * LANES;
            vector v = load(p);
            if (bias) v += load(bias + j * LANES);
            store(p, activated(v, activation));
        }
    }
}

static void linear(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t inputs,
                   const float *packed, const float *bias, ptrdiff_t outputs, float *y,
                   ptrdiff_t y_stride, senc_activation activation) {
    for (ptrdiff_t column = 0; column < outputs; column += PANEL) {
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t vectors = round_up(count, LANES) / LANES;
        const float *panel = packed + column * inputs;
        float panel_bias[PANEL] = {0};
        if (bias) memcpy(panel_bias, bias + column, (size_t)count * 4);
        for (ptrdiff_t row = 0; row < rows; row += TILE_ROWS) {
            ptrdiff_t tile_rows = smaller(TILE_ROWS, rows - row);
            const float *a = x + row * x_stride;
            float *c = y + row * y_stride + column;
            if (count == vectors * LANES) {
                any_tile(tile_rows, vectors, a, x_stride, inputs, panel, c, y_stride);
                finish(tile_rows, vectors, c, y_stride, bias ? panel_bias : NULL, activation);
            } else {
                float buffer[TILE_ROWS * PANEL];
                any_tile(tile_rows, vectors, a, x_stride, inputs, panel, buffer, PANEL);
                finish(tile_rows, vectors, buffer, PANEL, bias ? panel_bias : NULL, activation);
                for (ptrdiff_t r = 0; r < tile_rows; r++) {
                    memcpy(c + r * y_stride, buffer + r * PANEL, (size_t)count * 4);
                }
            }
        }
    }
}

static void bias_activation(float *y, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                            const float *bias, senc_activation activation) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t i = 0; i < columns; i += LANES) {
            ptrdiff_t part = smaller(LANES, columns - i);
            float *p = y + r * stride + i;
            vector v = load_part(p, part);
            if (bias) v += load_part(bias + i, part);
            store_part(p, activated(v, activation), part);
        }
    }
}

// MARK: LayerNorm

static void layer_norm(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                       const float *gain, const float *bias, float epsilon, float *y) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        ptrdiff_t start = r * columns;
        vector sum = splat(0);
        for (ptrdiff_t i = 0; i < columns; i += LANES) {
            ptrdiff_t part = smaller(LANES, columns - i);
            vector v = load_part(x + start + i, part);
            if (residual) v += load_part(residual + start + i, part);
            store_part(y + start + i, v, part);
            sum += v;
        }
        vector mean = splat(sum_of(sum) / (float)columns);
        vector squares = splat(0);
        for (ptrdiff_t i = 0; i < columns; i += LANES) {
            ptrdiff_t part = smaller(LANES, columns - i);
            vector v = load_part(y + start + i, part) - mean;
            if (part < LANES) v = load_part((const float *)&v, part);
            squares = fma_(v, v, squares);
        }
        vector scale = splat(1.0f / sqrtf(sum_of(squares) / (float)columns + epsilon));
        for (ptrdiff_t i = 0; i < columns; i += LANES) {
            ptrdiff_t part = smaller(LANES, columns - i);
            vector v = (load_part(y + start + i, part) - mean) * scale;
            if (gain) v *= load_part(gain + i, part);
            if (bias) v += load_part(bias + i, part);
            store_part(y + start + i, v, part);
        }
    }
}

// MARK: Attention
//
// A head's keys are packed as the weights of a layer that maps a query to its scores, its values
// as those of one that maps probabilities to the answer. Queries go by blocks of
// ATTENTION_ROWS, whose scores stay in cache.

#define ATTENTION_ROWS (4 * TILE_ROWS)

static ptrdiff_t attention_scratch(ptrdiff_t tokens, ptrdiff_t head_size) {
    ptrdiff_t keys = round_up(tokens, LANES) * head_size;
    ptrdiff_t values = round_up(head_size, LANES) * tokens;
    return keys + values + ATTENTION_ROWS * round_up(tokens, LANES);
}

// Packs values [tokens, head_size], already inputs by outputs.
INLINE void pack_values(const float *v, ptrdiff_t stride, ptrdiff_t tokens, ptrdiff_t head_size,
                        float *packed) {
    for (ptrdiff_t column = 0; column < head_size; column += PANEL) {
        ptrdiff_t count = smaller(PANEL, head_size - column);
        ptrdiff_t width = round_up(count, LANES);
        float *panel = packed + column * tokens;
        for (ptrdiff_t token = 0; token < tokens; token++) {
            for (ptrdiff_t i = 0; i < width; i += LANES) {
                ptrdiff_t part = smaller(LANES, count - i);
                store(panel + token * width + i,
                      load_part(v + token * stride + column + i, part));
            }
        }
    }
}

// scores [count] become exp((scores - maximum) · scale) / sum; the row has room for full vectors.
INLINE void softmax(float *scores, ptrdiff_t count, float scale) {
    ptrdiff_t whole = round_up(count, LANES);
    for (ptrdiff_t i = count; i < whole; i++) scores[i] = -INFINITY;
    vector highest = load(scores);
    for (ptrdiff_t i = LANES; i < whole; i += LANES) highest = maximum(highest, load(scores + i));
    vector shift = splat(maximum_of(highest));
    vector sum = splat(0);
    for (ptrdiff_t i = 0; i < whole; i += LANES) {
        vector e = exponential((load(scores + i) - shift) * scale);
        store(scores + i, e);
        sum += e;
    }
    vector factor = splat(1.0f / sum_of(sum));
    for (ptrdiff_t i = 0; i < whole; i += LANES) store(scores + i, load(scores + i) * factor);
}

static void attention(const float *q, const float *k, const float *v, ptrdiff_t stride,
                      ptrdiff_t tokens, ptrdiff_t heads, ptrdiff_t head_size, float scale,
                      float *y, ptrdiff_t y_stride, float *scratch) {
    ptrdiff_t width = round_up(tokens, LANES);
    float *keys = scratch;
    float *values = keys + width * head_size;
    float *scores = values + round_up(head_size, LANES) * tokens;
    ptrdiff_t panels = (tokens + PANEL - 1) / PANEL;
    for (ptrdiff_t head = 0; head < heads; head++) {
        ptrdiff_t start = head * head_size;
        pack(k + start, SENC_FLOAT32, stride, tokens, head_size, 0, panels, keys);
        pack_values(v + start, stride, tokens, head_size, values);
        for (ptrdiff_t row = 0; row < tokens; row += ATTENTION_ROWS) {
            ptrdiff_t rows = smaller(ATTENTION_ROWS, tokens - row);
            linear(q + row * stride + start, stride, rows, head_size, keys, NULL, tokens, scores,
                   width, SENC_IDENTITY);
            for (ptrdiff_t r = 0; r < rows; r++) softmax(scores + r * width, tokens, scale);
            linear(scores, width, rows, tokens, values, NULL, head_size,
                   y + row * y_stride + start, y_stride, SENC_IDENTITY);
        }
    }
}

const senc_kernels FAMILY = {
    .name = FAMILY_NAME,
    .panel = PANEL,
    .lanes = LANES,
    .convert = convert,
    .accumulate = accumulate,
    .packed_size = packed_size,
    .pack = pack,
    .linear = linear,
    .bias_activation = bias_activation,
    .layer_norm = layer_norm,
    .attention_scratch = attention_scratch,
    .attention = attention,
};
