// Between float and the formats that weights are stored in.
#pragma once

#include "vectors.h"

// GGUF's Q4_0 and Q8_0 have blocks of 32 elements that share a scale in half precision, which
// comes first: byte i of Q4_0 has element i in its lower half and element i + 16 in its upper, 8
// more than they are; Q8_0 has a signed byte for each.
#define QUANTIZED_BLOCK 32
#define Q4_0_BYTES 18
#define Q8_0_BYTES 34

INLINE ptrdiff_t row_bytes(senc_scalar type, ptrdiff_t columns) {
    switch (type) {
    case SENC_FLOAT32:
        return columns * 4;
    case SENC_FLOAT16:
    case SENC_BFLOAT16:
        return columns * 2;
    case SENC_Q4_0:
        return columns / QUANTIZED_BLOCK * Q4_0_BYTES;
    case SENC_Q8_0:
        return columns / QUANTIZED_BLOCK * Q8_0_BYTES;
    }
    return 0;
}

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

// The scale of a block of Q4_0 or Q8_0.
INLINE float block_scale(const uint8_t *block) {
    uint16_t half;
    memcpy(&half, block, sizeof half);
    halves one = {half};
    return from_half(one)[0];
}

// LANES elements of a row of Q4_0 or Q8_0 from `index`, a multiple of LANES, on.
INLINE vector dequantized(const void *source, senc_scalar type, ptrdiff_t index) {
    typedef uint8_t bytes __attribute__((vector_size(LANES)));
    typedef int8_t signed_bytes __attribute__((vector_size(LANES)));
    ptrdiff_t number = index / QUANTIZED_BLOCK, place = index % QUANTIZED_BLOCK;
    const uint8_t *block = (const uint8_t *)source + row_bytes(type, number * QUANTIZED_BLOCK);
    integers quanta;
    if (type == SENC_Q4_0) {
        bytes pairs;
        memcpy(&pairs, block + 2 + place % 16, sizeof pairs);
        pairs = place < 16 ? pairs & 15 : pairs >> 4;
        quanta = __builtin_convertvector(pairs, integers) - 8;
    } else {
        signed_bytes elements;
        memcpy(&elements, block + 2 + place, sizeof elements);
        quanta = __builtin_convertvector(elements, integers);
    }
    return splat(block_scale(block)) * floats_of(quanta);
}

INLINE vector load_as_float(const void *source, senc_scalar type, ptrdiff_t index,
                            ptrdiff_t count) {
    if (type == SENC_FLOAT32) {
        const float *p = (const float *)source + index;
        return count == LANES ? load(p) : load_part(p, count);
    }
    if (type == SENC_Q4_0 || type == SENC_Q8_0) return dequantized(source, type, index);
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

// The nearest bfloat16, ties to the even one, in the low half of each lane; not-a-number stays so
// and is quiet.
INLINE integers to_bf16(vector x) {
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

INLINE vector from_bf16(integers b) { return (vector)(b << 16); }
