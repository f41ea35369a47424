// SIMD kernels behind one table of functions, chosen at run time by what the CPU can do.
//
// Shapes are row-major. A stride is the distance between rows in elements. Every function is
// pure: it touches the memory it is given and nothing else, so it may run on many threads.
//
// A row of a result depends on that row of the input alone, never on how many rows are worked on
// at once or on its place among them: all sums run over the same elements in the same order.
#pragma once

#include <stddef.h>

#include "elementary.h"
#include "senc_attention.h"
#include "senc_comparisons.h"
#include "senc_gradients.h"
#include "senc_linear.h"
#include "senc_rows.h"
#include "senc_training.h"
#include "senc_types.h"

/// The best that a kind of CPU has for each task.
typedef struct {
    /// "avx512-bf16", "avx512-vnni", "avx512", "avx2-vnni", "avx2", "neon-i8mm", "neon-bf16",
    /// "neon-dotprod", "neon" or "portable".
    const char *name;
    const senc_rows *rows;
    const senc_linear *float32;
    /// The same, with the same bits, for weights that are float16 or bfloat16 and stay so when
    /// packed; may be null.
    const senc_linear *float32_float16;
    const senc_linear *float32_bfloat16;
    const senc_linear *bfloat16;
    const senc_linear *int8;
    /// int8 for weights in blocks of 32 inputs with a scale each, as exact as these are: packs
    /// Q4_0 alone, and Q8_0 or what is rounded to its like. Rows have whole blocks.
    const senc_linear *int8_q4_0;
    const senc_linear *int8_q8_0;
    const senc_attention *float32_attention;
    /// In bfloat16 where there are instructions for it, else float32.
    const senc_attention *bfloat16_attention;
    const senc_comparisons *comparisons;
    const senc_training *training;
    const senc_gradients *gradients;
    /// With queries and keys in int8 and values as bfloat16's; null where bfloat16's serves int8, too.
    const senc_attention *int8_attention;
} senc_kernels;

/// The fastest kernels that this CPU can run, or those that the environment variable
/// SENC_KERNELS names if this CPU can run them; KernelFamily.check reports an unknown name. The same
/// for the life of the process.
const senc_kernels *senc_kernels_selected(void);

/// The kernels at an index among those that this CPU can run, the fastest first; null past the
/// last.
const senc_kernels *senc_kernels_at(size_t index);

/// The kernels of that name; null if there are none or this CPU cannot run them.
const senc_kernels *senc_kernels_named(const char *name);

/// The float32 layers for weights of a type: those that leave them as they are, where that is no
/// slower on this CPU.
const senc_linear *senc_float32_layers(const senc_kernels *kernels, senc_scalar weights);

/// The processors that this process may run on, at least 1.
int senc_processor_count(void);
