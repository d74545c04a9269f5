/* Counts the calls by which a process changes files below a folder, SQLite's own with them, and lets the n-th go wrong.
   Built and preloaded by tests/diary/test_every_call_fails.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NEVER, FAILS, TEARS, DIES };
static char folder[4096];
static long counted, wanted;
static int how = NEVER;
static char ours[4096];
static const char *names[4096];

void failing_start(const char *below, long number, int way) {
  snprintf(folder, sizeof folder, "%s", below);
  counted = 0, wanted = number, how = way;
}
long failing_stop(void) {
  folder[0] = 0;
  return counted;
}
const char *failing_name(long number) { return number > 0 && number < 4096 ? names[number] : ""; }

static int inside(const char *path) {
  return folder[0] && path && (path[0] != '/' || !strncmp(path, folder, strlen(folder)));
}
static int held(int handle) { return folder[0] && handle >= 0 && handle < (int)sizeof ours && ours[handle]; }
static int now(const char *name) {
  if (++counted < 4096) names[counted] = name;
  return counted == wanted ? how : NEVER;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define PLAIN(name, mine, call, declared)                                                                             \
  int name declared {                                                                                                 \
    int way = (mine) ? now(#name) : NEVER;                                                                                 \
    if (way == FAILS || way == TEARS) return errno = ENOSPC, -1;                                                      \
    int done = REAL(name) call;                                                                                       \
    if (way == DIES) _exit(9);                                                                                        \
    return done;                                                                                                      \
  }
PLAIN(unlink, inside(path), (path), (const char *path))
PLAIN(rename, inside(to), (from, to), (const char *from, const char *to))
PLAIN(link, inside(to), (from, to), (const char *from, const char *to))
PLAIN(mkdir, inside(path), (path, mode), (const char *path, mode_t mode))
PLAIN(fsync, held(handle), (handle), (int handle))
PLAIN(fdatasync, held(handle), (handle), (int handle))
PLAIN(ftruncate, held(handle), (handle, size), (int handle, off_t size))
PLAIN(ftruncate64, held(handle), (handle, size), (int handle, off64_t size))
PLAIN(fchmod, held(handle), (handle, mode), (int handle, mode_t mode))

#define WRITING(name, call, half, declared)                                                                           \
  ssize_t name declared {                                                                                             \
    int way = held(handle) ? now(#name) : NEVER;                                                                           \
    if (way == FAILS) return errno = ENOSPC, -1;                                                                      \
    if (way == NEVER) return REAL(name) call;                                                                         \
    if (size / 2 > 0 && REAL(name) half < 0) return -1;                                                               \
    if (way == DIES) _exit(9);                                                                                        \
    return errno = ENOSPC, -1;                                                                                        \
  }
WRITING(write, (handle, data, size), (handle, data, size / 2), (int handle, const void *data, size_t size))
WRITING(pwrite, (handle, data, size, at), (handle, data, size / 2, at),
        (int handle, const void *data, size_t size, off_t at))
WRITING(pwrite64, (handle, data, size, at), (handle, data, size / 2, at),
        (int handle, const void *data, size_t size, off64_t at))

static int opened(int handle, const char *path) {
  if (handle >= 0 && handle < (int)sizeof ours) ours[handle] = inside(path);
  return handle;
}
#define OPENING(name)                                                                                                 \
  int name(const char *path, int flags, ...) {                                                                        \
    va_list rest;                                                                                                     \
    va_start(rest, flags);                                                                                            \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                           \
    va_end(rest);                                                                                                     \
    int way = inside(path) && (flags & O_CREAT) ? now(#name) : NEVER;                                                      \
    if (way == FAILS || way == TEARS) return errno = ENOSPC, -1;                                                      \
    int handle = opened(REAL(name)(path, flags, mode), path);                                                         \
    if (way == DIES) _exit(9);                                                                                        \
    return handle;                                                                                                    \
  }
OPENING(open)
OPENING(open64)
