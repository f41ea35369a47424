// How many processors the quotas of control groups leave, with files in their place.
#define CONTROL_GROUPS "groups"
#define CONTROL_GROUP_OF_PROCESS "membership"
#include "../../Sources/SencKernels/processors.c"

#include <stdlib.h>
#include <sys/stat.h>

static int faults = 0;

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0) abort();
}

static void expect(int line, int found, int expected) {
    if (found == expected) return;
    printf("processors.c:%d: %d, expected %d\n", line, found, expected);
    faults++;
}
#define EXPECT(found, expected) expect(__LINE__, found, expected)

int main(void) {
    mkdir("groups", 0700);
    mkdir("groups/a", 0700);
    mkdir("groups/a/b", 0700);
    // Without a file there is no quota.
    EXPECT(quota(), INT_MAX);
    write_file("membership", "0::/a/b\n");
    EXPECT(quota(), INT_MAX);
    // The least of all above counts, rounded up.
    write_file("groups/a/b/cpu.max", "350000 100000\n");
    EXPECT(quota(), 4);
    write_file("groups/a/cpu.max", "max 100000\n");
    EXPECT(quota(), 4);
    write_file("groups/a/cpu.max", "150000 100000\n");
    EXPECT(quota(), 2);
    write_file("groups/cpu.max", "50000 100000\n");
    EXPECT(quota(), 1);
    // A container is mostly seen as the root, and version 1 has other lines.
    write_file("membership", "12:cpu,cpuacct:/a/b\n0::/\n");
    write_file("groups/cpu.max", "200000 100000\n");
    EXPECT(quota(), 2);
    write_file("membership", "12:cpu,cpuacct:/a/b\n");
    EXPECT(quota(), 2);
    // What makes no sense is no quota.
    const char *garbage[] = {"", "x y\n", "0 100000\n", "-1 100000\n", "100000 0\n", "100000\n"};
    for (size_t index = 0; index < sizeof garbage / sizeof *garbage; index++) {
        write_file("groups/cpu.max", garbage[index]);
        EXPECT(quota(), INT_MAX);
    }
    write_file("groups/cpu.max", "9223372036854775807 1\n");
    EXPECT(quota(), INT_MAX);
    // Never more than the process may run on, and the quota is asked for once.
    write_file("groups/cpu.max", "100000 100000\n");
    EXPECT(senc_processor_count(), 1);
    write_file("groups/cpu.max", "max 100000\n");
    EXPECT(senc_processor_count(), 1);
    return faults > 0;
}
