// Between float and the 16-bit formats.
#pragma once

#include "vectors.h"

// Half to float by moving the bits into place and scaling by 2¹¹²; the largest exponent stands
// for infinity and not-a-number.
INLINE vector from_half(halves half) {
#ifdef FROM_HALF
    return (vector)FROM_HALF(half);
#else
    integers bits = __builtin_convertvector(half, integers);
    integers magnitude = (bits & 0x7FFF) << 13;
    integers special = magnitude >= 0x0F800000;
    vector scaled = (vector)magnitude * 5.192296858534828e33f;
    integers result = ((integers)scaled & ~special) | ((magnitude | 0x7F800000) & special);
    return (vector)(result | (bits & 0x8000) << 16);
#endif
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
    if (type == SENC_FLOAT16) return from_half(part);
    return (vector)(__builtin_convertvector(part, integers) << 16);
}

// Stores floats that are halves, or bfloat16, as what they are.
#ifdef TO_HALF
INLINE void store_float16(void *p, vector v) {
    halves part = (halves)TO_HALF(v);
    memcpy(p, &part, sizeof part);
}
#endif

INLINE void store_bfloat16(void *p, vector v) {
    halves part = __builtin_convertvector((integers)v >> 16, halves);
    memcpy(p, &part, sizeof part);
}

// The nearest bfloat16, ties to the even one, in the low half of each lane; not-a-number stays so
// and is quiet.
INLINE integers to_brain(vector x) {
#ifdef TO_BRAIN
    return TO_BRAIN(x);
#else
    typedef uint32_t bits __attribute__((vector_size(LANES * 4)));
    bits b = (bits)x;
    bits nearest = (b + 0x7FFF + (b >> 16 & 1)) >> 16;
    bits quiet = b >> 16 | 0x40;
    integers is_number = x == x;
    return ((integers)nearest & is_number) | ((integers)quiet & ~is_number);
#endif
}

INLINE vector from_brain(integers b) { return (vector)(b << 16); }
