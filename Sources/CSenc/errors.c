#include "include/senc.h"
#include "include/senc_errors.h"

#include <string.h>

static _Thread_local char message[1024];

void senc_keep_error(const uint8_t *text, int64_t count) {
    int64_t kept = count;
    if (kept > (int64_t)sizeof message - 1) {
        kept = sizeof message - 1;
        // Back to the first byte of a character.
        while (kept > 0 && (text[kept] & 0xC0) == 0x80) kept -= 1;
    }
    if (kept > 0) memcpy(message, text, (size_t)kept);
    message[kept] = 0;
}

const char *senc_last_error(void) { return message; }

int32_t senc_abi_version(void) { return SENC_ABI_VERSION; }
