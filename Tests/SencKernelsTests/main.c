// Compares each family of kernels that this CPU can run, or pretends to, with the portable one, and
// what goes back through layers with sums in double precision: the families that are named as
// arguments, or all. Exits with 1 if one differs by more than the order of its sums explains, or
// cannot be run though it was named.
#include "checks.h"

int failures = 0;

float random_float(void) {
    static uint64_t state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (float)(int32_t)(state >> 32) / 2147483648.0f;
}

void *allocate(ptrdiff_t count, size_t size) {
    void *memory = aligned_alloc(64, ((size_t)count * size + 127) / 64 * 64);
    if (memory == NULL) exit(2);
    return memory;
}

float *floats(ptrdiff_t count) { return allocate(count, 4); }

float *random_floats(ptrdiff_t count, float range) {
    float *x = floats(count);
    for (ptrdiff_t i = 0; i < count; i++) x[i] = range * random_float();
    return x;
}

void expect(const char *family, const char *what, ptrdiff_t shape, const float *x,
            const float *expected, ptrdiff_t count, float tolerance) {
    float worst = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        float difference = x[i] == expected[i] ? 0 : fabsf(x[i] - expected[i]);
        if (isnan(difference)) difference = INFINITY;
        worst = fmaxf(worst, difference);
    }
    if (worst <= tolerance) return;
    failures++;
    printf("%s: %s (%td): off by %g, allowed %g\n", family, what, shape, (double)worst,
           (double)tolerance);
}

enum { GUARDED = 16 };  // floats of NaN behind the last row

float *padded_floats(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, float range) {
    ptrdiff_t count = rows * stride + GUARDED;
    float *x = floats(count);
    for (ptrdiff_t i = 0; i < count; i++) {
        x[i] = i < rows * stride && i % stride < columns ? range * random_float() : NAN;
    }
    return x;
}

double *doubles(ptrdiff_t count) {
    double *x = allocate(count, 8);
    for (ptrdiff_t i = 0; i < count; i++) x[i] = 0;
    return x;
}

void expect_rows(const char *family, const char *what, const float *x, ptrdiff_t stride,
                 ptrdiff_t rows, ptrdiff_t columns, const double *expected, float tolerance) {
    double worst = 0;
    for (ptrdiff_t i = 0; i < rows * stride + GUARDED; i++) {
        double difference = isnan(x[i]) ? 0 : INFINITY;
        if (i < rows * stride && i % stride < columns) {
            double value = expected[i / stride * columns + i % stride];
            difference = fabs(x[i] - value) / fmax(1, fabs(value));
            if (isnan(difference)) difference = INFINITY;
        }
        worst = fmax(worst, difference);
    }
    if (worst <= tolerance) return;
    failures++;
    printf("%s: %s (%td, %td): off by %g, allowed %g\n", family, what, rows, columns, worst,
           (double)tolerance);
}

static bool is_named(const char *family, int count, char **arguments) {
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], family) == 0) return true;
    }
    return count == 1;
}

int main(int count, char **arguments) {
    static const char *const names[] = {"avx512-bf16", "avx512-vnni", "avx512",       "avx2-vnni",
                                        "avx2",        "neon-i8mm",   "neon-bf16",    "neon-dotprod",
                                        "neon",        "portable"};
    const senc_kernels *portable = senc_kernels_named("portable");
    for (size_t i = 0; i < COUNT(names); i++) {
        if (!is_named(names[i], count, arguments)) continue;
        const senc_kernels *kernels = senc_kernels_named(names[i]);
        if (kernels == NULL) {
            if (count > 1) printf("%s: cannot be run\n", names[i]), failures++;
            continue;
        }
        int before = failures;
        check_linear(names[i], "float32", kernels->float32, portable->float32, false);
        check_short_weights(names[i], kernels->float32_float16, kernels->float32);
        check_short_weights(names[i], kernels->float32_bfloat16, kernels->float32);
        check_linear(names[i], "bfloat16", kernels->bfloat16, portable->bfloat16, false);
        check_linear(names[i], "int8", kernels->int8, portable->int8, true);
        check_bytes(names[i], kernels->int8, portable->int8);
        check_blocks(names[i], kernels->int8_q4_0, portable->int8_q4_0, kernels->float32,
                     kernels->rows, SENC_Q4_0);
        check_blocks(names[i], kernels->int8_q8_0, portable->int8_q8_0, kernels->float32,
                     kernels->rows, SENC_Q8_0);
        check_extreme_blocks(names[i], kernels->int8_q8_0, portable->int8_q8_0);
        check_attention(names[i], "float32 attention", kernels->float32_attention,
                        portable->float32_attention, 1e-5f);
        check_attention(names[i], "bfloat16 attention", kernels->bfloat16_attention,
                        portable->float32_attention, 0.05f);
        if (kernels->int8_attention) {
            check_attention(names[i], "int8 attention", kernels->int8_attention,
                            portable->float32_attention, 0.05f);
        }
        check_packing_transposed(names[i], "float32", kernels->float32);
        check_packing_transposed(names[i], "bfloat16", kernels->bfloat16);
        check_rows(names[i], kernels->rows, portable->rows);
        check_comparisons(names[i], kernels->comparisons, portable->comparisons);
        check_gradients(names[i], kernels->gradients);
        check_norms(names[i], kernels->rows, kernels->gradients);
        check_attention_gradients(names[i], kernels->float32_attention);
        printf("%s: %s\n", names[i], failures == before ? "as expected" : "FAILED");
    }
#ifdef __x86_64__
    int before = failures;
    check_linear("avx2-vnni", "int8", &senc_int8_avx2_vnni, portable->int8, true);
    check_bytes("avx2-vnni", &senc_int8_avx2_vnni, portable->int8);
    check_blocks("avx2-vnni", &senc_int8_blocks_avx2_vnni, portable->int8_q4_0, NULL, NULL,
                 SENC_Q4_0);
    check_blocks("avx2-vnni", &senc_int8_blocks_avx2_vnni, portable->int8_q8_0, NULL, NULL,
                 SENC_Q8_0);
    printf("avx2-vnni, emulated: %s\n", failures == before ? "as expected" : "FAILED");
#endif
    return failures > 0;
}
