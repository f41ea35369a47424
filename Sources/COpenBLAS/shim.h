// The functions of OpenBLAS that senc calls, as the C interface to BLAS declares them, and those of
// Apple's Accelerate, whose cblas_sgemm takes the same. They are looked up in the library when it is
// first used, so nothing is linked and building needs no header of either.
#pragma once

enum { OPENBLAS_ROW_MAJOR = 101, OPENBLAS_NO_TRANSPOSE = 111, OPENBLAS_TRANSPOSE = 112 };

// c [m, n] = alpha · op(a) [m, k] · op(b) [k, n] + beta · c
typedef void (*openblas_sgemm_function)(int order, int transpose_a, int transpose_b, int m, int n,
                                        int k, float alpha, const float *a, int a_stride,
                                        const float *b, int b_stride, float beta, float *c,
                                        int c_stride);
typedef void (*openblas_set_num_threads_function)(int threads);
typedef char *(*openblas_get_corename_function)(void);

// BLASSetThreading, since macOS 15: how subsequent calls of the same thread are computed.
typedef int (*accelerate_set_threading_function)(unsigned model);
enum { ACCELERATE_SINGLE_THREADED = 1 };
