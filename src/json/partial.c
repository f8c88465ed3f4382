/* The value so far: a look into a read that is not finished, at a cost that does not depend on how much was read before.
 * SPDX-License-Identifier: MIT
 *
 * The binder builds objects in place, so all there is to do is to connect what is open to its parents, to give defaults
 * to members that have none yet (once: a factory does not run again), and to show the text in progress. */
#include "json_int.h"
#include "reader.h"

/* The raw bytes of a string value that has begun but not ended; {NULL, 0} when there is none. */
static ig_str unfinished_text(const igi_lex *lex)
{
    bool at_value = lex->state == IGI_AT_VALUE || lex->state == IGI_AT_FIRST_ITEM || lex->state == IGI_AT_ITEM;

    if (lex->error || !at_value || lex->p == lex->end || *lex->p != '"')
        return (ig_str){NULL, 0};
    return (ig_str){lex->p + 1, lex->scanned};
}

/* Decodes what is new of the text in progress. false: out of memory. */
static bool grow_text(ig_reader *reader, ig_str raw)
{
    size_t      at = (size_t)(raw.p - reader->binder.lex.base), n = raw.n - reader->growing_raw;
    const char *fresh;

    if (at != reader->growing_at) {
        reader->growing_at = at;
        reader->growing_n = reader->growing_raw = 0;
        reader->growing_cap = 0; /* the text of the last token may still be looked at */
        n = raw.n;
    }
    if (reader->growing_cap < raw.n + 1) {
        size_t cap = 2 * raw.n + 32;
        char  *more = igi_alloc(reader->binder.arena, cap, 1);
        if (!more)
            return false;
        if (reader->growing_n)
            memcpy(more, reader->growing, reader->growing_n);
        reader->growing = more;
        reader->growing_cap = cap;
    }
    fresh = raw.p + reader->growing_raw;
    reader->growing_n += igi_lex_decode((ig_str){fresh, n}, reader->growing + reader->growing_n);
    reader->growing_raw = raw.n;
    reader->growing[reader->growing_n] = 0;
    return true;
}

/* Where the text in progress is shown, if its member is a text of its own making; NULL otherwise. */
static ig_str *place_of_text(igi_binder *b, igi_frame *frame)
{
    const igi_slot *slot = frame->slot;
    char           *item;

    if (!slot || slot->kind != IG_KIND_STR || !slot->plain)
        return NULL;
    if (frame->kind == IGI_FRAME_OBJECT)
        return slot->shape <= IG_SHAPE_OPT ? (ig_str *)(void *)(frame->object + slot->offset) : NULL;
    item = igi_next_item(b, frame);
    if (!item)
        return NULL;
    if (frame->kind == IGI_FRAME_LIST)
        return (ig_str *)(void *)item;
    *(ig_str *)(void *)item = frame->key;
    return (ig_str *)(void *)(item + sizeof(ig_str));
}

/* Makes an open container visible in its parent. unfinished: items that are not counted yet. */
static bool connect(igi_binder *b, igi_frame *frame, size_t unfinished)
{
    if (frame->kind == IGI_FRAME_OBJECT) {
        if (frame->member)
            *(void **)(void *)frame->member = frame->object;
        if ((frame->set | frame->filled) == frame->plan->whole->all)
            return true;
        if (igi_apply_defaults(frame->plan->whole, frame->object, frame->set | frame->filled, b->arena))
            return false;
        frame->filled = frame->plan->whole->all;
        return true;
    }
    *(ig_list *)(void *)frame->member = (ig_list){frame->object ? (void *)frame->object : b->arena,
                                                  frame->n + unfinished};
    return true;
}

const void *ig_reader_partial(ig_reader *reader)
{
    igi_binder *b = &reader->binder;
    ig_str      raw = unfinished_text(&b->lex), *place = NULL;

    if (reader->looked) {
        if (reader->place && grow_text(reader, raw))
            *reader->place = (ig_str){reader->growing, reader->growing_n};
        return reader->object;
    }
    if (reader->last == IGI_ERROR || b->skipping)
        raw.p = NULL;
    if (raw.p && b->n_frames && grow_text(reader, raw))
        place = place_of_text(b, &b->frames[b->n_frames - 1]);
    for (uint32_t i = 0; i < b->n_frames; i++) {
        bool last = i + 1 == b->n_frames;
        if (!connect(b, &b->frames[i], last ? place != NULL : b->frames[i + 1].member == NULL))
            return NULL;
    }
    if (place)
        *place = (ig_str){reader->growing, reader->growing_n};
    reader->place = place;
    reader->looked = reader->last == IGI_MORE;
    return reader->object;
}

uint64_t ig_reader_fields(const ig_reader *reader)
{
    return reader->binder.root_fields | (reader->binder.n_frames ? reader->binder.frames[0].set : 0);
}

uint32_t ig_reader_issues(const ig_reader *reader)
{
    return reader->binder.n_found + reader->binder.n_dropped;
}
