/* What libsenc computes is what the program senc does, to the bit. */
#include "checks.h"

#include <stdlib.h>

enum { GAP = 0xA5 };

static const struct {
    const char *file;
    int32_t type;
    size_t element;
} forms[] = {
    {"float32.npy", SENC_FLOAT32, 4},
    {"float16.npy", SENC_FLOAT16, 2},
    {"int8.npy", SENC_INT8, 1},
    {"binary.npy", SENC_BINARY, 1},
};

static char *in_expected(const char *name) {
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", expected_path, name);
    return path;
}

/* Encodes all lines, every third one null if `nulls`, to rows with gaps, and compares. */
static void compare(senc_encoder *encoder, lines lines, size_t form, array expected, array ranges,
                    int bits, int64_t first, bool nulls, int64_t gap) {
    bool *is_null = calloc((size_t)lines.count, sizeof *is_null);
    for (int64_t line = 0; line < lines.count; line++) is_null[line] = nulls && line % 3 == 1;
    buffers texts =
        make_buffers(lines.starts, lines.sizes, lines.count, bits, first, nulls ? is_null : NULL);
    int64_t row_bytes = expected.columns * (int64_t)forms[form].element, stride = row_bytes + gap;
    int64_t dimension =
        forms[form].type == SENC_BINARY ? ranges.columns : expected.columns;
    // No gap behind the last row.
    size_t size = (size_t)(stride * lines.count - gap);
    uint8_t *data = guarded(size);
    memset(data, GAP, size);
    senc_vectors rows = {.count = lines.count, .dimension = dimension, .type = forms[form].type,
                         .stride = gap ? stride : 0, .data = data};
    if (rows.type == SENC_INT8) {
        rows.minimums = (const float *)(const void *)ranges.data;
        rows.maximums = rows.minimums + ranges.columns;
    }
    int64_t *tokens = calloc((size_t)lines.count, sizeof *tokens);
    int64_t *whole = calloc((size_t)lines.count, sizeof *whole);
    senc_report report = {.tokens = tokens, .whole_tokens = whole, .cut = -1, .unknown = -1};
    EXPECT_OK(senc_encode(encoder, &texts.strings, NULL, &rows, NULL, NULL, &report));
    int64_t cut = 0;
    for (int64_t line = 0; line < lines.count; line++) {
        const uint8_t *row = data + line * stride;
        if (is_null[line]) {
            CHECK(tokens[line] == 0 && whole[line] == 0);
            for (int64_t byte = 0; byte < row_bytes; byte++) CHECK(row[byte] == GAP);
        } else {
            CHECK(tokens[line] >= 2 && whole[line] >= tokens[line]);
            CHECK(memcmp(row, expected.data + line * row_bytes, (size_t)row_bytes) == 0);
            cut += whole[line] > tokens[line];
        }
        for (int64_t byte = row_bytes; byte < stride && line + 1 < lines.count; byte++)
            CHECK(row[byte] == GAP);
    }
    CHECK(cut > 0 && report.cut == cut && report.unknown >= 0);
    free(tokens);
    free(whole);
    free(is_null);
    free_guarded(data, size);
    free_buffers(&texts);
}

static void empty_and_ill_formed(senc_encoder *encoder, int64_t dimension) {
    float *first = calloc((size_t)dimension * 2, sizeof *first), *second = first + dimension;
    size_t size = (size_t)dimension * sizeof *first;
    senc_vectors one = float_rows(first, 1, dimension), other = float_rows(second, 1, dimension);
    // A byte that is no UTF-8, a character that ends early, and a surrogate.
    const char *pairs[][2] = {
        {"a \xFF b", "a \xEF\xBF\xBD b"},
        {"king \xE2\x82", "king \xEF\xBF\xBD"},
        {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (size_t pair = 0; pair < 3; pair++) {
        buffers raw = make_text(pairs[pair][0]), replaced = make_text(pairs[pair][1]);
        EXPECT_OK(senc_encode(encoder, &raw.strings, NULL, &one, NULL, NULL, NULL));
        EXPECT_OK(senc_encode(encoder, &replaced.strings, NULL, &other, NULL, NULL, NULL));
        CHECK(memcmp(first, second, size) == 0);
        free_buffers(&raw);
        free_buffers(&replaced);
    }
    // Empty texts and one with a zero in it.
    const char *texts[] = {"", "a\0b", ""};
    int64_t sizes[] = {0, 3, 0};
    float *rows = calloc((size_t)dimension * 3, sizeof *rows);
    buffers three = make_buffers(texts, sizes, 3, 64, 1, NULL);
    senc_vectors all = float_rows(rows, 3, dimension);
    EXPECT_OK(senc_encode(encoder, &three.strings, NULL, &all, NULL, NULL, NULL));
    CHECK(memcmp(rows, rows + 2 * dimension, size) == 0);
    CHECK(memcmp(rows, rows + dimension, size) != 0);
    float sum = 0;
    for (int64_t column = 0; column < dimension; column++) sum += rows[column] * rows[column];
    CHECK(sum > 0.99f && sum < 1.01f);
    // None at all needs no buffers.
    senc_strings none = {.offset_bits = 32};
    senc_vectors no_rows = float_rows(NULL, 0, dimension);
    EXPECT_OK(senc_encode(encoder, &none, NULL, &no_rows, NULL, NULL, NULL));
    // Nor do nulls alone need bytes.
    int32_t zeros[4] = {0};
    uint8_t validity = 0;
    senc_strings nulls = {.count = 3, .offsets = zeros, .offset_bits = 32, .validity = &validity};
    EXPECT_OK(senc_encode(encoder, &nulls, NULL, &all, NULL, NULL, NULL));
    free_buffers(&three);
    free(rows);
    free(first);
}

void test_equality(void) {
    lines lines = read_lines(in_expected("texts.txt"));
    array ranges = read_array(in_expected("int8.npy.ranges.npy"), 4);
    senc_encoder *encoder = open_model("{\"threads\": 2}");
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        array expected = read_array(in_expected(forms[form].file), forms[form].element);
        CHECK(expected.rows == lines.count);
        // Of little effort, two of the forms.
        if (form == 0 || effort >= 0.01)
            compare(encoder, lines, form, expected, ranges, 64, 0, true, 0);
        if (form == 2 || effort >= 0.01)
            compare(encoder, lines, form, expected, ranges, 32, 0, false, 0);
        if (effort == 1) {
            compare(encoder, lines, form, expected, ranges, 32, 5, true, 12);
            compare(encoder, lines, form, expected, ranges, 64, 8, false, 3);
        }
        free(expected.file);
    }
    empty_and_ill_formed(encoder, ranges.columns);
    senc_close(encoder);

    // Windows, threads and ways of packing change nothing.
    array expected = read_array(in_expected("float32.npy"), 4);
    const char *options[] = {"{\"threads\": 1}", "{\"threads\": 5, \"packing\": \"each_use\"}"};
    for (size_t option = 0; option < 2 && effort == 1; option++) {
        encoder = open_model(options[option]);
        compare(encoder, lines, 0, expected, ranges, 32, 0, true, 0);
        for (int64_t line = 0; line < 40; line++) {
            struct lines one = {1, lines.starts + line, lines.sizes + line, NULL};
            float row[4096];
            buffers text = make_buffers(one.starts, one.sizes, 1, 64, 0, NULL);
            senc_vectors rows = float_rows(row, 1, expected.columns);
            EXPECT_OK(senc_encode(encoder, &text.strings, NULL, &rows, NULL, NULL, NULL));
            size_t size = (size_t)expected.columns * sizeof *row;
            CHECK(memcmp(row, expected.data + (size_t)line * size, size) == 0);
            free_buffers(&text);
        }
        senc_close(encoder);
    }
    free(expected.file);
    free(ranges.file);
    free_lines(lines);
}

/* Options do what those of senc do that are called so. */
void test_options(void) {
    lines lines = read_lines(in_expected("texts.txt"));
    senc_encoder *encoder = open_model(NULL);
    const struct {
        const char *options, *file;
    } cases[] = {
        {"{\"dimension\": 8, \"normalization\": \"always\", \"role\": null}", "short.npy"},
        {"{\"prompt_text\": \"the sea: \", \"normalization\": \"never\"}", "prompted.npy"},
        {"{\"maximum_tokens\": 9, \"truncation_side\": \"left\"}", "left.npy"},
        {"{\"overflow\": \"chunk\", \"maximum_tokens\": 20}", "chunked.npy"},
    };
    for (size_t test = 0; test < sizeof cases / sizeof *cases; test++) {
        array expected = read_array(in_expected(cases[test].file), 4);
        size_t size = (size_t)(expected.rows * expected.columns) * 4;
        float *data = guarded(size);
        buffers texts = make_buffers(lines.starts, lines.sizes, expected.rows, 64, 0, NULL);
        senc_vectors rows = float_rows(data, expected.rows, expected.columns);
        EXPECT_OK(
            senc_encode(encoder, &texts.strings, cases[test].options, &rows, NULL, NULL, NULL));
        CHECK(memcmp(data, expected.data, size) == 0);
        free_buffers(&texts);
        free_guarded(data, size);
        free(expected.file);
    }
    char *stamp = NULL, *facts = NULL;
    size_t size;
    char *record = read_file(in_expected("prompted.npy.model.json"), &size);
    EXPECT_OK(senc_stamp(encoder, cases[1].options, &stamp));
    CHECK(stamp && strstr(record, stamp));
    senc_free(stamp);
    EXPECT_OK(senc_describe(encoder, &facts));
    CHECK(facts && strstr(facts, "\"dimension\":") && strstr(facts, "\"precision\":\"float32\"") &&
          strstr(facts, senc_version()));
    senc_free(facts);
    senc_free(NULL);
    free(record);
    senc_close(encoder);
    free_lines(lines);
}
