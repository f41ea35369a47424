// The twin of every other family in plain vector arithmetic, which any CPU can do. Products are
// rounded before they are added, since a fused multiply-add may be a library call here.
#define LANES 4
#define PANEL_VECTORS 2
#define HAS_FMA 0
#define GRADIENTS_TABLE senc_gradients_portable
#define TRAINING_TABLE senc_training_portable
#define ROWS_TABLE senc_rows_portable
#define FLOAT32_TABLE senc_float32_portable
#define FLOAT32_ATTENTION senc_float32_attention_portable
#define FLOAT32_INSTRUCTIONS "portable C"
#define BFLOAT16_TABLE senc_bfloat16_portable
#define BFLOAT16_INSTRUCTIONS "portable C"
#define HAS_BRAIN_DOT 0
#define INT8_TABLE senc_int8_portable
#define BLOCKS_TABLE senc_int8_blocks_portable
#define INT8_INSTRUCTIONS "portable C"

// The elements as 32-bit integers, whose products any CPU adds.
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
