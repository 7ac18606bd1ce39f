/* Makes the n-th write, sync, rename or truncation below some folders fail, counted over all processes of a run.
 *
 * CRH_FAULT_STATE names a file of five 64-bit numbers that all of them map: calls so far, the call that fails, its errno,
 * whether all later ones fail too, and how many failed. CRH_FAULT_ROOTS names the folders, with colons between.
 * cc -shared -fPIC -O2 -o shim.so shim.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CALLS, FAILS_AT, ERRNO, STAYS, FAILED, NUMBERS };
static volatile int64_t *state;
static char roots[4096];

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("CRH_FAULT_STATE"), *told = getenv("CRH_FAULT_ROOTS");
    if (!file || !told || strlen(told) >= sizeof roots) return;
    strcpy(roots, told);
    int handle = open(file, O_RDWR | O_CLOEXEC);
    if (handle < 0) return;
    void *mapped = mmap(NULL, NUMBERS * sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
    close(handle);
    if (mapped != MAP_FAILED) state = mapped;
}

static int below(const char *path) {
    for (const char *root = roots; *root;) {
        size_t length = strcspn(root, ":");
        if (length && !strncmp(path, root, length) && (path[length] == '/' || !path[length])) return 1;
        root += length + (root[length] == ':');
    }
    return 0;
}

static int refused(void) {
    int64_t number = __sync_add_and_fetch(&state[CALLS], 1), fails_at = state[FAILS_AT];
    if (!fails_at || (state[STAYS] ? number < fails_at : number != fails_at)) return 0;
    __sync_add_and_fetch(&state[FAILED], 1);
    errno = (int)state[ERRNO];
    return 1;
}

static int fails(int handle) {
    char name[64], path[PATH_MAX + 1];
    if (!state) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(name, path, PATH_MAX);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path) && refused();
}

static int fails_at(const char *path) {
    char whole[PATH_MAX + 1];
    if (!state || !path) return 0;
    if (path[0] != '/') {
        char here[PATH_MAX + 1];
        if (!getcwd(here, sizeof here) || strlen(here) + strlen(path) >= PATH_MAX) return 0;
        strcpy(whole, here);
        strcat(whole, "/");
        strcat(whole, path);
        path = whole;
    }
    return below(path) && refused();
}

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })
#define ON_HANDLE(result, name, types, words) \
    result name types { return fails(handle) ? -1 : REAL(name) words; }

ON_HANDLE(ssize_t, write, (int handle, const void *data, size_t size), (handle, data, size))
ON_HANDLE(ssize_t, writev, (int handle, const struct iovec *parts, int count), (handle, parts, count))
ON_HANDLE(ssize_t, pwrite, (int handle, const void *data, size_t size, off_t at), (handle, data, size, at))
ON_HANDLE(ssize_t, pwrite64, (int handle, const void *data, size_t size, off64_t at), (handle, data, size, at))
ON_HANDLE(int, fsync, (int handle), (handle))
ON_HANDLE(int, fdatasync, (int handle), (handle))
ON_HANDLE(int, ftruncate, (int handle, off_t size), (handle, size))
ON_HANDLE(int, ftruncate64, (int handle, off64_t size), (handle, size))

int rename(const char *from, const char *to) { return fails_at(to) ? -1 : REAL(rename)(from, to); }
int renameat(int one, const char *from, int other, const char *to) {
    return fails_at(to) ? -1 : REAL(renameat)(one, from, other, to);
}
int renameat2(int one, const char *from, int other, const char *to, unsigned int flags) {
    return fails_at(to) ? -1 : REAL(renameat2)(one, from, other, to, flags);
}
int truncate(const char *path, off_t size) { return fails_at(path) ? -1 : REAL(truncate)(path, size); }
int truncate64(const char *path, off64_t size) { return fails_at(path) ? -1 : REAL(truncate64)(path, size); }
