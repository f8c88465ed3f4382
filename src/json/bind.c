/* The binder's machine: which member a value belongs to, where it goes, and what happens when it closes.
 * SPDX-License-Identifier: MIT */
#include "json_int.h"
#include "take.h"

/* Issues about keys that are not declared sort with the order of input; then come members that are missing. */
static const uint64_t MISSING_LAST = (uint64_t)1 << 32;

static igi_frame *top(igi_binder *b)
{
    return &b->frames[b->n_frames - 1];
}

/* ---- frames ---------------------------------------------------------------------------------------------------- */

static igi_frame *push(igi_binder *b, igi_frame_kind kind, const igi_slot *slot, char *member)
{
    igi_frame *frame;

    if (b->n_frames == b->cap_frames) {
        igi_frame *more = igi_alloc(b->arena, 2 * b->cap_frames * sizeof *more, _Alignof(igi_frame));
        if (!more)
            return NULL;
        memcpy(more, b->frames, b->n_frames * sizeof *more);
        b->frames = more;
        b->cap_frames *= 2;
    }
    frame = &b->frames[b->n_frames++];
    *frame = (igi_frame){.kind = kind,
                         .slot = slot,
                         .member = member,
                         .first_issue = b->n_found,
                         .issues = igi_found_total(b),
                         .start = b->lex.value_at};
    return frame;
}

/* Opens an object: in place (the root, an item of a list), or behind a pointer member. */
static igi_event open_object(igi_binder *b, const ig_model *model, char *object, char *member)
{
    ig_error        err;
    const igi_plan *plan = igi_plan_of(model, &err);
    igi_frame      *frame;

    if (!plan)
        return igi_bind_fail(b, err.code, "%s", err.msg);
    if (!object)
        object = ig_arena_zalloc(b->arena, model->size);
    frame = object ? push(b, IGI_FRAME_OBJECT, NULL, member) : NULL;
    if (!frame)
        return igi_bind_nomem(b);
    frame->plan = plan;
    frame->object = object;
    return IGI_OBJECT;
}

/* ---- a value closes --------------------------------------------------------------------------------------------- */

/* The value of the innermost frame's current member or item is complete, well or with issues. */
static inline void value_done(igi_binder *b)
{
    igi_frame *frame;

    if (!b->n_frames)
        return;
    frame = top(b);
    if (frame->kind != IGI_FRAME_OBJECT) {
        frame->n++;
        return;
    }
    if (frame->slot)
        frame->set |= (uint64_t)1 << frame->slot->index;
    frame->slot = NULL;
    frame->key.p = NULL;
}

static void add_missing(igi_binder *b, igi_frame *frame, bool in_input_order)
{
    size_t      end = (size_t)(b->lex.p - b->lex.base);
    igi_problem problem;

    for (uint32_t i = 0; i < frame->plan->n; i++) {
        const igi_slot *slot = &frame->plan->slots[i];
        if (!slot->required || frame->set >> slot->index & 1)
            continue;
        igi_refuse(&problem, b->arena, "missing", b->mode, NULL);
        frame->slot = slot;
        frame->order = in_input_order ? MISSING_LAST + i : i;
        igi_found_add(b, &problem, frame->start, end, true);
    }
    frame->slot = NULL;
}

static void run_model_validator(igi_binder *b, const igi_frame *frame)
{
    ig_check check = {.arena = b->arena, .context = b->opts->context};
    ig_code  code = frame->plan->base->validator_(&check, frame->object);

    if (check.problem.type)
        igi_found_add(b, &check.problem, frame->start, (size_t)(b->lex.p - b->lex.base), false);
    else if (code)
        igi_bind_fail(b, code, "the validator of %s failed", frame->plan->model->name);
}

/* The field validator of a member that holds a whole object, list or map. */
static void finish_member(igi_binder *b, const igi_slot *slot, char *member, const igi_frame *closed)
{
    if (slot && slot->field && slot->field->validator_ && igi_found_total(b) == closed->issues)
        igi_take_validator(b, slot, member, closed->start);
}

static void close_object(igi_binder *b)
{
    igi_frame *frame = top(b), closed;
    ig_code    code;
    bool       in_input_order = frame->plan->base->extra_ == IG_EXTRA_forbid;

    if (frame->plan->required & ~frame->set)
        add_missing(b, frame, in_input_order);
    if (igi_found_total(b) == frame->issues) {
        uint64_t settled = frame->set | frame->filled;
        code = settled == frame->plan->whole->all
                   ? IG_OK
                   : igi_apply_defaults(frame->plan->whole, frame->object, settled, b->arena);
        if (code == IG_E_NOMEM)
            igi_bind_nomem(b);
        else if (code)
            igi_bind_fail(b, code, "%s: a default value is not valid", frame->plan->model->name);
        if (frame->plan->base->validator_)
            run_model_validator(b, frame);
    }
    closed = *frame;
    b->n_frames--;
    if (!b->n_frames)
        b->root_fields = closed.set;
    if (b->n_found > closed.first_issue)
        igi_found_close(b, closed.first_issue, b->n_frames ? top(b)->order : 0);
    if (closed.member) {
        *(void **)(void *)closed.member = closed.object;
        finish_member(b, top(b)->slot, closed.member, &closed);
    }
    value_done(b);
}

static void forget_since(igi_binder *b, const igi_frame *frame)
{
    b->n_found = frame->first_issue;
    b->n_dropped = frame->issues - frame->first_issue;
}

static void close_items(igi_binder *b)
{
    igi_frame  *frame = top(b), closed;
    igi_problem problem;
    ig_list    *list;

    if (frame->kind == IGI_FRAME_MAP && frame->n > 1 && !igi_drop_equal_keys(b, frame)) {
        igi_bind_nomem(b);
        return;
    }
    closed = *frame;
    b->n_frames--;
    if (closed.kind == IGI_FRAME_LIST && closed.slot->field && closed.slot->field->max_length_.is &&
        closed.n > closed.slot->field->max_length_.n)
        forget_since(b, &closed); /* as Pydantic: a list that is too long has no other issue */
    list = (ig_list *)(void *)closed.member;
    *list = (ig_list){closed.object, closed.n};
    if (!list->items) /* empty is not null: any address will do */
        list->items = b->arena;
    if (igi_found_total(b) > closed.issues)
        igi_found_close(b, closed.first_issue, b->n_frames ? top(b)->order : 0);
    else if (closed.slot->field && closed.slot->checked &&
             !igi_check_items(closed.slot, closed.n, b->mode, b->arena, &problem))
        igi_take_report(b, &problem, closed.start);
    else
        finish_member(b, closed.slot, closed.member, &closed);
    value_done(b);
}

/* ---- skipping ---------------------------------------------------------------------------------------------------- */

/* An array or object where a scalar or nothing is wanted: read to its end first. */
static igi_event start_skip(igi_binder *b, const igi_slot *slot)
{
    b->skipping = true;
    b->skip_depth = b->lex.depth - 1;
    b->skip_start = b->lex.value_at;
    b->skip_slot = slot;
    return IGI_OBJECT;
}

static bool keep_json(igi_binder *b, char *value)
{
    ig_str   text = {b->lex.base + b->skip_start, (size_t)(b->lex.p - b->lex.base) - b->skip_start};
    ig_json *out = (ig_json *)(void *)value;

    out->p = igi_alloc(b->arena, text.n + 1, 1);
    if (out->p)
        out->n = igi_minify_known(text, (char *)(uintptr_t)out->p);
    else
        igi_bind_nomem(b);
    return out->p != NULL;
}

static void report_undeclared(igi_binder *b, size_t from)
{
    igi_problem problem;

    if (top(b)->kind != IGI_FRAME_OBJECT || top(b)->plan->base->extra_ != IG_EXTRA_forbid || !top(b)->key.p)
        return;
    igi_refuse(&problem, b->arena, "extra_forbidden", b->mode, NULL);
    igi_take_report(b, &problem, from);
}

static char *current_value(igi_binder *b, const igi_slot *slot);

static void end_skip(igi_binder *b, igi_event event)
{
    const igi_slot *slot = b->skip_slot;

    bool is_item = b->n_frames && top(b)->kind != IGI_FRAME_OBJECT;

    b->skipping = false;
    b->lex.value_at = b->skip_start;
    if (!slot)
        report_undeclared(b, b->skip_start);
    else if (slot->shape >= IG_SHAPE_LIST && !is_item)
        igi_take_wrong_container(b, slot, b->skip_start);
    else if (slot->kind == IG_KIND_MODEL)
        igi_take_wrong_model(b, slot, b->skip_start);
    else if (slot->kind != IG_KIND_JSON)
        igi_take_converted(b, slot, event, NULL);
    else if (keep_json(b, current_value(b, slot)) && !is_item && slot->field->validator_)
        igi_take_validator(b, slot, top(b)->object + slot->offset, b->skip_start);
    value_done(b);
}

static igi_event skip(igi_binder *b)
{
    igi_event event;

    do {
        event = igi_lex_next(&b->lex);
        if (event <= IGI_ERROR)
            return event;
    } while (b->lex.depth > b->skip_depth);
    end_skip(b, event);
    return event;
}

/* ---- the machine -------------------------------------------------------------------------------------------------- */

/* Where the plain value of the innermost frame's current member or item goes. */
static char *current_value(igi_binder *b, const igi_slot *slot)
{
    igi_frame *frame = b->n_frames ? top(b) : NULL;

    if (!frame)
        return b->root_member;
    if (frame->kind == IGI_FRAME_OBJECT)
        return frame->object + slot->offset + (slot->shape == IG_SHAPE_OPT ? igi_opt_offset(slot->kind) : 0);
    return frame->object + frame->n * frame->slot->item_bytes + (frame->kind == IGI_FRAME_MAP ? sizeof(ig_str) : 0);
}

/* null for a member: true = dealt with, false = let the conversion of its kind refuse it. */
static bool take_null(igi_binder *b, const igi_slot *slot)
{
    if (slot->nullable) {
        if (slot->field->validator_)
            igi_take_validator(b, slot, top(b)->object + slot->offset, b->lex.value_at);
    } else if (slot->shape >= IG_SHAPE_LIST) {
        igi_take_wrong_container(b, slot, b->lex.value_at);
    } else if (slot->kind == IG_KIND_MODEL) {
        igi_take_wrong_model(b, slot, b->lex.value_at);
    } else {
        return false;
    }
    value_done(b);
    return true;
}

/* A member of an object, of any shape. */
static inline igi_event take_member(igi_binder *b, const igi_slot *slot, igi_event event)
{
    char  *member = top(b)->object + slot->offset, *value = member;
    size_t from = b->lex.value_at;

    if (event == IGI_NULL && take_null(b, slot))
        return event;
    if (slot->shape >= IG_SHAPE_LIST) {
        if (event == (slot->shape == IG_SHAPE_LIST ? IGI_ARRAY : IGI_OBJECT))
            return push(b, slot->shape == IG_SHAPE_LIST ? IGI_FRAME_LIST : IGI_FRAME_MAP, slot, member)
                       ? event
                       : igi_bind_nomem(b);
        if (event == IGI_OBJECT || event == IGI_ARRAY)
            return start_skip(b, slot);
        igi_take_wrong_container(b, slot, from);
    } else if (slot->kind == IG_KIND_MODEL) {
        if (event == IGI_OBJECT)
            return open_object(b, slot->model, NULL, member);
        if (event == IGI_ARRAY)
            return start_skip(b, slot);
        igi_take_wrong_model(b, slot, from);
    } else if (event == IGI_OBJECT || event == IGI_ARRAY) {
        return start_skip(b, slot);
    } else {
        if (slot->shape == IG_SHAPE_OPT)
            value += igi_opt_offset(slot->kind);
        if (slot->field->validator_before_ && slot->field->validator_)
            igi_take_validator(b, slot, member, from);
        if (igi_take_scalar(b, slot, event, value)) {
            if (value != member)
                *(bool *)member = true;
            igi_take_check(b, slot, value, member, from);
        }
    }
    value_done(b);
    return event;
}

/* An item of a list or a value of a map. */
static inline igi_event take_item(igi_binder *b, igi_event event)
{
    igi_frame      *frame = top(b);
    const igi_slot *slot = frame->slot;
    char           *item = igi_next_item(b, frame);

    if (!item)
        return IGI_ERROR;
    if (frame->kind == IGI_FRAME_MAP) {
        *(ig_str *)(void *)item = frame->key;
        item += sizeof(ig_str);
    }
    if (slot->kind == IG_KIND_MODEL && event == IGI_OBJECT)
        return open_object(b, slot->model, item, NULL);
    if (event == IGI_OBJECT || event == IGI_ARRAY)
        return start_skip(b, slot);
    if (slot->kind == IG_KIND_MODEL)
        igi_take_wrong_model(b, slot, b->lex.value_at);
    else
        igi_take_scalar(b, slot, event, item);
    value_done(b);
    return event;
}

/* The member that the current key token names; NULL = none, and frame->key is set if that is an issue. */
static bool find_slot(igi_binder *b, igi_frame *frame)
{
    ig_str key = b->lex.token;

    if (b->lex.escaped && !igi_take_text(b, &key))
        return false;
    frame->slot = NULL;
    for (uint32_t i = 0; i < frame->plan->n; i++) {
        const igi_slot *slot = &frame->plan->slots[i];
        if (slot->key_bytes == key.n && memcmp(slot->key, key.p, key.n) == 0) {
            frame->slot = slot;
            return true;
        }
    }
    if (frame->plan->base->extra_ == IG_EXTRA_forbid)
        return igi_take_text(b, &frame->key);
    frame->key = IG_S("");
    return true;
}

/* A key was read: which member is it, and may it be set? */
static inline void enter_member(igi_binder *b, igi_frame *frame)
{
    const igi_slot *slot = frame->slot;

    frame->keys++;
    if (slot && (slot->relationship || (b->opts->from_llm && slot->schema_hidden))) {
        frame->slot = slot = NULL;
        frame->key = IG_S("");
    }
    if (!slot) {
        frame->order = frame->keys;
        return;
    }
    frame->next = (uint32_t)(slot - frame->plan->slots) + 1;
    frame->order = frame->plan->base->extra_ == IG_EXTRA_forbid ? frame->keys : frame->next - 1;
    if (frame->set >> slot->index & 1) /* sent twice: the last one counts */
        igi_found_forget(b, frame->first_issue, frame->order);
    if ((frame->set | frame->filled) >> slot->index & 1)
        memset(frame->object + slot->offset, 0, slot->field->size);
}

static igi_event take_undeclared(igi_binder *b, igi_event event)
{
    if (event == IGI_OBJECT || event == IGI_ARRAY)
        return start_skip(b, NULL);
    report_undeclared(b, b->lex.value_at);
    value_done(b);
    return event;
}

/* Moves behind the next key of an object, or to its end: IGI_KEY when a member was entered. */
static inline igi_event next_key(igi_binder *b, igi_frame *frame)
{
    const igi_plan *plan = frame->plan;
    const igi_slot *expected = frame->next < plan->n ? &plan->slots[frame->next] : NULL;
    igi_event       event;

    if (b->one_member && b->n_frames == 1) { /* its value was all */
        b->n_frames = 0;
        return IGI_OBJECT_END;
    }
    if (expected && igi_lex_expect_key(&b->lex, expected->json_key, expected->json_key_bytes)) {
        frame->slot = expected;
    } else {
        event = igi_lex_next(&b->lex);
        if (event == IGI_OBJECT_END)
            close_object(b);
        if (event != IGI_KEY)
            return event;
        if (!find_slot(b, frame))
            return IGI_ERROR;
    }
    enter_member(b, frame);
    return IGI_KEY;
}

static inline igi_event step_object(igi_binder *b)
{
    igi_frame *frame = top(b);
    igi_event  event;

    if (!frame->slot && !frame->key.p) {
        event = next_key(b, frame);
        if (event != IGI_KEY)
            return event;
    }
    event = igi_lex_value(&b->lex);
    if (event <= IGI_ERROR)
        return event;
    return frame->slot ? take_member(b, frame->slot, event) : take_undeclared(b, event);
}

static igi_event step_items(igi_binder *b)
{
    igi_frame *frame = top(b);
    igi_event  event = igi_lex_next(&b->lex);

    if (event <= IGI_ERROR)
        return event;
    if (event == IGI_KEY)
        return igi_take_text(b, &frame->key) ? event : IGI_ERROR;
    if (event == IGI_ARRAY_END || event == IGI_OBJECT_END) {
        close_items(b);
        return event;
    }
    return take_item(b, event);
}

static igi_event step_root(igi_binder *b)
{
    igi_event event = igi_lex_next(&b->lex);

    if (event <= IGI_END)
        return event;
    if (b->root.shape == IG_SHAPE_LIST) {
        if (event == IGI_ARRAY)
            return push(b, IGI_FRAME_LIST, &b->root, b->root_member) ? event : igi_bind_nomem(b);
    } else if (event == IGI_OBJECT) {
        return open_object(b, b->root.model, b->root_member, NULL);
    }
    if (event == IGI_OBJECT || event == IGI_ARRAY)
        return start_skip(b, &b->root);
    if (b->root.shape == IG_SHAPE_LIST)
        igi_take_wrong_container(b, &b->root, b->lex.value_at);
    else
        igi_take_wrong_model(b, &b->root, b->lex.value_at);
    return event;
}

void igi_bind_init(igi_binder *b, const igi_plan *plan, bool list, const ig_read_opts *opts, const ig_limits *limits,
                   ig_arena *arena, void *object)
{
    memset(b, 0, offsetof(igi_binder, first_frames));
    b->arena = arena;
    b->opts = opts;
    b->limits = *limits;
    b->mode = (opts->strict ? IGI_STRICT : 0u) | (opts->python_texts ? IGI_PYTHON_TEXTS : 0u);
    b->root.kind = IG_KIND_MODEL;
    b->root.shape = list ? IG_SHAPE_LIST : IG_SHAPE_ONE;
    b->root.model = plan->model;
    b->root.item_bytes = (uint32_t)plan->model->size;
    b->root_member = object;
    b->frames = b->first_frames;
    b->cap_frames = IGI_FIRST_FRAMES;
}

void igi_bind_enter(igi_binder *b, const igi_plan *plan, void *object)
{
    igi_frame *frame = push(b, IGI_FRAME_OBJECT, &plan->slots[0], NULL);

    frame->plan = plan;
    frame->object = object;
    b->one_member = true;
}

igi_event igi_bind_run(igi_binder *b)
{
    igi_event event;

    do {
        if (b->skipping)
            event = skip(b);
        else if (!b->n_frames)
            event = step_root(b);
        else if (top(b)->kind == IGI_FRAME_OBJECT)
            event = step_object(b);
        else
            event = step_items(b);
        if (b->code)
            return IGI_ERROR;
    } while (event > IGI_END);
    return event;
}
