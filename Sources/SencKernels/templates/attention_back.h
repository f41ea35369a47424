// Back through attention within one text. Included by attention.h.
//
// With P = softmax(S), S = q kᵀ · scale + bias, M the factors of dropout and y = (P · M) v:
//   dv = (P · M)ᵀ dy,  dP = M · (dy vᵀ),  dS = P · (dP - rowsum(P · dP)),
//   dq = dS k · scale,  dk = dSᵀ q · scale.
// No more of S is there at once than a block of queries has; P is had from the highest scores and
// the sums of exponentials that the way forward left (Dao et al., "FlashAttention", 2022).

// A multiple of TILE_ROWS and of LANES, for the block is transposed.
#define BACK_ROWS 48

static ptrdiff_t NAME(attention_back_scratch)(const senc_attention_shape *shape,
                                              ptrdiff_t tokens) {
    ptrdiff_t size = shape->head_size;
    return 2 * NAME(packed_size)(tokens, size) + NAME(packed_size)(size, tokens) +
           2 * NAME(packed_size)(size, BACK_ROWS) + 3 * BACK_ROWS * round_up(tokens, PANEL);
}

// Packs x [rows, size], whose columns are outputs.
INLINE void NAME(pack_columns)(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t size,
                               float *packed) {
    for (ptrdiff_t column = 0; column < size; column += PANEL) {
        PACK_VALUES(x + column, stride, rows, smaller(PANEL, size - column),
                    packed + NAME(words)(column, rows));
    }
}

// y [keys, size] += xᵀ [keys, rows] · packed [rows, size], for x [rows, width].
INLINE void NAME(add_columns)(const float *x, ptrdiff_t width, ptrdiff_t rows, ptrdiff_t keys,
                              const float *packed, ptrdiff_t size, float *y, ptrdiff_t stride,
                              float *columns) {
    transposed_rows(x, width, rows, keys, columns, BACK_ROWS);
    NAME(block)((const OPERAND *)columns, BACK_ROWS, keys, rows, packed, NULL, size, y, stride,
                SENC_IDENTITY, true);
}

// What a head's keys and values are packed to.
typedef struct {
    const float *keys, *values;  // as the weights of layers from queries to tokens
    const float *key_columns;    // as those of a layer from tokens to queries
} NAME(packed_head);

static void NAME(back_block)(const senc_attention_shape *shape, ptrdiff_t head, const float *q,
                             ptrdiff_t stride, ptrdiff_t row, ptrdiff_t rows, ptrdiff_t tokens,
                             const NAME(packed_head) *packed,
                             const senc_attention_gradients *gradients, float *dk, float *dv,
                             float *scratch) {
    ptrdiff_t size = shape->head_size, dy_stride = gradients->dy_stride;
    ptrdiff_t begin = first_key(shape, row) / PANEL * PANEL;
    ptrdiff_t end = end_key(shape, row + rows - 1, tokens);
    ptrdiff_t width = smaller(round_up(end, PANEL), round_up(tokens, LANES)) - begin;
    float *queries = scratch;
    float *answers = queries + NAME(packed_size)(size, BACK_ROWS);
    float *scores = answers + NAME(packed_size)(size, BACK_ROWS);
    float *products = scores + BACK_ROWS * round_up(tokens, PANEL);
    float *columns = products + BACK_ROWS * round_up(tokens, PANEL);
    const float *dy = gradients->dy + row * dy_stride + head * size;
    const float *bias = shape->bias ? shape->bias + head * (2 * shape->reach + 1) : NULL;

    NAME(block)((const OPERAND *)q, stride, rows, size, packed->keys + NAME(words)(begin, size),
                NULL, width, scores, width, SENC_IDENTITY, false);
    NAME(block)((const OPERAND *)dy, dy_stride, rows, size,
                packed->values + NAME(words)(begin, size), NULL, width, products, width,
                SENC_IDENTITY, false);
    for (ptrdiff_t r = 0; r < rows; r++) {
        float *row_scores = scores + r * width, *row_products = products + r * width;
        ptrdiff_t first = first_key(shape, row + r) - begin;
        ptrdiff_t last = end_key(shape, row + r, tokens) - begin;
        mask_scores(row_scores, first, last, width);
        if (bias) {
            add_bias(row_scores, first, last, shape->scale,
                     bias + shape->reach + begin - (row + r));
        }
        vector scale = splat(bias ? 1 : shape->scale);
        const float *sums = gradients->sums + 2 * (head * tokens + row + r);
        vector highest = splat(sums[0]), factor = splat(sums[1]);
        vector sum = splat(0);
        uint32_t number = (uint32_t)((head * tokens + row + r) * tokens + begin);
        for (ptrdiff_t i = 0; i < width; i += LANES) {
            vector p = EXPONENTIAL(fma_(load(row_scores + i), scale, -highest)) * factor;
            vector product = load(row_products + i);
            if (gradients->dropout) {
                product *= dropout_factors(gradients->dropout, number + (uint32_t)i);
                store(row_products + i, product);
            }
            store(row_scores + i, p);
            sum = fma_(p, product, sum);
        }
        // The mean of dP is taken away in two steps: what is left after the first is small where one
        // key has nearly all attention, and so is its rounding.
        vector mean = splat(sum_of(sum));
        sum = splat(0);
        for (ptrdiff_t i = 0; i < width; i += LANES) {
            vector product = load(row_products + i) - mean;
            store(row_products + i, product);
            sum = fma_(load(row_scores + i), product, sum);
        }
        mean = splat(sum_of(sum));
        for (ptrdiff_t i = 0; i < width; i += LANES) {
            vector p = load(row_scores + i);
            store(row_products + i, p * (load(row_products + i) - mean));
            if (gradients->dropout) {
                p *= dropout_factors(gradients->dropout, number + (uint32_t)i);
                store(row_scores + i, p);
            }
        }
        if (gradients->dbias) {
            float *dbias = gradients->dbias + head * (2 * shape->reach + 1) + shape->reach + begin -
                           (row + r);
            FOR_ROW(last - first, i, lanes, {
                vector sum = load_part(dbias + first + i, lanes) +
                             load_part(row_products + first + i, lanes);
                store_part(dbias + first + i, sum, lanes);
            });
        }
        for (ptrdiff_t i = 0; i < width; i += LANES) {
            store(row_products + i, load(row_products + i) * splat(shape->scale));
        }
    }
    ptrdiff_t keys = end - begin;
    NAME(pack_columns)(dy, dy_stride, rows, size, answers);
    NAME(add_columns)(scores, width, rows, keys, answers, size, dv + begin * stride, stride,
                      columns);
    NAME(pack_columns)(q, stride, rows, size, queries);
    NAME(add_columns)(products, width, rows, keys, queries, size, dk + begin * stride, stride,
                      columns);
    for (ptrdiff_t column = 0; column < size; column += PANEL) {
        ptrdiff_t count = smaller(PANEL, size - column);
        const float *panel = packed->key_columns + NAME(words)(column, tokens) +
                             begin * round_up(count, LANES);
        NAME(block)((const OPERAND *)products, width, rows, keys, panel, NULL, count,
                    gradients->dq + row * stride + head * size + column, stride, SENC_IDENTITY,
                    false);
    }
}

static void NAME(attention_back)(const senc_attention_shape *shape, const float *q, const float *k,
                                 const float *v, ptrdiff_t stride, ptrdiff_t tokens,
                                 const senc_attention_gradients *gradients, float *scratch) {
    ptrdiff_t size = shape->head_size;
    ptrdiff_t sharing = shape->heads / shape->key_heads;
    float *keys = scratch;
    float *values = keys + NAME(packed_size)(tokens, size);
    float *key_columns = values + NAME(packed_size)(tokens, size);
    float *rest = key_columns + NAME(packed_size)(size, tokens);
    NAME(packed_head) packed = {keys, values, key_columns};
    for (ptrdiff_t head = 0; head < shape->heads; head++) {
        ptrdiff_t start = head / sharing * size;
        float *dk = gradients->dk + start, *dv = gradients->dv + start;
        if (head % sharing == 0) {
            PACK_KEYS(k + start, stride, tokens, size, keys);
            PACK_KEYS(v + start, stride, tokens, size, values);
            NAME(pack_columns)(k + start, stride, tokens, size, key_columns);
            for (ptrdiff_t token = 0; token < tokens; token++) {
                memset(dk + token * stride, 0, (size_t)size * 4);
                memset(dv + token * stride, 0, (size_t)size * 4);
            }
        }
        for (ptrdiff_t row = 0; row < tokens; row += BACK_ROWS) {
            NAME(back_block)(shape, head, q + row * stride + head * size, stride, row,
                             smaller(BACK_ROWS, tokens - row), tokens, &packed, gradients, dk, dv,
                             rest);
        }
    }
}

#undef BACK_ROWS
