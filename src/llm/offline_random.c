/* Seeded randomness of the sample generator: a hash in, reproducible choices out.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

/* The finaliser of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
static uint64_t scramble(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t igi_mix(uint64_t hash, uint64_t n)
{
    return scramble(hash * UINT64_C(0x9e3779b97f4a7c15) + scramble(n + UINT64_C(0x632be59bd9b4e019)));
}

uint64_t igi_mix_str(uint64_t hash, ig_str bytes)
{
    uint64_t fnv = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < bytes.n; i++)
        fnv = (fnv ^ (unsigned char)bytes.p[i]) * UINT64_C(0x100000001b3);
    return igi_mix(igi_mix(hash, fnv), bytes.n);
}

uint64_t igi_random_next(igi_random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return scramble(random->state);
}

uint64_t igi_random_below(igi_random *random, uint64_t n)
{
    return igi_random_next(random) % n; /* the bias is of no matter for samples */
}

int64_t igi_random_between(igi_random *random, int64_t lo, int64_t hi)
{
    uint64_t span = (uint64_t)hi - (uint64_t)lo;

    return (int64_t)((uint64_t)lo +
                     (span == UINT64_MAX ? igi_random_next(random) : igi_random_below(random, span + 1)));
}

bool igi_random_chance(igi_random *random, unsigned percent)
{
    return igi_random_below(random, 100) < percent;
}

static size_t common_divisor(size_t a, size_t b)
{
    while (b) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

size_t igi_shuffled(uint64_t hash, uint64_t ordinal, size_t n)
{
    igi_random random = {hash};
    size_t     start = (size_t)igi_random_below(&random, n), step;

    if (n < 3)
        return (start + ordinal) % n;
    step = 1 + (size_t)igi_random_below(&random, n - 1);
    while (common_divisor(step, n) != 1) /* ends: 1 divides nothing else */
        step = step % (n - 1) + 1;
    return (start + (size_t)(ordinal % n) * step) % n;
}
