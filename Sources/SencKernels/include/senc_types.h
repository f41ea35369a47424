// What elements of weights can be, and the activations.
#pragma once

typedef enum {
    SENC_FLOAT32 = 0,
    SENC_FLOAT16 = 1,
    SENC_BFLOAT16 = 2,
    /// GGUF's blocks of 32 elements of 4 or 8 bits; rows have whole blocks.
    SENC_Q4_0 = 3,
    SENC_Q8_0 = 4,
} senc_scalar;

typedef enum {
    SENC_IDENTITY = 0,
    SENC_GELU = 1,       // x Φ(x), the exact erf form
    SENC_GELU_TANH = 2,  // x σ(√(8/π) (x + 0.044715 x³)), the tanh approximation
    SENC_RELU = 3,
    SENC_SILU = 4,  // x σ(x)
    SENC_TANH = 5,
    SENC_SIGMOID = 6,
    SENC_QUICK_GELU = 7,  // x σ(1.702 x)
} senc_activation;
