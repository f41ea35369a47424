/* Memory does not grow, whatever is called how often, and whether it succeeds. */
#include "checks.h"

#include <stdlib.h>
#include <unistd.h>

static long resident_bytes(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
    if (file) fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

void test_memory(void) {
    senc_encoder *encoder = open_model("{\"threads\": 2}");
    char *json = NULL;
    EXPECT_OK(senc_describe(encoder, &json));
    int64_t dimension = atoll(strstr(json, "\"dimension\":") + strlen("\"dimension\":"));
    senc_free(json);
    float *row = calloc((size_t)dimension, sizeof *row);
    int8_t *small = calloc((size_t)dimension, sizeof *small);
    float *lows = calloc((size_t)dimension, sizeof *lows);
    float *highs = calloc((size_t)dimension, sizeof *highs);
    for (int64_t column = 0; column < dimension; column++) highs[column] = 1;
    senc_vectors rows = float_rows(row, 1, dimension), bytes = rows;
    bytes.type = SENC_INT8;
    bytes.data = small;
    bytes.minimums = lows;
    bytes.maximums = highs;
    buffers text = make_text("El rey y la reina viven en un palacio.");
    int calls = (int)(100000 * effort);
    long early = 0;
    for (int call = 0; call < calls; call++) {
        if (call == calls / 5) early = resident_bytes();
        switch (call % 8) {
        case 0: {
            senc_tokens *tokens = NULL;
            EXPECT_OK(senc_tokenize(encoder, &text.strings, NULL, &tokens, NULL, NULL));
            senc_tokens_free(tokens);
            break;
        }
        case 1: {
            EXPECT_OK(senc_describe(encoder, &json));
            senc_free(json);
            break;
        }
        case 2: {
            CHECK(senc_encode(encoder, &text.strings, "{\"king\": 1}", &rows, NULL, NULL, NULL) ==
                  SENC_INVALID);
            break;
        }
        case 3: {
            int64_t index;
            float score;
            EXPECT_OK(senc_nearest(&rows, &rows, NULL, 1, "{\"threads\": 1}", &index, &score,
                                   NULL, NULL));
            break;
        }
        case 4: {
            EXPECT_OK(senc_encode(encoder, &text.strings, NULL, &bytes, NULL, NULL, NULL));
            break;
        }
        default:
            EXPECT_OK(senc_encode(encoder, &text.strings, NULL, &rows, NULL, NULL, NULL));
        }
    }
    long growth = resident_bytes() - early;
    if (effort == 1) {
        printf("memory: %d calls, grown by %ld KiB after the first fifth\n", calls, growth / 1024);
        CHECK(growth < 2 << 20);
    }
    senc_close(encoder);
    early = resident_bytes();
    for (int call = 0; call < 200 * effort; call++) senc_close(open_model(NULL));
    if (effort == 1) {
        growth = resident_bytes() - early;
        printf("memory: opened 200 times, grown by %ld KiB\n", growth / 1024);
        CHECK(growth < 4 << 20);
    }
    free_buffers(&text);
    free(row);
    free(small);
    free(lows);
    free(highs);
}
