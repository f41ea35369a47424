/* What the tests of libsenc share: checks that count, buffers whose ends are guarded, texts. */
#pragma once

#include <senc.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Where the program was told to find things; how much it does of what it repeats. */
extern const char *model_path;
extern const char *expected_path;
extern double effort;

/* Tells of a check that fails and counts it. Any thread may. */
void check(bool holds, const char *file, int line, const char *what);
extern _Atomic int failures;

#define CHECK(condition) check((condition), __FILE__, __LINE__, #condition)
#define EXPECT_STATUS(expected, call)                                                     \
    do {                                                                                  \
        senc_status status_ = (call);                                                     \
        if (status_ != (expected))                                                        \
            fprintf(stderr, "status %d: %s\n", status_, senc_last_error());               \
        check(status_ == (expected), __FILE__, __LINE__, #call " is " #expected);         \
    } while (0)
#define EXPECT_OK(call) EXPECT_STATUS(SENC_OK, call)

/* Memory that ends where none may be touched. */
void *guarded(size_t size);
void *guarded_copy(const void *from, size_t size);
void free_guarded(void *memory, size_t size);

/* A whole file, for free. */
char *read_file(const char *path, size_t *size);

/* The lines of `texts.txt`, and the rows of a .npy file of their vectors. */
typedef struct lines {
    int64_t count;
    const char **starts;
    int64_t *sizes;
    char *file;
} lines;
lines read_lines(const char *path);
void free_lines(lines lines);

typedef struct array {
    int64_t rows, columns;
    const uint8_t *data;
    char *file;
} array;
array read_array(const char *path, size_t element);

/* Arrow's buffers of texts, guarded. */
typedef struct buffers {
    senc_strings strings;
    size_t offset_size, bytes_size, validity_size;
} buffers;
buffers make_buffers(const char *const *texts, const int64_t *sizes, int64_t count, int bits,
                     int64_t first, const bool *is_null);
buffers make_text(const char *text);
void free_buffers(buffers *buffers);

senc_encoder *open_model(const char *options);
senc_vectors float_rows(float *data, int64_t count, int64_t dimension);

void test_equality(void);
void test_options(void);
void test_tokens(void);
void test_search(void);
void test_mistakes(void);
void test_hostile_buffers(void);
void test_threads(void);
void test_forks(void);
void test_signals(void);
void test_progress(void);
void test_memory(void);
