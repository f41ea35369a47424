// The functions of libcurl that senc calls. They are looked up in the library when a model is
// pulled, so nothing is linked; Swift cannot call variadic functions, hence the wrappers.
#pragma once
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

typedef CURLcode (*curl_global_init_function)(long flags);
typedef CURL *(*curl_easy_init_function)(void);
typedef void (*curl_easy_cleanup_function)(CURL *);
typedef void (*curl_easy_reset_function)(CURL *);
typedef CURLcode (*curl_easy_perform_function)(CURL *);
typedef const char *(*curl_easy_strerror_function)(CURLcode);
typedef CURLcode (*curl_easy_setopt_function)(CURL *, CURLoption, ...);
typedef CURLcode (*curl_easy_getinfo_function)(CURL *, CURLINFO, ...);
typedef struct curl_slist *(*curl_slist_append_function)(struct curl_slist *, const char *);
typedef void (*curl_slist_free_all_function)(struct curl_slist *);
typedef time_t (*curl_getdate_function)(const char *, const time_t *);
typedef CURLU *(*curl_url_function)(void);
typedef void (*curl_url_cleanup_function)(CURLU *);
typedef CURLUcode (*curl_url_set_function)(CURLU *, CURLUPart, const char *, unsigned int);
typedef CURLUcode (*curl_url_get_function)(const CURLU *, CURLUPart, char **, unsigned int);
typedef void (*curl_free_function)(void *);

static inline CURLcode curl_set_long(curl_easy_setopt_function set, CURL *handle,
                                     CURLoption option, long value) {
    return set(handle, option, value);
}

static inline CURLcode curl_set_pointer(curl_easy_setopt_function set, CURL *handle,
                                        CURLoption option, const void *value) {
    return set(handle, option, value);
}

// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode curl_set_callback(curl_easy_setopt_function set, CURL *handle,
                                         CURLoption option, curl_write_callback value) {
    return set(handle, option, value);
}

static inline CURLcode curl_get_long(curl_easy_getinfo_function get, CURL *handle, CURLINFO info,
                                     long *value) {
    return get(handle, info, value);
}

// The string is the handle's and lives until its next transfer.
static inline CURLcode curl_get_string(curl_easy_getinfo_function get, CURL *handle, CURLINFO info,
                                       const char **value) {
    return get(handle, info, value);
}
