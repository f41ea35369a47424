/* Buffers and options that are damaged at random do no harm: they are read as far as they make
   sense, and refused otherwise. Both are counted, for a test that has all refused tests nothing. */
#include "checks.h"

#include <stdlib.h>

static uint64_t state = 88172645463325252;

static uint64_t random_bits(void) {
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static int64_t random_offset(void) {
    switch (random_bits() % 8) {
    case 0: return INT64_MIN;
    case 1: return INT64_MAX;
    case 2: return INT32_MAX;
    case 3: return -1;
    case 4: return (int64_t)random_bits();
    default: return (int64_t)(random_bits() % 40);
    }
}

static void damaged_buffers(senc_encoder *encoder, float *row, int64_t dimension) {
    int accepted = 0, refused = 0;
    for (int round = 0; round < 20000 * effort; round++) {
        int bits = random_bits() % 2 ? 32 : 64;
        int64_t count = (int64_t)(random_bits() % 3), first = (int64_t)(random_bits() % 3);
        uint8_t bytes[24];
        for (size_t at = 0; at < sizeof bytes; at++)
            bytes[at] = (uint8_t)(random_bits() % 4 ? 'a' + random_bits() % 26 : random_bits());
        int64_t bytes_count = (int64_t)(random_bits() % (sizeof bytes + 1));
        size_t width = (size_t)bits / 8, offset_size = (size_t)(first + count + 1) * width;
        char *offsets = guarded(offset_size);
        int64_t offset = 0;
        for (int64_t at = 0; at <= first + count; at++) {
            offset += (int64_t)(random_bits() % 6);
            int64_t wide = random_bits() % 16 ? offset : random_offset();
            int32_t narrow = (int32_t)wide;
            memcpy(offsets + (size_t)at * width, bits == 32 ? (void *)&narrow : (void *)&wide,
                   width);
        }
        senc_strings strings = {.count = count, .first = first, .offsets = offsets,
                                .offset_bits = bits, .bytes_count = bytes_count,
                                .bytes = guarded_copy(bytes, (size_t)bytes_count)};
        uint8_t validity = (uint8_t)random_bits();
        if (random_bits() % 2) strings.validity = &validity;
        const uint8_t *own = strings.bytes;
        switch (random_bits() % 24) {
        case 0: strings.count = random_offset(); break;
        case 1: strings.first = random_offset(); break;
        case 2: strings.offset_bits = (int32_t)random_bits(); break;
        case 3: strings.bytes_count = -(int64_t)(random_bits() % 9); break;
        case 4: strings.offsets = NULL; break;
        case 5: strings.bytes = NULL; break;
        default: break;
        }
        // A count or a place that points elsewhere cannot be told from a right one.
        bool may_read = strings.count <= count && strings.first <= first;
        bool fits = strings.offset_bits == bits || (strings.offset_bits != 32 &&
                                                    strings.offset_bits != 64);
        if ((may_read || strings.count > INT64_MAX / 4 || strings.first > INT64_MAX / 4) && fits) {
            senc_vectors rows = float_rows(row, strings.count, dimension);
            senc_status status = senc_encode(encoder, &strings, NULL, &rows, NULL, NULL, NULL);
            CHECK(status == SENC_OK || status == SENC_INVALID);
            accepted += status == SENC_OK && strings.count > 0;
            refused += status == SENC_INVALID;
            senc_tokens *tokens;
            CHECK(senc_tokenize(encoder, &strings, NULL, &tokens, NULL, NULL) == status ||
                  strings.count > count);
            senc_tokens_free(tokens);
        }
        free_guarded((void *)own, (size_t)bytes_count);
        free_guarded(offsets, offset_size);
    }
    CHECK(accepted > 1000 * effort && refused > 1000 * effort);
}

static void damaged_options(senc_encoder *encoder, float *row, int64_t dimension) {
    const char *whole =
        "{\"prompt_text\": \"a\\u00f1\", \"dimension\": 4, \"maximum_tokens\": 9, \"overflow\": "
        "\"chunk\", \"truncation_side\": \"left\", \"normalization\": \"always\", \"role\": null}";
    const char characters[] = "{}[]\",:\\u0123456789.-+eE tfn\xC3\xFF\x01";
    buffers text = make_text("the king and the queen of the sea, and of the land");
    size_t size = strlen(whole);
    int accepted = 0, refused = 0;
    for (int round = 0; round < 20000 * effort; round++) {
        char *options = guarded_copy(whole, size + 1);
        for (uint64_t change = random_bits() % 3; change > 0; change--)
            options[random_bits() % size] = characters[random_bits() % (sizeof characters - 1)];
        if (random_bits() % 8 == 0) options[random_bits() % size] = 0;
        senc_vectors rows = float_rows(row, 1, random_bits() % 8 ? 4 : dimension);
        senc_status status =
            senc_encode(encoder, &text.strings, options, &rows, NULL, NULL, NULL);
        CHECK(status == SENC_OK || status == SENC_INVALID);
        accepted += status == SENC_OK;
        refused += status == SENC_INVALID;
        free_guarded(options, size + 1);
    }
    CHECK(accepted > 1000 * effort && refused > 1000 * effort);
    free_buffers(&text);
}

void test_hostile_buffers(void) {
    senc_encoder *encoder = open_model("{\"threads\": 1}");
    char *json = NULL;
    EXPECT_OK(senc_describe(encoder, &json));
    int64_t dimension = atoll(strstr(json, "\"dimension\":") + strlen("\"dimension\":"));
    senc_free(json);
    float *row = calloc((size_t)dimension * 3, sizeof *row);
    damaged_buffers(encoder, row, dimension);
    damaged_options(encoder, row, dimension);

    // A text of a megabyte, and one of four without a space.
    size_t size = 4 << 20;
    char *long_text = malloc(size);
    for (size_t at = 0; at < size; at++) long_text[at] = at % 7 == 6 ? ' ' : (char)('a' + at % 26);
    const char *texts[] = {long_text, long_text};
    int64_t sizes[] = {1 << 20, 1 << 20};
    buffers large = make_buffers(texts, sizes, effort == 1 ? 2 : 1, 64, 0, NULL);
    senc_vectors rows = float_rows(row, effort == 1 ? 2 : 1, dimension);
    EXPECT_OK(senc_encode(encoder, &large.strings, NULL, &rows, NULL, NULL, NULL));
    free_buffers(&large);
    memset(long_text, 'x', size);
    if (effort == 1) {
        sizes[0] = (int64_t)size;
        large = make_buffers(texts, sizes, 1, 32, 0, NULL);
        rows.count = 1;
        EXPECT_OK(senc_encode(encoder, &large.strings, NULL, &rows, NULL, NULL, NULL));
        free_buffers(&large);
    }
    free(long_text);
    free(row);
    senc_close(encoder);
}
