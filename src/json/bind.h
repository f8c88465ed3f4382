/* The binder: lexer events in, one struct (or list of structs) in an arena out, with every issue on the way.
 * SPDX-License-Identifier: MIT
 *
 * It is a machine with its own stack, one frame per open object, list or map, so it can stop wherever the lexer runs out
 * of bytes and go on later. Values are converted and checked as they close. */
#ifndef INGOT_BIND_H
#define INGOT_BIND_H

#include <ingot/json.h>
#include "../model/model_int.h"
#include "lex.h"

typedef enum igi_frame_kind { IGI_FRAME_OBJECT, IGI_FRAME_LIST, IGI_FRAME_MAP } igi_frame_kind;

/* An open container. */
typedef struct igi_frame {
    igi_frame_kind  kind;
    const igi_plan *plan;        /* OBJECT */
    const igi_slot *slot;        /* OBJECT: the member whose value comes next, or NULL; else: the member being filled */
    char           *object;      /* OBJECT: the struct; LIST, MAP: the items */
    char           *member;      /* where the container goes in its parent: M *, ig_list, or NULL when built in place */
    uint64_t        set;         /* OBJECT: members that were sent */
    uint64_t        filled;      /* OBJECT: members that have their default already, because somebody looked */
    uint32_t        next;        /* OBJECT: the slot whose key is expected next */
    uint32_t        keys;        /* OBJECT: keys seen */
    uint32_t        first_issue; /* index of the first issue kept since it was opened */
    uint32_t        issues;      /* kept and dropped when it was opened */
    uint64_t        order;       /* OBJECT: where issues of the current member sort */
    size_t          n, cap;      /* LIST, MAP */
    size_t          start;       /* offset of the opening bracket */
    ig_str          key;         /* MAP: of the value that comes next; OBJECT: of a member that is not declared */
} igi_frame;

typedef struct igi_found {
    ig_issue issue;
    uint64_t order; /* among the issues of the innermost open object */
} igi_found;

enum { IGI_FIRST_FRAMES = 8 };

typedef struct igi_binder {
    igi_lex             lex;
    ig_arena           *arena;
    const ig_read_opts *opts;
    ig_limits           limits;
    unsigned            mode; /* IGI_STRICT | IGI_PYTHON_TEXTS */
    igi_slot            root; /* stands for the whole value */
    char               *root_member;
    uint64_t            root_fields; /* members of the root object that were sent, once it is closed */
    igi_frame          *frames;
    uint32_t            n_frames, cap_frames;
    bool                skipping;
    bool                one_member; /* the text is a member's value: igi_bind_enter */
    uint32_t            skip_depth; /* skipping until the lexer is back at this depth */
    size_t              skip_start;
    const igi_slot     *skip_slot; /* whose value is skipped: json is kept, others are refused; NULL = not wanted */
    igi_found          *found;
    uint32_t            n_found, cap_found, n_dropped;
    ig_code             code; /* first failure other than issues */
    char                detail[320];
    igi_frame           first_frames[IGI_FIRST_FRAMES];
} igi_binder;

/* Prepares to read one object of `plan` (list = false: object is plan->model->size zeroed bytes) or a list (object is an
 * ig_list). limits must be resolved; the others are borrowed until the last call. */
void igi_bind_init(igi_binder *b, const igi_plan *plan, bool list, const ig_read_opts *opts, const ig_limits *limits,
                   ig_arena *arena, void *object);
/* After igi_bind_init: the text is not the object but the value of the plan's only member. */
void igi_bind_enter(igi_binder *b, const igi_plan *plan, void *object);
/* Goes on as far as the lexer's bytes allow: IGI_MORE, IGI_END (the value is complete; issues may have been found) or
 * IGI_ERROR (b->code, or else the lexer's error). */
igi_event igi_bind_run(igi_binder *b);

/* The first failure other than issues sticks; gives IGI_ERROR. */
igi_event igi_bind_fail(igi_binder *b, ig_code code, const char *format, ...) IG_PRINTF(3, 4);
igi_event igi_bind_nomem(igi_binder *b);

/* ---- lists and maps (bind_items.c) ----------------------------------------------------------------------------- */

/* Room for one more item of a list or entry of a map, zeroed; NULL: the binder has failed. */
char *igi_next_item(igi_binder *b, igi_frame *frame);
/* Of equal keys the last one stays. false: out of memory. */
bool igi_drop_equal_keys(igi_binder *b, igi_frame *frame);

/* ---- issues (found.c) ----------------------------------------------------------------------------------------- */

/* Records a problem with the value [from, to) at the current place of the stack; with_top: the innermost frame's current
 * member, index or key is part of the place. */
void igi_found_add(igi_binder *b, const igi_problem *problem, size_t from, size_t to, bool with_top);
/* Issues found so far, kept or not: more than before means that something is not valid. */
static inline uint32_t igi_found_total(const igi_binder *b)
{
    return b->n_found + b->n_dropped;
}
/* Issues from first on belong to the member that is now complete: orders them, then lets them sort as one at `order`. */
void igi_found_close(igi_binder *b, uint32_t first, uint64_t order);
/* Drops the issues from first on that sort at `order`: the member was sent again. */
void igi_found_forget(igi_binder *b, uint32_t first, uint64_t order);
/* Turns the state of a binder that is not successful into code and err. */
ig_code igi_found_report(igi_binder *b, ig_error *err);

#endif
