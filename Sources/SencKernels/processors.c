#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#endif

#include "SencKernels.h"

#if defined(__linux__)
// Tests have others.
#ifndef CONTROL_GROUPS
#define CONTROL_GROUPS "/sys/fs/cgroup"
#define CONTROL_GROUP_OF_PROCESS "/proc/self/cgroup"
#endif

// The processors that one control group's quota comes to, rounded up; INT_MAX if it has none.
static int quota_of(const char *group) {
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, CONTROL_GROUPS "%s/cpu.max", group) >= (int)sizeof path) {
        return INT_MAX;
    }
    FILE *file = fopen(path, "re");
    if (!file) return INT_MAX;
    long quota = 0, period = 0;
    // "max 100000" is not a quota.
    int found = fscanf(file, "%ld %ld", &quota, &period);
    fclose(file);
    if (found != 2 || quota <= 0 || period <= 0) return INT_MAX;
    long count = quota / period + (quota % period != 0);
    return count < INT_MAX ? (int)count : INT_MAX;
}

// The least quota of the process's control group (version 2) and those above it. In a container they
// are mostly seen as the root.
static int quota(void) {
    char group[PATH_MAX] = "";
    FILE *file = fopen(CONTROL_GROUP_OF_PROCESS, "re");
    if (file) {
        char line[PATH_MAX];
        while (fgets(line, sizeof line, file)) {
            if (strncmp(line, "0::", 3) != 0) continue;
            line[strcspn(line, "\n")] = 0;
            memcpy(group, line + 3, strlen(line + 3) + 1);
        }
        fclose(file);
    }
    int least = INT_MAX;
    while (1) {
        int count = quota_of(group);
        if (count < least) least = count;
        char *last = strrchr(group, '/');
        if (!last) return least;
        *last = 0;
    }
}
#endif

int senc_processor_count(void) {
#if defined(__linux__)
    // Read once: searches ask for each of their calls.
    static int known_quota = 0;
    int limit = __atomic_load_n(&known_quota, __ATOMIC_RELAXED);
    if (limit == 0) {
        limit = quota();
        __atomic_store_n(&known_quota, limit, __ATOMIC_RELAXED);
    }
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        int count = CPU_COUNT(&set);
        return count < limit ? count : limit;
    }
#endif
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (int)count : 1;
}
