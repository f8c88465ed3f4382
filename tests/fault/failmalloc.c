/* Makes allocations fail: one in INGOT_FAIL_ONE_IN, chosen by INGOT_FAIL_SEED. For LD_PRELOAD in front of a whole program
 * (every library it uses is hit too), or linked with -Wl,--wrap so that it hits the program's own calls under a sanitizer.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(FAIL_BY_WRAP)
#define NAME(f) __wrap_##f
#define REAL(f) __real_##f
#else
#define NAME(f) f
#define REAL(f) __libc_##f
#endif

void *REAL(malloc)(size_t n);
void *REAL(calloc)(size_t n, size_t size);
void *REAL(realloc)(void *p, size_t n);
#define EXPORTED __attribute__((visibility("default")))
EXPORTED void *NAME(malloc)(size_t n);
EXPORTED void *NAME(calloc)(size_t n, size_t size);
EXPORTED void *NAME(realloc)(void *p, size_t n);

static uint64_t setting(const char *name)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : 0;
}

/* Splitmix64 over a counter: the same seed fails the same allocations of a single-threaded run. */
static int fails(void)
{
    static uint64_t counter, one_in, seed;
    static int      ready;
    uint64_t        z;

    if (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE)) {
        one_in = setting("INGOT_FAIL_ONE_IN");
        seed = setting("INGOT_FAIL_SEED");
        __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
    }
    if (!one_in)
        return 0;
    z = seed * UINT64_C(0x9e3779b97f4a7c15) +
        __atomic_add_fetch(&counter, 1, __ATOMIC_RELAXED) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    if (z % one_in)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *NAME(malloc)(size_t n)
{
    return fails() ? NULL : REAL(malloc)(n);
}

void *NAME(calloc)(size_t n, size_t size)
{
    return fails() ? NULL : REAL(calloc)(n, size);
}

void *NAME(realloc)(void *p, size_t n)
{
    return fails() ? NULL : REAL(realloc)(p, n);
}
