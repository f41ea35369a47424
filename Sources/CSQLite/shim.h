#pragma once
#include <sqlite3.h>

// Swift cannot call variadic functions.
static inline int sqlite_set_option(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

// SQLITE_TRANSIENT, which has SQLite copy the text, is a macro that Swift does not see. Without a
// pointer the value would be NULL rather than an empty text.
static inline int sqlite_bind_text(sqlite3_stmt *statement, int position, const char *text,
                                   sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, position, text ? text : "", count, SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}
