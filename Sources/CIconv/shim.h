// The system's conversion between encodings of text. iconv_open tells failure by a pointer of all
// ones, which Swift has no literal for.
#pragma once
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

// What iconv returns where it stops before the end of its input.
static inline size_t iconv_failure(void) { return (size_t)-1; }

static inline bool iconv_is_open(iconv_t converter) { return converter != (iconv_t)-1; }

// Why iconv stopped before the end of its input.
typedef enum { ICONV_FULL, ICONV_ILL_FORMED, ICONV_UNFINISHED } iconv_stop;

static inline iconv_stop iconv_last_stop(void) {
    return errno == EILSEQ ? ICONV_ILL_FORMED : errno == EINVAL ? ICONV_UNFINISHED : ICONV_FULL;
}
