#pragma once
#include <oniguruma.h>
#include <stddef.h>

// What Swift cannot import: the addresses of Oniguruma's encodings and syntaxes, and its untyped
// variable arguments.

/// Compiles a pattern in UTF-8 with Ruby's syntax. Gives NULL and a message if that fails.
static inline OnigRegex senc_onig_compile(
    const unsigned char *pattern, size_t count, char message[ONIG_MAX_ERROR_MESSAGE_LEN]) {
    OnigEncoding encodings[] = {ONIG_ENCODING_UTF8};
    onig_initialize(encodings, 1);
    OnigRegex expression = NULL;
    OnigErrorInfo info;
    int status = onig_new(
        &expression, pattern, pattern + count, ONIG_OPTION_NONE, ONIG_ENCODING_UTF8,
        ONIG_SYNTAX_RUBY, &info);
    if (status == ONIG_NORMAL) return expression;
    int length = onig_error_code_to_str((OnigUChar *)message, status, &info);
    message[length < 0 ? 0 : length] = 0;
    return NULL;
}

/// Defines a property for patterns by its ranges: their number, then the first and last of each.
static inline int senc_onig_define(const char *name, OnigCodePoint *ranges) {
    OnigEncoding encodings[] = {ONIG_ENCODING_UTF8};
    onig_initialize(encodings, 1);
    return onig_unicode_define_user_property(name, ranges);
}

/// Searches from byte `start` on. Gives ONIG_NORMAL, ONIG_MISMATCH or an error; the match is in
/// the region.
static inline int senc_onig_search(
    OnigRegex expression, const unsigned char *text, size_t count, size_t start,
    OnigRegion *region, OnigMatchParam *limits) {
    int place = onig_search_with_param(
        expression, text, text + count, text + start, text + count, region, ONIG_OPTION_NONE,
        limits);
    return place >= 0 ? ONIG_NORMAL : place;
}
