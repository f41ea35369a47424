#pragma once
#include <cblas.h>

// The types of the functions that are looked up in the loaded library.
typedef __typeof__(&cblas_sgemm) openblas_sgemm_function;
typedef __typeof__(&openblas_set_num_threads) openblas_set_num_threads_function;
typedef __typeof__(&openblas_get_corename) openblas_get_corename_function;
