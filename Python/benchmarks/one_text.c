/* The vector of one text, again and again, from C: for each line "N" of standard input, prints the
   seconds that each of N calls took. */
#include <senc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 5) return 64;
    const char *model = arguments[1], *text = arguments[2], *options = arguments[3];
    senc_encoder *encoder;
    if (senc_open(model, options, &encoder) != SENC_OK) {
        fprintf(stderr, "%s\n", senc_last_error());
        return 1;
    }
    int64_t offsets[] = {0, (int64_t)strlen(text)};
    senc_strings texts = {.count = 1, .offsets = offsets, .offset_bits = 64,
                          .bytes = (const uint8_t *)text, .bytes_count = offsets[1]};
    static float vector[8192];
    senc_vectors rows = {.count = 1, .dimension = atoi(arguments[4]), .type = SENC_FLOAT32, .data = vector};
    char line[32];
    while (fgets(line, sizeof line, stdin)) {
        int calls = atoi(line);
        double start = now();
        for (int call = 0; call < calls; call++)
            if (senc_encode(encoder, &texts, NULL, &rows, NULL, NULL, NULL) != SENC_OK) return 1;
        printf("%.9f\n", (now() - start) / calls);
        fflush(stdout);
    }
    senc_close(encoder);
}
