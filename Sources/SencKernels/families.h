// The kernels of each instruction set. All are made from float32.h, compiled once for each.
#pragma once

#include "SencKernels.h"

#if defined(__x86_64__)
extern const senc_kernels senc_kernels_avx512;
extern const senc_kernels senc_kernels_avx2;
#elif defined(__aarch64__)
extern const senc_kernels senc_kernels_neon;
#endif
extern const senc_kernels senc_kernels_portable;
