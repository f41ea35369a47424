/* Tokens are those of `senc tokenize`. */
#include "checks.h"

#include <stdlib.h>

void test_tokens(void) {
    char path[4096];
    snprintf(path, sizeof path, "%s/texts.txt", expected_path);
    lines lines = read_lines(path);
    snprintf(path, sizeof path, "%s/tokens.txt", expected_path);
    struct lines ids = read_lines(path);
    CHECK(ids.count == lines.count);
    senc_encoder *encoder = open_model(NULL);
    buffers texts = make_buffers(lines.starts, lines.sizes, lines.count, 32, 2, NULL);
    senc_tokens *tokens = NULL;
    EXPECT_OK(senc_tokenize(encoder, &texts.strings, NULL, &tokens, NULL, NULL));
    int64_t *counts = calloc((size_t)lines.count, sizeof *counts);
    EXPECT_OK(senc_count_tokens(encoder, &texts.strings, NULL, counts, NULL, NULL));
    CHECK(tokens->texts == lines.count && tokens->firsts[0] == 0);
    CHECK(tokens->firsts[lines.count] == tokens->count);
    for (int64_t line = 0; line < lines.count; line++) {
        int64_t first = tokens->firsts[line], end = tokens->firsts[line + 1];
        CHECK(counts[line] == end - first);
        char *next = (char *)ids.starts[line];
        for (int64_t token = first; token < end; token++) {
            CHECK(strtol(next, &next, 10) == tokens->ids[token]);
            CHECK(tokens->starts[token] <= tokens->ends[token]);
            CHECK(tokens->ends[token] <= lines.sizes[line]);
            CHECK(tokens->special[token] == (token == first || token == end - 1));
        }
        CHECK(*next == '\n');
    }
    senc_tokens_free(tokens);

    bool is_null[] = {false, true, false};
    buffers few = make_buffers(lines.starts, lines.sizes, 3, 64, 0, is_null);
    EXPECT_OK(senc_tokenize(encoder, &few.strings,
                            "{\"maximum_tokens\": 4, \"special_tokens\": false}", &tokens, NULL,
                            NULL));
    CHECK(tokens->firsts[1] == tokens->firsts[2] && tokens->firsts[1] <= 4);
    for (int64_t token = 0; token < tokens->count; token++) CHECK(tokens->special[token] == 0);
    senc_tokens_free(tokens);
    counts[1] = 9;
    EXPECT_OK(senc_count_tokens(encoder, &few.strings, NULL, counts, NULL, NULL));
    CHECK(counts[0] > 0 && counts[1] == 0);
    senc_strings none = {.offset_bits = 64};
    EXPECT_OK(senc_tokenize(encoder, &none, NULL, &tokens, NULL, NULL));
    CHECK(tokens->texts == 0 && tokens->count == 0 && tokens->firsts[0] == 0);
    senc_tokens_free(tokens);
    EXPECT_OK(senc_count_tokens(encoder, &none, NULL, NULL, NULL, NULL));
    senc_tokens_free(NULL);
    free_buffers(&few);
    free_buffers(&texts);
    free(counts);
    senc_close(encoder);
    free_lines(ids);
    free_lines(lines);
}
