#include <stdlib.h>
#include <string.h>

#include "families.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(__aarch64__) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

typedef struct {
    senc_kernels kernels;
    bool (*is_supported)(void);
} family;

// MARK: What the CPU can do

static bool always(void) { return true; }

#if defined(__x86_64__)
static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

static bool has_avx512_vnni(void) {
    return has_avx512() && __builtin_cpu_supports("avx512vnni");
}

static bool has_avx512_bf16(void) {
    return has_avx512_vnni() && __builtin_cpu_supports("avx512bf16");
}

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("f16c");
}

static bool has_avx2_vnni(void) { return has_avx2() && __builtin_cpu_supports("avxvnni"); }
#elif defined(__aarch64__) && defined(__linux__)
static bool has_dotprod(void) { return getauxval(AT_HWCAP) >> 20 & 1; }  // HWCAP_ASIMDDP

static bool has_bf16(void) {
    return has_dotprod() && (getauxval(AT_HWCAP2) >> 14 & 1);  // HWCAP2_BF16
}

static bool has_i8mm(void) {
    return has_bf16() && (getauxval(AT_HWCAP2) >> 13 & 1);  // HWCAP2_I8MM
}
#elif defined(__aarch64__) && defined(__APPLE__)
static bool has_feature(const char *name) {
    int value = 0;
    size_t size = sizeof value;
    return sysctlbyname(name, &value, &size, NULL, 0) == 0 && value != 0;
}

static bool has_dotprod(void) { return has_feature("hw.optional.arm.FEAT_DotProd"); }

static bool has_bf16(void) {
    return has_dotprod() && has_feature("hw.optional.arm.FEAT_BF16");
}

static bool has_i8mm(void) { return has_bf16() && has_feature("hw.optional.arm.FEAT_I8MM"); }
#elif defined(__aarch64__)
static bool has_dotprod(void) { return false; }

static bool has_bf16(void) { return false; }

static bool has_i8mm(void) { return false; }
#endif

// Whether weights are widened while others are multiplied, in other ports of the CPU, so that it
// costs nothing: measured on AMD's Zen 4 and 5, not known of others. Arm's widen in the ports that
// multiply.
static bool widens_beside_products(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_is("amd");
#else
    return false;
#endif
}

// MARK: The families

// The fastest first.
static const family families[] = {
#if defined(__x86_64__)
    {{"avx512-bf16", &senc_rows_avx512, &senc_float32_avx512, &senc_float32_float16_avx512,
      &senc_float32_bfloat16_avx512, &senc_bfloat16_avx512_bf16, &senc_int8_avx512_vnni,
      &senc_int8_blocks_avx512_vnni, &senc_int8_blocks_avx512_vnni, &senc_float32_attention_avx512,
      &senc_bfloat16_attention_avx512, &senc_comparisons_avx512,
      &senc_training_avx512, &senc_gradients_avx512, &senc_int8_attention_avx512_bf16},
     has_avx512_bf16},
    {{"avx512-vnni", &senc_rows_avx512, &senc_float32_avx512, &senc_float32_float16_avx512,
      &senc_float32_bfloat16_avx512, &senc_bfloat16_avx512, &senc_int8_avx512_vnni,
      &senc_int8_blocks_avx512_vnni, &senc_int8_blocks_avx512_vnni, &senc_float32_attention_avx512,
      &senc_float32_attention_avx512, &senc_comparisons_avx512,
      &senc_training_avx512, &senc_gradients_avx512},
     has_avx512_vnni},
    {{"avx512", &senc_rows_avx512, &senc_float32_avx512, &senc_float32_float16_avx512,
      &senc_float32_bfloat16_avx512, &senc_bfloat16_avx512, &senc_int8_avx512,
      &senc_int8_q4_0_avx512, &senc_int8_blocks_avx512, &senc_float32_attention_avx512,
      &senc_float32_attention_avx512, &senc_comparisons_avx512,
      &senc_training_avx512, &senc_gradients_avx512},
     has_avx512},
    {{"avx2-vnni", &senc_rows_avx2, &senc_float32_avx2, &senc_float32_float16_avx2,
      &senc_float32_bfloat16_avx2, &senc_bfloat16_avx2, &senc_int8_avx2_vnni,
      &senc_int8_blocks_avx2_vnni, &senc_int8_blocks_avx2_vnni,
      &senc_float32_attention_avx2, &senc_float32_attention_avx2, &senc_comparisons_avx2,
      &senc_training_avx2, &senc_gradients_avx2},
     has_avx2_vnni},
    {{"avx2", &senc_rows_avx2, &senc_float32_avx2, &senc_float32_float16_avx2,
      &senc_float32_bfloat16_avx2, &senc_bfloat16_avx2, &senc_int8_avx2, &senc_int8_q4_0_avx2,
      &senc_int8_blocks_avx2, &senc_float32_attention_avx2, &senc_float32_attention_avx2,
      &senc_comparisons_avx2, &senc_training_avx2, &senc_gradients_avx2},
     has_avx2},
#elif defined(__aarch64__)
    {{"neon-i8mm", &senc_rows_neon, &senc_float32_neon, NULL, NULL, &senc_bfloat16_neon_i8mm,
      &senc_int8_neon_i8mm, &senc_int8_blocks_neon_i8mm, &senc_int8_blocks_neon_i8mm,
      &senc_float32_attention_neon, &senc_bfloat16_attention_neon_i8mm, &senc_comparisons_neon,
      &senc_training_neon, &senc_gradients_neon},
     has_i8mm},
    {{"neon-bf16", &senc_rows_neon, &senc_float32_neon, NULL, NULL, &senc_bfloat16_neon_bf16,
      &senc_int8_neon_dotprod, &senc_int8_blocks_neon_dotprod, &senc_int8_blocks_neon_dotprod,
      &senc_float32_attention_neon, &senc_bfloat16_attention_neon, &senc_comparisons_neon,
      &senc_training_neon, &senc_gradients_neon},
     has_bf16},
    {{"neon-dotprod", &senc_rows_neon, &senc_float32_neon, NULL, NULL, &senc_bfloat16_neon,
      &senc_int8_neon_dotprod, &senc_int8_blocks_neon_dotprod, &senc_int8_blocks_neon_dotprod,
      &senc_float32_attention_neon, &senc_float32_attention_neon, &senc_comparisons_neon,
      &senc_training_neon, &senc_gradients_neon},
     has_dotprod},
    {{"neon", &senc_rows_neon, &senc_float32_neon, NULL, NULL, &senc_bfloat16_neon,
      &senc_int8_neon, &senc_int8_blocks_neon, &senc_int8_blocks_neon,
      &senc_float32_attention_neon, &senc_float32_attention_neon, &senc_comparisons_neon,
      &senc_training_neon, &senc_gradients_neon},
     always},
#endif
    {{"portable", &senc_rows_portable, &senc_float32_portable, NULL, NULL,
      &senc_bfloat16_portable, &senc_int8_portable, &senc_int8_blocks_portable,
      &senc_int8_blocks_portable, &senc_float32_attention_portable,
      &senc_float32_attention_portable, &senc_comparisons_portable,
      &senc_training_portable, &senc_gradients_portable},
     always},
};

static const size_t family_count = sizeof families / sizeof *families;

static bool is_supported(const family *family) {
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
    return family->is_supported();
}

const senc_kernels *senc_kernels_at(size_t index) {
    for (size_t i = 0; i < family_count; i++) {
        if (is_supported(&families[i]) && index-- == 0) return &families[i].kernels;
    }
    return NULL;
}

const senc_kernels *senc_kernels_named(const char *name) {
    for (size_t i = 0; i < family_count; i++) {
        if (strcmp(families[i].kernels.name, name) == 0) {
            return is_supported(&families[i]) ? &families[i].kernels : NULL;
        }
    }
    return NULL;
}

const senc_kernels *senc_kernels_selected(void) {
    const char *wanted = getenv("SENC_KERNELS");
    const senc_kernels *kernels = wanted ? senc_kernels_named(wanted) : NULL;
    for (size_t i = 0; kernels == NULL; i++) {
        if (is_supported(&families[i])) kernels = &families[i].kernels;
    }
    return kernels;
}

const senc_linear *senc_float32_layers(const senc_kernels *kernels, senc_scalar weights) {
    const senc_linear *layers = weights == SENC_FLOAT16    ? kernels->float32_float16
                                : weights == SENC_BFLOAT16 ? kernels->float32_bfloat16
                                                           : NULL;
    return layers && widens_beside_products() ? layers : kernels->float32;
}
