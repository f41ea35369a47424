// How fast the kernels are on one core: linear layers of all-MiniLM-L6-v2's shapes in each
// precision, beside the CPU's instruction peak, and the kernels between the layers.
//
//   swift run -c release --package-path Benchmarks -Xswiftc -enable-testing KernelBenchmark [FAMILY]
//
// Rates are the best of several, in 10⁹ multiplications and additions a second.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "SencKernels.h"

#define MOST_ROWS 1024
#define MOST_INPUTS 1536
#define REPEATS 7

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// The best time of one run of `statement`, each measured over `count` runs.
#define TIME(count, statement) \
    ({ \
        double best = 1e9; \
        for (int repeat = 0; repeat < REPEATS; repeat++) { \
            double start = seconds(); \
            for (long run = 0; run < (count); run++) { \
                statement; \
            } \
            double time = (seconds() - start) / (double)(count); \
            if (time < best) best = time; \
        } \
        best; \
    })

// MARK: The instruction peak

typedef struct {
    double float32, bfloat16, int8;  // 0 where it is not measured
} peaks;

#if defined(__x86_64__)
// Twelve independent sums hide the latency of an instruction.
#define PEAK(type, operations, instruction) \
    ({ \
        type s[12]; \
        memset(s, 0, sizeof s); \
        double time = TIME(200000, for (int i = 0; i < 12; i++) { \
            s[i] = instruction; \
            __asm__ volatile("" : "+v"(s[i])); \
        }); \
        12.0 * (operations) / time * 1e-9; \
    })

__attribute__((target("avx512f,avx512bw,avx512bf16,avx512vnni"))) static peaks avx512_peaks(void) {
    __m512 x = _mm512_set1_ps(1e-9f);
    __m512i b = _mm512_set1_epi8(1);
    return (peaks){
        .float32 = PEAK(__m512, 32, _mm512_fmadd_ps(x, x, s[i])),
        .bfloat16 = PEAK(__m512, 64, _mm512_dpbf16_ps(s[i], (__m512bh)x, (__m512bh)x)),
        .int8 = PEAK(__m512i, 128, _mm512_dpbusd_epi32(s[i], b, b)),
    };
}
#endif

static peaks measured_peaks(void) {
#if defined(__x86_64__)
    if (senc_kernels_named("avx512-bf16")) return avx512_peaks();
#endif
    return (peaks){0};
}

// MARK: The kernels

static float *random_floats(long count) {
    float *values = malloc((size_t)count * sizeof *values);
    for (long i = 0; i < count; i++) values[i] = (float)(rand() % 20001 - 10000) / 10000;
    // A few inputs that are far out in every row, as transformers have them.
    for (long i = 0; i < count; i++) {
        if (i % 384 == 62 || i % 384 == 249) values[i] *= 8;
    }
    return values;
}

// Random bytes as blocks of Q4_0 or Q8_0 with scales near 2⁻⁸.
static uint8_t *random_blocks(long count, long block_bytes) {
    uint8_t *bytes = malloc((size_t)(count / 32 * block_bytes));
    for (long i = 0; i < count / 32 * block_bytes; i++) {
        bytes[i] = (uint8_t)(i % block_bytes == 1 ? 0x1C : rand());
    }
    return bytes;
}

static void measure_layers(const char *name, const senc_linear *linear, double peak,
                           const float *x, const void *weights, senc_scalar type,
                           const float *bias, float *y) {
    static const struct {
        ptrdiff_t inputs, outputs;
        senc_activation activation;
    } shapes[] = {
        {384, 1152, SENC_IDENTITY}, {384, 384, SENC_IDENTITY}, {384, 1536, SENC_IDENTITY},
        {384, 1536, SENC_GELU},     {1536, 384, SENC_IDENTITY},
    };
    static const ptrdiff_t row_counts[] = {1, 12, 24, 96, 512, MOST_ROWS};
    printf("%s (%s), peak %.0f\n", name, linear->instructions, peak);
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        ptrdiff_t inputs = shapes[s].inputs, outputs = shapes[s].outputs;
        ptrdiff_t panels = (outputs + linear->panel - 1) / linear->panel;
        float *packed =
            aligned_alloc(64, (size_t)(linear->packed_size(outputs, inputs) * 4 + 63) / 64 * 64);
        float *scratch =
            aligned_alloc(64, (size_t)(linear->scratch_size(inputs) * 4 + 64) / 64 * 64);
        linear->pack(weights, type, inputs, outputs, inputs, 0, panels, packed);
        senc_layer layer = {inputs, outputs, packed, bias, shapes[s].activation, false};
        printf("  %4td → %4td%s", inputs, outputs, layer.activation ? " GELU" : "     ");
        for (size_t r = 0; r < sizeof row_counts / sizeof *row_counts; r++) {
            double work = 2.0 * (double)(row_counts[r] * inputs * outputs);
            long runs = (long)(4e8 / work) + 1;
            double time = TIME(
                runs, linear->apply(&layer, x, inputs, row_counts[r], y, outputs, scratch));
            printf("  %4td rows %4.0f", row_counts[r], work / time * 1e-9);
            if (peak > 0) printf(" (%2.0f %%)", 100 * work / time * 1e-9 / peak);
        }
        printf("\n");
        free(packed);
        free(scratch);
    }
}

static void measure_attention(const char *name, const senc_attention *attention, const float *x,
                              float *y) {
    static const ptrdiff_t token_counts[] = {12, 20, 64, 220, 512};
    senc_attention_shape shape = {12, 12, 32, 0.177f, PTRDIFF_MAX, PTRDIFF_MAX, NULL, 0};
    printf("%s attention, 12 heads of 32, µs a token:", name);
    for (size_t t = 0; t < sizeof token_counts / sizeof *token_counts; t++) {
        ptrdiff_t tokens = token_counts[t];
        float *scratch = malloc((size_t)attention->scratch_size(&shape, tokens) * 4);
        double time = TIME(20000 / tokens / (1 + tokens / 100) + 1,
                           attention->apply(&shape, x, x + 384, x + 768, 1152, tokens, y, 384,
                                            NULL, NULL, scratch));
        printf("  %td tokens %.2f", tokens, time / (double)tokens * 1e6);
        free(scratch);
    }
    printf("\n");
}

static void measure_rows(const senc_rows *kernels, const float *x, float *y) {
    double time = TIME(100, kernels->layer_norm(x, x, 96, 384, x, x, 1e-12f, y, NULL));
    printf("LayerNorm of 384: %.3f µs\n", time / 96 * 1e6);
}

int main(int count, char **arguments) {
    const senc_kernels *kernels =
        count > 1 ? senc_kernels_named(arguments[1]) : senc_kernels_selected();
    if (!kernels) {
        fprintf(stderr, "no such kernels on this CPU\n");
        return 64;
    }
    float *x = random_floats(MOST_ROWS * MOST_INPUTS);
    float *weights = random_floats(MOST_INPUTS * MOST_INPUTS);
    float *y = malloc(sizeof(float) * MOST_ROWS * MOST_INPUTS);
    peaks peak = measured_peaks();
    printf("%s kernels\n", kernels->name);
    measure_layers("float32", kernels->float32, peak.float32, x, weights, SENC_FLOAT32, x, y);
    measure_layers("bfloat16", kernels->bfloat16, peak.bfloat16, x, weights, SENC_FLOAT32, x, y);
    measure_layers("int8", kernels->int8, peak.int8, x, weights, SENC_FLOAT32, x, y);
    measure_layers("int8, Q4_0", kernels->int8_q4_0, peak.int8, x,
                   random_blocks(MOST_INPUTS * MOST_INPUTS, 18), SENC_Q4_0, x, y);
    measure_layers("int8, Q8_0", kernels->int8_q8_0, peak.int8, x,
                   random_blocks(MOST_INPUTS * MOST_INPUTS, 34), SENC_Q8_0, x, y);
    measure_attention("float32", kernels->float32_attention, x, y);
    measure_attention("bfloat16", kernels->bfloat16_attention, x, y);
    if (kernels->int8_attention) measure_attention("int8", kernels->int8_attention, x, y);
    measure_rows(kernels->rows, x, y);
}
