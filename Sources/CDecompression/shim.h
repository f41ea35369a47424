// What senc calls of libbz2, liblzma and libzstd, by their stable binary interfaces. The functions
// are looked up when a file is read that needs them, so nothing is linked and building needs no
// header of those libraries.
#pragma once
#include <stddef.h>
#include <stdint.h>

// libbz2, version 1.0

typedef struct {
    char *next_in;
    unsigned avail_in, total_in_low, total_in_high;
    char *next_out;
    unsigned avail_out, total_out_low, total_out_high;
    void *state;
    void *(*allocate)(void *, int, int);
    void (*deallocate)(void *, void *);
    void *context;
} bzip2_stream;

enum { BZIP2_OK = 0, BZIP2_STREAM_END = 4, BZIP2_WRONG_START = -5 };

typedef int (*bzip2_init_function)(bzip2_stream *, int verbosity, int small);
typedef int (*bzip2_decompress_function)(bzip2_stream *);
typedef int (*bzip2_end_function)(bzip2_stream *);

// liblzma, version 5

typedef struct {
    const uint8_t *next_in;
    size_t avail_in;
    uint64_t total_in;
    uint8_t *next_out;
    size_t avail_out;
    uint64_t total_out;
    const void *allocator;
    void *internal;
    void *reserved_pointers[4];
    uint64_t seek_position, reserved_integer;
    size_t reserved_sizes[2];
    int reserved_enums[2];
} xz_stream;

enum {
    XZ_OK = 0, XZ_STREAM_END = 1, XZ_MEMORY_LIMIT = 6, XZ_BUFFER = 10,
    XZ_RUN = 0, XZ_FINISH = 3, XZ_CONCATENATED = 0x08
};

typedef int (*xz_decoder_function)(xz_stream *, uint64_t memory_limit, uint32_t flags);
typedef int (*xz_code_function)(xz_stream *, int action);
typedef void (*xz_end_function)(xz_stream *);

// libzstd, version 1

typedef struct {
    const void *bytes;
    size_t size, position;
} zstd_input;

typedef struct {
    void *bytes;
    size_t size, position;
} zstd_output;

typedef void *(*zstd_create_function)(void);
typedef size_t (*zstd_decompress_function)(void *, zstd_output *, zstd_input *);
typedef size_t (*zstd_free_function)(void *);
typedef unsigned (*zstd_is_error_function)(size_t);
typedef const char *(*zstd_error_name_function)(size_t);
