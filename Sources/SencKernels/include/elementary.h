// The C library's elementary functions, for Swift: the same bits in all of senc's sources, and no
// import of the C library there.
#pragma once

#include <math.h>

#define SENC_ELEMENTARY(name)                                            \
    static inline float senc_##name##f(float x) { return name##f(x); } \
    static inline double senc_##name(double x) { return name(x); }

SENC_ELEMENTARY(exp)
SENC_ELEMENTARY(exp2)
SENC_ELEMENTARY(expm1)
SENC_ELEMENTARY(log)
SENC_ELEMENTARY(log2)
SENC_ELEMENTARY(log10)
SENC_ELEMENTARY(log1p)
SENC_ELEMENTARY(sin)
SENC_ELEMENTARY(cos)
SENC_ELEMENTARY(tanh)

#undef SENC_ELEMENTARY

static inline double senc_pow(double x, double y) { return pow(x, y); }
