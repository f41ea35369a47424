// SIMD kernels behind one table of functions, chosen at run time by what the CPU can do.
//
// Shapes are row-major. A stride is the distance between rows in elements. Every function is
// pure: it touches the memory it is given and nothing else, so it may run on many threads.
//
// A row of a result depends on that row of the input alone, never on how many rows are worked on
// at once or on its place among them: all sums run over the same elements in the same order.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "elementary.h"

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

/// A linear layer, ready to be applied.
typedef struct {
    ptrdiff_t inputs;
    ptrdiff_t outputs;
    /// The weights as the `pack` of the same table left them.
    const float *packed;
    /// [outputs]; may be null.
    const float *bias;
    senc_activation activation;
    /// Whether what is computed is added to y, without an activation, and does not replace it.
    bool adds;
} senc_layer;

/// Linear layers in one precision.
typedef struct {
    /// The instructions that multiply, as one would name them to a reader.
    const char *instructions;
    /// Outputs in one packed panel; the last panel of a matrix is as narrow as `lanes` allows.
    ptrdiff_t panel;
    /// Floats in one vector register.
    ptrdiff_t lanes;

    /// 4-byte words that the packed form of [outputs, inputs] weights takes. Matrices whose
    /// outputs fill their panels may be packed one after the other and are then one matrix.
    ptrdiff_t (*packed_size)(ptrdiff_t outputs, ptrdiff_t inputs);
    /// Packs the panels [first, last) of [outputs, inputs] weights into `packed`, the start of
    /// the whole packed matrix. Panels are independent: several threads may share the work.
    void (*pack)(const void *weights, senc_scalar type, ptrdiff_t stride, ptrdiff_t outputs,
                 ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed);
    /// The same from weights [inputs, outputs] in floats; null but for float32 and bfloat16.
    void (*pack_transposed)(const float *weights, ptrdiff_t stride, ptrdiff_t outputs,
                            ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed);
    /// 4-byte words of scratch that `apply` needs, however many rows there are.
    ptrdiff_t (*scratch_size)(ptrdiff_t inputs);
    /// y [rows, outputs] = activation(x [rows, inputs] · weightsᵀ + bias)
    void (*apply)(const senc_layer *layer, const float *x, ptrdiff_t x_stride, ptrdiff_t rows,
                  float *y, ptrdiff_t y_stride, float *scratch);
    /// The same for x of signed bytes, which are not rounded; null but for int8. For up to 65,536
    /// inputs.
    void (*apply_bytes)(const senc_layer *layer, const int8_t *x, ptrdiff_t x_stride,
                        ptrdiff_t rows, float *y, ptrdiff_t y_stride, float *scratch);
    /// Runs `rounds` tiles of the instructions that multiply, on registers alone, for their speed
    /// to be measured: no layer can be faster. Returns the multiplications and additions done.
    double (*peak)(ptrdiff_t rounds);
} senc_linear;

/// What a norm leaves behind of its rows.
typedef struct {
    /// [rows, columns], before gain and bias.
    float *normalized;
    /// [rows], what the rows less their means were multiplied by.
    float *scales;
} senc_norm_trace;

/// What works on rows of floats, in float32 for every precision of the linear layers.
typedef struct {
    /// Converts `count` elements to float.
    void (*convert)(const void *source, senc_scalar type, ptrdiff_t count, float *destination);
    /// destination += source, after conversion to float.
    void (*accumulate)(const void *source, senc_scalar type, ptrdiff_t count, float *destination);
    /// y [rows, columns] = activation(y + bias). `bias` may be null.
    void (*bias_activation)(float *y, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                            const float *bias, senc_activation activation);

    /// y [rows, columns] = LayerNorm(x + residual) · gain + bias, the variance biased (Ba et al.,
    /// "Layer Normalization", 2016). `residual`, `gain` and `bias` may be null; y may be x.
    /// `trace`, which may be null, gets what going back through the norm needs.
    void (*layer_norm)(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                       const float *gain, const float *bias, float epsilon, float *y,
                       const senc_norm_trace *trace);

    /// y [rows, columns] = (x + residual) / √(mean((x + residual)²) + epsilon) · gain (Zhang and
    /// Sennrich, "Root Mean Square Layer Normalization", 2019). `residual` may be null; y may be
    /// x. `trace` as above.
    void (*rms_norm)(const float *x, const float *residual, ptrdiff_t rows, ptrdiff_t columns,
                     const float *gain, float epsilon, float *y, const senc_norm_trace *trace);

    /// y [rows, columns] = activation(gate) · x. Gate and x have a common stride of at least
    /// `columns`; y has none and may start where the first row of either does.
    void (*gate)(const float *gate, const float *x, ptrdiff_t stride, ptrdiff_t rows,
                 ptrdiff_t columns, senc_activation activation, float *y);
    /// Turns each pair (x_i, x_{i + pairs}) of each head of x [rows, heads · head_size] by an
    /// angle (Su et al., "RoFormer", 2021). `angles` [rows, 2 · pairs] has a row's cosines and
    /// then its sines; 2 · pairs ≤ head_size.
    void (*rotate)(float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t heads,
                   ptrdiff_t head_size, ptrdiff_t pairs, const float *angles);
    /// x [count] = softmax(x · scale + bias). `bias` may be null; count ≥ 1.
    void (*softmax)(float *x, ptrdiff_t count, float scale, const float *bias);
} senc_rows;

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
    /// of each query and 1 over the sum of what is left of the exponentials. Both may be null.
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

/// How a step of AdamW moves values (Loshchilov and Hutter, "Decoupled Weight Decay
/// Regularization", 2019).
typedef struct {
    /// Of the means of gradients and of their squares.
    float first_decay, second_decay;
    /// The learning rate over what the first mean lacks at this step, 1 - first_decayᵗ.
    float rate;
    /// 1 / √(1 - second_decayᵗ).
    float second_scale;
    float epsilon;
    /// What is left of a value by the decay of weights.
    float kept;
    /// What gradients are multiplied by.
    float gradient_scale;
} senc_adam;

/// What going back through layers needs, and the step that follows.
typedef struct {
    /// y [columns, rows] = x [rows, columns]ᵀ
    void (*transpose)(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                      float *y, ptrdiff_t y_stride);
    /// sums [columns] += the rows of x [rows, columns].
    void (*column_sums)(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns,
                        float *sums);
    /// y [count] = activation(x), dx = dy · activation'(x). y may be null or x, dx may be dy.
    void (*activation_back)(const float *x, const float *dy, ptrdiff_t count,
                            senc_activation activation, float *y, float *dx);
    /// y [rows, columns] = activation(gate) · x, with the gradients by gate and x. Gate and x have a
    /// common stride, and so do their gradients; y and dy have none.
    void (*gate_back)(const float *gate, const float *x, ptrdiff_t stride, const float *dy,
                      ptrdiff_t rows, ptrdiff_t columns, senc_activation activation, float *y,
                      float *dgate, float *dx, ptrdiff_t d_stride);
    /// The gradients by a norm's input, from those by its output; those by gain and bias, which may
    /// be null, are added. `is_centered` says whether means were subtracted. dx may be dy.
    void (*norm_back)(const senc_norm_trace *trace, const float *gain, const float *dy,
                      ptrdiff_t rows, ptrdiff_t columns, bool is_centered, float *dx,
                      float *dgain, float *dbias);
    /// y [rows, columns] = what is left of x; its elements are numbered from `first` on. y may be x.
    void (*drop)(const senc_dropout *dropout, const float *x, ptrdiff_t rows, ptrdiff_t columns,
                 uint32_t first, float *y);
    /// Moves values by gradients, which are 0 if null.
    void (*adam)(const senc_adam *step, const float *gradients, ptrdiff_t count, float *values,
                 float *first, float *second);
    /// Σ x², in one order whatever the family.
    double (*square_sum)(const float *x, ptrdiff_t count);
} senc_gradients;

/// What the elements of rows to compare are.
typedef enum {
    SENC_ELEMENT_FLOAT32 = 0,
    SENC_ELEMENT_FLOAT16 = 1,
    SENC_ELEMENT_INT8 = 2,
    SENC_ELEMENT_UINT8 = 3,
} senc_element;

/// Rows [rows, columns] one after the other, at any alignment.
typedef struct {
    const void *elements;
    senc_element type;
    ptrdiff_t columns;
    /// [columns], with `offsets`: an int8 element e stands for e · scale + offset. May be null.
    const float *scales;
    const float *offsets;
} senc_row_set;

/// How close a row x is to a query q; larger is closer.
typedef enum {
    SENC_COSINE = 0,     // q · x / |x|, with q of length 1
    SENC_DOT = 1,        // q · x
    SENC_EUCLIDEAN = 2,  // -|q - x|
    SENC_MANHATTAN = 3,  // -Σ |q - x|
    SENC_SQUARE = 4,     // x · x, with no query
} senc_comparison;

/// Sums of squares below this may have lost what counts; where they divide or have a root taken,
/// a bound is infinite instead.
#define SENC_LEAST_SQUARE 1e-30f

/// One vector against many rows, and the choice of the few that count.
typedef struct {
    /// Bounds of the closeness of rows [first, first + count) from above: the computed value and
    /// `error_bound` times a row's length, or its distance; infinite for what cannot be bounded so,
    /// such as rows that are not finite. SENC_SQUARE gives the value itself.
    void (*compare)(const senc_row_set *set, senc_comparison comparison, const float *query,
                    float error_bound, ptrdiff_t first, ptrdiff_t count, float *bounds);
    /// Rows [first, first + count) as floats.
    void (*copy)(const senc_row_set *set, ptrdiff_t first, ptrdiff_t count, float *destination);
    /// distances [query_count, count] = minus the bits in which rows [count, bytes] differ from
    /// queries [query_count, bytes], `stride` floats from one query's to the next.
    void (*hamming)(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                    ptrdiff_t bytes, ptrdiff_t count, float *distances, ptrdiff_t stride);
    /// Writes the indices of all x [count] that are not at most limit · scale + shift, in order,
    /// and returns how many there are.
    ptrdiff_t (*above)(const float *x, const float *limits, float scale, float shift,
                       ptrdiff_t count, int32_t *indices);
} senc_comparisons;

/// Σ a b, Σ (a - b)² and Σ |a - b| in double precision, bit-identical on every CPU.
double senc_dot_product(const float *a, const float *b, ptrdiff_t count);
double senc_square_distance(const float *a, const float *b, ptrdiff_t count);
double senc_absolute_distance(const float *a, const float *b, ptrdiff_t count);

/// What was observed of a row: rows of the other table.
typedef struct {
    const float *table;  // [rows, stride]
    ptrdiff_t stride;
    const uint32_t *ids;   // [count]
    const float *weights;  // [count]; null if all are 1
    /// What `weights` are multiplied by.
    float weight;
    ptrdiff_t count;
} senc_observations;

/// Vectors and biases of users and items, and how they are learned.
typedef struct {
    float *users;  // [users, stride]
    float *items;  // [items, stride]
    float *user_biases;
    float *item_biases;
    ptrdiff_t stride;
    float mean;
    float rate;
    float decay;
    float bias_decay;
} senc_rating_tables;

/// Two words that stand near each other: rows of a table; the logarithm of how often, and how much
/// it counts.
typedef struct {
    uint32_t first, second;
    float logarithm, weight;
} senc_cooccurrence;

/// Rows of two tables that tell each other by their products, window by window. Tables may be split
/// by columns into parts, each a table of its own; a stride, the length of a row, is a multiple of
/// 16.
typedef struct {
    const float *inputs;
    const float *targets;
    /// Their rows, those of a window behind those of the one before.
    const uint32_t *input_ids;
    const uint32_t *target_ids;
    /// Where each window's begin, and at last where those of the last end.
    const uint32_t *input_starts;
    const uint32_t *target_starts;
    /// Where the products of each window begin: a row for each input, of as many as there are targets,
    /// rounded up to a multiple of 8.
    const uint32_t *product_starts;
    /// One for each target, within 0...1; 7 more floats can be read.
    const float *labels;
    /// How much a product counts whose label is 0, where one whose label is 1 counts 1.
    float negative_weight;
    /// Whether a window's inputs tell the targets by their mean, which is then its one input, not
    /// each of them by itself.
    bool uses_mean;
} senc_windows;

/// Steps of gradient descent on tables of vectors: what each row of the windows [first, end) would be
/// moved by if each product x of an input and a target were to tell the target's label y by σ(x), at
/// a loss of -y log σ(x) - w (1 - y) log(1 - σ(x)), w the weight of the negatives.
typedef struct {
    /// The products. Means are left in the windows' rows of `input_steps`.
    void (*logistic_products)(const senc_windows *windows, ptrdiff_t first, ptrdiff_t end,
                              ptrdiff_t stride, float *input_steps, float *products);
    /// What each x, the sum of those of products [parts, part_stride], would be moved by: rate times
    /// y (1 - σ(x)) - w (1 - y) σ(x). `losses`, which may be null, gets each window's loss.
    void (*logistic_factors)(const senc_windows *windows, ptrdiff_t first, ptrdiff_t end,
                             float rate, const float *products, ptrdiff_t parts,
                             ptrdiff_t part_stride, float *factors, double *losses);
    /// The factors times the other row, summed over the window's rows of the other table in their
    /// order. The tables stay. input_steps [inputs, stride], or, of means, [windows, stride], that of
    /// the mean, by which each row is moved that is in it; target_steps [targets, stride].
    void (*logistic_steps)(const senc_windows *windows, ptrdiff_t first, ptrdiff_t end,
                           ptrdiff_t stride, const float *factors, float *input_steps,
                           float *target_steps);
    /// The means [first, end) of rows of a table, each summed in its order; 0 of none. `starts` has
    /// where each mean's ids begin, and at last where those of the last end.
    void (*means)(const float *table, ptrdiff_t stride, const uint32_t *ids,
                  const uint32_t *starts, ptrdiff_t first, ptrdiff_t end, float *results);
    /// Adds steps to the rows of a table that `count` ids name, in their order: to each the step at
    /// its place, or the next one if `places` is null. Works on the ids of one of `parts` parts
    /// alone, so that several threads share the work and each row's sum is the same.
    void (*scatter)(float *table, ptrdiff_t stride, const uint32_t *ids, const uint32_t *places,
                    ptrdiff_t count, const float *steps, uint32_t part, uint32_t parts);
    /// row += scale · step
    void (*add)(float *row, const float *step, float scale, ptrdiff_t stride);
    /// For each pair in turn, a step of AdaGrad that brings the product of the first word's vector
    /// and the second's context vector nearer to a logarithm, and one for the second's vector and
    /// the first's context vector, if they are two. A word has 4 rows of `stride` floats in the
    /// table: its vector, its context vector, and the sums of the squares of what either was moved
    /// by before. Both rows of a word have its biases in them: one has 1 where the other has a
    /// bias, with a square so large that it stays.
    /// Returns the sum of weight times squared difference, as met.
    double (*cooccurrence_steps)(float *table, ptrdiff_t stride, const senc_cooccurrence *pairs,
                                 ptrdiff_t count, float rate);
    /// c += scale · a · b, for tiles [size, size], whose size is a multiple of 48.
    void (*tile_multiply)(const double *a, const double *b, double *c, ptrdiff_t size,
                          double scale);
    /// gram [stride, stride] += rowsᵀ · rows, for rows [count, stride].
    void (*add_gram)(const float *rows, ptrdiff_t count, ptrdiff_t stride, float *gram);
    /// products [count] = rows [count, stride] · x
    void (*row_products)(const float *rows, ptrdiff_t count, ptrdiff_t stride, const float *x,
                         float *products);
    /// Steps of conjugate gradients from x [stride] towards the minimum of
    /// xᵀ gram x + ridge |x|² + Σ_j ((1 + w_j) (1 - row_j · x)² - (row_j · x)²), the objective of
    /// implicit alternating least squares (Hu, Koren and Volinsky, 2008) with the weight 1 + w_j
    /// of what was observed. `scratch` has room for 3 · stride floats.
    void (*least_squares)(const senc_observations *of, const float *gram, float ridge,
                          ptrdiff_t steps, float *x, float *scratch);
    /// Steps of gradient descent for (r - mean - b_u - b_i - p_u · q_i)² / 2 and decay (|p_u|² +
    /// |q_i|²) / 2 of one rating after the other, with `bias_decay` for the squares of the biases.
    /// Returns the sum of the squared errors before the steps.
    double (*rating_steps)(const senc_rating_tables *of, const uint32_t *users,
                           const uint32_t *items, const float *ratings, ptrdiff_t count);
    /// The same for one user's ratings, at the places that `order` gives, with p_u + n^-½ Σ_j y_j in
    /// place of p_u, over the rows y_j of `implicit` of all n items (SVD++; Koren, 2008). `scratch`
    /// has room for 2 · stride floats.
    double (*implicit_rating_steps)(const senc_rating_tables *of, uint32_t user,
                                    const uint32_t *items, const float *ratings,
                                    const uint32_t *order, ptrdiff_t count, float *implicit,
                                    float *scratch);
    /// Steps for -log σ(x_u · (q_i - q_j) + b_i - b_j) of one user, item and other item after the
    /// other (BPR; Rendle et al., 2009), with the decays above; without biases of users. Returns the
    /// sum of the losses before the steps.
    double (*pair_steps)(const senc_rating_tables *of, const uint32_t *users,
                         const uint32_t *items, const uint32_t *others, ptrdiff_t count);
} senc_training;

/// The best that a kind of CPU has for each task.
typedef struct {
    /// "avx512-bf16", "avx512-vnni", "avx512", "avx2-vnni", "avx2", "neon-bf16", "neon-dotprod",
    /// "neon" or "portable".
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
    /// For both lower precisions: in bfloat16 where there are instructions for it, else float32.
    const senc_attention *bfloat16_attention;
    const senc_comparisons *comparisons;
    const senc_training *training;
    const senc_gradients *gradients;
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
