// Steps of learning for tables of vectors: of words, and of users and items.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
