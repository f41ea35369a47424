// The tables of each instruction set, made from the same sources compiled once for each.
#pragma once

#include "SencKernels.h"

#if defined(__x86_64__)
extern const senc_comparisons senc_comparisons_avx512, senc_comparisons_avx2;
extern const senc_training senc_training_avx512, senc_training_avx2;
extern const senc_gradients senc_gradients_avx512, senc_gradients_avx2;
extern const senc_linear senc_bfloat16_avx512_bf16;
extern const senc_attention senc_bfloat16_attention_avx512, senc_int8_attention_avx512_bf16;
extern const senc_linear senc_int8_avx512_vnni, senc_int8_blocks_avx512_vnni;
extern const senc_linear senc_int8_q4_0_avx512, senc_int8_blocks_avx512;
extern const senc_rows senc_rows_avx512;
extern const senc_attention senc_float32_attention_avx512;
extern const senc_linear senc_float32_float16_avx512, senc_float32_bfloat16_avx512;
extern const senc_linear senc_float32_avx512, senc_bfloat16_avx512, senc_int8_avx512;
extern const senc_linear senc_int8_avx2_vnni, senc_int8_blocks_avx2_vnni;
extern const senc_linear senc_int8_q4_0_avx2, senc_int8_blocks_avx2;
extern const senc_rows senc_rows_avx2;
extern const senc_attention senc_float32_attention_avx2;
extern const senc_linear senc_float32_float16_avx2, senc_float32_bfloat16_avx2;
extern const senc_linear senc_float32_avx2, senc_bfloat16_avx2, senc_int8_avx2;
#elif defined(__aarch64__)
extern const senc_comparisons senc_comparisons_neon;
extern const senc_training senc_training_neon;
extern const senc_gradients senc_gradients_neon;
extern const senc_linear senc_bfloat16_neon_i8mm;
extern const senc_attention senc_bfloat16_attention_neon_i8mm;
extern const senc_linear senc_int8_neon_i8mm, senc_int8_blocks_neon_i8mm;
extern const senc_linear senc_bfloat16_neon_bf16;
extern const senc_attention senc_bfloat16_attention_neon;
extern const senc_linear senc_int8_neon_dotprod, senc_int8_blocks_neon_dotprod;
extern const senc_linear senc_int8_blocks_neon;
extern const senc_rows senc_rows_neon;
extern const senc_attention senc_float32_attention_neon;
extern const senc_linear senc_float32_neon, senc_bfloat16_neon, senc_int8_neon;
#endif
extern const senc_comparisons senc_comparisons_portable;
extern const senc_training senc_training_portable;
extern const senc_gradients senc_gradients_portable;
extern const senc_rows senc_rows_portable;
extern const senc_attention senc_float32_attention_portable;
extern const senc_linear senc_float32_portable, senc_bfloat16_portable, senc_int8_portable;
extern const senc_linear senc_int8_blocks_portable;
