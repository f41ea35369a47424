// Attention, and the way back through it.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// What attention there is in a layer.
typedef struct {
    ptrdiff_t heads;
    /// Heads of keys and values: each serves heads / key_heads heads of queries in turn.
    ptrdiff_t key_heads;
    ptrdiff_t head_size;
    /// What the products of queries and keys are multiplied by, above 0.
    float scale;
    /// A query sees the keys from `before` places before its own to `after` places after it;
    /// PTRDIFF_MAX for all.
    ptrdiff_t before, after;
    /// [heads, 2 · reach + 1], added to the scaled products by the key's place less the query's
    /// plus reach; may be null.
    const float *bias;
    /// At least the tokens of any text less 1, if there is a bias.
    ptrdiff_t reach;
} senc_attention_shape;

/// Which elements are dropped: the element of a number is 0 if a hash of the number with the two
/// keys is below the threshold, else it is multiplied by the scale (Srivastava et al., "Dropout",
/// 2014).
typedef struct {
    uint32_t keys[2];
    uint32_t threshold;
    float scale;
} senc_dropout;

/// What a loss changes by with the inputs of attention, from what it changes by with its answers.
typedef struct {
    /// The gradients of a loss by the answers [tokens, heads · head_size].
    const float *dy;
    ptrdiff_t dy_stride;
    /// What `apply` left, and the dropout that it was given.
    const float *sums;
    const senc_dropout *dropout;
    /// The gradients by queries, keys and values, with the stride of these.
    float *dq;
    float *dk;
    float *dv;
    /// [heads, 2 · reach + 1], to which the gradients by the biases are added; may be null.
    float *dbias;
} senc_attention_gradients;

/// Multi-head attention within one text (Vaswani et al., "Attention Is All You Need", 2017).
typedef struct {
    /// Floats of scratch that `apply` needs for a text of that many tokens.
    ptrdiff_t (*scratch_size)(const senc_attention_shape *shape, ptrdiff_t tokens);
    /// y [tokens, heads · head_size] = softmax(q kᵀ · scale + bias) v for each head.
    /// q [tokens, heads · head_size] and k and v [tokens, key_heads · head_size] have a common
    /// stride, y its own.
    ///
    /// In training, `dropout` drops probabilities, that of a key for a query being number
    /// (head · tokens + query) · tokens + key, and `sums` [heads, tokens, 2] gets the highest score
    /// of each query and 1 over the sum of all exponentials, dropped ones too. Both may be null.
    void (*apply)(const senc_attention_shape *shape, const float *q, const float *k,
                  const float *v, ptrdiff_t stride, ptrdiff_t tokens, float *y,
                  ptrdiff_t y_stride, const senc_dropout *dropout, float *sums, float *scratch);
    /// The gradients, the probabilities being computed again; null but for float32.
    void (*back)(const senc_attention_shape *shape, const float *q, const float *k, const float *v,
                 ptrdiff_t stride, ptrdiff_t tokens, const senc_attention_gradients *gradients,
                 float *scratch);
    /// Floats of scratch that `back` needs.
    ptrdiff_t (*back_scratch_size)(const senc_attention_shape *shape, ptrdiff_t tokens);
} senc_attention;
