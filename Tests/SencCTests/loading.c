/* A library that is loaded and given back at run time, as interpreters do: loading LIBRARY MODEL. */
#include <senc.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static void *function(void *library, const char *name) {
    void *function = dlsym(library, name);
    if (!function) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    return function;
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    for (int round = 0; round < 3; round++) {
        void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
        if (!library) {
            fprintf(stderr, "%s\n", dlerror());
            return 1;
        }
        senc_status (*open)(const char *, const char *, senc_encoder **) =
            (senc_status(*)(const char *, const char *, senc_encoder **))function(library,
                                                                                  "senc_open");
        void (*close)(senc_encoder *) = (void (*)(senc_encoder *))function(library, "senc_close");
        senc_encoder *encoder;
        if (open(arguments[2], NULL, &encoder) != SENC_OK) return 1;
        close(encoder);
        dlclose(library);
    }
    puts("loading: passed");
    return 0;
}
