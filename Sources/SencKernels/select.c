#include <stdlib.h>
#include <string.h>

#include "families.h"

static bool is_supported(const senc_kernels *kernels) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (kernels == &senc_kernels_avx512) {
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    }
    if (kernels == &senc_kernels_avx2) {
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    }
#endif
    return true;
}

// The fastest first.
static const senc_kernels *const families[] = {
#if defined(__x86_64__)
    &senc_kernels_avx512,
    &senc_kernels_avx2,
#elif defined(__aarch64__)
    &senc_kernels_neon,
#endif
    &senc_kernels_portable,
};

static const size_t family_count = sizeof families / sizeof *families;

const senc_kernels *senc_kernels_named(const char *name) {
    for (size_t i = 0; i < family_count; i++) {
        if (strcmp(families[i]->name, name) == 0) {
            return is_supported(families[i]) ? families[i] : NULL;
        }
    }
    return NULL;
}

const senc_kernels *senc_kernels_selected(void) {
    const char *wanted = getenv("SENC_KERNELS");
    const senc_kernels *kernels = wanted ? senc_kernels_named(wanted) : NULL;
    for (size_t i = 0; kernels == NULL; i++) {
        if (is_supported(families[i])) {
            kernels = families[i];
        }
    }
    return kernels;
}
