/* The tests of libsenc: see run.sh.

       tests MODEL EXPECTED EFFORT [NAME…]

   EXPECTED is a directory with what the program senc says; EFFORT is 1 for all repetitions. */
#include "checks.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

const char *model_path, *expected_path;
double effort = 1;
_Atomic int failures;

void check(bool holds, const char *file, int line, const char *what) {
    if (holds) return;
    failures += 1;
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
}

static size_t guarded_pages(size_t size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (size + page - 1) / page * page;
}

void *guarded(size_t size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = guarded_pages(size);
    char *memory =
        mmap(NULL, whole + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + whole, page, PROT_NONE) != 0) abort();
    return memory + whole - size;
}

void *guarded_copy(const void *from, size_t size) {
    void *memory = guarded(size);
    if (size > 0) memcpy(memory, from, size);
    return memory;
}

void free_guarded(void *memory, size_t size) {
    size_t whole = guarded_pages(size);
    munmap((char *)memory + size - whole, whole + (size_t)sysconf(_SC_PAGESIZE));
}

char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    long end = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)end + 1);
    *size = fread(bytes, 1, (size_t)end, file);
    bytes[*size] = 0;
    fclose(file);
    return bytes;
}

lines read_lines(const char *path) {
    size_t size;
    lines result = {.file = read_file(path, &size)};
    for (size_t at = 0; at < size; at++) result.count += result.file[at] == '\n';
    result.starts = calloc((size_t)result.count, sizeof *result.starts);
    result.sizes = calloc((size_t)result.count, sizeof *result.sizes);
    char *start = result.file;
    for (int64_t line = 0; line < result.count; line++) {
        char *end = strchr(start, '\n');
        result.starts[line] = start;
        result.sizes[line] = end - start;
        start = end + 1;
    }
    return result;
}

void free_lines(lines lines) {
    free(lines.starts);
    free(lines.sizes);
    free(lines.file);
}

array read_array(const char *path, size_t element) {
    size_t size;
    array result = {.file = read_file(path, &size)};
    size_t header = 10 + (uint8_t)result.file[8] + 256 * (size_t)(uint8_t)result.file[9];
    const char *shape = strstr(result.file + 10, "'shape': (");
    long long rows = 0, columns = 0;
    if (!shape || sscanf(shape, "'shape': (%lld, %lld)", &rows, &columns) != 2 ||
        size != header + (size_t)rows * (size_t)columns * element) {
        fprintf(stderr, "%s: not an array of %zu bytes an element\n", path, element);
        exit(2);
    }
    result.rows = rows;
    result.columns = columns;
    result.data = (uint8_t *)result.file + header;
    return result;
}

buffers make_buffers(const char *const *texts, const int64_t *sizes, int64_t count, int bits,
                     int64_t first, const bool *is_null) {
    int64_t total = 0;
    for (int64_t text = 0; text < count; text++) total += sizes[text];
    size_t width = (size_t)bits / 8;
    buffers result = {
        .offset_size = (size_t)(first + count + 1) * width,
        // What is before the first text is not read.
        .bytes_size = (size_t)(total + 7),
        .validity_size = (size_t)(first + count + 7) / 8,
    };
    char *offsets = guarded(result.offset_size), *bytes = guarded(result.bytes_size);
    memset(offsets, 0xEE, (size_t)first * width);
    memset(bytes, 'x', 7);
    int64_t end = 7;
    for (int64_t text = 0; text <= count; text++) {
        int32_t narrow = (int32_t)end;
        memcpy(offsets + (size_t)(first + text) * width, bits == 32 ? (void *)&narrow : (void *)&end,
               width);
        if (text == count) break;
        memcpy(bytes + end, texts[text], (size_t)sizes[text]);
        end += sizes[text];
    }
    uint8_t *validity = NULL;
    if (is_null) {
        validity = guarded(result.validity_size);
        memset(validity, 0, result.validity_size);
        for (int64_t text = 0; text < count; text++)
            if (!is_null[text])
                validity[(first + text) / 8] |= (uint8_t)(1 << (first + text) % 8);
    }
    result.strings = (senc_strings){
        .count = count, .first = first, .offsets = offsets, .offset_bits = bits,
        .bytes = (uint8_t *)bytes, .bytes_count = total + 7, .validity = validity};
    return result;
}

buffers make_text(const char *text) {
    int64_t size = (int64_t)strlen(text);
    return make_buffers(&text, &size, 1, 32, 0, NULL);
}

void free_buffers(buffers *buffers) {
    free_guarded((void *)buffers->strings.offsets, buffers->offset_size);
    free_guarded((void *)buffers->strings.bytes, buffers->bytes_size);
    if (buffers->strings.validity)
        free_guarded((void *)buffers->strings.validity, buffers->validity_size);
}

senc_encoder *open_model(const char *options) {
    senc_encoder *encoder = NULL;
    EXPECT_OK(senc_open(model_path, options, &encoder));
    if (!encoder) exit(1);
    return encoder;
}

senc_vectors float_rows(float *data, int64_t count, int64_t dimension) {
    return (senc_vectors){
        .count = count, .dimension = dimension, .type = SENC_FLOAT32, .data = data};
}

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
    {"equality", test_equality}, {"options", test_options},   {"tokens", test_tokens},
    {"search", test_search},     {"mistakes", test_mistakes}, {"hostile", test_hostile_buffers},
    {"threads", test_threads},   {"forks", test_forks},       {"signals", test_signals},
    {"progress", test_progress}, {"memory", test_memory},
};

int main(int count, char **arguments) {
    if (count < 4) return 64;
    model_path = arguments[1];
    expected_path = arguments[2];
    effort = atof(arguments[3]);
    CHECK(senc_abi_version() == SENC_ABI_VERSION);
    CHECK(strlen(senc_version()) >= 5);
    CHECK(*senc_last_error() == 0);
    for (size_t test = 0; test < sizeof tests / sizeof *tests; test++) {
        bool wanted = count == 4;
        for (int name = 4; name < count; name++)
            wanted = wanted || strcmp(arguments[name], tests[test].name) == 0;
        if (!wanted) continue;
        int before = failures;
        tests[test].run();
        printf("%s: %s\n", tests[test].name, failures == before ? "passed" : "FAILED");
        fflush(stdout);
    }
    return failures > 0;
}
