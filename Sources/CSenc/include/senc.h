/* senc for C, and for all that calls C: texts to vectors, and the search among them.

   libsenc is one file: it needs nothing but the C library. Its interface is this header, whose
   numbers and structures stay as they are as long as SENC_ABI_VERSION does; what is new comes as new
   functions and as new names in the options.

       senc_encoder *encoder;
       if (senc_open("all-MiniLM-L6-v2", NULL, &encoder) != SENC_OK)
           fprintf(stderr, "%s\n", senc_last_error());

   Results. Every function that can fail returns a senc_status, and what went wrong is one line of
   English in senc_last_error. After an error what the function was to write is undefined, unless it
   is said here, and nothing needs to be freed. No function prints, ends the process, changes its
   signals, its locale or its directory, or throws. Arguments are checked as far as they can be: no
   text, no options, no offsets and no file do harm. What a pointer points to must be there; where
   memory runs out the process ends.

   Options are one JSON object in UTF-8, such as {"precision": "int8", "threads": 4}; NULL stands for
   {}. A name that is not listed here, a name twice or a value of another kind is SENC_INVALID; null
   is as good as leaving a name out.

   Threads. Any number of threads may call at once, also with one encoder; but nothing may be called
   with an encoder during or after its senc_close. A call uses at most as many threads as its options
   say, the one that calls among them, and they have ended when it returns. They have the process's
   signals blocked. A thread that calls needs a stack of 512 KiB.

   Forks. fork() waits until no other thread is at work in libsenc, which is at most about a batch of
   256 tokens for each, or a text; then parent and child go on, and all encoders may be used in both.
   If a thread is at work for over 10 seconds without a pause, fork() is done all the same, and in
   the child every function returns SENC_FORKED.

   Files. A model's files are mapped into memory as long as it is open: one that is replaced does no
   harm, one that is cut short meanwhile ends the process (SIGBUS). Models are looked for in the file
   system alone: nothing is asked of a network. */
#ifndef SENC_H
#define SENC_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when something of this header changes its meaning. */
#define SENC_ABI_VERSION 1

/* What a function comes to: SENC_OK, or why it failed. The numbers are those of the exit statuses of
   the program senc. */
typedef int32_t senc_status;

enum {
    SENC_OK = 0,
    SENC_INVALID = 64,      /* an argument, an option or a combination that makes no sense */
    SENC_BAD_DATA = 65,     /* a file, a text or a vector is not what it should be */
    SENC_NOT_FOUND = 66,    /* no such model, or a file that is missing or cannot be read */
    SENC_INTERNAL = 70,     /* a fault of libsenc's */
    SENC_FORKED = 71,       /* see above, forks */
    SENC_IO = 74,           /* reading or writing failed on the way */
    SENC_INTERRUPTED = 130, /* the progress function said so */
};

/* SENC_ABI_VERSION of the library that is loaded. */
int32_t senc_abi_version(void);

/* The library's version, such as "0.1.0". */
const char *senc_version(void);

/* What the last function that failed in this thread has to say: one line of at most 1023 bytes of
   UTF-8, without a full stop, valid until another one fails in this thread. Empty if none has. */
const char *senc_last_error(void);

/* Frees a text that a function here gave. NULL is nothing to free. */
void senc_free(char *text);

/* ---- Models ---- */

/* A model that is loaded. Does not change. */
typedef struct senc_encoder senc_encoder;

/* Loads a model.

   model: a path of a model directory or a weight file, a name on the search path ($SENC_MODELS, then
   directories called Weights in the working directory and beside the program), or an org/name in
   the local Hugging Face cache, with @revision if it is not main's. NULL: the model that $SENC_MODEL
   names, or else multilingual-e5-small.

   options:
     precision  "float32" (the reference), "bfloat16" or "int8", faster approximations
     backend    "packed", senc's own kernels, or "blas", the system's OpenBLAS, in float32 alone.
                Loading that starts threads of its own, and sets its variables in the environment
     packing    "ahead", or "each_use": the first vector comes sooner, many come later
     threads    how many load, and how many each call uses: 1 to 1024. By default one for each
                processor that the process may use. Threads that call at once use so many each

   Gives *encoder, for senc_close. */
senc_status senc_open(const char *model, const char *options, senc_encoder **encoder);

/* Frees a model. NULL is nothing to free. */
void senc_close(senc_encoder *encoder);

/* What a model is, as a JSON object, for senc_free:
     version, model (its name), path (of its weights, absolute; {"bytes": Base64} if it is not
     UTF-8), family, pooling, precision, kernels, threads,
     dimension (components of a vector), maximum_tokens (of a text, special ones included, where
     no limit is given),
     vocabulary (how many tokens), similarity ("cosine", "dot", "euclidean", "manhattan"),
     prompts (texts by name), default_prompt, query_prompt, passage_prompt (names or null),
     languages (as the model's card has them) */
senc_status senc_describe(const senc_encoder *encoder, char **json);

/* What vectors depend on, as a JSON object, for senc_free: hashes of weights, tokenizer and
   configuration, prompt, dimension, normalization. It is the "model" of the FILE.npy.model.json that
   senc writes beside vectors. Those of two encoders may be compared if these are equal but for
   "model", "promptName" and "role". Reads all of the model's files.

   options: those of senc_encode that vectors are made with. */
senc_status senc_stamp(const senc_encoder *encoder, const char *options, char **json);

/* ---- Calls that take long ---- */

/* Reports how far a call is, by the thread that made it, while nothing is locked: it may call other
   functions of senc, and fork, but a child must not return from it. done: about how many of the texts,
   queries or rows are done; never less than before, and at the end total. It is called behind each
   part that this thread has done: a batch, 64 texts to be tokenized, some thousand rows to be
   searched; so not while one text is tokenized.
   Returns 0 to go on. Anything else ends the call within a part, with SENC_INTERRUPTED. Where a
   function takes one, it may be NULL. */
typedef int32_t (*senc_progress)(void *context, int64_t done, int64_t total);

/* ---- Texts ---- */

/* Texts as Apache Arrow has them in arrays of type utf8 (offsets of 32 bits) and large_utf8 (of 64),
   so that an array's buffers can be given as they are. Text i is the bytes from offsets[first + i]
   up to offsets[first + i + 1]. They are UTF-8; what is ill-formed is read as U+FFFD, one for each
   maximal subpart. Any text will do, also an empty one, and one with zeros.

   Offsets must not be negative, not fall and not pass bytes_count: else it is SENC_INVALID, and
   nothing is done. */
typedef struct senc_strings {
    int64_t count;           /* how many texts; 0 needs no buffers */
    int64_t first;           /* the place of the first one in the buffers: Arrow's offset */
    const void *offsets;     /* [first + count + 1] of int32_t or int64_t */
    int32_t offset_bits;     /* 32 or 64 */
    const uint8_t *bytes;    /* [bytes_count]; may be NULL if there are none */
    int64_t bytes_count;
    const uint8_t *validity; /* bit first + i, the lowest of a byte first, is 0 where text i is null;
                                NULL if none is */
} senc_strings;

/* ---- Vectors ---- */

/* The type of a component. */
enum {
    SENC_FLOAT32 = 1,
    SENC_FLOAT16 = 2, /* IEEE 754 binary16 */
    SENC_INT8 = 3,    /* see minimums */
    SENC_BINARY = 4,  /* a bit, 1 where a component is over 0; eight a byte, the first the highest */
};

/* Rows of vectors in the caller's memory. */
typedef struct senc_vectors {
    int64_t count;     /* rows */
    int64_t dimension; /* components of a row */
    int32_t type;      /* SENC_FLOAT32 … SENC_BINARY */
    int64_t stride;    /* bytes from one row to the next; 0 if they follow each other */
    void *data;        /* at any alignment; only read where vectors are looked at */
    /* [dimension] each, of SENC_INT8: with step = (maximum - minimum) / 255, or 1 if that is 0, a
       component x becomes floor((x - minimum) / step) within 0 to 255, less 128. They are the rows
       of the FILE.npy.ranges.npy that senc writes. Where int8 rows are searched both may be NULL:
       an element then stands for itself. */
    const float *minimums;
    const float *maximums;
} senc_vectors;

/* What is told of texts beside their vectors. */
typedef struct senc_report {
    int64_t *tokens;       /* [texts] or NULL: tokens that went into each vector, special ones
                              included; 0 of nulls */
    int64_t *whole_tokens; /* [texts] or NULL: those that each whole text has. A text of more than
                              went into its vector was cut */
    int64_t cut;           /* given: how many texts were cut */
    int64_t unknown;       /* given: how many the tokenizer broke into mostly unknown tokens or
                              single characters, as in a language that the model is not for */
} senc_report;

/* Computes the vectors of texts: to the bit those of `senc encode`, whatever other texts there are
   and however many threads.

   options:
     prompt           the name of the model's prompt to put before each text; by default its default
                      prompt, if it has one
     prompt_text      a text of one's own in its place, "" for none
     role             "query" or "passage": the model's prompt for what is searched for, or for what
                      is searched; at most one of the three
     normalization    "model": vectors are scaled to length 1 if the model says so; "always"; "never"
     dimension        keep only so many leading components, 1 to the model's
     maximum_tokens   a limit on the tokens of a text, special ones included, in place of the model's;
                      it may be higher, up to the positions that the weights are for
     overflow         of longer texts: "truncate", "chunk" (the mean of the vectors of their pieces)
                      or "error" (SENC_BAD_DATA)
     truncation_side  where they are cut: "right", or "left"; by default as the tokenizer's files say

   rows: count is that of the texts, dimension that of the options or else the model's. Row i is
   written for text i; those of nulls are left as they are. Memory that is needed does not grow with
   the texts. On an error rows are written or not, each whole; texts in its line count from 1.
   report may be NULL. */
senc_status senc_encode(const senc_encoder *encoder, const senc_strings *texts, const char *options,
                        const senc_vectors *rows, senc_progress progress, void *context,
                        senc_report *report);

/* Counts the tokens of texts as senc_encode would with the same options: those of each whole text,
   with its prompt and special tokens.

   counts: [texts]; 0 of nulls. */
senc_status senc_count_tokens(const senc_encoder *encoder, const senc_strings *texts,
                              const char *options, int64_t *counts, senc_progress progress,
                              void *context);

/* ---- Tokens ---- */

/* The tokens of texts, one text's after the other's. */
typedef struct senc_tokens {
    int64_t texts;
    int64_t count;          /* tokens of all texts */
    const int64_t *firsts;  /* [texts + 1]: those of text i are firsts[i] up to firsts[i + 1]; none of
                               nulls */
    const int32_t *ids;     /* [count] */
    const int64_t *starts;  /* [count]: where a token is from, bytes of its text; of a text that is
                               ill-formed, of the text as it is read. 0 and 0 of special tokens */
    const int64_t *ends;    /* [count] */
    const uint8_t *special; /* [count]: 1 of tokens that the tokenizer put around the text */
} senc_tokens;

/* Makes tokens of texts, with no prompt, whole unless there is a limit.

   options:
     maximum_tokens   cut texts at so many tokens, special ones included
     truncation_side  "right" or "left", as for senc_encode
     special_tokens   whether the tokenizer's special tokens are put around a text: true or false

   Gives *tokens, for senc_tokens_free. Their memory grows with the texts. */
senc_status senc_tokenize(const senc_encoder *encoder, const senc_strings *texts,
                          const char *options, senc_tokens **tokens, senc_progress progress,
                          void *context);

/* NULL is nothing to free. */
void senc_tokens_free(senc_tokens *tokens);

/* ---- Search ---- */

/* Finds the rows that are closest to each query, exactly: the closest first, of two as close the
   lower row. Answers depend on no other query and on no thread.

   rows: of any type, following each other without gaps; searched where they are.
   queries: of any type but SENC_BINARY, of the same dimension.
   rescoring: NULL, or the same vectors as rows in a finer type; what is found among rows is scored
   and ordered by these.
   k: how many to find for each query, at least 1.

   options:
     metric        "cosine", "dot", "euclidean" or "manhattan"; distances are negative, so that larger
                   is closer. Binary rows stand for vectors of 1 and -1, and queries become such, too
     threshold     the least score
     oversampling  with rescoring, how many times k are scored; 64 of binary rows, else 4
     threads       1 to 1024; by default one for each processor

   indices, scores: [queries, k]. Where fewer are found, -1 and minus infinity follow.
   A row or query that is not finite is SENC_BAD_DATA; it counts from 0 in the line. */
senc_status senc_nearest(const senc_vectors *rows, const senc_vectors *queries,
                         const senc_vectors *rescoring, int64_t k, const char *options,
                         int64_t *indices, float *scores, senc_progress progress, void *context);

/* Computes the similarity of each row of a to each of b, in double precision, rounded once.

   a, b: of any type but SENC_BINARY, of one dimension.
   options: metric and threads, as above.
   scores: [rows of a, rows of b]. */
senc_status senc_similarities(const senc_vectors *a, const senc_vectors *b, const char *options,
                              float *scores, senc_progress progress, void *context);

#ifdef __cplusplus
}
#endif

#endif
