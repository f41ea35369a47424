// The kernels for AVX-VNNI, with its one instruction in plain C, for CPUs that lack it.
#if defined(__x86_64__)

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

// Not in line, where the compiler might use the instruction again.
__attribute__((noinline, target("avx2"))) static __m256i dot_product(__m256i sum, __m256i x,
                                                                     __m256i w) {
    int32_t sums[8];
    uint8_t bytes[32];
    int8_t weights[32];
    memcpy(sums, &sum, sizeof sums);
    memcpy(bytes, &x, sizeof bytes);
    memcpy(weights, &w, sizeof weights);
    for (int i = 0; i < 32; i++) sums[i / 4] += bytes[i] * weights[i];
    memcpy(&sum, sums, sizeof sums);
    return sum;
}

#undef _mm256_dpbusd_avx_epi32
#define _mm256_dpbusd_avx_epi32 dot_product
#include "x86/avx2_vnni.c"

#endif
