/* Issues on their way from the binder to the caller: where they are, in what order, and the error they become.
 * SPDX-License-Identifier: MIT */
#include "bind.h"

/* How much of a text that is no JSON is quoted as the input of its json_invalid issue. */
enum { MOST_QUOTED_BYTES = 64 << 10 };

/* The step of a frame's current member, item or value. */
static ig_loc step_of(const igi_frame *frame)
{
    if (frame->kind == IGI_FRAME_LIST)
        return (ig_loc){.index = frame->n};
    if (frame->kind == IGI_FRAME_OBJECT && frame->slot)
        return (ig_loc){.key = {frame->slot->key, frame->slot->key_bytes}};
    return (ig_loc){.key = frame->key};
}

/* The input of an issue as its own text. Issues about one object (missing members) share one copy. */
static ig_json copy_input(igi_binder *b, size_t from, size_t to)
{
    const char *text = b->lex.base + from;
    size_t      n = to - from;
    ig_str      copy;

    if (b->n_found) {
        ig_json last = b->found[b->n_found - 1].issue.input;
        if (last.n == n && memcmp(last.p, text, n) == 0)
            return last;
    }
    copy = ig_arena_str(b->arena, (ig_str){text, n});
    return (ig_json){copy.p, copy.n};
}

static bool grow(igi_binder *b)
{
    uint32_t   cap = b->cap_found ? 2 * b->cap_found : 4;
    igi_found *more;

    if (b->n_found < b->cap_found)
        return true;
    more = igi_alloc(b->arena, cap * sizeof *more, _Alignof(igi_found));
    if (!more)
        return false;
    if (b->n_found)
        memcpy(more, b->found, b->n_found * sizeof *more);
    b->found = more;
    b->cap_found = cap;
    return true;
}

void igi_found_add(igi_binder *b, const igi_problem *problem, size_t from, size_t to, bool with_top)
{
    uint32_t   steps = b->n_frames && !with_top ? b->n_frames - 1 : b->n_frames;
    ig_loc    *loc;
    igi_found *found;

    if (b->n_found >= b->limits.max_issues) {
        b->n_dropped++;
        return;
    }
    loc = igi_alloc(b->arena, (steps + 1) * sizeof *loc, _Alignof(ig_loc));
    if (!loc || !grow(b) || !problem->msg.p) {
        b->code = IG_E_NOMEM;
        return;
    }
    for (uint32_t i = 0; i < steps; i++)
        loc[i] = step_of(&b->frames[i]);
    found = &b->found[b->n_found];
    *found = (igi_found){.order = b->n_frames ? b->frames[b->n_frames - 1].order : 0};
    found->issue = (ig_issue){
        .loc = loc, .n_loc = steps, .type = problem->type, .msg = problem->msg, .ctx = problem->ctx};
    found->issue.input = copy_input(b, from, to);
    if (!found->issue.input.p)
        b->code = IG_E_NOMEM;
    else
        b->n_found++;
}

void igi_found_close(igi_binder *b, uint32_t first, uint64_t order)
{
    /* insertion sort: stable, and there are at most max_issues of them, mostly in order already */
    for (uint32_t i = first + 1; i < b->n_found; i++) {
        igi_found moved = b->found[i];
        uint32_t  k = i;
        for (; k > first && b->found[k - 1].order > moved.order; k--)
            b->found[k] = b->found[k - 1];
        b->found[k] = moved;
    }
    for (uint32_t i = first; i < b->n_found; i++)
        b->found[i].order = order;
}

void igi_found_forget(igi_binder *b, uint32_t first, uint64_t order)
{
    uint32_t kept = first;

    for (uint32_t i = first; i < b->n_found; i++) {
        if (b->found[i].order != order)
            b->found[kept++] = b->found[i];
    }
    b->n_found = kept;
}

igi_event igi_bind_fail(igi_binder *b, ig_code code, const char *format, ...)
{
    va_list args;

    if (b->code)
        return IGI_ERROR;
    b->code = code;
    va_start(args, format);
    vsnprintf(b->detail, sizeof b->detail, format, args);
    va_end(args);
    return IGI_ERROR;
}

igi_event igi_bind_nomem(igi_binder *b)
{
    return igi_bind_fail(b, IG_E_NOMEM, "%s", ig_code_text(IG_E_NOMEM));
}

/* ---- the error --------------------------------------------------------------------------------------------------- */

static ig_str quote(igi_binder *b, ig_str text)
{
    ig_buf buf = {0};
    ig_str copy = {NULL, 0};

    if (text.n > MOST_QUOTED_BYTES)
        text.n = MOST_QUOTED_BYTES;
    ig_json_write_str(&buf, text);
    if (!buf.code)
        copy = ig_arena_str(b->arena, (ig_str){buf.p, buf.n});
    ig_buf_fini(&buf);
    return copy;
}

/* Not JSON: Pydantic's one issue of type json_invalid. */
static ig_code report_syntax(igi_binder *b, ig_error *err)
{
    uint32_t  line, column;
    size_t    n = (size_t)(b->lex.end - b->lex.base);
    ig_issue *issue = igi_alloc(b->arena, sizeof *issue, _Alignof(ig_issue));
    ig_str    error, msg, ctx = {NULL, 0}, input;
    ig_json   quoted;

    igi_lex_place(b->lex.base, n, b->lex.error_at, &line, &column);
    error = ig_arena_printf(b->arena, "%s at line %" PRIu32 " column %" PRIu32, b->lex.error, line, column);
    msg = ig_arena_printf(b->arena, "Invalid JSON: %s", error.p ? error.p : "");
    quoted = error.p ? igi_json_quote(b->arena, error) : (ig_json){NULL, 0};
    if (quoted.p)
        ctx = ig_arena_printf(b->arena, "{\"error\":%s}", quoted.p);
    input = quote(b, (ig_str){b->lex.base, n});
    if (!issue || !input.p || !ctx.p || !msg.p || b->arena->failed)
        return igi_nomem(err);
    *issue = (ig_issue){.type = "json_invalid", .msg = msg, .input = {input.p, input.n}, .ctx = {ctx.p, ctx.n}};
    igi_fail(err, IG_E_SYNTAX, "invalid JSON: %s", error.p);
    if (err) {
        err->line = line;
        err->column = column;
        err->title = b->root.model->name;
        err->issues = issue;
        err->n_issues = 1;
    }
    return IG_E_SYNTAX;
}

ig_code igi_found_report(igi_binder *b, ig_error *err)
{
    ig_issue *issues;

    if (b->code == IG_E_NOMEM || b->arena->failed)
        return igi_nomem(err);
    if (b->code)
        return igi_fail(err, b->code, "%s", b->detail);
    if (b->lex.error)
        return report_syntax(b, err);
    issues = igi_alloc(b->arena, (b->n_found + 1) * sizeof *issues, _Alignof(ig_issue));
    if (!issues)
        return igi_nomem(err);
    for (uint32_t i = 0; i < b->n_found; i++)
        issues[i] = b->found[i].issue;
    igi_fail(err, IG_E_INVALID, "%" PRIu32 " validation error%s for %s", b->n_found + b->n_dropped,
             b->n_found + b->n_dropped == 1 ? "" : "s", b->root.model->name);
    if (err) {
        err->title = b->root.model->name;
        err->issues = issues;
        err->n_issues = b->n_found;
        err->n_dropped = b->n_dropped;
    }
    return IG_E_INVALID;
}
