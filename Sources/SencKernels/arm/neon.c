// 4 lanes; tiles of 6 × 16 keep 24 of the 32 registers as accumulators.
#if defined(__aarch64__)

#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define GRADIENTS_TABLE senc_gradients_neon
#define TRAINING_TABLE senc_training_neon
#define ROWS_TABLE senc_rows_neon
#define FLOAT32_TABLE senc_float32_neon
#define FLOAT32_ATTENTION senc_float32_attention_neon
#define FLOAT32_INSTRUCTIONS "NEON"
#define BFLOAT16_TABLE senc_bfloat16_neon
#define BFLOAT16_INSTRUCTIONS "NEON, widened"
#define HAS_BRAIN_DOT 0
#define INT8_TABLE senc_int8_neon
#define BLOCKS_TABLE senc_int8_blocks_neon
#define INT8_INSTRUCTIONS "NEON, widened"

// The elements as 32-bit integers, which NEON multiplies as fast as any other without a dot product.
#define INT8_GROUP 1
#define ELEMENT int32_t
#define ACTIVATION_OFFSET 0
#define INT8_DOT(x, w, sum) ((sum) + (x) * (w))
#define BLOCKS_DOT INT8_DOT

#include "bfloat16.h"
#include "float32.h"
#include "gradients.h"
#include "int8.h"
#include "int8_blocks.h"
#include "rows.h"
#include "training.h"

#endif
