/*
 * Records what a program does to the files of one folder. Preload it with LD_PRELOAD.
 *
 * DISK_FOLDER is the folder's real path, DISK_LOG the file for the records. A record is its kind (1 byte), a file descriptor
 * (4 bytes), a number (8 bytes), the length of the data (4 bytes) and the data, in native byte order:
 *
 *   O  opened: the number is not 0 if the file was truncated; the data is the name, empty for the folder
 *   W  written: the number is the offset, the data are the bytes
 *   T  truncated: the number is the new size
 *   S  forced to the disk; only recorded, to save time
 *   U  a name was removed: the data is the name
 *   R  renamed, L  linked: the old name, a zero byte, the new name
 *
 * A record is in the log when the call returns. A call that changes a file in a way that cannot be recorded aborts the
 * program.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int log_fd = -1;
/* 1: the folder or a file in it; 2: a memory-mapped file that is rebuilt after a crash. */
static char kinds[MOST_FILES];
static char appends[MOST_FILES];

__attribute__((constructor)) static void begin(void) {
    folder = getenv("DISK_FOLDER");
    const char *log = getenv("DISK_LOG");
    if (folder == NULL || log == NULL) {
        return;
    }
    folder_length = strlen(folder);
    log_fd = (int) syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void end_program(const char *call) {
    fprintf(stderr, "recorder: %s cannot be recorded\n", call);
    abort();
}

/* Returns the name of a file in the folder, empty for the folder itself, NULL for a path elsewhere. */
static const char *name_of(const char *path) {
    if (log_fd < 0 || path == NULL || strncmp(path, folder, folder_length) != 0) {
        return NULL;
    }
    const char *rest = path + folder_length;
    if (*rest == 0) {
        return rest;
    }
    if (*rest != '/') {
        return NULL;
    }
    return strcmp(rest, "/.") == 0 || strcmp(rest, "/") == 0 ? "" : rest + 1;
}

static int kind(int fd) {
    return fd >= 0 && fd < MOST_FILES ? kinds[fd] : 0;
}

static void record(char op, int fd, int64_t number, const void *bytes, size_t length) {
    unsigned char head[17];
    int32_t fd32 = fd;
    uint32_t length32 = (uint32_t) length;
    head[0] = (unsigned char) op;
    memcpy(head + 1, &fd32, 4);
    memcpy(head + 5, &number, 8);
    memcpy(head + 13, &length32, 4);
    struct iovec parts[] = {{head, sizeof head}, {(void *) bytes, length}};
    if (syscall(SYS_writev, log_fd, parts, 2) != (long) (sizeof head + length)) {
        end_program("a call (the log is not writable)");
    }
}

static void record_names(char op, const char *from, const char *to) {
    size_t length = strlen(from);
    char *both = malloc(length + 1 + strlen(to) + 1);
    strcpy(both, from);
    strcpy(both + length + 1, to);
    record(op, -1, 0, both, length + 1 + strlen(to));
    free(both);
}

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static int opened(int fd, const char *path, int flags) {
    if (fd < 0 || fd >= MOST_FILES) {
        return fd;
    }
    const char *name = name_of(path);
    kinds[fd] = 0;
    if (name != NULL) {
        size_t length = strlen(name);
        kinds[fd] = length > 4 && strcmp(name + length - 4, "-shm") == 0 ? 2 : 1;
        appends[fd] = (flags & O_APPEND) != 0;
        record('O', fd, (flags & O_TRUNC) != 0, name, length);
    }
    return fd;
}

#define OPEN(name)                                                                   \
    int name(const char *path, int flags, ...) {                                     \
        va_list list;                                                                \
        va_start(list, flags);                                                       \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0; \
        va_end(list);                                                                \
        pthread_mutex_lock(&mutex);                                                  \
        int fd = opened(REAL(name)(path, flags, mode), path, flags);                 \
        pthread_mutex_unlock(&mutex);                                                \
        return fd;                                                                   \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                 \
    int name(int at, const char *path, int flags, ...) {                             \
        va_list list;                                                                \
        va_start(list, flags);                                                       \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0; \
        va_end(list);                                                                \
        pthread_mutex_lock(&mutex);                                                  \
        int fd = opened(REAL(name)(at, path, flags, mode), path, flags);             \
        pthread_mutex_unlock(&mutex);                                                \
        return fd;                                                                   \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    pthread_mutex_lock(&mutex);
    if (fd >= 0 && fd < MOST_FILES) {
        kinds[fd] = 0;
    }
    int result = REAL(close)(fd);
    pthread_mutex_unlock(&mutex);
    return result;
}

static ssize_t written(int fd, const void *bytes, ssize_t count, off64_t offset) {
    if (count > 0) {
        record('W', fd, offset, bytes, (size_t) count);
    }
    return count;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    if (kind(fd) == 0) {
        return REAL(write)(fd, bytes, count);
    }
    pthread_mutex_lock(&mutex);
    off64_t offset = lseek64(fd, 0, appends[fd] ? SEEK_END : SEEK_CUR);
    ssize_t result = written(fd, bytes, REAL(write)(fd, bytes, count), offset);
    pthread_mutex_unlock(&mutex);
    return result;
}

#define PWRITE(name, type)                                                      \
    ssize_t name(int fd, const void *bytes, size_t count, type offset) {        \
        if (kind(fd) == 0) {                                                    \
            return REAL(name)(fd, bytes, count, offset);                        \
        }                                                                       \
        pthread_mutex_lock(&mutex);                                             \
        ssize_t result = written(fd, bytes, REAL(name)(fd, bytes, count, offset), offset); \
        pthread_mutex_unlock(&mutex);                                           \
        return result;                                                          \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, type)                               \
    int name(int fd, type size) {                          \
        if (kind(fd) == 0) {                               \
            return REAL(name)(fd, size);                   \
        }                                                  \
        pthread_mutex_lock(&mutex);                        \
        int result = REAL(name)(fd, size);                 \
        if (result == 0) {                                 \
            record('T', fd, size, "", 0);                  \
        }                                                  \
        pthread_mutex_unlock(&mutex);                      \
        return result;                                     \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                     \
    int name(int fd) {                 \
        if (kind(fd) == 0) {           \
            return REAL(name)(fd);     \
        }                              \
        pthread_mutex_lock(&mutex);    \
        record('S', fd, 0, "", 0);     \
        pthread_mutex_unlock(&mutex);  \
        return 0;                      \
    }
SYNC(fsync)
SYNC(fdatasync)

static int removed(int result, const char *path) {
    const char *name = name_of(path);
    if (result == 0 && name != NULL) {
        record('U', -1, 0, name, strlen(name));
    }
    return result;
}

int unlink(const char *path) {
    pthread_mutex_lock(&mutex);
    int result = removed(REAL(unlink)(path), path);
    pthread_mutex_unlock(&mutex);
    return result;
}

int remove(const char *path) {
    pthread_mutex_lock(&mutex);
    int result = removed(REAL(remove)(path), path);
    pthread_mutex_unlock(&mutex);
    return result;
}

int unlinkat(int at, const char *path, int flags) {
    pthread_mutex_lock(&mutex);
    int result = removed(REAL(unlinkat)(at, path, flags), path);
    pthread_mutex_unlock(&mutex);
    return result;
}

static int named(int result, char op, const char *from, const char *to) {
    if (result == 0 && (name_of(from) != NULL || name_of(to) != NULL)) {
        if (name_of(from) == NULL || name_of(to) == NULL) {
            end_program("a rename or link across the folder boundary");
        }
        record_names(op, name_of(from), name_of(to));
    }
    return result;
}

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&mutex);
    int result = named(REAL(rename)(from, to), 'R', from, to);
    pthread_mutex_unlock(&mutex);
    return result;
}

int link(const char *from, const char *to) {
    pthread_mutex_lock(&mutex);
    int result = named(REAL(link)(from, to), 'L', from, to);
    pthread_mutex_unlock(&mutex);
    return result;
}

/* The following calls could change a file without a record. */

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (kind(fd) != 0) {
        end_program("writev");
    }
    return REAL(writev)(fd, parts, count);
}

int dup(int fd) {
    if (kind(fd) != 0) {
        end_program("dup");
    }
    return REAL(dup)(fd);
}

int fallocate(int fd, int mode, off_t offset, off_t length) {
    if (kind(fd) != 0) {
        end_program("fallocate");
    }
    return REAL(fallocate)(fd, mode, offset, length);
}

static void check_map(int protection, int flags, int fd) {
    if (kind(fd) == 1 && (protection & PROT_WRITE) != 0 && (flags & MAP_SHARED) != 0) {
        end_program("a writable shared mapping");
    }
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    check_map(protection, flags, fd);
    return (void *) syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
    check_map(protection, flags, fd);
    return (void *) syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}
