/* Lists and maps while they are read: room for the next item, and equal keys of a map.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "bind.h"

/* When the whole text is there the size of the list is guessed from what has been read, so that a long list is moved
 * once or twice at most. */
char *igi_next_item(igi_binder *b, igi_frame *frame)
{
    size_t size = frame->slot->item_bytes;

    if (frame->n >= b->limits.max_items) {
        igi_bind_fail(b, IG_E_LIMIT, "%s: more than %" PRIu32 " items (max_items)",
                      frame->slot->field ? frame->slot->key : "list", b->limits.max_items);
        return NULL;
    }
    if (frame->n == frame->cap) {
        size_t read = (size_t)(b->lex.p - b->lex.base) - frame->start;
        size_t left = (size_t)(b->lex.end - b->lex.p);
        size_t cap = frame->n < 4 ? 4 : frame->n * 2;
        char  *more;

        if (b->lex.final && frame->n >= 16) {
            size_t guess = frame->n + (size_t)((double)left / (double)read * (double)frame->n * 1.05) + 2;
            cap = guess < frame->n * 3 / 2 ? frame->n * 3 / 2 : guess;
        }
        more = igi_alloc(b->arena, cap * size, 16);
        if (!more) {
            igi_bind_nomem(b);
            return NULL;
        }
        if (frame->n)
            memcpy(more, frame->object, frame->n * size);
        frame->object = more;
        frame->cap = cap;
    }
    memset(frame->object + frame->n * size, 0, size);
    return frame->object + frame->n * size;
}

static int compare_keys(const void *a, const void *b)
{
    const ig_str *x = *(const ig_str *const *)a, *y = *(const ig_str *const *)b;
    int           order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

    if (order == 0 && x->n != y->n)
        return x->n < y->n ? -1 : 1;
    return order ? order : x < y ? -1 : 1; /* equal keys: by place */
}

bool igi_drop_equal_keys(igi_binder *b, igi_frame *frame)
{
    size_t   size = frame->slot->item_bytes, kept = 0;
    ig_str **keys = igi_alloc(b->arena, (frame->n + 1) * sizeof *keys, _Alignof(ig_str *));

    if (!keys)
        return false;
    for (size_t i = 0; i < frame->n; i++)
        keys[i] = (ig_str *)(void *)(frame->object + i * size);
    qsort(keys, frame->n, sizeof *keys, compare_keys);
    for (size_t i = 0; i + 1 < frame->n; i++) {
        if (ig_str_eq(*keys[i], *keys[i + 1]))
            keys[i]->p = NULL;
    }
    for (size_t i = 0; i < frame->n; i++) {
        char *item = frame->object + i * size;
        if (((ig_str *)(void *)item)->p)
            memmove(frame->object + kept++ * size, item, size);
    }
    frame->n = kept;
    return true;
}
