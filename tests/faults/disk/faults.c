/* A disk that fails at one operation: preloaded into a process, it counts what changes the disk below one folder.

   The process and the test share the structure `control` through the file that COO_DISK_FAULTS names. Only the process
   whose number stands in `armed` is counted. At operation number `at` it dies before the operation, dies in the middle
   of it (half of a write's bytes; anything else is done first), or is told EIO or ENOSPC; from FULL on whatever needs
   room is refused. What was done is appended to the file `trace`, in the order in which it was done; see replay.py.
   A flush is recorded and never carried out, in no process that has the library: no power is lost here.
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { COUNT, KILL, TORN, IO_ERROR, NO_SPACE, FULL };
enum operation { NOTHING, WRITE, TRUNCATE, SYNC, CREATE, RENAME, UNLINK, MKDIR, RMDIR };

struct control {
    int64_t armed, count, at, kind, fired, unknown;
    char folder[1024], trace[1024];
};

static struct control *control;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void share(void) {
    const char *file = getenv("COO_DISK_FAULTS");
    int descriptor = file ? REAL(open)(file, O_RDWR) : -1;
    if (descriptor < 0)
        return;
    void *place = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (place != MAP_FAILED)
        control = place;
}

/* The whole path of a descriptor, or of `name` as seen from one; whether it lies below the folder. */
static int below(int descriptor, const char *name, char *path) {
    if (!control || control->armed != getpid())
        return 0;
    size_t length = 0;
    path[0] = 0;
    if (!name || name[0] != '/') {
        char link[64];
        snprintf(link, sizeof link, descriptor == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", descriptor);
        ssize_t got = readlink(link, path, PATH_MAX - 2);
        if (got < 0)
            return 0;
        length = (size_t)got;
        path[length] = 0;
    }
    if (name)
        snprintf(path + length, PATH_MAX - length, "%s%s", length ? "/" : "", name);
    size_t prefix = strlen(control->folder);
    return !strncmp(path, control->folder, prefix) && (path[prefix] == '/' || !path[prefix]);
}

__attribute__((noreturn)) static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Counts an operation and says what is to become of it: COUNT to do it, TORN to do half, or -1 with errno set. */
static int meet(enum operation operation, int needs_room) {
    int64_t number = __atomic_add_fetch(&control->count, 1, __ATOMIC_SEQ_CST);
    int is_it = number == control->at;
    if (control->kind == FULL ? !(needs_room && control->at && number >= control->at) : !is_it)
        return COUNT;
    if (!control->fired)
        control->fired = operation;
    switch (control->kind) {
    case KILL:
        die();
    case TORN:
        return TORN;
    case IO_ERROR:
        errno = EIO;
        return -1;
    case NO_SPACE:
    case FULL:
        errno = ENOSPC;
        return -1;
    }
    return COUNT;
}

/* operation, length of the path, length of what follows it, offset or new length; then both. */
static void record(enum operation operation, const char *path, const void *more, size_t length, int64_t offset) {
    if (!control->trace[0])
        return;
    int kept = errno, file = REAL(open)(control->trace, O_WRONLY | O_APPEND);
    struct { uint32_t operation, path, more, none; int64_t offset; } head = {
        operation, (uint32_t)strlen(path), (uint32_t)length, 0, offset};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)more, length}};
    if (file < 0 || writev(file, parts, 3) != (ssize_t)(sizeof head + head.path + length))
        abort();
    close(file);
    errno = kept;
}

/* What has been done: recorded, and the end of a process that was to die just after it. */
static int done(int met, int result, enum operation operation, const char *path, const char *other, int64_t offset) {
    if (result >= 0)
        record(operation, path, other ? other : "", other ? strlen(other) : 0, offset);
    if (met == TORN)
        die();
    return result;
}

typedef ssize_t putting(int, const void *, size_t, off_t);

static ssize_t put_here(int descriptor, const void *bytes, size_t length, off_t offset) {
    (void)offset;
    return REAL(write)(descriptor, bytes, length);
}

static ssize_t put(putting *real, int descriptor, const void *bytes, size_t length, off_t offset, const char *path) {
    struct stat state;
    int met = meet(WRITE, fstat(descriptor, &state) || offset + (off_t)length > state.st_size);
    if (met < 0)
        return -1;
    if (met == TORN) {
        real(descriptor, bytes, length / 2, offset);
        die();
    }
    ssize_t written = real(descriptor, bytes, length, offset);
    if (written > 0)
        record(WRITE, path, bytes, (size_t)written, offset);
    return written;
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
    char path[PATH_MAX];
    if (!below(descriptor, NULL, path))
        return REAL(write)(descriptor, bytes, length);
    int is_appending = fcntl(descriptor, F_GETFL) & O_APPEND;
    return put(put_here, descriptor, bytes, length, lseek(descriptor, 0, is_appending ? SEEK_END : SEEK_CUR), path);
}

#define PWRITE(name)                                                                                                   \
    ssize_t name(int descriptor, const void *bytes, size_t length, off_t offset) {                                     \
        char path[PATH_MAX];                                                                                           \
        if (!below(descriptor, NULL, path))                                                                            \
            return REAL(name)(descriptor, bytes, length, offset);                                                      \
        return put(REAL(name), descriptor, bytes, length, offset, path);                                               \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define SYNCING(name)                                                                                                  \
    int name(int descriptor) {                                                                                         \
        char path[PATH_MAX];                                                                                           \
        if (!below(descriptor, NULL, path))                                                                            \
            return control ? 0 : REAL(name)(descriptor);                                                               \
        int met = meet(SYNC, 0);                                                                                       \
        return met < 0 ? -1 : done(met, 0, SYNC, path, NULL, 0);                                                       \
    }
SYNCING(fsync)
SYNCING(fdatasync)

#define TRUNCATING(name)                                                                                               \
    int name(int descriptor, off_t length) {                                                                           \
        char path[PATH_MAX];                                                                                           \
        if (!below(descriptor, NULL, path))                                                                            \
            return REAL(name)(descriptor, length);                                                                     \
        int met = meet(TRUNCATE, 0);                                                                                   \
        return met < 0 ? -1 : done(met, REAL(name)(descriptor, length), TRUNCATE, path, NULL, length);                 \
    }
TRUNCATING(ftruncate)
TRUNCATING(ftruncate64)

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    int changes = flags & (O_CREAT | O_TRUNC) && (flags & O_TMPFILE) != O_TMPFILE && below(folder, name, path);
    if (!changes)
        return REAL(openat)(folder, name, flags, mode);
    int is_new = REAL(faccessat)(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
    int met = meet(CREATE, is_new);
    if (met < 0)
        return -1;
    int descriptor = REAL(openat)(folder, name, flags, mode);
    if (descriptor >= 0 && !is_new && flags & O_TRUNC)
        return done(met, descriptor, TRUNCATE, path, NULL, 0);
    return done(met, descriptor, is_new ? CREATE : NOTHING, path, NULL, 0);
}

#define MODE                                                                                                           \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                               \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode = va_arg(rest, mode_t);                                                                                   \
        va_end(rest);                                                                                                  \
    }
int open(const char *name, int flags, ...) { MODE return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE return opened(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE return opened(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE return opened(folder, name, flags, mode); }

int renameat(int from, const char *old, int to, const char *new) {
    char path[PATH_MAX], other[PATH_MAX];
    int is_ours = below(from, old, path) | below(to, new, other);
    if (!is_ours)
        return REAL(renameat)(from, old, to, new);
    int met = meet(RENAME, 0);
    return met < 0 ? -1 : done(met, REAL(renameat)(from, old, to, new), RENAME, path, other, 0);
}
int rename(const char *old, const char *new) { return renameat(AT_FDCWD, old, AT_FDCWD, new); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    if (!below(folder, name, path))
        return REAL(unlinkat)(folder, name, flags);
    enum operation operation = flags & AT_REMOVEDIR ? RMDIR : UNLINK;
    int met = meet(operation, 0);
    return met < 0 ? -1 : done(met, REAL(unlinkat)(folder, name, flags), operation, path, NULL, 0);
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (!below(folder, name, path))
        return REAL(mkdirat)(folder, name, mode);
    int met = meet(MKDIR, 1);
    return met < 0 ? -1 : done(met, REAL(mkdirat)(folder, name, mode), MKDIR, path, NULL, 0);
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* Python copies with this; told that it cannot be had, it reads and writes instead. */
ssize_t sendfile64(int target, int source, off_t *offset, size_t length) {
    char path[PATH_MAX];
    if (!below(target, NULL, path))
        return REAL(sendfile64)(target, source, offset, length);
    errno = ENOTSOCK;
    return -1;
}
ssize_t sendfile(int target, int source, off_t *offset, size_t length) {
    return sendfile64(target, source, offset, length);
}

/* What the program does not use today: a test that meets it says so, instead of passing over what it does. */
#define UNKNOWN(type, name, parameters, arguments, descriptor)                                                         \
    type name parameters {                                                                                             \
        char path[PATH_MAX];                                                                                           \
        if (below(descriptor, NULL, path))                                                                             \
            control->unknown++;                                                                                        \
        return REAL(name) arguments;                                                                                   \
    }
UNKNOWN(ssize_t, writev, (int target, const struct iovec *parts, int count), (target, parts, count), target)
UNKNOWN(ssize_t, pwritev, (int t, const struct iovec *p, int n, off_t o), (t, p, n, o), t)
UNKNOWN(ssize_t, copy_file_range, (int s, off_t *a, int t, off_t *b, size_t n, unsigned f), (s, a, t, b, n, f), t)
UNKNOWN(int, fallocate, (int target, int mode, off_t offset, off_t length), (target, mode, offset, length), target)
UNKNOWN(int, posix_fallocate, (int target, off_t offset, off_t length), (target, offset, length), target)
