// Packed weights of 16 bits, which are widened to float as they are loaded: half the memory.
#pragma once

#include "conversion.h"

#define SHORT_WORDS (LANES / 2)

#if LANES == 4
// An instruction widens half a vector.
INLINE void store_bfloat16_weights(float *group, ptrdiff_t j, ptrdiff_t vectors, vector v) {
    (void)vectors;
    halves part = __builtin_convertvector(to_bf16(v), halves);
    memcpy(group + j * SHORT_WORDS, &part, sizeof part);
}

INLINE vector load_bfloat16(const float *p) {
    return load_as_float(p, SENC_BFLOAT16, 0, LANES);
}
#else
// bfloat16 goes by two vectors of outputs, which share words, the first one in the lower halves, so
// that a shift and a mask widen them; a last vector without another takes half as many words.
INLINE void store_bfloat16_weights(float *group, ptrdiff_t j, ptrdiff_t vectors, vector v) {
    float *p = group + j / 2 * LANES;
    integers w = to_bf16(v);
    if (j % 2) {
        w = load_integers((const int32_t *)p) | w << 16;
    } else if (j + 1 == vectors) {
        halves part = __builtin_convertvector(w, halves);
        memcpy(p, &part, sizeof part);
        return;
    }
    store_integers((int32_t *)p, w);
}

INLINE void load_bfloat16_weights(const float *group, const int vectors,
                                  vector weights[PANEL_VECTORS]) {
    UNROLLED for (int j = 0; j + 1 < vectors; j += 2) {
        integers w = load_integers((const int32_t *)(group + j / 2 * LANES));
        weights[j] = from_bf16(w);
        weights[j + 1] = (vector)(w & (int32_t)0xFFFF0000);
    }
    if (vectors % 2) {
        const float *last = group + vectors / 2 * LANES;
        weights[vectors - 1] = load_as_float(last, SENC_BFLOAT16, 0, LANES);
    }
}
#endif

#ifdef TO_HALF
INLINE void store_float16_weights(float *p, vector v) {
    halves part = (halves)TO_HALF(v);
    memcpy(p, &part, sizeof part);
}
#endif
