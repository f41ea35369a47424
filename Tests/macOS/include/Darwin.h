// What senc and the headers that it includes use of macOS's C library, declared as Apple's headers
// declare it (xnu, Libc, libpthread and dyld, as published): the names, types, values and nullability
// that Swift sees. What is not here does not compile, as what Linux alone has does not on macOS.
//
// Every header of the C library that senc includes is this one: see check.sh.
#pragma once
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// sys/types.h

typedef long ssize_t;
typedef long time_t;
typedef int64_t off_t;
typedef int32_t pid_t;
typedef uint32_t uid_t, gid_t;
typedef uint16_t mode_t, nlink_t;
typedef int32_t dev_t, blksize_t;
typedef uint64_t ino_t;
typedef int64_t blkcnt_t;
typedef uint32_t socklen_t, sigset_t;
typedef int32_t suseconds_t;

#define PATH_MAX 1024
#define OPEN_MAX 10240

// errno.h: Swift's `errno` is in Darwin.swift.

int *__error(void);
#define errno (*__error())
#define ENOENT 2
#define EINTR 4
#define EEXIST 17
#define ENOTDIR 20
#define EISDIR 21
#define EINVAL 22
#define EAGAIN 35
#define EWOULDBLOCK EAGAIN
#define ECONNREFUSED 61
#define ELOOP 62
#define ENOTEMPTY 66
#define EILSEQ 92

// string.h, stdlib.h, math.h

void *memchr(const void *, int, size_t);
int memcmp(const void *, const void *, size_t);
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
char *strchr(const char *, int);
int strcmp(const char *, const char *);
size_t strcspn(const char *, const char *);
char *strdup(const char *);
char *strerror(int);
size_t strlen(const char *);
int strncmp(const char *, const char *, size_t);
char *strrchr(const char *, int);

void free(void *);
void *malloc(size_t);
int posix_memalign(void *_Null_unspecified *_Null_unspecified, size_t, size_t);
char *getenv(const char *);
int setenv(const char *, const char *, int);
int unsetenv(const char *);
char *realpath(const char *, char *);

#define INFINITY __builtin_huge_valf()
#define isfinite(x) __builtin_isfinite(x)
#define FUNCTION(name) \
    double name(double); \
    float name##f(float);
FUNCTION(cos)
FUNCTION(exp)
FUNCTION(exp2)
FUNCTION(expm1)
FUNCTION(fabs)
FUNCTION(floor)
FUNCTION(log)
FUNCTION(log10)
FUNCTION(log1p)
FUNCTION(log2)
FUNCTION(sin)
FUNCTION(sqrt)
FUNCTION(tanh)
#undef FUNCTION
double fma(double, double, double), fmax(double, double), fmin(double, double), pow(double, double);
float fmaf(float, float, float), fmaxf(float, float), fminf(float, float);

// stdio.h

typedef struct __sFILE FILE;
FILE *fopen(const char *, const char *);
int fclose(FILE *);
int rename(const char *, const char *);
int snprintf(char *, size_t, const char *, ...);

// time.h

struct timespec {
    time_t tv_sec;
    long tv_nsec;
};
struct timeval {
    time_t tv_sec;
    suseconds_t tv_usec;
};
time_t time(time_t *);
int nanosleep(const struct timespec *, struct timespec *);
// A name of a macro there, which Swift has as a constant.
typedef enum { _CLOCK_REALTIME = 0, _CLOCK_MONOTONIC = 6 } clockid_t;
static const clockid_t CLOCK_MONOTONIC = _CLOCK_MONOTONIC;
int clock_gettime(clockid_t, struct timespec *);

// fcntl.h: Swift's functions of variable arguments are in Darwin.swift.

int open(const char *, int, ...), openat(int, const char *, int, ...), fcntl(int, int, ...);
#define O_RDONLY 0x0000
#define O_WRONLY 0x0001
#define O_RDWR 0x0002
#define O_NONBLOCK 0x00000004
#define O_NOFOLLOW 0x00000100
#define O_CREAT 0x00000200
#define O_EXCL 0x00000800
#define O_DIRECTORY 0x00100000
#define O_CLOEXEC 0x01000000
#define AT_FDCWD -2
#define AT_REMOVEDIR 0x0080
#define FD_CLOEXEC 1
#define F_GETFD 1
#define F_SETFD 2
#define F_FULLFSYNC 51
#define LOCK_EX 0x02
#define LOCK_NB 0x04
#define LOCK_UN 0x08
int flock(int, int);

// unistd.h

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#define W_OK (1 << 1)
#define X_OK (1 << 0)
#define SEEK_SET 0
#define SEEK_CUR 1
#define _SC_NPROCESSORS_ONLN 58
#define _SC_PHYS_PAGES 200
int access(const char *, int), close(int), fsync(int), ftruncate(int, off_t), isatty(int);
int execv(const char *, char *const *), fchown(int, uid_t, gid_t), getpagesize(void), pause(void);
int pipe(int[2]), rmdir(const char *), symlink(const char *, const char *), unlink(const char *);
int unlinkat(int, const char *, int);
void _exit(int) __attribute__((noreturn));
off_t lseek(int, off_t, int);
ssize_t pread(int, void *, size_t, off_t), pwrite(int, const void *, size_t, off_t);
ssize_t read(int, void *, size_t), write(int, const void *, size_t);
ssize_t readlink(const char *, char *, size_t);
long sysconf(int);

// sys/stat.h: Swift's S_IFMT and its kin are in Darwin.swift.

struct stat {
    dev_t st_dev;
    mode_t st_mode;
    nlink_t st_nlink;
    ino_t st_ino;
    uid_t st_uid;
    gid_t st_gid;
    dev_t st_rdev;
    struct timespec st_atimespec, st_mtimespec, st_ctimespec, st_birthtimespec;
    off_t st_size;
    blkcnt_t st_blocks;
    blksize_t st_blksize;
    uint32_t st_flags, st_gen;
    int32_t st_lspare;
    int64_t st_qspare[2];
};
int stat(const char *, struct stat *), lstat(const char *, struct stat *), fstat(int, struct stat *);
int chmod(const char *, mode_t), fchmod(int, mode_t), mkdir(const char *, mode_t);

// dirent.h, fnmatch.h

typedef struct {
    int __dd_fd;
} DIR;
struct dirent {
    uint64_t d_ino, d_seekoff;
    uint16_t d_reclen, d_namlen;
    uint8_t d_type;
    char d_name[1024];
};
DIR *opendir(const char *), *fdopendir(int);
struct dirent *readdir(DIR *);
int closedir(DIR *);
int fnmatch(const char *, const char *, int);

// sys/mman.h: Swift's MAP_FAILED is in Darwin.swift.

void *mmap(void *, size_t, int, int, int, off_t);
int munmap(void *, size_t), madvise(void *, size_t, int);
#define PROT_READ 0x01
#define MAP_PRIVATE 0x0002
#define MADV_DONTNEED 4

// sys/resource.h, sys/ioctl.h, sys/sysctl.h, poll.h: Swift's TIOCGWINSZ is in Darwin.swift.

typedef uint64_t rlim_t;
struct rlimit {
    rlim_t rlim_cur, rlim_max;
};
#define RLIMIT_NOFILE 8
int getrlimit(int, struct rlimit *), setrlimit(int, const struct rlimit *);
struct winsize {
    unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};
int ioctl(int, unsigned long, ...);
int sysctlbyname(const char *, void *, size_t *, void *, size_t);
struct pollfd {
    int fd;
    short events, revents;
};
#define POLLIN 0x0001
int poll(struct pollfd *, unsigned, int);

// signal.h: Swift's SIG_DFL and its kin are in Darwin.swift.

#define SIGINT 2
#define SIGILL 4
#define SIGTRAP 5
#define SIGABRT 6
#define SIGFPE 8
#define SIGKILL 9
#define SIGBUS 10
#define SIGSEGV 11
#define SIGSYS 12
#define SIGPIPE 13
#define SIGTERM 15
#define SIGXFSZ 25
#define SIGPROF 27
#define SIG_BLOCK 1
#define SIG_UNBLOCK 2
#define SIG_SETMASK 3
#define SA_SIGINFO 0x0040
union sigval {
    int sival_int;
    void *sival_ptr;
};
typedef struct __siginfo {
    int si_signo, si_errno, si_code;
    pid_t si_pid;
    uid_t si_uid;
    int si_status;
    void *si_addr;
    union sigval si_value;
    long si_band;
    unsigned long __pad[7];
} siginfo_t;
union __sigaction_u {
    void (*__sa_handler)(int);
    void (*__sa_sigaction)(int, struct __siginfo *, void *);
};
struct sigaction {
    union __sigaction_u __sigaction_u;
    sigset_t sa_mask;
    int sa_flags;
};
typedef void (*sig_t)(int);
void (*signal(int, void (*)(int)))(int);
int kill(pid_t, int), raise(int), sigaddset(sigset_t *, int), sigemptyset(sigset_t *);
int sigaction(int, const struct sigaction *, struct sigaction *);
int sigfillset(sigset_t *), sigdelset(sigset_t *, int);
int pthread_sigmask(int, const sigset_t *, sigset_t *);

// pthread.h, sched.h

typedef struct _opaque_pthread_t {
    long __sig;
    void *__cleanup_stack;
    char __opaque[8176];
} *pthread_t;
#define PTHREAD_TYPE(name, size) \
    typedef struct { \
        long __sig; \
        char __opaque[size]; \
    } name;
PTHREAD_TYPE(pthread_attr_t, 56)
PTHREAD_TYPE(pthread_mutex_t, 56)
PTHREAD_TYPE(pthread_mutexattr_t, 8)
PTHREAD_TYPE(pthread_cond_t, 40)
PTHREAD_TYPE(pthread_condattr_t, 8)
#undef PTHREAD_TYPE
int pthread_create(pthread_t _Nullable *_Null_unspecified, const pthread_attr_t *_Nullable,
                   void *_Nullable (*_Nonnull)(void *_Nonnull), void *_Nullable);
int pthread_atfork(void (*_Nullable)(void), void (*_Nullable)(void), void (*_Nullable)(void));
int pthread_detach(pthread_t _Nonnull);
int pthread_join(pthread_t _Nonnull, void *_Nullable *_Nullable);
pthread_t _Nonnull pthread_self(void);
int pthread_mutex_init(pthread_mutex_t *_Nonnull, const pthread_mutexattr_t *_Nullable);
int pthread_mutex_destroy(pthread_mutex_t *_Nonnull), pthread_mutex_lock(pthread_mutex_t *_Nonnull);
int pthread_mutex_unlock(pthread_mutex_t *_Nonnull);
int pthread_cond_init(pthread_cond_t *_Nonnull, const pthread_condattr_t *_Nullable);
int pthread_cond_destroy(pthread_cond_t *_Nonnull), pthread_cond_broadcast(pthread_cond_t *_Nonnull);
int pthread_cond_wait(pthread_cond_t *_Nonnull, pthread_mutex_t *_Nonnull);
int sched_yield(void);

// spawn.h, sys/wait.h

typedef void *posix_spawnattr_t, *posix_spawn_file_actions_t;
#define POSIX_SPAWN_SETPGROUP 0x0002
#define POSIX_SPAWN_SETSIGDEF 0x0004
#define POSIX_SPAWN_SETSIGMASK 0x0008
#define POSIX_SPAWN_CLOEXEC_DEFAULT 0x4000
int posix_spawn(pid_t *, const char *, const posix_spawn_file_actions_t *,
                const posix_spawnattr_t *, char *const[], char *const[]);
int posix_spawn_file_actions_init(posix_spawn_file_actions_t *);
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *);
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *, int, int);
int posix_spawn_file_actions_addinherit_np(posix_spawn_file_actions_t *, int);
int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *, int, const char *, int, mode_t);
int posix_spawnattr_init(posix_spawnattr_t *), posix_spawnattr_destroy(posix_spawnattr_t *);
int posix_spawnattr_setflags(posix_spawnattr_t *, short);
int posix_spawnattr_setpgroup(posix_spawnattr_t *, pid_t);
int posix_spawnattr_setsigdefault(posix_spawnattr_t *, const sigset_t *);
int posix_spawnattr_setsigmask(posix_spawnattr_t *, const sigset_t *);
pid_t waitpid(pid_t, int *, int);
#define WNOHANG 0x00000001

// dlfcn.h

void *dlopen(const char *, int), *dlsym(void *, const char *);
#define RTLD_NOW 0x2
#define RTLD_LOCAL 0x4

// sys/socket.h: what curl.h names.

struct sockaddr {
    uint8_t sa_len, sa_family;
    char sa_data[14];
};
typedef struct fd_set {
    int32_t fds_bits[32];
} fd_set;
