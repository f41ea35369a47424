// Which elements are dropped in training.
#pragma once

#include "vectors.h"

typedef uint32_t unsigneds __attribute__((vector_size(LANES * 4)));

// A hash of 32 bits, each of which depends on all of x.
INLINE unsigneds mixed(unsigneds x) {
    x ^= x >> 16;
    x *= 0x7FEB352Du;
    x ^= x >> 15;
    x *= 0x846CA68Bu;
    return x ^ x >> 16;
}

// The factors of LANES elements from a number on: the scale, or 0 of those that are dropped.
INLINE vector dropout_factors(const senc_dropout *dropout, uint32_t first) {
    unsigneds x = (unsigneds)ramp() + first;
    x = mixed(mixed(x + dropout->keys[0]) ^ dropout->keys[1]);
    return select_((integers)(x >= dropout->threshold), splat(dropout->scale), splat(0));
}
