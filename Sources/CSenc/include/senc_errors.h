/* What Swift has no words for: memory that each thread has of its own. Not part of the library's
   interface. */
#pragma once

#include <stdint.h>

/* Keeps what senc_last_error says in this thread; a text that is too long is cut between characters.

   text: [count] of UTF-8. */
void senc_keep_error(const uint8_t *text, int64_t count);
