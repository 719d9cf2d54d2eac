/* Stands between a program and its files (LD_PRELOAD). It writes down, in order, what happened to the files under PLOG_DIR, so that a disk
 * that lost its power can be imitated afterwards (powercut.py), and it can make syncs fail.
 *
 *   PLOG_DIR        absolute path; everything else is passed through
 *   PLOG_OUT        the record; absent: nothing is written down
 *   PLOG_FAIL_SYNC  NAME:N:HOW_MANY   syncs of a file whose name ends in NAME fail with EIO, so many from the N-th on
 *
 * A record: kind (1 byte), file number (4), offset (8), length (4), bytes; numbers with the lowest byte first.
 *   O open: offset holds the flags, bytes the path   W write   T truncate to offset   F grow to offset at least   S sync
 *   D sync of a directory: bytes the path            U unlink: bytes the path         R rename: bytes old, zero, new
 *   X sync that failed                               A acknowledged: bytes what the program says
 * One lock orders everything, so the order in the record is the order in which the system saw it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_FILES 4096
#define REAL(result, name, ...)       \
  static result (*real)(__VA_ARGS__); \
  if (!real) *(void**)&real = dlsym(RTLD_NEXT, #name)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE* out;
static char const* directory;
static size_t directory_length;
static char fail_name[64];
static long fail_at = -1, fail_count, syncs_seen;
static struct {
  uint32_t number; /* 0: not ours */
  int is_directory;
  char path[256];
} files[MOST_FILES];
static uint32_t last_number;

__attribute__((constructor)) static void begin(void) {
  directory = getenv("PLOG_DIR");
  if (!directory) return;
  directory_length = strlen(directory);
  char const* fail = getenv("PLOG_FAIL_SYNC");
  if (fail) sscanf(fail, "%63[^:]:%ld:%ld", fail_name, &fail_at, &fail_count);
  char const* path = getenv("PLOG_OUT");
  if (path) out = fopen(path, "wb");
}
__attribute__((destructor)) static void end(void) {
  if (out) fclose(out);
  out = NULL;
}

static void put(char kind, uint32_t number, uint64_t offset, void const* bytes, uint32_t length) {
  if (!out) return;
  fwrite(&kind, 1, 1, out);
  fwrite(&number, 4, 1, out);
  fwrite(&offset, 8, 1, out);
  fwrite(&length, 4, 1, out);
  if (length) fwrite(bytes, 1, length, out);
  if (kind == 'A' || kind == 'S') fflush(out);
}
static int ours(char const* path) { return directory && path && strncmp(path, directory, directory_length) == 0; }
static int known(int fd) { return fd >= 0 && fd < MOST_FILES && files[fd].number != 0; }

static void opened(int fd, char const* path, int flags) {
  if (fd < 0 || fd >= MOST_FILES || !ours(path) || strlen(path) >= sizeof files[0].path) return;
  struct stat facts;
  files[fd].number = ++last_number;
  files[fd].is_directory = fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode);
  strcpy(files[fd].path, path);
  if (!files[fd].is_directory) put('O', files[fd].number, (uint64_t)flags, path, (uint32_t)strlen(path));
}

/* The last argument of open is only there when a file may be made. */
#define MODE_OF(flags)                   \
  mode_t mode = 0;                       \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list list;                        \
    va_start(list, flags);               \
    mode = va_arg(list, mode_t);         \
    va_end(list);                        \
  }

#define OPEN(name)                             \
  int name(char const* path, int flags, ...) { \
    MODE_OF(flags)                             \
    REAL(int, name, char const*, int, ...);    \
    pthread_mutex_lock(&lock);                 \
    int const fd = real(path, flags, mode);    \
    int const error = errno;                   \
    opened(fd, path, flags);                   \
    pthread_mutex_unlock(&lock);               \
    errno = error;                             \
    return fd;                                 \
  }
OPEN(open)
OPEN(open64)

/* Paths relative to a directory are not used by what is tested; they are passed through with the others. */
#define OPENAT(name)                                   \
  int name(int at, char const* path, int flags, ...) { \
    MODE_OF(flags)                                     \
    REAL(int, name, int, char const*, int, ...);       \
    pthread_mutex_lock(&lock);                         \
    int const fd = real(at, path, flags, mode);        \
    int const error = errno;                           \
    opened(fd, path, flags);                           \
    pthread_mutex_unlock(&lock);                       \
    errno = error;                                     \
    return fd;                                         \
  }
OPENAT(openat)
OPENAT(openat64)

#define OPEN_2(name)                      \
  int name(char const* path, int flags) { \
    REAL(int, name, char const*, int);    \
    pthread_mutex_lock(&lock);            \
    int const fd = real(path, flags);     \
    int const error = errno;              \
    opened(fd, path, flags);              \
    pthread_mutex_unlock(&lock);          \
    errno = error;                        \
    return fd;                            \
  }
OPEN_2(__open_2)
OPEN_2(__open64_2)

int close(int fd) {
  REAL(int, close, int);
  pthread_mutex_lock(&lock);
  if (known(fd)) files[fd].number = 0;
  int const result = real(fd);
  pthread_mutex_unlock(&lock);
  return result;
}

#define PWRITE(name, Offset)                                                                            \
  ssize_t name(int fd, void const* bytes, size_t length, Offset offset) {                               \
    REAL(ssize_t, name, int, void const*, size_t, Offset);                                              \
    if (!directory) return real(fd, bytes, length, offset);                                             \
    pthread_mutex_lock(&lock);                                                                          \
    ssize_t const result = real(fd, bytes, length, offset);                                             \
    int const error = errno;                                                                            \
    if (result > 0 && known(fd)) put('W', files[fd].number, (uint64_t)offset, bytes, (uint32_t)result); \
    pthread_mutex_unlock(&lock);                                                                        \
    errno = error;                                                                                      \
    return result;                                                                                      \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, void const* bytes, size_t length) {
  REAL(ssize_t, write, int, void const*, size_t);
  if (!known(fd)) return real(fd, bytes, length);
  pthread_mutex_lock(&lock);
  ssize_t const result = real(fd, bytes, length);
  int const error = errno;
  if (result > 0 && known(fd)) put('W', files[fd].number, (uint64_t)(lseek(fd, 0, SEEK_CUR) - result), bytes, (uint32_t)result);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

#define TRUNCATE(name, Offset)                                                         \
  int name(int fd, Offset size) {                                                      \
    REAL(int, name, int, Offset);                                                      \
    pthread_mutex_lock(&lock);                                                         \
    int const result = real(fd, size);                                                 \
    int const error = errno;                                                           \
    if (result == 0 && known(fd)) put('T', files[fd].number, (uint64_t)size, NULL, 0); \
    pthread_mutex_unlock(&lock);                                                       \
    errno = error;                                                                     \
    return result;                                                                     \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define ALLOCATE(name, Offset)                                                                                   \
  int name(int fd, int mode, Offset offset, Offset length) {                                                     \
    REAL(int, name, int, int, Offset, Offset);                                                                   \
    pthread_mutex_lock(&lock);                                                                                   \
    int const result = real(fd, mode, offset, length);                                                           \
    int const error = errno;                                                                                     \
    if (result == 0 && mode == 0 && known(fd)) put('F', files[fd].number, (uint64_t)(offset + length), NULL, 0); \
    pthread_mutex_unlock(&lock);                                                                                 \
    errno = error;                                                                                               \
    return result;                                                                                               \
  }
ALLOCATE(fallocate, off_t)
ALLOCATE(fallocate64, off64_t)

static int must_fail(int fd) {
  size_t const have = strlen(files[fd].path), want = strlen(fail_name);
  if (fail_at < 0 || have < want || strcmp(files[fd].path + have - want, fail_name) != 0) return 0;
  ++syncs_seen;
  return syncs_seen >= fail_at && syncs_seen < fail_at + fail_count;
}

#define SYNC(name)                                                          \
  int name(int fd) {                                                        \
    REAL(int, name, int);                                                   \
    if (!known(fd)) return real(fd);                                        \
    pthread_mutex_lock(&lock);                                              \
    int result = -1, error = EIO;                                           \
    if (!known(fd) || !must_fail(fd)) {                                     \
      result = real(fd);                                                    \
      error = errno;                                                        \
      if (result == 0 && known(fd)) {                                       \
        if (files[fd].is_directory)                                         \
          put('D', 0, 0, files[fd].path, (uint32_t)strlen(files[fd].path)); \
        else                                                                \
          put('S', files[fd].number, 0, NULL, 0);                           \
      }                                                                     \
    } else {                                                                \
      put('X', files[fd].number, 0, NULL, 0);                               \
    }                                                                       \
    pthread_mutex_unlock(&lock);                                            \
    errno = error;                                                          \
    return result;                                                          \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(char const* path) {
  REAL(int, unlink, char const*);
  pthread_mutex_lock(&lock);
  int const result = real(path);
  int const error = errno;
  if (result == 0 && ours(path)) put('U', 0, 0, path, (uint32_t)strlen(path));
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int rename(char const* from, char const* to) {
  REAL(int, rename, char const*, char const*);
  pthread_mutex_lock(&lock);
  int const result = real(from, to);
  int const error = errno;
  if (result == 0 && ours(to)) {
    char both[1024];
    int const length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
    put('R', 0, 0, both, (uint32_t)length);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

/* The program calls it after the write was durable for all it knows, and before anybody is told. */
void plog_ack(char const* line) {
  pthread_mutex_lock(&lock);
  put('A', 0, 0, line, (uint32_t)strlen(line));
  pthread_mutex_unlock(&lock);
}
