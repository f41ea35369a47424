/* Arguments that make no sense are refused with a code and a line, and nothing else happens. */
#include "checks.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void refuse_open(senc_status status, const char *model, const char *options,
                        const char *said) {
    senc_encoder *encoder = (senc_encoder *)&encoder;
    EXPECT_STATUS(status, senc_open(model, options, &encoder));
    CHECK(encoder == NULL);
    CHECK(strstr(senc_last_error(), said) != NULL);
    CHECK(strchr(senc_last_error(), '\n') == NULL);
}

static void *fresh_thread(void *unused) {
    CHECK(*senc_last_error() == 0);
    senc_close(NULL);
    EXPECT_STATUS(SENC_INVALID, senc_open(NULL, NULL, NULL));
    CHECK(strstr(senc_last_error(), "encoder") != NULL);
    return unused;
}

static void opening(void) {
    refuse_open(SENC_NOT_FOUND, "/nowhere/at/all", NULL, "/nowhere/at/all");
    refuse_open(SENC_NOT_FOUND, "", NULL, "");
    refuse_open(SENC_NOT_FOUND, "a name\nof two lines \xFF", NULL, "of two lines");
    refuse_open(SENC_INVALID, model_path, "", "options");
    refuse_open(SENC_INVALID, model_path, "{", "options");
    refuse_open(SENC_INVALID, model_path, "[]", "not a JSON object");
    refuse_open(SENC_INVALID, model_path, "{} {}", "options");
    refuse_open(SENC_INVALID, model_path, "{\"\xFF\": 1}", "UTF-8");
    refuse_open(SENC_INVALID, model_path, "{\"precison\": \"int8\"}", "did you mean 'precision'");
    refuse_open(SENC_INVALID, model_path, "{\"precision\": \"int4\"}", "int4");
    refuse_open(SENC_INVALID, model_path, "{\"precision\": 8}", "float32, bfloat16, int8");
    refuse_open(SENC_INVALID, model_path, "{\"threads\": 0}", "outside 1 to 1024");
    refuse_open(SENC_INVALID, model_path, "{\"threads\": 1e3}", "whole number");
    refuse_open(SENC_INVALID, model_path, "{\"threads\": 99999999999999999999}", "whole number");
    refuse_open(SENC_INVALID, model_path, "{\"threads\": 1, \"threads\": 1}", "twice");
    refuse_open(SENC_INVALID, model_path, "{\"precision\": \"int8\", \"backend\": \"blas\"}", "");
    char *deep = malloc(200001);
    memset(deep, '[', 200000);
    deep[200000] = 0;
    refuse_open(SENC_INVALID, model_path, deep, "deep");
    // A line that is too long is cut, between characters.
    for (int at = 0; at < 3000; at += 2) memcpy(deep + at, "\xC3\xB1", 2);
    deep[3000] = 0;
    refuse_open(SENC_NOT_FOUND, deep, NULL, "\xC3\xB1");
    CHECK(strlen(senc_last_error()) <= 1023);
    free(deep);

    // A directory whose files are something else.
    char directory[] = "/tmp/senc-c-XXXXXX", path[64];
    CHECK(mkdtemp(directory) != NULL);
    snprintf(path, sizeof path, "%s/config.json", directory);
    FILE *file = fopen(path, "w");
    fputs("{\"model_type\": \"bert\", \"hidden_size\": -1}", file);
    fclose(file);
    senc_encoder *encoder;
    senc_status status = senc_open(directory, NULL, &encoder);
    CHECK(status == SENC_BAD_DATA || status == SENC_NOT_FOUND);
    unlink(path);
    rmdir(directory);

    pthread_t thread;
    CHECK(*senc_last_error() != 0);
    pthread_create(&thread, NULL, fresh_thread, NULL);
    pthread_join(thread, NULL);
    CHECK(strstr(senc_last_error(), "encoder") == NULL);
    EXPECT_OK(senc_open(model_path, "{\"threads\": null}", &encoder));
    senc_close(encoder);
}

void test_mistakes(void) {
    opening();
    senc_encoder *encoder = open_model(NULL);
    char *json = NULL;
    EXPECT_OK(senc_describe(encoder, &json));
    int64_t dimension = atoll(strstr(json, "\"dimension\":") + strlen("\"dimension\":"));
    senc_free(json);
    float *row = calloc((size_t)dimension * 2, sizeof *row);
    senc_vectors rows = float_rows(row, 1, dimension);
    buffers text = make_text("the king");
    const senc_strings *one = &text.strings;

    // NULL in place of each pointer.
    senc_tokens *tokens;
    int64_t counts[1];
    EXPECT_STATUS(SENC_INVALID, senc_describe(NULL, &json));
    EXPECT_STATUS(SENC_INVALID, senc_describe(encoder, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_stamp(NULL, NULL, &json));
    EXPECT_STATUS(SENC_INVALID, senc_stamp(encoder, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_encode(NULL, one, NULL, &rows, NULL, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_encode(encoder, NULL, NULL, &rows, NULL, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_encode(encoder, one, NULL, NULL, NULL, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_count_tokens(NULL, one, NULL, counts, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_count_tokens(encoder, NULL, NULL, counts, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_count_tokens(encoder, one, NULL, NULL, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_tokenize(NULL, one, NULL, &tokens, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_tokenize(encoder, NULL, NULL, &tokens, NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_tokenize(encoder, one, NULL, NULL, NULL, NULL));

    // Options that do not exist, do not fit the model or contradict each other.
    const char *options[] = {
        "{\"dimension\": 0}", "{\"dimension\": 1000000}", "{\"dimension\": 3.5}",
        "{\"maximum_tokens\": 1}", "{\"maximum_tokens\": 1000000}", "{\"maximum_tokens\": -1}",
        "{\"prompt\": \"nobody's\"}", "{\"prompt\": 3}", "{\"role\": \"king\"}",
        "{\"prompt_text\": \"\", \"role\": \"query\"}", "{\"overflow\": \"wrap\"}",
        "{\"truncation_side\": \"middle\"}", "{\"normalization\": true}", "{\"precision\": \"int8\"}",
        "{\"special_tokens\": true}", "nothing",
    };
    for (size_t at = 0; at < sizeof options / sizeof *options; at++) {
        EXPECT_STATUS(SENC_INVALID,
                      senc_encode(encoder, one, options[at], &rows, NULL, NULL, NULL));
        EXPECT_STATUS(SENC_INVALID, senc_stamp(encoder, options[at], &json));
        EXPECT_STATUS(SENC_INVALID,
                      senc_count_tokens(encoder, one, options[at], counts, NULL, NULL));
    }
    EXPECT_STATUS(SENC_INVALID, senc_tokenize(encoder, one, "{\"maximum_tokens\": 0}", &tokens,
                                              NULL, NULL));
    EXPECT_STATUS(SENC_INVALID, senc_tokenize(encoder, one, "{\"special_tokens\": 1}", &tokens,
                                              NULL, NULL));
    const char *two[] = {"a", "the king and the queen of the sea"};
    int64_t sizes[] = {1, 33};
    bool first_is_null[] = {true, false};
    buffers both = make_buffers(two, sizes, 2, 32, 0, first_is_null);
    senc_vectors two_rows = float_rows(row, 2, dimension);
    EXPECT_STATUS(SENC_BAD_DATA, senc_encode(encoder, &both.strings,
                                             "{\"maximum_tokens\": 5, \"overflow\": \"error\"}",
                                             &two_rows, NULL, NULL, NULL));
    CHECK(strstr(senc_last_error(), "text 2 has") == senc_last_error());
    CHECK(strstr(senc_last_error(), "--") == NULL);
    EXPECT_OK(senc_count_tokens(encoder, one, "{\"maximum_tokens\": 5, \"overflow\": \"error\"}",
                                counts, NULL, NULL));

    // Rows that are no rows, or not those of the texts.
    senc_vectors wrong[] = {rows, rows, rows, rows, rows, rows, rows, rows, rows, rows, rows, rows};
    size_t count = 0;
    wrong[count++].count = 2;
    wrong[count++].count = -1;
    wrong[count++].count = INT64_MAX;
    wrong[count++].dimension += 1;
    wrong[count++].dimension = 0;
    wrong[count++].dimension = INT64_MAX;
    wrong[count++].type = 0;
    wrong[count++].type = SENC_INT8;
    wrong[count++].stride = 4 * dimension - 1;
    wrong[count++].stride = -4 * dimension;
    wrong[count++].data = NULL;
    wrong[count++].minimums = row;
    for (size_t at = 0; at < count; at++)
        EXPECT_STATUS(SENC_INVALID, senc_encode(encoder, one, NULL, wrong + at, NULL, NULL, NULL));
    senc_vectors falling = rows;
    falling.type = SENC_INT8;
    float highs[4096], lows[4096];
    for (int64_t column = 0; column < dimension; column++) {
        highs[column] = 1;
        lows[column] = 2;
    }
    falling.minimums = lows;
    falling.maximums = highs;
    EXPECT_STATUS(SENC_BAD_DATA, senc_encode(encoder, one, NULL, &falling, NULL, NULL, NULL));

    // What failed changes nothing for what comes then.
    EXPECT_OK(senc_encode(encoder, one, NULL, &rows, NULL, NULL, NULL));
    free_buffers(&both);
    free_buffers(&text);
    free(row);
    senc_close(encoder);
}
