/* The arena: many small allocations in, one release out; blocks double in size up to 1 MiB.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "base_int.h"

enum { FIRST_BLOCK_BYTES = 4096, LARGEST_BLOCK_BYTES = 1 << 20 };

struct ig_arena_block {
    struct ig_arena_block *next;
    size_t                 bytes; /* of the whole block, header included */
};

/* What precedes the first allocation; a multiple of 16, so that the block stays aligned. */
enum { HEADER_BYTES = 16 };
_Static_assert(sizeof(struct ig_arena_block) <= HEADER_BYTES, "the header must fit in front of the data");

static bool add_block(ig_arena *arena, size_t needed)
{
    size_t                 bytes = arena->head ? arena->head->bytes * 2 : FIRST_BLOCK_BYTES;
    struct ig_arena_block *block;

    if (bytes > LARGEST_BLOCK_BYTES)
        bytes = LARGEST_BLOCK_BYTES;
    if (bytes < needed + HEADER_BYTES)
        bytes = needed + HEADER_BYTES;
    if (arena->max_bytes && (bytes > arena->max_bytes || arena->used_bytes > arena->max_bytes - bytes))
        return false;
    block = malloc(bytes);
    if (!block)
        return false;
    block->next = arena->head;
    block->bytes = bytes;
    arena->head = block;
    arena->used_bytes += bytes;
    arena->p = (char *)block + HEADER_BYTES;
    arena->end = (char *)block + bytes;
    return true;
}

void *ig_arena_alloc(ig_arena *arena, size_t n, size_t align)
{
    char *p;

    if (arena->failed)
        return NULL;
    p = (char *)(((uintptr_t)arena->p + (align - 1)) & ~(uintptr_t)(align - 1));
    if (!arena->p || p > arena->end || n > (size_t)(arena->end - p)) {
        if (n > SIZE_MAX / 2 || !add_block(arena, n + align)) {
            arena->failed = true;
            return NULL;
        }
        p = (char *)(((uintptr_t)arena->p + (align - 1)) & ~(uintptr_t)(align - 1));
    }
    arena->p = p + n;
    return p;
}

void *ig_arena_zalloc(ig_arena *arena, size_t n)
{
    void *p = igi_alloc(arena, n, 16);
    if (p && n)
        memset(p, 0, n);
    return p;
}

ig_str ig_arena_str(ig_arena *arena, ig_str s)
{
    char *p = igi_alloc(arena, s.n + 1, 1);
    if (!p)
        return (ig_str){NULL, 0};
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return (ig_str){p, s.n};
}

ig_str ig_arena_printf(ig_arena *arena, const char *format, ...)
{
    va_list args, again;
    int     n;
    char   *p;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    p = n < 0 ? NULL : igi_alloc(arena, (size_t)n + 1, 1);
    if (p)
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (ig_str){p, (size_t)n} : (ig_str){NULL, 0};
}

void ig_arena_reset(ig_arena *arena)
{
    struct ig_arena_block *keep = arena->head;

    if (keep) {
        ig_arena rest = {.head = keep->next};
        ig_arena_fini(&rest);
        keep->next = NULL;
        arena->p = (char *)keep + HEADER_BYTES;
        arena->end = (char *)keep + keep->bytes;
        arena->used_bytes = keep->bytes;
    }
    arena->failed = false;
}

void ig_arena_fini(ig_arena *arena)
{
    struct ig_arena_block *block, *next;

    if (!arena)
        return;
    for (block = arena->head; block; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (ig_arena){.max_bytes = arena->max_bytes};
}
