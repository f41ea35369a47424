// Counting in how many bits rows differ from queries. The including file may set
//   BYTE_COUNTS  the bits of each byte of words
//   BYTE_SUMS    the sum of the bytes of each word
#pragma once

#include "vectors.h"

#define WORD_LANES (LANES / 2)
// Words of a row that are worked on at once.
#define MOST_WORDS 64

typedef uint64_t words __attribute__((vector_size(LANES * 4)));
typedef int32_t word_counts __attribute__((vector_size(LANES * 2)));
typedef uint8_t count_bytes __attribute__((vector_size(LANES * 4)));
typedef float word_floats __attribute__((vector_size(LANES * 2)));

INLINE uint64_t load_word(const uint8_t *p, ptrdiff_t size) {
    uint64_t word = 0;
    memcpy(&word, p, (size_t)smaller(size, 8));
    return word;
}

// Takes the words of WORD_LANES rows from byte `at` on, a column a vector, and counts in how many
// bits they differ from those of each query.
INLINE void count_differing(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                            ptrdiff_t bytes, ptrdiff_t lanes, ptrdiff_t at, float *distances,
                            ptrdiff_t stride) {
    words columns[MOST_WORDS];
    ptrdiff_t size = smaller(8 * MOST_WORDS, bytes - at);
    ptrdiff_t full = size / 8;
    for (ptrdiff_t w = 0; w * 8 < size; w++) {
        UNROLLED for (int j = 0; j < WORD_LANES; j++) {
            const uint8_t *row = rows + smaller(j, lanes - 1) * bytes + at + 8 * w;
            columns[w][j] = w < full ? load_word(row, 8) : load_word(row, size - 8 * w);
        }
    }
    for (ptrdiff_t q = 0; q < query_count; q++) {
        const uint8_t *query = queries + q * bytes + at;
        words sum = {0};
#ifdef BYTE_COUNTS
        for (ptrdiff_t w = 0; w < full;) {
            // Of so many words a byte holds the count.
            ptrdiff_t end = smaller(w + 30, full);
            count_bytes counts = {0};
            for (; w + 2 <= end; w += 2) {
                words next = columns[w + 1] ^ load_word(query + 8 * w + 8, 8);
                counts += BYTE_COUNTS(columns[w] ^ load_word(query + 8 * w, 8)) +
                          BYTE_COUNTS(next);
            }
            if (w < end) counts += BYTE_COUNTS(columns[w] ^ load_word(query + 8 * w, 8));
            w = end;
            sum += BYTE_SUMS(counts);
        }
#else
        for (ptrdiff_t w = 0; w < full; w++) {
            sum += __builtin_elementwise_popcount(columns[w] ^ load_word(query + 8 * w, 8));
        }
#endif
        if (full * 8 < size) {
            uint64_t last = load_word(query + 8 * full, size - 8 * full);
            sum += __builtin_elementwise_popcount(columns[full] ^ last);
        }
        word_counts counts = __builtin_convertvector(sum, word_counts);
        word_floats found = -__builtin_convertvector(counts, word_floats);
        float *target = distances + q * stride;
        if (at == 0 && lanes == WORD_LANES) {
            memcpy(target, &found, sizeof found);
        } else {
            for (ptrdiff_t j = 0; j < lanes; j++) target[j] = found[j] + (at ? target[j] : 0);
        }
    }
}

#define COUNT_ALL_DIFFERING \
    for (ptrdiff_t r = 0; r < count; r += WORD_LANES) { \
        for (ptrdiff_t at = 0; at < bytes; at += 8 * MOST_WORDS) { \
            count_differing(queries, query_count, rows + r * bytes, bytes, \
                            smaller(WORD_LANES, count - r), at, distances + r, stride); \
        } \
    }

#ifdef COUNTING_TARGET
COUNTING_TARGET
static void hamming_counting(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                             ptrdiff_t bytes, ptrdiff_t count, float *distances,
                             ptrdiff_t stride) {
    COUNT_ALL_DIFFERING
}
#endif

static void hamming(const uint8_t *queries, ptrdiff_t query_count, const uint8_t *rows,
                    ptrdiff_t bytes, ptrdiff_t count, float *distances, ptrdiff_t stride) {
#ifdef COUNTING_TARGET
    if (HAS_COUNTING) {
        hamming_counting(queries, query_count, rows, bytes, count, distances, stride);
        return;
    }
#endif
    COUNT_ALL_DIFFERING
}

#undef MOST_WORDS
#undef WORD_LANES
#undef COUNT_ALL_DIFFERING
