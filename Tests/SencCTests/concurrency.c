/* Many threads, forks at any moment, signals by the thousand, and calls that are interrupted. */
#include "checks.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* What all threads encode, and what comes of it. */
static struct {
    senc_encoder *encoder;
    lines lines;
    array expected;
} shared;

static void prepare(const char *options) {
    char path[4096];
    snprintf(path, sizeof path, "%s/texts.txt", expected_path);
    shared.lines = read_lines(path);
    snprintf(path, sizeof path, "%s/float32.npy", expected_path);
    shared.expected = read_array(path, 4);
    shared.encoder = open_model(options);
}

static void finish(void) {
    senc_close(shared.encoder);
    free(shared.expected.file);
    free_lines(shared.lines);
}

/* Encodes some lines; whether their vectors are right. */
static bool encode_lines(int64_t from, int64_t count, senc_progress progress, void *context) {
    int64_t dimension = shared.expected.columns;
    size_t size = (size_t)(count * dimension) * 4;
    float *data = malloc(size);
    buffers texts = make_buffers(shared.lines.starts + from, shared.lines.sizes + from, count, 32,
                                 0, NULL);
    senc_vectors rows = float_rows(data, count, dimension);
    senc_status status =
        senc_encode(shared.encoder, &texts.strings, NULL, &rows, progress, context, NULL);
    bool is_right = status == SENC_OK &&
                    memcmp(data, shared.expected.data + from * dimension * 4, size) == 0;
    free_buffers(&texts);
    free(data);
    return is_right;
}

static _Atomic bool is_over;

static void *encode_some(void *number) {
    int64_t from = (int64_t)(intptr_t)number * 7 % (shared.lines.count - 40);
    for (int round = 0; round < 20 * effort + 1; round++) {
        CHECK(encode_lines(from, 1 + (from + round) % 40, NULL, NULL));
        char *json = NULL;
        EXPECT_OK(senc_describe(shared.encoder, &json));
        senc_free(json);
        EXPECT_STATUS(SENC_INVALID, senc_encode(shared.encoder, NULL, NULL, NULL, NULL, NULL, NULL));
        CHECK(strstr(senc_last_error(), "texts") != NULL);
    }
    return NULL;
}

void test_threads(void) {
    enum { THREADS = 64 };
    prepare("{\"threads\": 3}");
    pthread_t threads[THREADS];
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    // What the header asks for; tools need more.
    if (effort == 1) pthread_attr_setstacksize(&attributes, 512 << 10);
    int count = effort == 1 ? THREADS : 4;
    for (intptr_t thread = 0; thread < count; thread++)
        pthread_create(threads + thread, &attributes, encode_some, (void *)thread);
    for (int thread = 0; thread < count; thread++) pthread_join(threads[thread], NULL);
    pthread_attr_destroy(&attributes);
    finish();
}

static void *encode_until_over(void *number) {
    int64_t round = (intptr_t)number;
    while (!is_over) {
        round += 1;
        // Now one window, now several.
        if (round % 8 == 0)
            CHECK(encode_lines(0, shared.lines.count, NULL, NULL));
        else
            CHECK(encode_lines(round * 13 % (shared.lines.count - 9), 9, NULL, NULL));
        senc_encoder *other = NULL;
        if (round % 5 == 0) EXPECT_OK(senc_open(model_path, "{\"threads\": 2}", &other));
        senc_close(other);
    }
    return NULL;
}

struct watch {
    pthread_t caller;
    int calls, limit;
    int64_t done, total;
};

static int32_t watch_progress(void *context, int64_t done, int64_t total) {
    struct watch *watch = context;
    CHECK(pthread_equal(pthread_self(), watch->caller));
    CHECK(done >= watch->done && done <= total);
    CHECK(watch->calls == 0 || total == watch->total);
    watch->done = done;
    watch->total = total;
    watch->calls += 1;
    // Other functions may be called meanwhile.
    char *json = NULL;
    EXPECT_OK(senc_describe(shared.encoder, &json));
    senc_free(json);
    return watch->calls == watch->limit;
}

/* A child that goes on with what the parent opened; a signal ends it if it does not get on. */
static void child(void) {
    alarm(300);
    bool is_right = encode_lines(0, 30, NULL, NULL) && encode_lines(0, shared.lines.count, NULL, NULL);
    senc_encoder *other = NULL;
    is_right = is_right && senc_open(model_path, NULL, &other) == SENC_OK;
    senc_close(other);
    // Progress is told by the thread that calls, here, too.
    struct watch watch = {.caller = pthread_self()}, first = {.caller = pthread_self(), .limit = 1};
    is_right = is_right && encode_lines(0, shared.lines.count, watch_progress, &watch) &&
               watch.done == shared.lines.count &&
               !encode_lines(0, shared.lines.count, watch_progress, &first) &&
               strcmp(senc_last_error(), "interrupted") == 0 && failures == 0;
    _exit(is_right ? 0 : 1);
}

static void expect_success(pid_t process) {
    int status = -1;
    CHECK(process > 0);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int32_t fork_once(void *forked, int64_t done, int64_t total) {
    (void)done;
    (void)total;
    if (*(bool *)forked) return 0;
    *(bool *)forked = true;
    pid_t process = fork();
    if (process == 0) child();
    expect_success(process);
    return 0;
}

static _Atomic bool is_held, may_go_on;

static void hold(int number) {
    (void)number;
    is_held = true;
    while (!may_go_on) usleep(1000);
}

static void *encode_all(void *unused) {
    while (!is_over) CHECK(encode_lines(0, shared.lines.count, NULL, NULL));
    return unused;
}

/* A thread that does not get on, held by a signal in the middle of a call: the fork is made all the
   same, and the child's calls say so. Whether it is in the middle is chance, so there are tries. */
static void fork_without_waiting(void) {
    struct sigaction action = {.sa_handler = hold}, earlier;
    sigaction(SIGUSR1, &action, &earlier);
    bool was_refused = false;
    for (int attempt = 0; attempt < 5 && !was_refused; attempt++) {
        is_over = is_held = may_go_on = false;
        pthread_t thread;
        pthread_create(&thread, NULL, encode_all, NULL);
        usleep(20000);
        pthread_kill(thread, SIGUSR1);
        while (!is_held) usleep(1000);
        pid_t process = fork();
        if (process == 0) {
            alarm(300);
            senc_encoder *encoder;
            senc_status status = senc_open(model_path, NULL, &encoder);
            _exit(status == SENC_FORKED && strstr(senc_last_error(), "fork") ? SENC_FORKED
                  : status == SENC_OK                                        ? 0
                                                                             : 1);
        }
        int status = -1;
        while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == SENC_FORKED);
        was_refused = WEXITSTATUS(status) == SENC_FORKED;
        is_over = may_go_on = true;
        pthread_join(thread, NULL);
    }
    CHECK(was_refused);
    sigaction(SIGUSR1, &earlier, NULL);
    // The parent goes on, and so does a child that is forked then.
    CHECK(encode_lines(0, 9, NULL, NULL));
    pid_t process = fork();
    if (process == 0) child();
    expect_success(process);
}

void test_forks(void) {
    enum { THREADS = 6 };
    prepare("{\"threads\": 2}");
    pthread_t threads[THREADS];
    is_over = false;
    int count = effort == 1 ? THREADS : 2;
    for (intptr_t thread = 0; thread < count; thread++)
        pthread_create(threads + thread, NULL, encode_until_over, (void *)thread);
    int forks = effort == 1 ? 25 : 3;
    for (int fork_number = 0; fork_number < forks; fork_number++) {
        usleep((useconds_t)(fork_number * 977 % 5000));
        pid_t process = fork();
        if (process == 0) child();
        expect_success(process);
    }
    // While others encode, and from within a call.
    bool forked = false;
    CHECK(encode_lines(0, shared.lines.count, fork_once, &forked));
    CHECK(forked);
    is_over = true;
    for (int thread = 0; thread < count; thread++) pthread_join(threads[thread], NULL);
    if (effort == 1) fork_without_waiting();
    finish();
}

static _Atomic long signals, elsewhere;
static pthread_t main_thread;

static void count_signal(int number) {
    (void)number;
    signals += 1;
    if (!pthread_equal(pthread_self(), main_thread)) elsewhere += 1;
}

void test_signals(void) {
    main_thread = pthread_self();
    struct sigaction before[65] = {0}, after = {0};
    for (int number = 1; number < 65; number++) sigaction(number, NULL, before + number);
    struct sigaction action = {.sa_handler = count_signal}, earlier;
    // Without SA_RESTART, so that calls of the system are interrupted.
    sigaction(SIGALRM, &action, &earlier);
    struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &often, NULL);
    for (int round = 0; round < 10 * effort; round++) {
        prepare("{\"threads\": 4}");
        CHECK(encode_lines(0, shared.lines.count, NULL, NULL));
        finish();
    }
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &earlier, NULL);
    CHECK(signals > 10);
    CHECK(elsewhere == 0);
    for (int number = 1; number < 65; number++) {
        sigaction(number, NULL, &after);
        CHECK(after.sa_handler == before[number].sa_handler);
        after = (struct sigaction){0};
    }
}

/* How a call is watched from its beginning to its end, and ended by its first report. */
#define EXPECT_PROGRESS(count, call)                                                               \
    do {                                                                                           \
        struct watch watch = {.caller = pthread_self()};                                           \
        EXPECT_OK(call);                                                                           \
        CHECK(watch.calls > 0 && watch.done == (count) && watch.total == (count));                 \
        watch = (struct watch){.caller = pthread_self(), .limit = 1};                              \
        EXPECT_STATUS(SENC_INTERRUPTED, call);                                                     \
        CHECK(watch.calls == 1);                                                                   \
    } while (0)

static void progress_of_tokens(int64_t count) {
    buffers texts = make_buffers(shared.lines.starts, shared.lines.sizes, count, 32, 0, NULL);
    int64_t *counts = calloc((size_t)count, sizeof *counts);
    EXPECT_PROGRESS(count, senc_count_tokens(shared.encoder, &texts.strings, NULL, counts,
                                             watch_progress, &watch));
    senc_tokens *tokens = NULL;
    EXPECT_PROGRESS(count, (senc_tokens_free(tokens),
                            senc_tokenize(shared.encoder, &texts.strings, NULL, &tokens,
                                          watch_progress, &watch)));
    CHECK(tokens == NULL);
    free(counts);
    free_buffers(&texts);
}

static void progress_of_search(const char *options) {
    // Several parts of rows, and of queries.
    enum { count = 5000, asked = 1100, dimension = 4 };
    float *data = calloc(count * dimension, sizeof *data);
    for (int place = 0; place < count * dimension; place++) data[place] = (float)(place % 97) + 1;
    senc_vectors rows = float_rows(data, count, dimension);
    senc_vectors queries = float_rows(data, asked, dimension);
    int64_t *indices = calloc(asked, sizeof *indices);
    float *scores = calloc((size_t)asked * count, sizeof *scores);
    EXPECT_PROGRESS(asked, senc_nearest(&rows, &queries, &rows, 1, options, indices, scores,
                                        watch_progress, &watch));
    EXPECT_PROGRESS(asked, senc_similarities(&queries, &rows, options, scores, watch_progress,
                                             &watch));
    senc_vectors none = float_rows(NULL, 0, dimension);
    EXPECT_PROGRESS(0, senc_nearest(&rows, &none, NULL, 1, options, NULL, NULL, watch_progress,
                                    &watch));
    free(scores);
    free(indices);
    free(data);
}

void test_progress(void) {
    for (int threads = 1; threads <= 3; threads++) {
        char options[32];
        snprintf(options, sizeof options, "{\"threads\": %d}", threads);
        prepare(options);
        int64_t sizes[] = {1, 100, shared.lines.count};
        for (int size = 0; size < (effort < 0.01 ? 2 : 3); size++) {
            struct watch whole = {.caller = pthread_self()};
            CHECK(encode_lines(0, sizes[size], watch_progress, &whole));
            CHECK(whole.calls > 0 && whole.done == sizes[size] && whole.total == sizes[size]);
            struct watch first = {.caller = pthread_self(), .limit = 1};
            CHECK(!encode_lines(0, sizes[size], watch_progress, &first));
            CHECK(strcmp(senc_last_error(), "interrupted") == 0);
            CHECK(first.calls == 1);
        }
        progress_of_tokens(sizes[1]);
        progress_of_search(options);
        finish();
    }
}
