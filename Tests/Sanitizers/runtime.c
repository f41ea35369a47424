// Linked into every program that Tests/Sanitizers/run.sh builds, the tests and senc: options that
// hold for all of them, however they are started, and what a sanitizer cannot see by itself.
// REPORTS, SUPPRESSIONS and SYMBOLIZER are paths; programs run without the user's PATH.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define EVERYWHERE \
    "log_path=" REPORTS ":suppressions=" SUPPRESSIONS ":external_symbolizer_path=" SYMBOLIZER \
    ":exitcode=99:"

#ifdef address_sanitizer

#include <sanitizer/asan_interface.h>

// Memory that lives as long as the process is no fault.
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return EVERYWHERE "detect_leaks=0:detect_stack_use_after_return=1:strict_string_checks=1";
}

// Bytes of files are mapped, and behind the last one there are zeros up to the end of its page:
// reading those is as wrong as reading behind an array. The linker has `mmap` of our own code go
// here, that of libraries not.
void *__real_mmap(void *, size_t, int, int, int, off_t);
void *__wrap_mmap(void *, size_t, int, int, int, off_t);
void *__wrap_mmap(void *hint, size_t size, int access, int flags, int file, off_t offset) {
    char *start = __real_mmap(hint, size, access, flags, file, offset);
    size_t page = (size_t)getpagesize(), rest = size % page;
    if (start != MAP_FAILED && rest != 0) __asan_poison_memory_region(start + size, page - rest);
    return start;
}

int __real_munmap(void *, size_t);
int __wrap_munmap(void *, size_t);
int __wrap_munmap(void *start, size_t size) {
    size_t page = (size_t)getpagesize();
    __asan_unpoison_memory_region(start, (size + page - 1) / page * page);
    return __real_munmap(start, size);
}

#else

#include <sanitizer/tsan_interface.h>

// Libraries that are not instrumented synchronize unseen; what they free and copy is not looked at.
const char *__tsan_default_options(void);
const char *__tsan_default_options(void) {
    return EVERYWHERE "halt_on_error=0:ignore_noninstrumented_modules=1";
}

// Swift's Mutex: taking and leaving one that nobody else wants is compiled into our code and seen;
// the rest is in Swift's library, around calls of the system, and unseen.
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *
#define HANDLE "$s15Synchronization12_MutexHandleV"
#define LOCK HANDLE "9_lockSlowyys6UInt32VF"
#define TRY_LOCK HANDLE "12_tryLockSlowSbyF"
#define UNLOCK HANDLE "11_unlockSlowyyF"

static void *original(void *_Atomic *known, const char *name) {
    if (*known == NULL) *known = dlsym(RTLD_NEXT, name);
    return *known;
}

SWIFT void lock(uint32_t thread, SELF mutex) __asm__(LOCK);
SWIFT void lock(uint32_t thread, SELF mutex) {
    static void *_Atomic known;
    ((SWIFT void (*)(uint32_t, SELF))original(&known, LOCK))(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT _Bool try_lock(SELF mutex) __asm__(TRY_LOCK);
SWIFT _Bool try_lock(SELF mutex) {
    static void *_Atomic known;
    _Bool isTaken = ((SWIFT _Bool (*)(SELF))original(&known, TRY_LOCK))(mutex);
    if (isTaken) __tsan_acquire(mutex);
    return isTaken;
}

SWIFT void unlock(SELF mutex) __asm__(UNLOCK);
SWIFT void unlock(SELF mutex) {
    static void *_Atomic known;
    __tsan_release(mutex);
    ((SWIFT void (*)(SELF))original(&known, UNLOCK))(mutex);
}

#endif
