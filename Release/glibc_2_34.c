// What else would need glibc 2.35, written with what 2.34 has, so that libsenc runs on systems that
// have that (RHEL 9, Amazon Linux 2023). Not exported: it is for this library alone.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <math.h>
#include <string.h>

// What is looked for, and where it was found.
typedef struct place {
    ElfW(Addr) address;
    struct dl_find_object *found;
} place;

static int look(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    place *place = context;
    const ElfW(Phdr) *frames = NULL;
    int is_here = 0;
    for (int number = 0; number < object->dlpi_phnum; number++) {
        const ElfW(Phdr) *segment = object->dlpi_phdr + number;
        ElfW(Addr) start = object->dlpi_addr + segment->p_vaddr;
        if (segment->p_type == PT_GNU_EH_FRAME) frames = segment;
        if (segment->p_type != PT_LOAD || place->address < start ||
            place->address - start >= segment->p_memsz)
            continue;
        is_here = 1;
        place->found->dlfo_map_start = (void *)start;
        place->found->dlfo_map_end = (void *)(start + segment->p_memsz);
    }
    if (!is_here || !frames) return 0;
    place->found->dlfo_eh_frame = (void *)(object->dlpi_addr + frames->p_vaddr);
    return 1;
}

// The tables by which the unwinder of libgcc goes from a frame to the one before it.
int _dl_find_object(void *address, struct dl_find_object *found) {
    memset(found, 0, sizeof *found);
    place place = {(ElfW(Addr))address, found};
    return dl_iterate_phdr(look, &place) ? 0 : -1;
}

// The product of two floats is exact in double precision, as in glibc 2.35.
float hypotf(float x, float y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}
